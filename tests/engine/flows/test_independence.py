"""Nobody signs off their own answer, and what nobody can take up reaches the officers."""

import pytest
from sqlalchemy import insert, update

from engine.casework.vocabulary import Relation
from engine.db.tables import case_relation, role_holding
from engine.errors import NotAllowed
from engine.flows import tasks
from engine.office import Office
from engine.queries import inbox
from engine.queries.inbox import Tab
from tests.council import PEOPLE
from tests.story import REPLY, complete, log, open_task, respond, somebody, triage


def _listed(office: Office, login: str, tab: Tab) -> list[tuple[str, tuple[str, ...]]]:
    return [(row.name, row.flags) for row in inbox.page(office, somebody(office, login), tab).rows]


def test_who_answered_does_not_sign_off(office: Office) -> None:
    heather = somebody(office, "heather")
    log(office)
    triage(office, allocated_manager=str(PEOPLE["heather"][0]))
    answer = {**REPLY, "contacted_on": office.today().isoformat()}
    tasks.complete(office, heather, open_task(office, "respond"), answer)
    with pytest.raises(NotAllowed):
        tasks.claim(office, heather, open_task(office, "sign_off"))
    with pytest.raises(NotAllowed, match="nobody signs off their own answer"):
        tasks.assign(office, somebody(office, "olive"), open_task(office, "sign_off"), heather.person_id)
    assert _listed(office, "heather", Tab.MINE) == []
    assert _listed(office, "olive", Tab.TEAM) == [("Sign off", ("Needs somebody",))]


def test_who_was_given_a_sign_off_and_then_the_answer_does_not_sign_it_off(office: Office) -> None:
    log(office)
    triage(office)
    respond(office)
    lena, sign_off = somebody(office, "lena"), open_task(office, "sign_off")
    with office.transaction() as transaction:
        held = {"role": "head_of_service", "service_id": 1, "from_on": office.today()}
        transaction.connection.execute(insert(role_holding).values(person_id=lena.person_id, **held))
    tasks.assign(office, somebody(office, "olive"), sign_off, lena.person_id)
    with office.transaction() as transaction:
        answers_now = update(case_relation).where(case_relation.c.relation == Relation.ALLOCATED_MANAGER.value)
        transaction.connection.execute(answers_now.values(person_id=lena.person_id))
    with pytest.raises(NotAllowed, match="nobody signs off their own answer"):
        tasks.complete(office, lena, sign_off, {"signed_off": "agree"})


def test_what_waits_for_a_head_who_is_complained_about_is_given_to_somebody_by_an_officer(office: Office) -> None:
    log(office)
    triage(office, complained_about_1=str(PEOPLE["heather"][0]))
    respond(office)
    assert _listed(office, "olive", Tab.TEAM) == [("Sign off", ("Needs somebody",))]
    tasks.assign(office, somebody(office, "olive"), open_task(office, "sign_off"), PEOPLE["lena"][0])
    assert ("Sign off", ("Needs somebody",)) not in _listed(office, "olive", Tab.TEAM)
    complete(office, "lena", "sign_off", {"signed_off": "agree"})
    assert [row for row in _listed(office, "olive", Tab.TEAM) if row[0] == "Check and send"]


def test_work_that_somebody_can_take_up_is_nobodys_worry(office: Office) -> None:
    log(office)
    triage(office)
    assert _listed(office, "olive", Tab.TEAM) == []
    respond(office)
    assert _listed(office, "olive", Tab.TEAM) == []
