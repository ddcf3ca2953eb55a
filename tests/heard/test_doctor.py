"""The doctor says what is wrong: each part is really broken here, and named with its mend."""

import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from alembic import command
from sqlalchemy import delete, insert, update

from engine.db import schema
from engine.db.database import Database
from engine.db.tables import incident, job, message, person, setting, sign_of_life
from engine.recording.outgoing_mail import HELD
from heard import cli, doctor
from heard.settings import Settings
from tests.parts.databases import PostgresServer
from tests.parts.notify import KEY, SERVICE, TEMPLATE, Notify
from tests.parts.ports import find_free_port
from tests.parts.post import Postbox

REAL = {"HEARD_BASE_URL": "https://heard.council.example", "HEARD_MAIL_FROM": "heard@council.example"}


def _well(url: str) -> None:
    """An installation with one person, whose work was looked for just now."""
    now = datetime.now(UTC)
    with closing(Database(url)) as database:
        schema.upgrade(database)
        with database.writing() as connection:
            connection.execute(insert(person).values(name="Ada Administrator", email="ada@heard.invalid"))
            signs = [{"name": name, "started_at": now, "at": now} for name in ("sweep", "worker:one")]
            connection.execute(insert(sign_of_life), signs)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables, made once."""
    path = tmp_path_factory.mktemp("well") / "heard.db"
    _well(f"sqlite:///{path}")
    return path


@pytest.fixture
def settings(prepared: Path, tmp_path: Path, smtp_server: Postbox) -> dict[str, str]:
    """A house in which all is well."""
    shutil.copy(prepared, tmp_path / "heard.db")
    found = {"HEARD_DATA_DIR": str(tmp_path), "HEARD_SMTP_URL": smtp_server.url, **REAL}
    with closing(_database(found)) as database, database.writing() as connection:
        connection.execute(update(sign_of_life).values(at=datetime.now(UTC)))
    return found


def _database(given: dict[str, str]) -> Database:
    return Database(Settings.from_env(given).database_url)


def _causes(given: dict[str, str]) -> list[str]:
    return [found.cause for found in doctor.examine(Settings.from_env(given))]


def _write(given: dict[str, str], *statements: object) -> None:
    with closing(_database(given)) as database, database.writing() as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]


def test_where_all_is_well_nothing_is_said(settings: dict[str, str]) -> None:
    assert _causes(settings) == []


def test_a_database_that_is_not_there_is_named_and_not_made(settings: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "heard.db").unlink()
    (cause,) = _causes(settings)
    assert cause.startswith("There is no database yet")
    assert not (tmp_path / "heard.db").exists()


def test_a_file_that_is_no_database_is_told(settings: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "heard.db").write_bytes(b"nothing of the kind" * 100)
    assert _causes(settings)[0].startswith("The database at")


def test_a_database_server_that_is_stopped_is_told(settings: dict[str, str]) -> None:
    port = find_free_port()
    given = {**settings, "HEARD_DATABASE_URL": f"postgresql://heard:hidden@127.0.0.1:{port}/heard"}
    (cause,) = _causes(given)
    assert cause == f"The database at 127.0.0.1:{port} does not answer (OperationalError)."


def test_tables_of_an_older_release_are_told(settings: dict[str, str]) -> None:
    with closing(_database(settings)) as database, database.writing() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.downgrade(config, "-1")
    assert _causes(settings) == ["The database's tables are not those of this release."]


def test_a_broker_that_is_stopped_is_told(settings: dict[str, str]) -> None:
    given = {**settings, "HEARD_BROKER_URL": f"redis://127.0.0.1:{find_free_port()}/0", "HEARD_SECRET_KEY": "k" * 40}
    (cause,) = _causes(given)
    assert cause.startswith("The broker at 127.0.0.1 does not answer")


def test_a_broker_that_answers_is_well(settings: dict[str, str], redis_url: str) -> None:
    assert _causes({**settings, "HEARD_BROKER_URL": redis_url, "HEARD_SECRET_KEY": "k" * 40}) == []


def test_a_silent_beat_and_a_worker_that_is_gone_are_told(settings: dict[str, str], redis_url: str) -> None:
    distributed = {**settings, "HEARD_BROKER_URL": redis_url, "HEARD_SECRET_KEY": "k" * 40}
    hours_ago = datetime.now(UTC) - timedelta(hours=3)
    _write(settings, update(sign_of_life).where(sign_of_life.c.name == "worker:one").values(at=hours_ago))
    assert _causes(distributed) == ["No worker is there: what is due is not done."]
    there = {"name": "worker:two", "started_at": hours_ago, "at": datetime.now(UTC)}
    _write(settings, insert(sign_of_life).values(there))
    (silent,) = _causes(distributed)
    assert silent.startswith("The worker one has given no sign of life since")
    _write(settings, delete(sign_of_life).where(sign_of_life.c.name == "sweep"))
    assert _causes(settings) == ["Nobody has looked for due work so far: no reminder comes and no email leaves."]


def test_a_closed_mail_port_and_a_refused_sign_in_are_told(settings: dict[str, str], smtp_server: Postbox) -> None:
    closed = {**settings, "HEARD_SMTP_URL": f"smtp://127.0.0.1:{find_free_port()}"}
    (cause,) = _causes(closed)
    assert cause.startswith("The mail server at 127.0.0.1 does not take our mail")
    plain = {**settings, "HEARD_SMTP_URL": f"smtp://heard:hidden@127.0.0.1:{smtp_server.port}"}
    (refused,) = _causes(plain)
    assert "encryption" in refused
    assert "hidden" not in refused
    assert smtp_server.arrived == []


def test_a_key_that_notify_does_not_know_is_told(settings: dict[str, str], notify: Notify) -> None:
    account = {"HEARD_NOTIFY_URL": notify.url, "HEARD_NOTIFY_TEMPLATE": TEMPLATE, "HEARD_SMTP_URL": ""}
    assert _causes({**settings, **account, "HEARD_NOTIFY_API_KEY": KEY}) == []
    (refused,) = _causes({**settings, **account, "HEARD_NOTIFY_API_KEY": f"other-{SERVICE}-{SERVICE}"})
    assert refused.startswith("GOV.UK Notify does not take our mail")
    assert SERVICE not in refused


def test_a_clock_that_is_wrong_is_told(postgres_server: PostgresServer, settings: dict[str, str]) -> None:
    with postgres_server.copy_of(_well) as url:
        given = {**settings, "HEARD_DATABASE_URL": url}
        _write(given, update(sign_of_life).values(at=datetime.now(UTC)))
        assert _causes(given) == []
        with time_machine.travel(datetime.now(UTC) - timedelta(minutes=10)):
            differs, put_back = _causes(given)
    assert differs.startswith("This machine's clock and the database's differ by")
    assert put_back.startswith("The clock has been put back")


def test_a_full_disk_is_told(settings: dict[str, str]) -> None:
    found = doctor.examine(Settings.from_env(settings), least_free=10**18)
    assert [each.cause.partition(":")[0] for each in found] == ["The disk is nearly full"]


def test_a_key_that_others_may_read_is_told(settings: dict[str, str], tmp_path: Path) -> None:
    Settings.from_env(settings)
    (tmp_path / "secret.key").chmod(0o644)
    (cause,) = _causes(settings)
    assert cause.startswith("Others on this machine may read")


def test_addresses_that_lead_nowhere_are_told(settings: dict[str, str]) -> None:
    given = {name: value for name, value in settings.items() if name not in REAL}
    links, sender = _causes(given)
    assert links.startswith("Links in emails begin with http://127.0.0.1:8000")
    assert sender.startswith("Emails come from heard@localhost.invalid")


def test_what_is_late_stuck_uncertain_or_held_is_told(settings: dict[str, str]) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=30)
    due = {"kind": "timer", "key": "t", "status": "pending", "urgency": 0, "attempts_left": 6, "due_at": long_ago}
    letter = {"header_id": "<a@b>", "kind": "letter", "template": "reply", "status": "uncertain", "channel": "email"}
    _write(
        settings,
        insert(job).values(**due, first_due_at=long_ago, created_at=long_ago),
        insert(incident).values(job_id=1, cause="x", status="open", raised_at=long_ago),
        insert(message).values(**letter, fields={}, created_at=long_ago),
        insert(setting).values(name=HELD, value="x"),
    )
    assert _causes(settings) == [
        "1 job of the kind timer (urgent) should have been done by now, the oldest 1 day and 6 hours ago.",
        "1 incident is open.",
        "After a restore nobody knows of 1 letter whether it has gone out.",
        "Outgoing mail is held: letters and notices wait.",
    ]


def test_a_demonstration_that_could_write_to_people_is_told(settings: dict[str, str]) -> None:
    _write(settings, insert(setting).values(name="demo", value="invented"), delete(person))
    assert _causes(settings) == [
        "This database is a demonstration, and a real way of sending email is set.",
        "Nobody can sign in yet.",
    ]


def test_a_list_of_addresses_that_was_left_in_place_is_told(settings: dict[str, str]) -> None:
    (cause,) = _causes({**settings, "HEARD_MAIL_ALLOW": "@council.example"})
    assert "letters to all others are kept back" in cause


def test_the_command_says_it_in_words_and_in_its_status(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert (cli.main(["doctor"]), capsys.readouterr().out) == (0, "Nothing is wrong.\n")
    assert (cli.main(["alive", "one"]), cli.main(["alive", "nobody"])) == (0, 1)
    capsys.readouterr()
    monkeypatch.setenv("HEARD_PORT", "eighty")
    assert cli.main(["doctor"]) == 1
    assert capsys.readouterr().out.startswith("The setting HEARD_PORT cannot be used")
