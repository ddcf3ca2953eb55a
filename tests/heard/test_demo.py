"""The demo council keeps what it promises: every state is there, nothing failed, and it can be loaded on any day."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Select, func, select

from engine.casework.policy import Actor
from engine.casework.vocabulary import CaseStatus, EventKind, Relation
from engine.db.tables import case_event, case_file, case_relation, definition, incident, job, message, person, setting
from engine.db.tables import task as task_table
from engine.errors import NotFound
from engine.flows import accounts
from engine.flows.demo_clock import OFFSET
from engine.office import Office
from engine.queries import case_file as case_pages
from engine.queries import inbox, who
from engine.queries.inbox import Tab
from engine.recording import chain, search_text
from heard import demo
from heard.bootstrap import House
from heard.demo.courses import COURSES
from heard.demo.outsiders import OUTSIDERS
from heard.demo.people import COLLEAGUES, PASSWORD
from heard.demo.told import everything
from tests.heard.conftest import A_MONDAY

NOT_YET = frozenset(
    {
        EventKind.CLOSED,  # which nothing records: the status of the case says it
        *(EventKind.ADVOCATE_APPOINTED, EventKind.GROUNDS_AROSE, EventKind.KNEW_OF_MATTER, EventKind.RECLASSIFIED),
        *(EventKind.STAGE_1_SKIPPED, EventKind.STAGE_3_REFUSED, EventKind.REFERRED_EARLY, EventKind.PANEL_MOVED),
        *(EventKind.PROCEEDINGS_CONCLUDED, EventKind.RESUBMITTED, EventKind.UNDONE),
        *(EventKind.OMBUDSMAN_REPLIED, EventKind.OMBUDSMAN_DRAFT_RECEIVED, EventKind.OMBUDSMAN_DRAFT_ANSWERED),
        *(EventKind.REMEDY_EVIDENCED, EventKind.SIX_MONTH_LETTER_SENT, EventKind.COMMENT_ANSWERED),
    }
)
"""What has not happened in the demo's three months; somebody who tries it out makes it happen."""


def rows(house: House, query: Select[Any]) -> list[Any]:
    with house.office.database.reading() as connection:
        return list(connection.execute(query).all())


def count(house: House, query: Select[Any]) -> int:
    return len(rows(house, query))


def somebody(office: Office, name: str) -> Actor:
    with office.database.reading() as connection:
        key = connection.execute(select(person.c.id).where(person.c.email.like(f"{name}@%"))).scalar_one()
    found = who.actor(office, key)
    assert found is not None
    return found


def test_every_course_that_a_complaint_can_take_is_told() -> None:
    assert {told.course for told in everything()} == set(COURSES)
    assert 80 <= len(everything()) <= 100


def test_no_two_people_share_a_first_name_and_no_two_complaints_the_same_words() -> None:
    people = (*COLLEAGUES, *OUTSIDERS)
    assert len({each.key for each in people}) == len(people)
    assert len({told.words for told in everything()}) == len(everything())


def test_a_complaint_can_be_found_in_every_status(house: House) -> None:
    assert {row.status for row in rows(house, select(case_file.c.status))} == set(CaseStatus)


def test_every_case_is_found_by_all_of_its_words(house: House) -> None:
    with house.office.database.reading() as connection:
        assert search_text.out_of_step(connection) == []


@pytest.mark.parametrize(
    ("element", "claimed", "unclaimed"),
    [("triage", 2, 3), ("respond", 0, 15), ("sign_off", 3, 2), ("check_and_send", 2, 1), ("record_overrun", 0, 2)],
)
def test_work_waits_at_every_step(house: House, element: str, claimed: int, unclaimed: int) -> None:
    t = task_table.c
    found = rows(house, select(t.assignee_id).where(t.status == "open", t.element == element))
    taken = sum(row.assignee_id is not None for row in found)
    assert taken >= claimed
    assert len(found) - taken >= unclaimed


def test_replies_are_due_today_tomorrow_in_three_days_later_and_long_ago(house: House) -> None:
    t = task_table.c
    found = rows(house, select(t.due_on).where(t.status == "open", t.element == "respond"))
    dates = {row.due_on for row in found if row.due_on is not None}
    assert {date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 26)} <= dates
    assert min(dates) < date(2026, 11, 13)
    assert max(dates) > date(2026, 11, 30)


@pytest.mark.parametrize("kind", sorted(set(EventKind) - NOT_YET))
def test_nearly_everything_that_can_happen_has_happened(house: House, kind: str) -> None:
    assert count(house, select(case_event.c.id).where(case_event.c.kind == kind)) > 0


def test_a_date_was_corrected_and_a_reminder_overtaken(house: House) -> None:
    assert count(house, select(case_event.c.id).where(case_event.c.corrected_by_id.is_not(None))) == 1
    assert count(house, select(job.c.id).where(job.c.status == "overtaken")) == 1


def test_one_clock_is_paused_for_an_advocate(house: House) -> None:
    t = task_table.c
    assert count(house, select(t.id).where(t.status == "open", t.element == "respond", t.due_on.is_(None))) == 1


def test_replies_were_sent_back_by_the_head_and_by_the_officer(house: House) -> None:
    t = task_table.c
    answered = rows(house, select(t.element, t.answers, t.case_id).where(t.status == "completed"))
    back = {(row.element, row.case_id) for row in answered if (row.answers or {}).get("what_to_change")}
    open_again = {
        row.case_id for row in rows(house, select(t.case_id).where(t.status == "open", t.element == "respond"))
    }
    assert {element for element, case_id in back if case_id in open_again} == {"sign_off", "check_and_send"}


