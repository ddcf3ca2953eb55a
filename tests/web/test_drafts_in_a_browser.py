"""The page's script keeps what is typed, says so, and says when it cannot; Back and Reload never lose a word."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from engine.flows import details
from engine.office import Office
from tests.council import PEOPLE
from tests.web.browsing import check, enter
from tests.web.work import SignIn, actor, claimed, open_task, signed_off, triaged

REASON, LETTER = "How you came to this", "What the letter says"
SAID = "[data-keep-said]"
MOVED = {"complainant_name": "Fiona Fern", "is_child": "no", "reply_by": "email", "complainant_email": "f@new.invalid"}


@pytest.fixture
def task_path(page: Page, app: Flask, office: Office, sign_in: SignIn, address: str) -> str:
    """Mara at her task of answering; its address."""
    app.config.update(WTF_CSRF_ENABLED=False)
    path = f"/tasks/{open_task(office, triaged(office, sign_in), 'respond')}"
    app.config.update(WTF_CSRF_ENABLED=True)
    enter(page, address, "mara", path)
    return path


def test_what_is_typed_is_saved_by_itself_and_stands_there_after_a_reload(page: Page, task_path: str) -> None:
    page.get_by_label(REASON).fill("The calls were not logged.")
    expect(page.locator(SAID)).to_have_text("Saved at 10:00.")
    page.get_by_label(REASON).fill("The calls were not logged. I asked twice.")
    expect(page.locator(SAID)).to_have_attribute("aria-live", "off")
    page.reload()
    expect(page.get_by_label(REASON)).to_have_value(re.compile("The calls were not logged."))
    expect(page.get_by_text("You began this on Monday 5 October 2026 at 10:00.")).to_be_visible()
    check(page)
    page.set_viewport_size({"width": 320, "height": 800})
    check(page)
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_label(REASON)).to_have_value("")
    page.get_by_role("button", name="Take the other version").click()
    expect(page.get_by_label(REASON)).to_have_value(re.compile("The calls were not logged."))


def test_leaving_the_page_at_once_loses_nothing(page: Page, address: str, task_path: str) -> None:
    page.get_by_label(REASON).fill("Written in a hurry.")
    page.goto(f"{address}/inbox")
    page.go_back()
    expect(page.get_by_label(REASON)).to_have_value("Written in a hurry.")


def test_back_and_reload_work_after_every_button(page: Page, address: str, task_path: str) -> None:
    page.get_by_label(REASON).fill("The calls were not logged.")
    page.get_by_role("button", name="Write the letter from these findings").click()
    page.wait_for_url(re.compile("pressed=draft"))
    page.get_by_label(LETTER).fill("My own letter.")
    page.get_by_role("button", name="Finish the reply").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.reload()
    expect(page.get_by_label(LETTER)).to_have_value("My own letter.")
    page.goto(f"{address}/inbox")
    page.go_back()
    expect(page.get_by_label(LETTER)).to_have_value("My own letter.")
    page.go_back()
    expect(page.get_by_label(REASON)).to_have_value("The calls were not logged.")


def test_without_a_connection_or_a_sign_in_the_page_says_so_and_keeps_nothing_in_the_browser(
    page: Page, task_path: str
) -> None:
    page.context.set_offline(True)
    page.get_by_label(REASON).fill("Offline words.")
    expect(page.locator(SAID)).to_contain_text("Not saved: Heard cannot be reached")
    page.context.set_offline(False)
    page.context.clear_cookies()
    page.get_by_label(REASON).fill("Words after the end of the session.")
    expect(page.locator(SAID)).to_contain_text("You are signed out. What you typed is still here")
    expect(page.get_by_label(REASON)).to_have_value("Words after the end of the session.")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    check(page)


def test_two_windows_are_told_of_each_other(page: Page, address: str, task_path: str) -> None:
    second = page.context.new_page()
    second.goto(f"{address}{task_path}")
    page.get_by_label(REASON).fill("In the first window.")
    expect(page.locator(SAID)).to_have_text("Saved at 10:00.")
    second.get_by_label(REASON).fill("In the second window.")
    expect(second.locator(SAID)).to_contain_text("In another window you had typed something else")
    page.reload()
    expect(page.get_by_label(REASON)).to_have_value("In the second window.")
    page.get_by_role("button", name="Take the other version").click()
    expect(page.get_by_label(REASON)).to_have_value("In the first window.")


def test_a_page_that_was_overtaken_is_for_everybody(
    page: Page, app: Flask, office: Office, sign_in: SignIn, address: str
) -> None:
    app.config.update(WTF_CSRF_ENABLED=False)
    reference = signed_off(office, sign_in)
    task_id = open_task(office, reference, "check_and_send")
    claimed(sign_in("olive"), task_id)
    app.config.update(WTF_CSRF_ENABLED=True)
    enter(page, address, "olive", f"/tasks/{task_id}")
    details.change(office, actor(office, PEOPLE["oscar"][0]), reference, MOVED)
    page.get_by_label("Yes, it goes out").check()
    page.get_by_label("Email").check()
    page.get_by_role("button", name="Finish this task").click()
    expect(page.get_by_role("heading", name="Something has changed since you opened this page")).to_be_visible()
    check(page)
    page.set_viewport_size({"width": 320, "height": 800})
    check(page)
    page.get_by_role("button", name="Finish this task").click()
    expect(page.get_by_text("The letter is on its way")).to_be_visible()
