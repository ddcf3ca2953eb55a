"""Somebody is away: a deputy works in their name on those days, and nothing that either of the two is barred from."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, select, update

from engine.db.tables import absence, case_relation, history, interest, role_holding, task
from engine.errors import NotAllowed, NotFound, StaleTask
from engine.flows import absences, tasks, undoing
from engine.office import Office
from engine.queries import case_file, who
from engine.recording import chain
from tests import story
from tests.bench.statements import listening
from tests.council import LONG_AGO, PEOPLE, StandingClock
from tests.engine.flows.away import FRIDAY, HEATHER, MARA, MAX, SAM, TODAY, answer, arrange, typed
from tests.story import REPLY, log, log_and_triage, open_task, rows, somebody, triage


def deeds(office: Office) -> list[tuple[str, int | None, int | None]]:
    """What the history says was completed, by whom and for whom."""
    h = history.c
    query = select(h.what, h.actor_id, h.on_behalf_of_id).where(h.lifecycle == "complete", h.task_id.is_not(None))
    return [(row.what, row.actor_id, row.on_behalf_of_id) for row in rows(office, query.order_by(h.id))]


def hold(office: Office, login: str, role: str, service_id: int | None = 1) -> None:
    held = {"person_id": PEOPLE[login][0], "role": role, "service_id": service_id, "from_on": LONG_AGO}
    with office.transaction() as transaction:
        transaction.connection.execute(insert(role_holding).values(held))


def test_a_deputy_answers_in_the_name_of_whoever_is_away(office: Office) -> None:
    reference = log_and_triage(office)
    with pytest.raises(NotFound):
        case_file.find(office, somebody(office, "sam"), reference)
    arrange(office, "mara", "sam")
    assert case_file.find(office, somebody(office, "sam"), reference).row.reference == reference
    done = answer(office, "sam")
    assert done.sentence.startswith("You did this for Mara Manager.")
    assert deeds(office)[-1] == ("respond", SAM, MARA)
    (row,) = rows(office, select(task.c.ended_by, task.c.assignee_id).where(task.c.element == "respond"))
    assert (row.ended_by, row.assignee_id) == (SAM, MARA)


def test_what_was_done_in_whose_name_is_in_the_chain(office: Office) -> None:
    log_and_triage(office)
    arrange(office, "mara", "sam")
    answer(office, "sam")
    with office.database.reading() as connection:
        assert chain.broken_at(connection, 1) is None
    with office.transaction() as transaction:
        done = history.c.on_behalf_of_id == MARA
        transaction.connection.execute(update(history).where(done).values(on_behalf_of_id=None))
    with office.database.reading() as connection:
        assert chain.broken_at(connection, 1) is not None


def test_a_task_that_was_given_to_somebody_who_is_away_needs_no_claim(office: Office) -> None:
    log_and_triage(office)
    tasks.assign(office, somebody(office, "olive"), open_task(office, "respond"), MAX)
    arrange(office, "max", "sam")
    answer(office, "sam")
    assert deeds(office)[-1] == ("respond", SAM, MAX)


def test_a_deputy_claims_for_whoever_is_away_and_hands_back_for_them(office: Office) -> None:
    log_and_triage(office)
    arrange(office, "mara", "sam")
    this = open_task(office, "respond")
    tasks.claim(office, somebody(office, "sam"), this)
    (row,) = rows(office, select(task.c.assignee_id).where(task.c.id == this))
    assert row.assignee_id == MARA
    tasks.claim(office, somebody(office, "sam"), this)
    tasks.release(office, somebody(office, "sam"), this)
    h = history.c
    query = select(h.lifecycle, h.actor_id, h.on_behalf_of_id).where(h.actor_id == SAM).order_by(h.id)
    assert [tuple(row) for row in rows(office, query)] == [("assign", SAM, MARA), ("release", SAM, MARA)]


def test_two_at_once_the_one_who_is_back_and_the_deputy_one_wins(office: Office) -> None:
    log_and_triage(office)
    arrange(office, "mara", "sam")
    this, sam = open_task(office, "respond"), somebody(office, "sam")
    story.respond(office)
    with pytest.raises((StaleTask, NotFound)):
        tasks.complete(office, sam, this, {**REPLY, "contacted_on": "2026-10-05"})


def test_it_ends_at_once_when_somebody_is_back_early(office: Office) -> None:
    reference = log_and_triage(office)
    key = arrange(office, "mara", "sam")
    this = open_task(office, "respond")
    back = absences.cancel(office, somebody(office, "mara"), key)
    assert back == absences.Back("Sam Socialworker", 0)
    sam = somebody(office, "sam")
    with pytest.raises(NotFound):
        case_file.find(office, sam, reference)
    with pytest.raises(NotAllowed):
        tasks.claim(office, sam, this)
    with pytest.raises(NotAllowed):
        tasks.complete(office, sam, this, {**REPLY, "contacted_on": "2026-10-05"})


def test_what_a_deputy_was_told_opens_nothing_once_the_cover_has_ended(
    office: Office, clock: StandingClock, sweep: story.Sweeper
) -> None:
    reference = log_and_triage(office)
    arrange(office, "mara", "sam", TODAY, date(2026, 10, 16))
    clock.instant = datetime(2026, 10, 16, 12, tzinfo=UTC)
    sweep()
    assert "sam" in {each for notice in ("due_in_three_days", "due_tomorrow") for each in story.told(office, notice)}
    assert case_file.find(office, somebody(office, "sam"), reference)
    clock.instant = datetime(2026, 10, 17, 12, tzinfo=UTC)
    with pytest.raises(NotFound):
        case_file.find(office, somebody(office, "sam"), reference)


@pytest.mark.parametrize(
    ("moment", "covers"),
    [
        (datetime(2026, 10, 23, 22, 59, tzinfo=UTC), False),  # a minute before midnight, in summer time
        (datetime(2026, 10, 23, 23, 0, tzinfo=UTC), True),
        (datetime(2026, 10, 26, 23, 59, tzinfo=UTC), True),  # the clocks went back on Sunday 25 October
        (datetime(2026, 10, 27, 0, 0, tzinfo=UTC), False),
    ],
)
def test_it_begins_and_ends_at_midnight_in_london(
    office: Office,
    clock: StandingClock,
    moment: datetime,
    covers: bool,  # noqa: FBT001
) -> None:
    arrange(office, "mara", "sam", date(2026, 10, 24), date(2026, 10, 26))
    clock.instant = moment
    assert bool(somebody(office, "sam").covers) == covers
    assert bool(somebody(office, "mara").away) == covers


def test_whoever_answered_as_a_deputy_never_signs_it_off(office: Office) -> None:
    """Heather answers for Mara and is head of service: somebody else has to agree the answer, also later."""
    log_and_triage(office)
    key = arrange(office, "mara", "heather")
    done = answer(office, "heather")
    assert done.next_task_id is None
    absences.cancel(office, somebody(office, "mara"), key)
    with pytest.raises(NotAllowed, match="own answer"):
        story.sign_off(office)


def test_nobody_signs_off_their_own_answer_as_the_deputy_of_the_head_of_service(office: Office) -> None:
    log_and_triage(office)
    arrange(office, "heather", "mara")
    story.respond(office)
    with pytest.raises(NotAllowed, match="own answer"):
        story.complete(office, "mara", "sign_off", {"signed_off": "agree"})


def test_a_head_of_service_who_is_away_is_covered_and_the_next_task_is_the_deputys(office: Office) -> None:
    log_and_triage(office)
    arrange(office, "heather", "max")
    arrange(office, "mara", "sam")
    answer(office, "sam")
    story.complete(office, "max", "sign_off", {"signed_off": "agree"})
    assert deeds(office)[-1] == ("sign_off", MAX, HEATHER)


def test_completing_leads_a_deputy_to_the_next_task_of_who_is_away(office: Office) -> None:
    log_and_triage(office)
    arrange(office, "heather", "max")
    tasks.assign(office, somebody(office, "olive"), open_task(office, "respond"), SAM)
    hold(office, "olive", "head_of_service")
    arrange(office, "olive", "sam")
    done = answer(office, "sam")
    assert done.next_task_id is None  # Sam has answered


def test_a_role_that_a_colleague_holds_too_waits_for_no_deputy(office: Office) -> None:
    reference = log(office)
    arrange(office, "olive", "sam")
    assert somebody(office, "sam").covers[0].holdings == frozenset()
    with pytest.raises(NotFound):
        case_file.find(office, somebody(office, "sam"), reference)
    arrange(office, "oscar", "lena")  # now nobody is left
    assert case_file.find(office, somebody(office, "sam"), reference)
    done = tasks.complete(office, somebody(office, "sam"), open_task(office, "triage"), story.TRIAGE)
    assert deeds(office)[-1] == ("triage", SAM, PEOPLE["olive"][0])
    assert done.next_task_id is None


def test_after_triage_the_deputy_of_the_manager_goes_straight_on(office: Office) -> None:
    log(office)
    arrange(office, "mara", "olive")
    done = tasks.complete(office, somebody(office, "olive"), open_task(office, "triage"), story.TRIAGE)
    assert done.next_task_id == open_task(office, "respond")


def test_no_case_action_is_inherited(office: Office) -> None:
    reference = log_and_triage(office)
    arrange(office, "olive", "sam")
    arrange(office, "oscar", "lena")
    with pytest.raises(NotAllowed):
        undoing.undo(office, somebody(office, "sam"), reference, {"reason": "It was wrong."})
    with pytest.raises(NotAllowed):
        tasks.assign(office, somebody(office, "sam"), open_task(office, "respond"), MAX)


def test_whom_it_is_about_sees_nothing_through_a_cover(office: Office) -> None:
    reference = log(office)
    triage(office, complained_about_1=str(SAM))
    arrange(office, "mara", "sam")
    sam = somebody(office, "sam")
    with pytest.raises(NotFound):
        case_file.find(office, sam, reference)
    with pytest.raises(NotFound):
        tasks.claim(office, sam, open_task(office, "respond"))


def test_an_interest_of_the_deputy_keeps_the_case_from_them(office: Office) -> None:
    reference = log_and_triage(office)
    arrange(office, "mara", "sam")
    declared = {"person_id": SAM, "what": "A cousin.", "from_on": TODAY, "about_case_id": 1}
    with office.transaction() as transaction:
        transaction.connection.execute(insert(interest).values(declared_at=transaction.now, **declared))
    with pytest.raises(NotFound):
        case_file.find(office, somebody(office, "sam"), reference)


def test_a_chain_of_deputies_is_not_followed(office: Office) -> None:
    reference = log_and_triage(office)
    arrange(office, "sam", "ada")
    said = absences.arrange(office, somebody(office, "mara"), typed("sam"))
    assert said.warning == (
        "Sam Socialworker is away as well from Monday 5 October 2026 to Friday 9 October 2026:"
        " nobody is there to stand in on those days"
    )
    with pytest.raises(NotFound):
        case_file.find(office, somebody(office, "ada"), reference)


def _investigates(office: Office, login: str) -> None:
    """Somebody investigates the case of Mara's answer, and a task waits for them."""
    with office.transaction() as transaction:
        put = transaction.connection.execute
        put(insert(case_relation).values(case_id=1, relation="investigating_officer", person_id=PEOPLE[login][0]))
        put(update(task).where(task.c.status == "open").values(candidate="case:investigating_officer"))