def test_close_outs_have_opened_on_several_days_and_others_are_still_to_come(house: House) -> None:
    t = task_table.c
    due = {row.due_on for row in rows(house, select(t.due_on).where(t.status == "open", t.element == "close_out"))}
    # Five working days to do it, from the day it opens: these opened on the 20th, today and before.
    assert {date(2026, 11, 27), date(2026, 11, 30)} <= due
    assert min(due) < date(2026, 11, 27)
    coming = (job.c.status == "pending") & (job.c.clock == "close_out")
    assert count(house, select(job.c.id).where(coming)) >= 2


def test_a_child_has_complained_in_confidence(house: House) -> None:
    c = case_file.c
    assert count(house, select(c.id).where(c.is_child, c.contact_warning.is_not(None), c.status == "open")) >= 2


def test_the_head_of_service_complained_about_sees_nothing_of_it(house: House) -> None:
    gareth, bernadette = somebody(house.office, "gareth"), somebody(house.office, "bernadette")
    r = case_relation.c
    about_him = (r.person_id == gareth.person_id) & (r.relation == Relation.COMPLAINED_ABOUT.value)
    [found] = rows(
        house, select(case_file.c.reference).join(case_relation, r.case_id == case_file.c.id).where(about_him)
    )
    with pytest.raises(NotFound):
        case_pages.find(house.office, gareth, found.reference)
    mine = inbox.page(house.office, bernadette, Tab.MINE).rows
    assert ("Sign off", found.reference) in [(row.name, row.reference) for row in mine]


@pytest.mark.parametrize(
    ("name", "tab", "least"), [("tom", Tab.MINE, 5), ("gareth", Tab.MINE, 1), ("priya", Tab.MINE, 2)]
)
def test_inboxes_look_lived_in(house: House, name: str, tab: Tab, least: int) -> None:
    assert len(inbox.page(house.office, somebody(house.office, name), tab).rows) >= least


def test_the_officers_have_a_worklist(house: House) -> None:
    page = inbox.page(house.office, somebody(house.office, "owen"), Tab.EVERYBODY)
    assert page.following is not None
    assert page.counts[Tab.TEAM] >= 7


def test_history_is_unbroken_in_every_case(house: House) -> None:
    with house.office.database.reading() as connection:
        cases = connection.execute(select(case_file.c.id)).scalars().all()
        assert len(cases) == len(everything())
        assert [case_id for case_id in cases if chain.broken_at(connection, case_id) is not None] == []


def test_no_message_failed_and_every_letter_left(house: House) -> None:
    assert {row.status for row in rows(house, select(message.c.status))} == {"sent", "to_post", "draft"}
    assert count(house, select(incident.c.id)) == 0
    assert count(house, select(message.c.id).where(message.c.status == "to_post")) >= 1
    kept = list(house.settings.mail_dir.glob("*.eml"))
    emailed = (message.c.status == "sent") & (message.c.channel == "email")
    assert len(kept) == count(house, select(message.c.id).where(emailed))


def test_nothing_that_is_due_was_left_undone(house: House) -> None:
    waiting = (job.c.status == "pending") & (job.c.due_at <= A_MONDAY)
    assert count(house, select(job.c.id).where(waiting)) == 0


def test_afterwards_the_clock_shows_the_real_time(house: House) -> None:
    assert rows(house, select(setting.c.value).where(setting.c.name == OFFSET)) == []
    assert abs((house.office.clock.now() - datetime.now(UTC)).total_seconds()) < 5
    latest = rows(house, select(func.max(case_event.c.recorded_at)))[0][0]
    assert latest <= datetime.now(UTC)


@pytest.mark.parametrize("colleague", [*COLLEAGUES, *OUTSIDERS], ids=lambda colleague: colleague.key)
def test_everybody_can_sign_in(house: House, colleague: Any) -> None:
    key = accounts.sign_in(house.office, colleague.email, PASSWORD)
    assert key is not None
    found = who.actor(house.office, key)
    assert found is not None
    assert found.name == colleague.name


def test_loading_again_changes_nothing(house: House) -> None:
    tables = (case_file, message, job, person)
    before = [count(house, select(table)) for table in tables]
    said: list[str] = []
    demo.load(house.settings, said.append)
    assert [count(house, select(table)) for table in tables] == before
    assert len(said) == 1
    assert "already there" in said[0]
    assert not demo.is_called_for(house.settings)


def test_the_version_with_sign_off_is_in_force_and_the_one_without_is_a_draft(house: House) -> None:
    d = definition.c
    found = rows(house, select(d.version, d.status).where(d.key == "statutory_complaint"))
    assert {row.version: row.status for row in found} == {
        "2006-09-01": "published",
        "2014-10-01": "published",
        "2015-09-01": "draft",
    }


def test_the_welcome_names_the_address_everybody_and_the_password(house: House) -> None:
    text = demo.welcome(house.settings)
    assert house.settings.base_url in text
    assert "invented" in text
    assert PASSWORD in text
    assert [colleague.email for colleague in COLLEAGUES if colleague.email not in text] == []
    assert "/demo/mail" in text
