"""A manager is away for three days: a colleague does what waits, in her name, and not a day longer."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from heard.bootstrap import House
from tests.journeys import deeds, week
from tests.journeys.conftest import SitDown
from tests.journeys.guest import case_told
from tests.journeys.visitor import Visitor
from tests.journeys.week import ASKED, LATE

FIRST, LAST = date(2026, 10, 6), date(2026, 10, 8)
FOR_HER = "For Nasreen Malik, away until Thursday 8 October 2026"


@pytest.fixture(scope="session")
def furnished(monday: Path) -> Path:
    """The council that has a handful of cases."""
    return monday


def test_a_colleague_stands_in_between_two_days(sit_down: SitDown, hands: type[Visitor], house: House) -> None:
    nasreen, tom = sit_down("nasreen", hands), sit_down("tom", hands)
    late, asked = week.reference(house, LATE), week.reference(house, ASKED)
    say_who_stands_in(nasreen)
    expect(tom.go("/inbox").page.get_by_role("link", name="Standing in")).to_have_count(0)

    deeds.move_clock(tom, "Some working days on, 9:00", days=1)
    tom.navigate("Inbox")
    tom.follow("Standing in")
    expect(row(tom, late)).to_contain_text(FOR_HER)
    expect(row(tom, asked)).to_contain_text(FOR_HER)
    answer_for_her(tom, late)
    tom.go(f"/cases/{late}/history").sees("Tom Ashdown for Nasreen Malik")

    begin_the_other(tom, asked)
    deeds.move_clock(nasreen, "Some working days on, 9:00", days=3)
    tom.press("Finish the reply")
    tom.sees("you stood in for Nasreen Malik, and that has ended")
    expect(tom.go("/inbox").page.get_by_role("link", name="Standing in")).to_have_count(0)
    nasreen.go("/absences").sees("While you were away Tom Ashdown did 1 task for you.")
    nasreen.follow("1 task")
    nasreen.sees(late).sees("Tom Ashdown")


def say_who_stands_in(nasreen: Visitor) -> None:
    """Two days and a name."""
    nasreen.navigate("Absences")
    nasreen.date("First day away", FIRST)
    nasreen.date("Last day away", LAST)
    nasreen.pick("Who stands in?", "Tom Ashdown, North family help team")
    nasreen.press("Arrange it")
    nasreen.is_told("Tom Ashdown stands in for Nasreen Malik from Tuesday 6 October 2026 to Thursday 8 October 2026.")


def answer_for_her(tom: Visitor, reference: str) -> None:
    """The late answer is written and passed on."""
    tom.follow_in(row(tom, reference), "Respond")
    tom.sees("You do this for Nasreen Malik, who is away until Thursday 8 October 2026.")
    deeds.respond(tom, FIRST, case_told(LATE).who)
    tom.press("Finish the reply")
    tom.is_told(f"Done: {reference}.", "You did this for Nasreen Malik.")


def begin_the_other(tom: Visitor, reference: str) -> None:
    """The other answer is opened, and not finished."""
    tom.go("/inbox/covering")
    tom.follow_in(row(tom, reference), "Respond")
    tom.fill({"What the letter says": "Dear Ms Foster,\n\nI have spoken with everybody."})


def row(visitor: Visitor, reference: str) -> Locator:
    """The task of a case on the list at hand."""
    return visitor.page.get_by_role("main").get_by_role("listitem").filter(has_text=reference)
