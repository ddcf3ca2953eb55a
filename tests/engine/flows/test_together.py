"""Several at once: one wins and the other is told, or both succeed; nothing is done twice and nothing gets stuck."""

from datetime import UTC, date, datetime
from functools import partial
from threading import Lock
from typing import Any

from sqlalchemy import Select, func, select, update

from engine.db.tables import case_event, case_file, job, process_instance, task
from engine.errors import HeardError, StaleTask
from engine.flows import digest, jobs, tasks, timing, withdrawal
from engine.flows import incidents as incident_flow
from engine.office import Office
from engine.recording import chain
from engine.recording.jobs import ATTEMPTS, Handler, Job
from notifications.mailers.file import FileMailer
from tests.council import StandingClock
from tests.engine.flows.at_once import at_once, errors
from tests.story import (
    LETTER,
    REPLY,
    TRIAGE,
    Sweeper,
    due_days,
    handlers,
    incidents,
    log,
    log_and_triage,
    open_elements,
    open_task,
    publish_two_at_once,
    rows,
    somebody,
    told,
    triage,
    waiting_until,
)

ROUNDS = range(4)


def every_chain_holds(office: Office) -> bool:
    """Whether the history of every case fits together."""
    with office.database.reading() as connection:
        cases = connection.execute(select(case_file.c.id)).scalars().all()
        return all(chain.broken_at(connection, case_id) is None for case_id in cases)


def test_two_people_complete_one_task_and_one_of_them_is_told_who_was_quicker(office: Office) -> None:
    olive, oscar = somebody(office, "olive"), somebody(office, "oscar")
    for _ in ROUNDS:
        triage_task = open_task(office, "triage", log(office))
        outcomes = at_once(*(partial(tasks.complete, office, who, triage_task, TRIAGE) for who in (olive, oscar)))
        (told_late,) = errors(outcomes)
        winner = (olive, oscar)[outcomes.index(next(o for o in outcomes if o is not told_late))]
        assert isinstance(told_late, StaleTask)
        assert f"{winner.name} completed it at 10:00 on 5 October" in str(told_late)
    assert len(rows(office, select(process_instance).where(process_instance.c.status == "active"))) == len(ROUNDS)
    assert every_chain_holds(office)


def test_two_people_claim_one_task_and_one_of_them_is_told_who_has_it(office: Office) -> None:
    olive, oscar = somebody(office, "olive"), somebody(office, "oscar")
    for _ in ROUNDS:
        triage_task = open_task(office, "triage", log(office))
        outcomes = at_once(*(partial(tasks.claim, office, who, triage_task) for who in (olive, oscar)))
        (told_late,) = errors(outcomes)
        (holder,) = rows(office, select(task.c.assignee_id).where(task.c.id == triage_task))
        winner = olive if holder.assignee_id == olive.person_id else oscar
        assert str(told_late) == f"This task is no longer open: {winner.name} has claimed it."
    assert every_chain_holds(office)


def test_a_claimed_task_cannot_be_completed_from_under_its_holder(office: Office) -> None:
    olive, oscar = somebody(office, "olive"), somebody(office, "oscar")
    for _ in ROUNDS:
        triage_task = open_task(office, "triage", log(office))
        outcomes = at_once(
            partial(tasks.claim, office, olive, triage_task),
            partial(tasks.complete, office, oscar, triage_task, TRIAGE),
        )
        (told_late,) = errors(outcomes)
        assert isinstance(told_late, StaleTask)
        assert ("Olive Officer has claimed it" in str(told_late)) == (outcomes[1] is told_late)


def test_two_people_on_two_tasks_of_one_case_both_succeed(office: Office) -> None:
    publish_two_at_once(office)
    mara, heather = somebody(office, "mara"), somebody(office, "heather")
    for _ in ROUNDS:
        reference = log(office)
        triage(office, reference)
        look_into, agree = open_task(office, "look_into", reference), open_task(office, "agree", reference)
        outcomes = at_once(
            partial(tasks.complete, office, mara, look_into, {"seen": "The rota was wrong."}),
            partial(tasks.complete, office, heather, agree, {"agreed": "yes"}),
        )
        assert errors(outcomes) == []
        assert open_elements(office) == set()
        (closed,) = rows(office, select(case_file.c.status).where(case_file.c.reference == reference))
        assert closed.status == "closed"
    assert every_chain_holds(office)


def test_representations_logged_at_the_same_time_each_get_a_reference_of_their_own(office: Office) -> None:
    outcomes = at_once(*(partial(log, office) for _ in range(4)))
    assert errors(outcomes) == []
    assert sorted(map(str, outcomes)) == [f"HRD-26-000{n}" for n in range(1, 5)]


