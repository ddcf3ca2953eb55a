"""Inbox and task pages in a real browser: for everybody, on a narrow screen, by keyboard, and without scripts."""

import re

from flask import Flask
from playwright.sync_api import Browser, Page, expect

from engine.office import Office
from tests.council import StandingClock
from tests.stories import deliver
from tests.web.browsing import check, enter
from tests.web.work import SignIn, claimed, finish, log, open_task, responded, signed_off, triaged

LONG = {
    "complainant_name": "Bartholomew Featherstonehaugh-Cholmondeley",
    "words": "https://fernshire.invalid/" + "a-very-long-address-without-any-break" * 4 + "\n\nNobody called me back.",
    "contact_warning": "Do not ring before 4 pm.",
    "is_child": "yes",
    "child_name": "Robin Meadow",
}


def unguarded(app: Flask, sign_in: SignIn) -> SignIn:
    """For arranging a story: forms without their tokens."""
    app.config.update(WTF_CSRF_ENABLED=False)
    return sign_in


def test_every_page_of_the_work_is_for_everybody(
    page: Page, app: Flask, office: Office, sign_in: SignIn, clock: StandingClock, address: str
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    unguarded(app, sign_in)
    late = triaged(office, sign_in)
    clock.forward(days=14, hours=1)
    deliver(office)
    back = responded(office, sign_in)
    sign_off = open_task(office, back, "sign_off")
    answer = {"signed_off": "send_back", "what_to_change": "Say sorry first."}
    finish(claimed(sign_in("heather"), sign_off), sign_off, answer)
    work = {
        "olive": [
            open_task(office, log(office, **LONG), "triage"),
            open_task(office, late, "record_overrun"),
            open_task(office, signed_off(office, sign_in), "check_and_send"),
        ],
        "heather": [open_task(office, responded(office, sign_in), "sign_off")],
    }
    for login, tasks in work.items():
        for task_id in tasks:
            claimed(sign_in(login), task_id)
    work["mara"] = [open_task(office, back, "respond")]
    app.config.update(WTF_CSRF_ENABLED=True)
    page.goto(f"{address}/sign-in")
    check(page)
    for path in ("/inbox", "/inbox/team", "/inbox/everybody"):
        enter(page, address, "olive", path)
        check(page)
    for login, tasks in work.items():
        for task_id in tasks:
            enter(page, address, login, f"/tasks/{task_id}")
            check(page)
    assert said == []
    page.get_by_role("button", name="Finish the reply").click()
    page.goto(f"{address}/nowhere")
    check(page)


def test_errors_take_the_keyboard_to_their_questions(
    page: Page, app: Flask, office: Office, sign_in: SignIn, address: str
) -> None:
    unguarded(app, sign_in)
    task_id = open_task(office, log(office), "triage")
    claimed(sign_in("olive"), task_id)
    app.config.update(WTF_CSRF_ENABLED=True)
    enter(page, address, "olive", f"/tasks/{task_id}")
    page.get_by_role("button", name="Finish triage").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    check(page)
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "route"


def test_the_work_can_be_done_without_scripts(
    browser: Browser, app: Flask, office: Office, sign_in: SignIn, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    task_id = open_task(office, log(office), "triage")
    enter(page, address, "olive", f"/tasks/{task_id}")
    page.get_by_role("button", name="Claim this task").click()
    page.get_by_label("Deal with it as a statutory complaint").check()
    page.get_by_label("The reason for this decision").fill("It is about a service for a child in care.")
    page.get_by_label("Head 1", exact=True).fill("Nobody returned my calls")
    page.get_by_role("button", name="Add another head").click()
    page.get_by_label("Head 2", exact=True).fill("The visits stopped")
    page.get_by_label("The manager who answers").select_option("Mara Manager, North team")
    page.get_by_role("group", name="Could somebody be at risk of harm?").get_by_label("No").check()
    page.get_by_role("button", name="Write the letter from these answers").click()
    expect(page.get_by_label("What the letter says")).to_have_value(
        re.compile("Nobody returned my calls.*The visits stopped", re.DOTALL)
    )
    page.get_by_role("button", name="Finish triage").click()
    expect(page.get_by_role("alert")).to_contain_text("Next: Respond, for the allocated manager.")
    context.close()


def test_what_belongs_to_an_answer_opens_with_it(
    page: Page, app: Flask, office: Office, sign_in: SignIn, address: str
) -> None:
    unguarded(app, sign_in)
    task_id = open_task(office, responded(office, sign_in), "sign_off")
    claimed(sign_in("heather"), task_id)
    app.config.update(WTF_CSRF_ENABLED=True)
    enter(page, address, "heather", f"/tasks/{task_id}")
    wanted = page.get_by_label("What should be changed?")
    expect(wanted).to_be_hidden()
    page.get_by_label("No, send it back to be changed").check()
    expect(wanted).to_be_visible()
    check(page)
