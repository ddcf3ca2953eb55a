"""Somebody leaves: what they had in hand goes to others in one action, as far as independence lets it."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from engine.casework.moving import Plan, Sort, Why
from engine.casework.policy import Actor
from engine.db.tables import (
    absence,
    action,
    case_relation,
    history,
    line_management,
    person,
    role_holding,
    task,
)
from engine.errors import InvalidAnswers, NotAllowed
from engine.flows import moving_work as flow
from engine.flows import tasks
from engine.office import Office
from engine.queries import moving_work, who
from engine.recording.one_by_one import rehearsing
from tests import story
from tests.council import PEOPLE
from tests.engine.flows.at_once import at_once, errors
from tests.story import log_and_triage, open_task, somebody

OLIVE, OSCAR, MARA, MAX, HEATHER = (PEOPLE[name][0] for name in ("olive", "oscar", "mara", "max", "heather"))
PARTS = dict.fromkeys((Sort.TASKS, Sort.ALLOCATED_MANAGER, Sort.ACTIONS, Sort.LINE), MAX)


def _move(office: Office, plan: Plan, actor: Actor | None = None) -> tuple[flow.Outcome, ...]:
    mover = actor or somebody(office, "olive")
    return flow.move(office, mover, plan, moving_work.cases(office, mover, plan.person_id))


def _managers(office: Office) -> list[tuple[int, int]]:
    r = case_relation.c
    query = select(r.case_id, r.person_id).where(r.relation == "allocated_manager").order_by(r.case_id, r.person_id)
    return [(row.case_id, row.person_id) for row in story.rows(office, query)]


def _about(office: Office, case_id: int, person_id: int) -> None:
    with office.transaction() as transaction:
        values = {"case_id": case_id, "relation": "complained_about", "person_id": person_id}
        transaction.connection.execute(insert(case_relation).values(values))


def _owns(office: Office, case_id: int, person_id: int) -> None:
    with office.transaction() as transaction:
        due = {"due_on": transaction.today + timedelta(days=9), "status": "open", "created_at": transaction.now}
        transaction.connection.execute(
            insert(action).values(case_id=case_id, text="A rota.", owner_id=person_id, **due)
        )


def test_what_somebody_has_in_hand_is_counted_by_sort(office: Office) -> None:
    log_and_triage(office)
    _owns(office, 1, MARA)
    tasks.claim(office, somebody(office, "mara"), open_task(office, "respond"))
    found = moving_work.in_hand(office, somebody(office, "olive"), MARA)
    assert found == {Sort.TASKS: 1, Sort.ALLOCATED_MANAGER: 1, Sort.ACTIONS: 1}
    with pytest.raises(NotAllowed):
        moving_work.in_hand(office, somebody(office, "max"), MARA)


def test_parts_tasks_actions_and_line_go_to_whoever_takes_over(office: Office) -> None:
    log_and_triage(office)
    _owns(office, 1, MARA)
    tasks.claim(office, somebody(office, "mara"), open_task(office, "respond"))
    (outcome,) = _move(office, Plan(MARA, Why.MOVES, PARTS))[:1]
    assert outcome.moved == ("allocated manager", "promised action")
    assert outcome.left == ()
    assert _managers(office) == [(1, MAX)]
    assert [row.owner_id for row in story.rows(office, select(action.c.owner_id))] == [MAX]
    story.complete(office, "max", "respond", {**story.REPLY, "contacted_on": office.today().isoformat()})
    assert "work_moved" in [row.what for row in story.rows(office, select(history.c.what))]


def test_whom_the_complaint_is_about_takes_nothing_over_and_a_person_decides(office: Office) -> None:
    log_and_triage(office)
    log_and_triage(office)
    _about(office, 1, MAX)
    _owns(office, 1, MARA)
    first, second = _move(office, Plan(MARA, Why.LEAVES, PARTS))
    assert (first.reference, first.moved) == ("HRD-26-0001", ())
    assert first.left[0].startswith("allocated manager: The complaint is about Max Manager")
    assert first.left[1] == "promised actions: the complaint is about them"
    assert second.moved == ("allocated manager",)
    assert _managers(office) == [(1, MARA), (2, MAX)]


def test_a_task_that_cannot_go_to_the_successor_of_a_leaver_is_back_on_the_list(office: Office) -> None:
    story.log(office)
    key = open_task(office, "triage")
    tasks.claim(office, somebody(office, "oscar"), key)
    (outcome,) = _move(office, Plan(OSCAR, Why.LEAVES, {Sort.TASKS: MARA}))
    assert outcome.left == (
        "“Triage and acknowledge” is back on the list: it is for somebody who is complaints officer for this service",
    )
    assert [row.assignee_id for row in story.rows(office, select(task.c.assignee_id))] == [None]


def test_the_same_task_stays_with_somebody_who_only_does_something_else(office: Office) -> None:
    story.log(office)
    tasks.claim(office, somebody(office, "oscar"), open_task(office, "triage"))
    _move(office, Plan(OSCAR, Why.MOVES, {Sort.TASKS: MARA}))
    assert [row.assignee_id for row in story.rows(office, select(task.c.assignee_id))] == [OSCAR]


def test_doing_it_again_takes_up_the_rest_and_nothing_twice(office: Office) -> None:
    for _ in range(3):
        log_and_triage(office)
    olive, plan = somebody(office, "olive"), Plan(MARA, Why.LEAVES, PARTS)
    flow.move(office, olive, plan, ["HRD-26-0001"])
    assert moving_work.cases(office, olive, MARA) == ("HRD-26-0002", "HRD-26-0003")
    assert [each.reference for each in _move(office, plan)] == ["HRD-26-0002", "HRD-26-0003"]
    assert _move(office, plan) == ()
    assert len(story.rows(office, select(history.c.id).where(history.c.what == "work_moved"))) == 3


def test_trying_it_out_keeps_nothing_and_says_the_same(office: Office) -> None:
    log_and_triage(office)
    plan, olive = Plan(MARA, Why.LEAVES, PARTS), somebody(office, "olive")
    tried = flow.move(rehearsing(office), olive, plan, ["HRD-26-0001"])
    assert _managers(office) == [(1, MARA)]
    assert flow.move(office, olive, plan, ["HRD-26-0001"]) == tried


def test_nothing_is_told_or_touched_of_a_case_about_whoever_moves_the_work(office: Office) -> None:
    log_and_triage(office)
    _about(office, 1, OLIVE)
    olive = somebody(office, "olive")
    assert moving_work.in_hand(office, olive, MARA) == {}
    assert moving_work.cases(office, olive, MARA) == ()
    (outcome,) = flow.move(office, olive, Plan(MARA, Why.LEAVES, PARTS), ["HRD-26-0001"])
    assert outcome.left == ("it is not there any more, or not yours to see",)
    assert _managers(office) == [(1, MARA)]


def test_the_line_changes_from_today_and_the_old_one_stays_on_record(office: Office) -> None:
    (outcome,) = _move(office, Plan(PEOPLE["lena"][0], Why.LEAVES, {Sort.LINE: HEATHER}))
    assert outcome.moved == ("Mara Manager",)
    line = line_management.c
    rows = story.rows(office, select(line.manager_id, line.from_on, line.to_on).order_by(line.id))
    today = office.today()
    assert [(row.manager_id, row.to_on) for row in rows] == [
        (PEOPLE["lena"][0], today - timedelta(days=1)),
        (HEATHER, None),
    ]
    assert rows[1].from_on == today


def test_nobody_becomes_their_own_line_manager(office: Office) -> None:
    (outcome,) = _move(office, Plan(PEOPLE["lena"][0], Why.LEAVES, {Sort.LINE: MARA}))
    assert outcome.left == ("Mara Manager needs another line manager",)


def test_whoever_leaves_cannot_come_back_in_and_covers_for_nobody(office: Office) -> None:
    today, olive = office.today(), somebody(office, "olive")
    with office.transaction() as transaction:
        days = {"from_on": today, "to_on": today + timedelta(days=5), "made_at": transaction.now}
        transaction.connection.execute(insert(absence).values(person_id=MAX, deputy_id=MARA, **days))
    for _ in range(2):
        flow.leave(office, olive, MARA)
    assert who.actor(office, MARA) is None
    (held,) = story.rows(office, select(role_holding.c.to_on).where(role_holding.c.person_id == MARA))
    assert held.to_on == today
    (cover,) = story.rows(office, select(absence.c.cancelled_at, absence.c.cancelled_by))
    assert (cover.cancelled_at is not None, cover.cancelled_by) == (True, OLIVE)


def test_nobody_records_their_own_leaving(office: Office) -> None:
    with pytest.raises(NotAllowed, match="somebody else does it"):
        flow.leave(office, somebody(office, "olive"), OLIVE)
    (row,) = story.rows(office, select(person.c.active).where(person.c.id == OLIVE))
    assert row.active


def test_whoever_takes_over_has_to_work_here(office: Office) -> None:
    log_and_triage(office)
    olive = somebody(office, "olive")
    flow.leave(office, olive, MAX)
    with pytest.raises(InvalidAnswers):
        flow.move(office, olive, Plan(MARA, Why.LEAVES, PARTS), ["HRD-26-0001"])


def test_two_officers_who_move_the_same_work_at_once_move_it_once(office: Office) -> None:
    log_and_triage(office)
    olive, oscar = somebody(office, "olive"), somebody(office, "oscar")
    to_max, to_heather = (Plan(MARA, Why.LEAVES, {Sort.ALLOCATED_MANAGER: to}) for to in (MAX, HEATHER))
    outcomes = at_once(
        lambda: flow.move(office, olive, to_max, ["HRD-26-0001"]),
        lambda: flow.move(office, oscar, to_heather, ["HRD-26-0001"]),
    )
    assert errors(outcomes) == []
    assert len([each for each in outcomes if each]) == 1, "the other finds nothing left to move"
    assert len(_managers(office)) == 1
