"""Getting about the pages in a real browser, and what every page keeps."""

from playwright.sync_api import Page

from tests.council import PASSWORD
from tests.parts.accessibility import overflow, violations


def enter(page: Page, address: str, login: str, path: str) -> None:
    """Sign in by keyboard and go to a page."""
    page.context.clear_cookies()
    page.goto(f"{address}/sign-in?next={path}")
    page.get_by_label("Email address").focus()
    page.keyboard.type(f"{login}@heard.invalid")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{path}")


def check(page: Page) -> None:
    """Nothing that fails WCAG 2.2 AA, and nothing to scroll sideways for at 320 pixels."""
    assert violations(page) == []
    assert overflow(page) == 0