def test_whatever_is_done_to_one_case_at_once_waits_its_turn_and_nothing_gets_stuck(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    olive, mara = somebody(office, "olive"), somebody(office, "mara")
    for _ in ROUNDS:
        clock.instant = datetime(2026, 10, 5, 9, tzinfo=UTC)
        reference = log_and_triage(office)
        clock.instant = datetime(2026, 10, 14, 9, tzinfo=UTC)
        more_time = {"until_on": "2026-10-23", "ground": "complexity", "reason": "Much to look into.", **LETTER}
        (received,) = rows(office, _received(reference))
        another_day = {"occurred_on": "2026-10-02", "reason": "The stamp says so."}
        reply = {**REPLY, "contacted_on": "2026-10-06"}
        outcomes = at_once(
            partial(timing.extend, office, olive, reference, "stage_1_response", more_time),
            partial(timing.correct, office, olive, reference, received.id, another_day),
            partial(tasks.complete, office, mara, open_task(office, "respond", reference), reply),
            sweep,
        )
        assert errors(outcomes) == []
        sweep()
    assert every_chain_holds(office)
    assert incidents(office) == []
    assert {day for _, day in due_days(office)} == {date(2026, 10, 20), date(2026, 10, 22), date(2026, 10, 26)}


def _received(reference: str) -> Select[Any]:
    of_case = case_event.c.case_id == case_file.c.id
    query = select(case_event.c.id).join(case_file, of_case).where(case_file.c.reference == reference)
    return query.where(case_event.c.kind == "received", case_event.c.corrected_by_id.is_(None))


def test_a_reply_and_a_withdrawal_at_once_leave_one_story(office: Office) -> None:
    olive, mara = somebody(office, "olive"), somebody(office, "mara")
    gone = {"withdrawn_on": "2026-10-05", "reason": "It was put right.", **LETTER}
    for _ in ROUNDS:
        reference = log_and_triage(office)
        respond = open_task(office, "respond", reference)
        outcomes = at_once(
            partial(withdrawal.withdraw, office, olive, reference, gone),
            partial(tasks.complete, office, mara, respond, {**REPLY, "contacted_on": "2026-10-05"}),
        )
        assert all(isinstance(error, StaleTask) for error in errors(outcomes))
        assert outcomes[0] is None
        assert open_elements(office) == set()
    assert every_chain_holds(office)


class Counted:
    """Handlers that count how often each job was begun."""

    def __init__(self, handlers: dict[str, Handler]) -> None:
        self._handlers, self._lock = handlers, Lock()
        self.begun: list[int] = []

    def all(self) -> dict[str, Handler]:
        """The same handlers, counting."""
        return {kind: partial(self._begin, handler) for kind, handler in self._handlers.items()}

    def _begin(self, handler: Handler, office: Office, claimed: Job) -> None:
        with self._lock:
            self.begun.append(claimed.id)
        handler(office, claimed)


def test_sweeps_at_once_do_each_job_once(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    for _ in range(6):
        log_and_triage(office)
    clock.instant = datetime(2026, 10, 14, 9, tzinfo=UTC)
    counted = Counted(handlers(FileMailer(sweep.folder)))
    outcomes = at_once(*(partial(jobs.sweep, office, counted.all()) for _ in range(3)))
    jobs.sweep(office, counted.all())
    assert errors(outcomes) == []
    assert sorted(counted.begun) == sorted(set(counted.begun))
    assert told(office, "due_in_three_days") == ["mara"] * 6
    done = rows(office, select(job.c.attempts_left, job.c.kind).where(job.c.status == "done"))
    assert {row.attempts_left for row in done} == {ATTEMPTS - 1}
    assert len(FileMailer(sweep.folder).messages()) == 12


def test_sweeps_at_once_schedule_one_digest_and_write_it_once(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    sweep()
    assert errors(at_once(*(partial(digest.schedule, office) for _ in range(4)))) == []
    assert len(waiting_until(office, "digest")) == 1
    clock.instant = datetime(2026, 10, 6, 7, tzinfo=UTC)
    assert errors(at_once(sweep, sweep, sweep)) == []
    assert told(office, "digest") == ["mara"]
    assert len(waiting_until(office, "digest")) == 1


def test_an_abandoned_job_is_found_by_several_and_raised_once(office: Office) -> None:
    log_and_triage(office)
    with office.database.writing() as connection:
        connection.execute(update(job).where(job.c.kind == "deliver").values(attempts_left=0))
    assert errors(at_once(*(partial(jobs.raise_abandoned, office) for _ in range(4)))) == []
    assert len(incidents(office)) == 1


def test_an_incident_is_retried_by_one_of_two(office: Office) -> None:
    log_and_triage(office)
    with office.database.writing() as connection:
        connection.execute(update(job).where(job.c.kind == "deliver").values(attempts_left=0))
    jobs.raise_abandoned(office)
    (raised,) = incidents(office)
    ada, olive = somebody(office, "ada"), somebody(office, "olive")
    outcomes = at_once(*(partial(incident_flow.retry, office, who, [raised.id]) for who in (ada, olive)))
    (told_late,) = errors(outcomes)
    assert isinstance(told_late, HeardError)
    assert rows(office, select(func.count()).where(job.c.attempts_left == ATTEMPTS, job.c.kind == "deliver"))[0][0] == 1


def test_many_people_at_one_desk_all_get_their_turn(office: Office) -> None:
    olive = somebody(office, "olive")
    references = [log(office) for _ in range(8)]
    deeds = [partial(tasks.complete, office, olive, open_task(office, "triage", r), TRIAGE) for r in references]
    assert errors(at_once(*deeds)) == []
    assert every_chain_holds(office)
