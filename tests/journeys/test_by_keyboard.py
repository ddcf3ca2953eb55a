"""Signing in, the inbox and a task with the keyboard alone."""

from datetime import date

from playwright.sync_api import Locator, Page, expect

from heard.demo.people import PASSWORD
from tests.journeys import deeds
from tests.journeys.conftest import SitDown

MOST_STEPS = 60


def test_a_task_is_done_with_the_keyboard_alone(sit_down: SitDown) -> None:
    reference = deeds.log(sit_down("hannah"), date(2026, 10, 5))
    visitor = sit_down()
    page, keys = visitor.go("/").page, visitor.page.keyboard

    keys.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to main content")).to_be_in_viewport()
    keys.press("Enter")
    tab_to(page, visitor.field("Email address"))
    keys.type("priya@fernshire.invalid")
    tab_to(page, visitor.field("Password"))
    keys.type(PASSWORD)
    keys.press("Enter")

    expect(page.get_by_role("heading", name="Inbox", level=1)).to_be_visible()
    tab_to(page, page.get_by_role("link", name="My team’s (1)"))
    keys.press("Enter")
    expect(page.get_by_role("link", name="My team’s (1)")).to_have_attribute("aria-current", "page")
    tab_to(page, page.get_by_role("button", name=f"Claim Triage and acknowledge for {reference}"))
    keys.press("Enter")

    tab_to(page, visitor.field("Deal with it as a statutory complaint"))
    down_to(page, visitor.field("It has been resolved"))
    keys.press("Tab")
    for part in ("5", "10", "2026"):
        keys.type(part)
        keys.press("Tab")
    tab_to(page, page.get_by_role("button", name="Finish triage"))
    keys.press("Enter")
    visitor.is_asked_again()
    expect(page.locator(":focus")).to_contain_text("There is a problem")
    keys.press("Tab")
    keys.press("Enter")
    expect(visitor.field("The reason for this decision")).to_be_focused()
    keys.type("A call put it right this morning, and she is content.")
    risk = page.get_by_role("group", name="Could somebody be at risk of harm?")
    tab_to(page, risk.get_by_label("Yes"))
    keys.press("ArrowDown")
    tab_to(page, page.get_by_role("button", name="Finish triage"))
    keys.press("Enter")
    visitor.is_told(f"Done: {reference}.", "The case is closed.")


def down_to(page: Page, wanted: Locator) -> None:
    """Press the arrow down until this one of several choices is taken."""
    for _ in range(9):
        if wanted.is_checked():
            break
        page.keyboard.press("ArrowDown")
    expect(wanted).to_be_checked()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until this has the focus; wherever the focus goes, it can be seen."""
    expect(wanted).to_have_count(1)
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_be_in_viewport()
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{MOST_STEPS} times Tab does not lead to {wanted}")
