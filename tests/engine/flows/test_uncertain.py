"""After a restore a letter that a timer sends by itself waits for a person too: it may have gone before."""

from datetime import datetime, timedelta

from sqlalchemy import select

from engine.casework.completion import LetterWords
from engine.db.tables import job, message
from engine.flows import uncertain as flow
from engine.office import Office
from engine.queries import uncertain
from engine.recording import messages
from engine.recording.case import TimerInHand, open_case
from tests.council import StandingClock
from tests.stories import deliver
from tests.story import log, rows, somebody, triage


def _by_itself(office: Office, reference: str, late_since: datetime | None = None) -> None:
    """A letter that nobody sends; or that a timer does, which ought to have fired then."""
    (template,) = {row.template for row in rows(office, select(message.c.template).where(message.c.kind == "letter"))}
    with office.transaction() as transaction, open_case(office, transaction, reference, None) as case:
        case.timer_in_hand = TimerInHand(1, late_since)
        messages.letter(case, LetterWords(template, "Thank you for telling us.", transaction.today))


def _states(office: Office) -> list[tuple[str, str]]:
    query = select(message.c.status, job.c.status.label("of_job")).join(job, job.c.message_id == message.c.id)
    return [(row.status, row.of_job) for row in rows(office, query.where(message.c.kind == "letter"))]


def test_what_goes_by_itself_after_a_restore_waits_for_a_person_for_a_day(office: Office, clock: StandingClock) -> None:
    reference = log(office)
    triage(office, reference)
    deliver(office)
    assert flow.mark(office, office.clock.now() - timedelta(hours=2)) == 0
    _by_itself(office, reference)
    assert _states(office) == [("sent", "done"), ("uncertain", "uncertain")]
    assert deliver(office) == []
    olive = somebody(office, "olive")
    (letter,) = uncertain.waiting(office, olive)
    flow.send(office, olive, letter.id)
    assert len(deliver(office)) == 1

    clock.forward(days=1)
    _by_itself(office, reference)
    assert _states(office)[-1] == ("queued", "pending")


def test_a_house_that_stays_closed_for_days_after_a_restore_asks_about_what_was_due_before(
    office: Office, clock: StandingClock
) -> None:
    reference = log(office)
    triage(office, reference)
    deliver(office)
    restored_at = office.clock.now()
    flow.mark(office, restored_at - timedelta(hours=2))
    clock.forward(days=3)
    _by_itself(office, reference, restored_at - timedelta(hours=1))
    _by_itself(office, reference, restored_at + timedelta(days=1))
    assert _states(office)[1:] == [("uncertain", "uncertain"), ("queued", "pending")]


def test_a_restore_that_is_told_of_twice_is_one(office: Office) -> None:
    triage(office, log(office))
    assert [flow.mark(office, office.clock.now()), flow.mark(office, office.clock.now())] == [1, 0]