def test_independence_is_asked_of_the_deputy_of_whoever_investigates(office: Office) -> None:
    reference = log_and_triage(office)
    _investigates(office, "lena")
    arrange(office, "lena", "max")  # no part in it, and not in the line of the service
    for login, deputy_sees in (("max", False), ("ada", True)):
        key = rows(office, select(absence.c.id).where(absence.c.cancelled_at.is_(None)))[0].id
        absences.change(office, somebody(office, "lena"), key, typed(login))
        deputy = somebody(office, login)
        assert bool(deputy.covers[0].looks_again_in) == deputy_sees
        if deputy_sees:
            assert case_file.find(office, deputy, reference)
        else:
            with pytest.raises(NotFound):
                case_file.find(office, deputy, reference)


def test_an_undone_task_is_back_with_whoever_was_away(office: Office, clock: StandingClock) -> None:
    reference = log_and_triage(office)
    clock.forward(minutes=1)
    arrange(office, "mara", "sam")
    answer(office, "sam")
    undoing.undo(office, somebody(office, "olive"), reference, {"reason": "Too soon."})
    (row,) = rows(office, select(task.c.assignee_id).where(task.c.element == "respond"))
    assert row.assignee_id == MARA


# --- arranging


@pytest.mark.parametrize(("login", "statements"), [("max", 1), ("sam", 2)])
def test_who_somebody_is_costs_one_statement_and_for_deputies_one_more(
    office: Office, login: str, statements: int
) -> None:
    log_and_triage(office)
    arrange(office, "mara", "sam")
    with listening(office.database.engine) as asked:
        found = who.actor(office, PEOPLE[login][0])
    assert asked.count == statements
    assert found is not None
    covered = [(each.person_id, each.name, each.until_on) for each in found.covers]
    assert covered == ([(MARA, "Mara Manager", FRIDAY)] if login == "sam" else [])
