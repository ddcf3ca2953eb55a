"""After an outage nothing is left open: every timer that was due in it, when it fired, how late, and what was sent."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from engine.casework.completion import LetterWords
from engine.db.tables import case_relation, job, outage
from engine.errors import NotAllowed, NotFound
from engine.flows import late_notices, watching
from engine.office import Office
from engine.queries import outages
from engine.queries.outages import LateTimer, Reconciliation, Told
from engine.recording import messages
from engine.recording.case import TimerInHand, open_case
from tests.council import PEOPLE, StandingClock
from tests.story import Sweeper, log_and_triage, somebody, timers

BACK = datetime(2026, 10, 20, 13, 30, tzinfo=UTC)
RUNGS = ["3 working days before the limit", "1 working day before", "1 working day after"]


@pytest.fixture
def late(either_office: Office, clock: StandingClock, tmp_path: Path) -> Office:
    """Two cases whose ladders were due while nobody looked, and one that was logged afterwards, late."""
    sweep = Sweeper(either_office, tmp_path / "mail")
    for _ in range(2):
        log_and_triage(either_office)
    watching.sign(either_office, timedelta(minutes=15))
    sweep()
    clock.instant = BACK
    watching.sign(either_office, timedelta(minutes=15))
    sweep()
    late_notices.schedule(either_office)
    log_and_triage(either_office, received_on=datetime(2026, 10, 1, tzinfo=UTC).date())
    return either_office


def ladder(found: Reconciliation) -> list[tuple[str | None, str | None, str, int]]:
    """The timers of stage 1 with how many hours late each was."""
    return [
        (row.reference, row.rung, row.status, int(row.late.total_seconds()) // 3600)
        for row in found.rows
        if row.clock == "stage_1_response"
    ]


def test_every_timer_of_an_outage_is_named_with_how_late_it_fired_and_what_was_sent(late: Office) -> None:
    olive = somebody(late, "olive")
    (row,) = outages.latest(late, olive).rows
    found = outages.find(late, olive, row.id)
    assert row == found.outage
    assert row.timers == sum(found.statuses.values()) == len(found.rows)
    assert row.lasted == timedelta(days=15, hours=4, minutes=30)
    both = ("HRD-26-0001", "HRD-26-0002")
    assert ladder(found) == [
        *((each, RUNGS[0], "overtaken", 6 * 24 + 5) for each in both),
        *((each, RUNGS[1], "overtaken", 4 * 24 + 5) for each in both),
        *((each, RUNGS[2], "done", 5) for each in both),
    ]
    assert {row.told for row in found.rows if row.rung == RUNGS[2]} == {(Told("overdue", 3, 3, 0),)}


def test_a_letter_that_a_timer_brought_is_named_as_well(late: Office) -> None:
    timer = next(row for row in outages.every_timer(late, 1).rows if row.rung == RUNGS[2])
    assert timer.reference is not None
    with late.transaction() as transaction, open_case(late, transaction, timer.reference, None) as case:
        case.timer_in_hand = TimerInHand(timer.id, timer.due_at)
        messages.letter(case, LetterWords("closing", "We have closed it.", transaction.today))
    (found,) = [row for row in outages.every_timer(late, 1).rows if row.id == timer.id]
    assert found.told == (Told("overdue", 3, 3, 0), Told("closing", 1, 1, 0))


def test_what_went_in_one_email_counts_as_sent_when_that_has_gone(
    late: Office, clock: StandingClock, tmp_path: Path
) -> None:
    clock.forward(minutes=4)
    Sweeper(late, tmp_path / "mail")()
    found = outages.every_timer(late, 1)
    assert {row.told for row in found.rows if row.rung == RUNGS[2]} == {(Told("overdue", 3, 0, 0),)}


def test_what_still_waits_says_so(late: Office) -> None:
    first = timers(late)[-1].id
    with late.database.writing() as connection:
        values = {"status": "pending", "ended_at": None, "first_due_at": BACK - timedelta(hours=2)}
        known_then = {"created_at": BACK - timedelta(hours=3)}
        connection.execute(update(job).where(job.c.id == first).values(values | known_then))
    (row,) = [each for each in outages.every_timer(late, 1).rows if each.id == first]
    assert (row.status, row.ended_at, row.late) == ("pending", None, timedelta(hours=2))


def test_references_are_for_those_who_see_the_case_and_nobody_hears_of_their_own(late: Office) -> None:
    ada, olive = somebody(late, "ada"), somebody(late, "olive")
    assert {row.reference for row in outages.find(late, ada, 1).rows} == {None}
    with late.database.writing() as connection:
        about = {"case_id": 1, "relation": "complained_about", "person_id": PEOPLE["olive"][0]}
        connection.execute(insert(case_relation).values(about))
    everything, hers = outages.every_timer(late, 1), outages.find(late, olive, 1)
    assert {row.reference for row in hers.rows} == {"HRD-26-0002"}
    assert hers.outage.timers == outages.latest(late, olive).rows[0].timers == len(hers.rows) < len(everything.rows)
    with pytest.raises(NotAllowed):
        outages.latest(late, somebody(late, "mara"))
    with pytest.raises(NotFound):
        outages.find(late, ada, 99)


def test_long_lists_come_in_pages(late: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = outages.every_timer(late, 1).rows
    monkeypatch.setattr(outages, "PAGE", 2)
    seen: list[LateTimer] = []
    after = 0
    while True:
        found = outages.every_timer(late, 1, after)
        seen += found.rows
        if found.following is None:
            break
        after = found.following
    assert tuple(seen) == whole
    with late.database.writing() as connection:
        connection.execute(
            insert(outage),
            [{"from_at": BACK + timedelta(days=n), "to_at": BACK + timedelta(days=n, hours=1)} for n in range(3)],
        )
    page = outages.latest(late, somebody(late, "ada"))
    assert [row.timers for row in page.rows] == [0, 0]
    assert page.following is not None
    assert len(outages.latest(late, somebody(late, "ada"), page.following).rows) == 2
