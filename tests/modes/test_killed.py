"""A process may be killed at any point: what was committed is carried on by the next, what was not has not happened."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.db.tables import case_file, clock, history, job, message, metadata
from engine.flows import demo_clock
from engine.office import Office
from engine.recording import chain
from engine.recording.jobs import ATTEMPTS, LEASE
from heard import bootstrap
from heard.bootstrap import House
from heard.settings import Settings
from tests.modes.hand import STOPPED
from tests.modes.running import Programs, furnish_demo, wait_for
from tests.parts.databases import PostgresServer
from tests.parts.post import INVENTED, Postbox
from tests.story import incidents, log, log_and_triage, open_elements, rows, told, triage


class Desk:
    """A demo database, a process here that does things properly, and hands elsewhere that get killed."""

    def __init__(self, folder: Path, url: str, smtp_url: str) -> None:
        environment = {"HEARD_DATABASE_URL": url, "HEARD_SMTP_URL": smtp_url, "HEARD_DATA_DIR": str(folder / "var")}
        environment["HEARD_MAIL_ALLOW"] = INVENTED
        self.programs = Programs(folder, environment)
        self.house: House = bootstrap.build(Settings.from_env(environment))
        self.office: Office = self.house.office
        self.now(datetime(2026, 10, 5, 9, tzinfo=UTC))

    def now(self, instant: datetime) -> None:
        """Move the clock."""
        demo_clock.advance(self.office, instant)

    def forward_past_the_lease(self) -> None:
        """Two minutes later."""
        self.now(self.office.clock.now() + LEASE * 1.5)

    def hand(self, where: str, deed: str) -> None:
        """Begin a deed elsewhere."""
        self.programs.start("hand", "tests.modes.hand", where, deed)

    def kill_where_it_stops(self, where: str, deed: str) -> None:
        """Do a deed elsewhere as far as a point, and kill it there."""
        self.hand(where, deed)
        wait_for(lambda: STOPPED in self.programs.said("hand"), f"the hand to stop: {self.programs.said('hand')}")
        self.programs.kill("hand")

    def everything(self) -> dict[str, list[Any]]:
        """Every row of every table but the job table, whose leases remember the attempt."""
        with self.office.database.reading() as connection:
            tables = [table for table in metadata.sorted_tables if table is not job]
            return {table.name: list(connection.execute(select(table)).all()) for table in tables}


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, smtp_server: Postbox) -> Iterator[Desk]:
    """A desk on either database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'heard.db'}"
        furnish_demo(url)
        yield from _used(Desk(tmp_path, url, smtp_server.url))
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.copy_of(furnish_demo) as url:
        yield from _used(Desk(tmp_path, url, smtp_server.url))


def _used(desk: Desk) -> Iterator[Desk]:
    yield desk
    desk.programs.close()
    desk.house.close()


def chains_hold(office: Office) -> bool:
    """Whether every history fits together."""
    with office.database.reading() as connection:
        cases = connection.execute(select(case_file.c.id)).scalars().all()
        return all(chain.broken_at(connection, case_id) is None for case_id in cases)


def ids(postbox: Postbox) -> list[str]:
    """The Message-ID of everything that arrived."""
    return [str(email["Message-ID"]) for email in postbox.messages]


def test_killed_between_the_step_and_its_commit_nothing_has_happened_and_it_can_be_done_again(
    desk: Desk, smtp_server: Postbox
) -> None:
    log(desk.office)
    before = desk.everything()
    desk.kill_where_it_stops("before-commit", "triage")
    assert desk.everything() == before
    assert open_elements(desk.office) == {"triage"}
    triage(desk.office)
    desk.house.sweep()
    assert open_elements(desk.office) == {"respond"}
    assert len(ids(smtp_server)) == 1
    assert chains_hold(desk.office)


def test_killed_between_a_timer_and_its_commit_the_reminder_comes_once(desk: Desk, smtp_server: Postbox) -> None:
    log_and_triage(desk.office)
    desk.house.sweep()
    desk.now(datetime(2026, 10, 14, 9, tzinfo=UTC))
    desk.kill_where_it_stops("before-commit", "sweep")
    assert told(desk.office, "due_in_three_days") == []
    assert desk.house.run_job(_the_rung(desk.office).id) is False  # whoever was killed still holds the lease
    desk.forward_past_the_lease()
    desk.house.sweep()
    assert told(desk.office, "due_in_three_days") == ["mara"]
    assert _the_rung(desk.office).attempts_left == ATTEMPTS - 2
    assert len(set(ids(smtp_server))) == len(ids(smtp_server))
    assert chains_hold(desk.office)


def _the_rung(office: Office) -> Any:
    (rung, *_) = rows(office, select(job).where(job.c.kind == "timer").order_by(job.c.deadline_on, job.c.id).offset(1))
    assert rung.clock == "stage_1_response"
    return rung


def test_killed_between_the_commit_and_the_delivery_the_letter_goes_out_once(desk: Desk, smtp_server: Postbox) -> None:
    log(desk.office)
    desk.kill_where_it_stops("after", "triage")
    assert open_elements(desk.office) == {"respond"}
    assert ids(smtp_server) == []
    desk.house.sweep()
    desk.house.sweep()
    (kept,) = rows(desk.office, select(message))
    assert ids(smtp_server) == [kept.header_id]
    assert kept.status == "sent"
    assert chains_hold(desk.office)


def test_killed_during_the_delivery_it_is_sent_again_under_the_same_message_id(
    desk: Desk, smtp_server: Postbox
) -> None:
    log_and_triage(desk.office)
    before = _recorded(desk.office)
    smtp_server.fall_silent()
    desk.hand("nowhere", "sweep")
    smtp_server.wait_for(1, seconds=60)
    desk.programs.kill("hand")
    smtp_server.accept()
    assert desk.house.sweep() == 0  # whoever was killed still holds the lease
    desk.forward_past_the_lease()
    desk.house.sweep()
    desk.house.sweep()
    (kept,) = rows(desk.office, select(message))
    assert ids(smtp_server) == [kept.header_id, kept.header_id]
    assert kept.status == "sent"
    assert _recorded(desk.office) == before
    assert incidents(desk.office) == []
    first, second = smtp_server.messages
    assert first.get_body(("plain",)).get_content() == second.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def _recorded(office: Office) -> list[int]:
    """How much is on record: a delivery, however often it is tried, adds nothing."""
    tables = (history, message, case_file, clock)
    return [rows(office, select(func.count()).select_from(table))[0][0] for table in tables]
