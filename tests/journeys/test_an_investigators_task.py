"""An investigator from outside: one task at a time, the case in brief beside it, and nothing that is not theirs."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys import council
from tests.journeys.conftest import SitDown
from tests.journeys.guest import case_told
from tests.journeys.visitor import Visitor

KIND = "being investigated"


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A council with one complaint, which is being investigated."""
    folder = tmp_path_factory.mktemp("investigated")
    council.tell(folder, (case_told(KIND),))
    return folder


def test_an_investigation_is_written_up_in_two_sittings(sit_down: SitDown, hands: type[Visitor]) -> None:
    marcus = sit_down("marcus", hands)
    row = marcus.go("/inbox").page.get_by_role("listitem").filter(has_text="Investigate")
    marcus.follow_in(row, "Investigate")
    reference = reference_of(marcus)
    begin(marcus)
    marcus.press("Save and come back later")
    marcus.navigate("Inbox")
    marcus.follow_in(row, "Investigate")
    expect(finding(marcus)).to_be_checked()
    marcus.press("Finish the investigation")
    marcus.is_asked_again()
    finish(marcus)
    marcus.press("Finish the investigation")
    marcus.is_told(f"Done: {reference}.")
    marcus.go(f"/cases/{reference}/history").sees("Investigate")


def reference_of(visitor: Visitor) -> str:
    """The reference of the task that is open."""
    caption = visitor.page.get_by_role("main").get_by_text("HRD-").first.inner_text()
    return caption.split(" ")[0]


def finding(visitor: Visitor, number: int = 1) -> Locator:
    """What was found on a head."""
    question = visitor.page.get_by_role("group", name=f"What you found on head {number}")
    return question.get_by_label("Upheld", exact=True)


def begin(marcus: Visitor) -> None:
    """The days on the way, and what was found on the first head."""
    marcus.date("File read", date(2026, 9, 28))
    marcus.tick(finding(marcus))
    marcus.write_in(marcus.page.get_by_label("How you came to this").first, "The file has no note of the calls.")


def finish(marcus: Visitor) -> None:
    """The other heads, and the day of the report."""
    reasons = marcus.page.get_by_label("How you came to this")
    for number in range(1, reasons.count() + 1):
        marcus.tick(finding(marcus, number))
        marcus.write_in(reasons.nth(number - 1), f"What was read and heard on head {number} agrees.")
    marcus.date("When was the report received?", date(2026, 10, 5))
