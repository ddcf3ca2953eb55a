"""A wrong setting stops the start and is named; none is needed to try Heard."""

from pathlib import Path

import pytest

from heard.settings import BadSetting, Settings
from tests.parts.notify import KEY, SECRET, SERVICE, TEMPLATE


def test_nothing_has_to_be_set_to_try_it(tmp_path: Path) -> None:
    settings = Settings.from_env({"HEARD_DATA_DIR": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path / 'heard.db'}"
    assert not settings.is_distributed
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.base_url == "http://127.0.0.1:8000"


def test_the_key_made_for_one_machine_is_kept_and_nobody_elses_to_read(tmp_path: Path) -> None:
    first = Settings.from_env({"HEARD_DATA_DIR": str(tmp_path)})
    assert Settings.from_env({"HEARD_DATA_DIR": str(tmp_path)}).secret_key == first.secret_key
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


@pytest.mark.parametrize("left", ["", "\n", "0123456789abcdef"])
def test_a_key_that_was_cut_short_signs_nothing(left: str, tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text(left)
    with pytest.raises(BadSetting, match="HEARD_SECRET_KEY"):
        Settings.from_env({"HEARD_DATA_DIR": str(tmp_path)})


def test_two_that_start_at_once_share_the_first_ones_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Settings.from_env({"HEARD_DATA_DIR": str(tmp_path)})
    # The other had looked before there was a key.
    monkeypatch.setattr(Path, "exists", lambda path: path.name != "secret.key")
    assert Settings.from_env({"HEARD_DATA_DIR": str(tmp_path)}).secret_key == first.secret_key


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEARD_DATABASE", "sqlite://"),
        ("HEARD_DATABASE_URL", "mysql://somewhere/heard"),
        ("HEARD_DATABASE_URL", "not a url"),
        ("HEARD_BROKER_URL", "somewhere:6379"),
        ("HEARD_SMTP_URL", "mail.example"),
        ("HEARD_PORT", "eighty"),
        ("HEARD_PORT", "70000"),
        ("HEARD_SECRET_KEY", "short"),
        ("HEARD_MAIL_FROM", "nobody"),
        ("HEARD_BASE_URL", "ftp://somewhere"),
        ("HEARD_SWEEP_SECONDS", "0"),
        ("HEARD_TRUSTED_PROXIES", "all"),
        ("HEARD_NOTIFY_API_KEY", "a key that was cut short"),
        ("HEARD_NOTIFY_TEMPLATE", TEMPLATE),
        ("HEARD_NOTIFY_CALLBACK_TOKEN", "short"),
        ("HEARD_MAIL_ALLOW", "council.example"),
        ("HEARD_MAIL_ALLOW", "@council.example; @other.example"),
        ("HEARD_MAIL_ALLOW", "mo@council.example,,"),
        ("HEARD_MAIL_PER_MINUTE", "0"),
        ("HEARD_MAIL_PER_MINUTE", "many"),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=name):
        Settings.from_env({"HEARD_DATA_DIR": str(tmp_path), name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEARD_NOTIFY_TEMPLATE", ""),
        ("HEARD_NOTIFY_TEMPLATE", "the email"),
        ("HEARD_NOTIFY_REPLY_TO", "mo@council.example"),
        ("HEARD_NOTIFY_URL", "notify.example"),
        ("HEARD_NOTIFY_API_KEY", "a-key"),
        ("HEARD_NOTIFY_API_KEY", f"{KEY}0"),
    ],
)
def test_what_notify_cannot_be_reached_with_is_named_without_the_key(name: str, value: str, tmp_path: Path) -> None:
    given = {"HEARD_NOTIFY_API_KEY": KEY, "HEARD_NOTIFY_TEMPLATE": TEMPLATE, "HEARD_DATA_DIR": str(tmp_path)}
    with pytest.raises(BadSetting, match=name) as raised:
        Settings.from_env({**given, name: value})
    assert SECRET not in str(raised.value)


def test_mail_goes_one_way(tmp_path: Path) -> None:
    given = {"HEARD_NOTIFY_API_KEY": KEY, "HEARD_NOTIFY_TEMPLATE": TEMPLATE, "HEARD_DATA_DIR": str(tmp_path)}
    with pytest.raises(BadSetting, match="choose one way"):
        Settings.from_env({**given, "HEARD_SMTP_URL": "smtp://mail"})
    settings = Settings.from_env({**given, "HEARD_MAIL_ALLOW": "@council.example, mo@b.example"})
    assert settings.notify is not None
    assert (settings.notify.service_id, settings.notify.template) == (SERVICE, TEMPLATE)
    assert not settings.keeps_mail
    assert SECRET not in repr(settings), "a settings object may end up in a log"
    assert settings.mail_allow is not None
    assert settings.mail_allow.allows("jo@council.example")
    assert settings.mail_per_minute is None


def test_several_processes_must_be_given_one_key(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="HEARD_SECRET_KEY"):
        Settings.from_env({"HEARD_DATA_DIR": str(tmp_path), "HEARD_BROKER_URL": "redis://127.0.0.1:6379/0"})


def test_other_peoples_variables_are_none_of_ours(tmp_path: Path) -> None:
    Settings.from_env({"HEARD_DATA_DIR": str(tmp_path), "HOME": "/", "DATABASE_URL": "mysql://"})
