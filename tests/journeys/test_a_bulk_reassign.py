"""Somebody's work goes to a colleague: several tasks in one go, and what cannot go is named with the reason."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from heard.bootstrap import House
from tests.journeys import week
from tests.journeys.conftest import SitDown
from tests.journeys.visitor import Visitor
from tests.journeys.week import ASKED, IN_TIME, LATE

ALAN, TOM = "Alan Whitcombe", "Tom Ashdown"


@pytest.fixture(scope="session")
def furnished(monday: Path) -> Path:
    """The council that has a handful of cases."""
    return monday


def test_what_can_go_goes_and_what_cannot_is_named(sit_down: SitDown, hands: type[Visitor], house: House) -> None:
    priya = sit_down("priya", hands)
    late, asked, in_time = (week.reference(house, kind) for kind in (LATE, ASKED, IN_TIME))
    select(priya, (late, asked, in_time))
    give(priya, f"{ALAN}, Reviewing team (not 1 of them)")
    priya.sees(f"2 tasks for {ALAN}").sees(f"Respond ({asked}): the complaint is about them.")
    priya.press(f"Give them to {ALAN}")
    priya.sees(f"2 tasks are now with {ALAN}.").sees(f"Respond ({asked}): the complaint is about them.")
    priya.follow("Back to the list")
    for reference in (late, in_time):
        expect(answer(priya, reference)).to_contain_text(ALAN)
    expect(answer(priya, asked)).to_contain_text("Nasreen Malik")
    alan = sit_down("alan", hands)
    for reference in (late, in_time):
        expect(answer(alan, reference)).to_be_visible()
    assert asked not in alan.go("/inbox").read()


def test_of_two_who_give_the_same_tasks_one_is_told(sit_down: SitDown, hands: type[Visitor], house: House) -> None:
    priya, owen = sit_down("priya", hands), sit_down("owen", hands)
    both = [week.reference(house, kind) for kind in (LATE, IN_TIME)]
    for officer, whom in ((priya, f"{ALAN}, Reviewing team"), (owen, f"{TOM}, North family help team")):
        select(officer, both)
        give(officer, whom)
    priya.press(f"Give them to {ALAN}")
    priya.is_told(f"2 tasks are now with {ALAN}.")
    owen.press(f"Give them to {TOM}")
    owen.sees("Nothing was changed")
    for reference in both:
        owen.sees(f"Respond ({reference}): {ALAN} has it by now.")
    owen.follow("Back to the list")
    for reference in both:
        expect(answer(owen, reference)).to_contain_text(ALAN)


def select(officer: Visitor, references: Sequence[str]) -> None:
    """Tick the answers of these cases on everybody's list."""
    officer.go("/inbox/everybody")
    for reference in references:
        officer.tick(officer.page.get_by_label(f"Select Respond: {reference}"))


def give(officer: Visitor, whom: str) -> None:
    """Say who should do them, and look at what moves."""
    officer.press("Give to somebody")
    officer.pick("Who should do them?", whom)
    officer.press("See what moves")


def answer(visitor: Visitor, reference: str) -> Locator:
    """The row of a case's answer on the list at hand."""
    rows = visitor.page.get_by_role("main").get_by_role("listitem").filter(has_text=reference)
    return rows.filter(has=visitor.page.get_by_role("heading", name="Respond"))
