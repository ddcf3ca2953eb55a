"""Every task of a page of the inbox is selected at once: one box more where scripts run, by mouse or keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.office import Office
from tests import story
from tests.journeys.visitor import desk
from tests.web.browsing import check, enter

ALL = "Select all 3 on this page"


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A browser without scripts."""
    context = desk(browser, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_all_of_a_page_are_selected_by_keyboard_and_their_number_is_said(
    page: Page, office: Office, address: str
) -> None:
    for _ in range(3):
        story.log(office)
    enter(page, address, "olive", "/inbox/team")
    every, told = page.get_by_label(ALL), page.get_by_role("status")
    rows = [page.locator(f"input[name=task] >> nth={number}") for number in range(3)]
    expect(told).to_be_empty()
    every.focus()
    page.keyboard.press("Space")
    for row in rows:
        expect(row).to_be_checked()
    expect(told).to_have_text("3 of 3 selected.")
    check(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(rows[0]).not_to_be_checked()
    expect(told).to_have_text("2 of 3 selected.")
    assert every.evaluate("box => box.indeterminate")
    check(page)
    page.get_by_role("button", name="Claim", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("2 tasks are now yours")


def test_without_scripts_each_is_ticked_by_itself(plain: Page, office: Office, address: str) -> None:
    for _ in range(2):
        story.log(office)
    enter(plain, address, "olive", "/inbox/team")
    expect(plain.get_by_text("Select all")).to_have_count(0)
    expect(plain.locator("input[name=task]")).to_have_count(2)
