"""Whoever keeps absences, accounts and lines does not open a colleague's work to themselves by it."""

import pytest
from sqlalchemy import insert, select

from engine.casework.moving import Plan, Sort, Why
from engine.db.tables import absence, calendar_feed, line_management, team
from engine.errors import InvalidAnswers, NotAllowed
from engine.flows import absences, calendar_feeds, moving_work, restructuring, task_requests
from engine.office import Office
from tests.council import PEOPLE
from tests.engine.flows.at_once import at_once, errors
from tests.story import log_and_triage, open_task, rows, somebody

ADA, MARA, MAX, OLIVE = (PEOPLE[login][0] for login in ("ada", "mara", "max", "olive"))
DAYS = {"from_on": "2026-10-05", "to_on": "2026-10-09"}


def test_nobody_says_for_somebody_else_that_they_stand_in_themselves(office: Office) -> None:
    for login in ("ada", "olive"):
        typed = {**DAYS, "person": str(MARA), "deputy": str(PEOPLE[login][0])}
        with pytest.raises(InvalidAnswers) as refused:
            absences.arrange(office, somebody(office, login), typed)
        assert set(refused.value.errors) == {"deputy"}
    absences.arrange(office, somebody(office, "mara"), {**DAYS, "deputy": str(MAX)})
    (row,) = rows(office, select(absence.c.id))
    with pytest.raises(InvalidAnswers):
        absences.change(office, somebody(office, "ada"), row.id, {**DAYS, "deputy": str(ADA)})
    absences.change(office, somebody(office, "mara"), row.id, {**DAYS, "deputy": str(OLIVE)})
    assert [each.person_id for each in somebody(office, "olive").covers] == [MARA]


def test_an_administrator_moves_work_to_others_and_officers_also_to_themselves(office: Office) -> None:
    reference = log_and_triage(office)
    to_ada, to_olive = (Plan(MARA, Why.MOVES, {Sort.ALLOCATED_MANAGER: to}) for to in (ADA, OLIVE))
    with pytest.raises(NotAllowed):
        moving_work.move(office, somebody(office, "ada"), to_ada, [reference])
    (outcome,) = moving_work.move(office, somebody(office, "olive"), to_olive, [reference])
    assert outcome.moved == ("allocated manager",)


def test_an_administrator_does_not_become_line_manager_by_their_own_hand(office: Office) -> None:
    with office.transaction() as transaction:
        values = {"name": "Duty team", "service_id": 1}
        key = transaction.connection.execute(insert(team).values(values).returning(team.c.id)).scalar_one()
    with pytest.raises(InvalidAnswers) as refused:
        restructuring.another_manager(office, somebody(office, "ada"), key, ADA)
    assert set(refused.value.errors) == {"manager"}
    assert rows(office, select(line_management).where(line_management.c.manager_id == ADA)) == []


def test_whoever_asked_does_not_answer_for_the_complaints_team(office: Office) -> None:
    log_and_triage(office)
    mara = somebody(office, "mara")
    key = task_requests.ask(office, mara, open_task(office, "respond"), {"need": "help", "note": "Who knows?"})
    with pytest.raises(NotAllowed):
        task_requests.answer(office, mara, key, {"answer": "I do."})


def test_two_who_stand_in_for_one_another_arrange_it_at_once(office: Office) -> None:
    mara, max_ = somebody(office, "mara"), somebody(office, "max")
    outcomes = at_once(
        lambda: absences.arrange(office, mara, {**DAYS, "deputy": str(MAX)}),
        lambda: absences.arrange(office, max_, {**DAYS, "deputy": str(MARA)}),
    )
    assert errors(outcomes) == []


def test_an_address_asked_for_twice_at_once_is_one_address(office: Office) -> None:
    mara = somebody(office, "mara")
    outcomes = at_once(lambda: calendar_feeds.make(office, mara), lambda: calendar_feeds.make(office, mara))
    assert errors(outcomes) == []
    assert len(rows(office, select(calendar_feed))) == 1
