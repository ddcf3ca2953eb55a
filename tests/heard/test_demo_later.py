"""The demo council shows the later stages and the other procedures at work: somebody has each page to open."""

from typing import Any

import pytest
from sqlalchemy import Select, select

from engine.casework.policy import Actor
from engine.casework.vocabulary import EventKind
from engine.db.tables import (
    action,
    case_event,
    case_file,
    contact,
    incident,
    message,
    party,
    person,
    remedy,
    task,
    worker_account,
)
from engine.errors import NotFound
from engine.queries import inbox, task_page, who
from engine.queries.inbox import Tab
from heard.bootstrap import House
from heard.demo import later_courses
from heard.demo.told import everything
from tests.heard.conftest import A_MONDAY

WAITS = {
    "stage 2 asked for": {"accept_and_appoint"},
    "statement slow": {"statement", "settle_statement"},
    "being investigated": {"investigate", "independent_report"},
    "reports to check": {"quality_check"},
    "to be judged": {"adjudicate"},
    "reports to send": {"send_pack"},
    "stage 2 extended": {"investigate", "independent_report"},
    "stage 2 overdue": {"adjudicate", "record_overrun_2"},
    "panel asked for": {"acknowledge_stage_3"},
    "panel to arrange": {"arrange_panel"},
    "papers to send": {"papers"},
    "panel has met": {"panel_report"},
    "panel to answer": {"answer_panel"},
    "panel answered": set[str](),
    "waits for a court": {"proceedings"},
    "corporate": {"respond"},
    "corporate review": {"review"},
    "plan agreed": {"respond"},
    "compliment": {"share"},
    "compliment shared": set[str](),
    "comment passed on": {"reply"},
    "ombudsman enquires": {"reply"},
    "ombudsman's remedy": {"carry_out_remedy"},
    "much beside": {"close_out"},
}
"""The open tasks of each, by their place in the diagram."""


def rows(house: House, query: Select[Any]) -> list[Any]:
    with house.office.database.reading() as connection:
        return list(connection.execute(query).all())


def case_of(house: House, course: str) -> int:
    told = next(each for each in everything() if each.course == course)
    [found] = rows(house, select(case_file.c.id).where(case_file.c.complainant_name == told.who))
    return int(found.id)


def happened(house: House, course: str) -> set[str]:
    mine = case_event.c.case_id == case_of(house, course)
    return {row.kind for row in rows(house, select(case_event.c.kind).where(mine))}


def somebody(house: House, name: str) -> Actor:
    [found] = rows(house, select(person.c.id).where(person.c.email.like(f"{name}@%")))
    actor = who.actor(house.office, found.id)
    assert actor is not None
    return actor


def can_do(house: House, name: str, task_id: str) -> bool:
    try:
        page = task_page.find(house.office, somebody(house, name), task_id)
    except NotFound:
        return False
    return page.mine or page.may_claim


def test_each_of_them_is_told() -> None:
    assert WAITS.keys() == later_courses.COURSES.keys()


@pytest.mark.parametrize(("course", "elements"), WAITS.items())
def test_it_waits_where_it_was_promised_to(house: House, course: str, elements: set[str]) -> None:
    t = task.c
    mine = (t.case_id == case_of(house, course)) & (t.status == "open")
    assert {row.element for row in rows(house, select(t.element).where(mine))} == elements


@pytest.mark.parametrize(
    ("name", "element"),
    [
        ("marcus", "investigate"),
        ("yusuf", "independent_report"),
        ("bernadette", "adjudicate"),
        ("simon", "answer_panel"),
        ("iris", "papers"),
        ("iris", "panel_report"),
        ("alan", "review"),
        ("priya", "accept_and_appoint"),
        ("owen", "arrange_panel"),
    ],
)
def test_somebody_has_the_page_to_open(house: House, name: str, element: str) -> None:
    t = task.c
    ids = [row.id for row in rows(house, select(t.id).where(t.status == "open", t.element == element))]
    assert any(can_do(house, name, task_id) for task_id in ids)


def test_one_stage_2_was_extended_in_time_and_another_is_late(house: House) -> None:
    assert EventKind.EXTENDED in happened(house, "stage 2 extended")
    assert EventKind.STAGE_2_RESPONSE_SENT not in happened(house, "stage 2 extended") | happened(
        house, "stage 2 overdue"
    )
    t = task.c
    late = select(t.due_on).where(t.case_id == case_of(house, "stage 2 overdue"), t.element == "adjudicate")
    assert rows(house, late)[0].due_on < A_MONDAY.date()


def test_the_ombudsman_wants_an_answer_by_a_day_that_is_still_to_come(house: House) -> None:
    t = task.c
    for course in ("ombudsman enquires", "ombudsman's remedy"):
        [asked] = rows(house, select(t.due_on).where(t.case_id == case_of(house, course), t.status == "open"))
        assert asked.due_on > A_MONDAY.date()


def test_much_is_kept_beside_one_case(house: House) -> None:
    case_id = case_of(house, "much beside")
    contacts = rows(house, select(contact.c.id).where(contact.c.case_id == case_id))
    further = rows(house, select(party.c.kind).where(party.c.case_id == case_id))
    [told] = rows(house, select(worker_account).where(worker_account.c.case_id == case_id))
    [payment] = rows(house, select(remedy).where(remedy.c.case_id == case_id, remedy.c.amount.is_not(None)))
    promised = rows(house, select(action).where(action.c.case_id == case_id, action.c.status == "open"))
    assert len(contacts) == 2
    assert [row.kind for row in further] == ["complainant"]
    assert told.account is not None
    assert payment.approved_on is None
    assert sorted(row.due_on < A_MONDAY.date() for row in promised) == [False, True]


def test_everybody_from_outside_sees_their_own_cases_only(house: House) -> None:
    page = inbox.page(house.office, somebody(house, "marcus"), Tab.MINE)
    assert {row.name for row in page.rows} <= {"Investigate", "Agree the statement"}
    assert len(page.rows) >= 1


def test_the_letters_are_those_that_the_pages_draft_and_none_failed(house: House) -> None:
    m = message.c
    theirs = {told.who for told in everything() if told.course in later_courses.COURSES}
    mine = select(case_file.c.id).where(case_file.c.complainant_name.in_(theirs))
    query = select(m.template, m.body, m.status).where(m.kind == "letter", m.case_id.in_(mine))
    letters = rows(house, query)
    assert {
        *("stage_2_acknowledgement", "statement_of_complaint", "stage_2_extension", "stage_2_response"),
        *("stage_3_acknowledgement", "panel_invitation", "panel_report", "stage_3_response", "put_aside"),
        *("corporate_acknowledgement", "corporate_1_response", "corporate_2_acknowledgement"),
        *("adult_acknowledgement", "adult_plan", "compliment_thanks"),
    } <= {row.template for row in letters}
    assert {row.template for row in letters if not row.body} <= {"appointment_terms"}, (
        "these have no words of one's own"
    )
    assert rows(house, select(incident.c.id)) == []
