"""Whoever is told can see why; nobody is told what another clock says; work without an owner reaches somebody."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select, update

from engine.casework.policy import Action, may
from engine.db.tables import line_management as lines
from engine.db.tables import message, person
from engine.flows import jobs, timing
from engine.office import Office
from engine.queries import who
from engine.queries.register import Filters, page
from notifications.mailers.file import FileMailer
from tests.council import PEOPLE, StandingClock
from tests.story import LETTER, handlers, log, log_and_triage, rows, somebody, told, triage


def _sees(office: Office, login: str) -> bool:
    actor = somebody(office, login)
    with office.database.reading() as connection:
        standing = who.standing(connection, actor.person_id, 1, office.today())
    listed = bool(page(office, actor, Filters(), None).rows)
    assert listed == may(actor, Action.SEE_CASE, standing)
    return listed


def test_an_officers_manager_who_is_told_can_see_the_case(office: Office, clock: StandingClock, tmp_path: Path) -> None:
    log(office)
    with office.transaction() as transaction:  # Lena manages Olive too, from now on
        line = {"person_id": PEOPLE["olive"][0], "manager_id": PEOPLE["lena"][0], "from_on": office.today()}
        transaction.connection.execute(lines.insert().values(line))
    assert not _sees(office, "lena")
    clock.instant = datetime(2026, 10, 8, 8, 30, tzinfo=UTC)
    jobs.sweep(office, handlers(FileMailer(tmp_path)))
    assert told(office, "acknowledgement_overdue") == ["lena"]
    assert _sees(office, "lena")
    assert not _sees(office, "sam")


def test_a_reminder_speaks_of_the_clock_that_brought_it(office: Office, clock: StandingClock, tmp_path: Path) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    more = {"until_on": "2026-10-30", "ground": "complexity", "reason": "Two teams.", **LETTER}
    timing.extend(office, olive, reference, "stage_1_response", more)
    clock.instant = datetime(2026, 10, 27, 9, 30, tzinfo=UTC)
    jobs.sweep(office, handlers(FileMailer(tmp_path)))
    (fields,) = (row.fields for row in rows(office, select(message.c.fields).where(message.c.kind == "notice")))
    assert (fields["due_on"], fields["days_left"]) == ("2026-10-30", 3)


def test_where_the_manager_has_left_the_officers_are_told(office: Office, clock: StandingClock, tmp_path: Path) -> None:
    log(office)
    triage(office)
    with office.transaction() as transaction:
        mara = person.c.id == PEOPLE["mara"][0]
        transaction.connection.execute(update(person).where(mara).values(active=False))
    clock.instant = datetime(2026, 10, 14, 8, 30, tzinfo=UTC)
    jobs.sweep(office, handlers(FileMailer(tmp_path)))
    assert told(office, "due_in_three_days") == ["olive", "oscar"]
