"""The work of a case is done in its order, what is urgent before what is not, and nothing all at once."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from engine.casework.urgency import Urgency
from engine.db.tables import job
from engine.errors import NotFound
from engine.flows import incidents as incident_flow
from engine.flows import jobs
from engine.flows.jobs import BATCH
from engine.office import Hint, Office
from engine.recording.jobs import GiveUp, Job, add, finish, new_job
from tests.council import StandingClock
from tests.story import incidents, log_and_triage, rows, somebody, waiting_until

FIRST_RUNG = datetime(2026, 10, 14, 8, tzinfo=UTC)


def test_the_jobs_of_a_case_are_done_in_the_order_in_which_they_are_due(office: Office, clock: StandingClock) -> None:
    log_and_triage(office, received_on=date(2026, 10, 5))
    clock.instant = datetime(2026, 10, 21, tzinfo=UTC)
    due_at = {row.id: row.due_at for row in rows(office, select(job.c.id, job.c.due_at))}
    done: list[datetime] = []

    def note(office: Office, claimed: Job) -> None:
        done.append(due_at[claimed.id])
        with office.transaction() as transaction:
            finish(transaction, claimed.id)

    assert jobs.sweep(office, {"timer": note, "deliver": note}) == 4
    assert done == sorted(done)


def test_what_was_due_later_in_a_case_waits_for_what_was_due_sooner(
    either_office: Office, clock: StandingClock
) -> None:
    office = either_office
    log_and_triage(office)
    (letter,) = rows(office, select(job.c.id).where(job.c.kind == "deliver"))
    clock.instant = FIRST_RUNG
    (rung,) = rows(office, select(job.c.id).where(job.c.kind == "timer", job.c.due_at == FIRST_RUNG))
    hinted: list[int] = []

    class Listening:
        def hint(self, hints: Sequence[Hint]) -> None:
            hinted.extend(hint.job_id for hint in hints)

    listening = Office(office.database, office.clock, Listening(), office.library)
    assert [hint.job_id for hint in jobs.due(office)] == [letter.id]
    assert not jobs.run(office, {}, rung.id)

    def send(office: Office, claimed: Job) -> None:
        assert not jobs.run(office, {}, rung.id), "not while the letter is on its way, either"
        with office.transaction() as transaction:
            finish(transaction, claimed.id)

    assert jobs.run(listening, {"deliver": send}, letter.id)
    assert hinted == [rung.id]


def test_a_burst_of_reminders_keeps_no_letter_waiting(either_office: Office, clock: StandingClock) -> None:
    office = either_office
    with office.transaction() as transaction:
        late = clock.now() - timedelta(hours=1)
        of_each = {Urgency.PATIENT: 3, Urgency.ORDINARY: 3 * BATCH}
        for urgency, number in of_each.items():
            add(transaction, [new_job(transaction, "r", f"{urgency}:{n}", late, urgency) for n in range(number)])
        add(transaction, [new_job(transaction, "r", "letter", clock.now(), Urgency.URGENT)])
    done: list[Urgency] = []

    def note(office: Office, claimed: Job) -> None:
        with office.transaction() as transaction:
            if len(done) == BATCH // 2:
                add(transaction, [new_job(transaction, "r", "in between", clock.now(), Urgency.URGENT)])
            finish(transaction, claimed.id)
        done.append(Urgency(rows(office, select(job.c.urgency).where(job.c.id == claimed.id))[0].urgency))

    assert jobs.sweep(office, {"r": note}) == 3 * BATCH + 5
    urgent = [place for place, urgency in enumerate(done) if urgency is Urgency.URGENT]
    assert urgent[0] == 0
    assert urgent[1] <= BATCH + 4, "the one that came in between waited for one batch at most"
    assert Urgency.PATIENT in done[: BATCH + 4], "and the patient ones are not starved either"


def test_what_failed_together_does_not_come_back_in_the_same_second(office: Office, clock: StandingClock) -> None:
    with office.transaction() as transaction:
        many = [new_job(transaction, "r", str(n), clock.now(), Urgency.ORDINARY) for n in range(20)]
        add(transaction, many)

    def fail(office: Office, claimed: Job) -> None:
        raise ConnectionError

    jobs.sweep(office, {"r": fail})
    assert len(set(waiting_until(office, "r"))) > 15


def test_many_incidents_are_retried_or_dismissed_at_once(office: Office, clock: StandingClock) -> None:
    with office.transaction() as transaction:
        add(transaction, [new_job(transaction, "r", str(n), clock.now(), Urgency.ORDINARY) for n in range(4)])

    def give_up(office: Office, claimed: Job) -> None:
        raise GiveUp("The address is closed.")

    jobs.sweep(office, {"r": give_up})
    first, second, *others = [row.id for row in incidents(office)]
    ada = somebody(office, "ada")
    assert incident_flow.retry(office, ada, [first, second, first]) == 2
    assert incident_flow.dismiss(office, ada, [first, *others], {"reason": "All of one day."}) == 2
    assert [row.status for row in incidents(office)] == ["retried", "retried", "dismissed", "dismissed"]
    with pytest.raises(NotFound):
        incident_flow.retry(office, ada, others)
