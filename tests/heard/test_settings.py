"""A wrong setting stops the start and is named; none is needed to try Heard."""

from pathlib import Path

import pytest

from heard.settings import BadSetting, Settings


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
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=name):
        Settings.from_env({"HEARD_DATA_DIR": str(tmp_path), name: value})


def test_several_processes_must_be_given_one_key(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="HEARD_SECRET_KEY"):
        Settings.from_env({"HEARD_DATA_DIR": str(tmp_path), "HEARD_BROKER_URL": "redis://127.0.0.1:6379/0"})


def test_other_peoples_variables_are_none_of_ours(tmp_path: Path) -> None:
    Settings.from_env({"HEARD_DATA_DIR": str(tmp_path), "HOME": "/", "DATABASE_URL": "mysql://"})
