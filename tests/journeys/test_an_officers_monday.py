"""An officer's Monday: what is late and who needs help, one task done and one put by, a call noted, a list kept."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from heard.bootstrap import House
from tests.journeys import deeds, week
from tests.journeys.conftest import SitDown
from tests.journeys.guest import case_told
from tests.journeys.visitor import Visitor
from tests.journeys.week import ASKED, LATE, LATER, NEW

THURSDAY = date(2026, 10, 8)
ANSWER = "Owen has the log. I have asked him to send it to you today."
CALL = "She rang about the transport. I said that we write by the end of the week."
KEPT = "Late answers"


@pytest.fixture(scope="session")
def furnished(monday: Path) -> Path:
    """The council that has a handful of cases."""
    return monday


def test_what_is_late_and_who_needs_help_is_seen_first(sit_down: SitDown, hands: type[Visitor], house: House) -> None:
    priya = sit_down("priya", hands)
    priya.follow("Worklist")
    priya.sees(re.compile(r"Red [1-9] overdue · Amber [1-9] due in 5 working days · Green [1-9] in time"))
    late = priya.page.get_by_role("table", name="Overdue").get_by_role("row").filter(has_text="Red 2 working days late")
    priya.follow_in(late.filter(has_text=week.reference(house, LATE)), "Respond")
    priya.sees("2 working days late").sees("Nasreen Malik")
    answer_a_request(priya, week.reference(house, ASKED))
    note_a_call(priya, week.reference(house, LATE))
    priya.navigate("Reports")
    priya.follow("Meeting pack")
    priya.pick("Head of service", "Gareth Lowther")
    priya.press("Show")
    priya.sees(re.compile("[1-9] overdue")).sees(week.reference(house, LATE))


def test_one_is_done_and_one_put_by_until_thursday(sit_down: SitDown, hands: type[Visitor], house: House) -> None:
    priya = sit_down("priya", hands)
    deeds.triage(priya, week.reference(house, NEW))
    later = week.reference(house, LATER)
    deeds.claim(priya, "Accept and appoint", later)
    put_by(priya)
    expect(row(priya, later)).to_have_count(0)
    priya.follow("1 put by until later")
    expect(row(priya, later)).to_contain_text("Put by until Thursday 8 October 2026")
    priya.follow_in(row(priya, later), "Accept and appoint")
    priya.press("Bring it back now")
    priya.navigate("Inbox")
    expect(row(priya, later)).to_be_visible()


def test_a_list_is_kept_and_a_name_is_looked_for(sit_down: SitDown, hands: type[Visitor], house: House) -> None:
    priya = sit_down("priya", hands)
    keep_what_is_late(priya)
    name = case_told(LATE).who
    priya.fill({"Reference or name": name})
    priya.press("Search")
    priya.sees("1 case").sees(week.reference(house, LATE))
    assert name.split()[-1].lower() not in priya.page.url.lower()
    priya.navigate("Inbox")
    priya.follow(KEPT)
    expect(row(priya, week.reference(house, LATE)).first).to_be_visible()
    expect(row(priya, week.reference(house, ASKED))).to_have_count(0)


def answer_a_request(priya: Visitor, reference: str) -> None:
    """Somebody needs help: it is read and answered, and not waited for any more."""
    helped = priya.go("/worklist").page.get_by_role("table", name="Needs help").get_by_role("row")
    priya.follow_in(helped.filter(has_text=reference), "Respond")
    priya.sees(week.CANNOT)
    asked = priya.page.get_by_role("region").filter(has_text=reference)
    priya.follow_in(asked, "Answer Nasreen Malik")
    priya.fill({"Your answer": ANSWER})
    priya.press("Send the answer")
    priya.is_told("The answer stands on the task’s page.")
    expect(asked).to_have_count(0)


def note_a_call(priya: Visitor, reference: str) -> None:
    """What was said on the telephone, and that we have the ball."""
    priya.go(f"/cases/{reference}/contact").fill({"What was said?": CALL})
    priya.choose("Who does something next?", "We do")
    priya.pick("By when?", "Friday 9 October 2026 (4 working days)")
    priya.press("Add the contact")
    priya.is_told("The contact is on record.")
    priya.sees("We, by Friday 9 October 2026").sees(CALL)


def put_by(priya: Visitor) -> None:
    """The task that is open waits until Thursday."""
    priya.unfold("I cannot do this")
    priya.follow("I will do it on a later day")
    priya.date("When should it come back?", THURSDAY)
    priya.press("Put it by")
    priya.is_told("it comes back on Thursday 8 October 2026")


def keep_what_is_late(priya: Visitor) -> None:
    """Everybody's late tasks become a view of her own."""
    priya.follow("Everybody’s")
    priya.unfold("Narrow this list")
    priya.pick("Due", "Overdue")
    priya.press("Show")
    priya.unfold("Keep this list as a view of your own")
    priya.fill({"What do you want to call it?": KEPT})
    priya.press("Keep it")


def row(visitor: Visitor, reference: str) -> Locator:
    """The tasks of a case on the list at hand."""
    return visitor.page.get_by_role("main").get_by_role("listitem").filter(has_text=reference)
