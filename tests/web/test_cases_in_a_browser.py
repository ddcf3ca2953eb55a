"""The pages of a case, and those around it, in a real browser: for everybody, on a narrow screen, without scripts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from engine.flows import timing
from engine.office import Office
from notifications.mailers import Outgoing
from notifications.mailers.file import FileMailer
from tests.council import StandingClock
from tests.stories import ANSWER, answered, deliver, do, letter_id, somebody, triaged
from tests.web.browsing import check, enter
from tests.web.test_shelves import stuck
from web.access import SETTINGS
from web.app import WebSettings

LONG = {
    "complainant_name": "Bartholomew Featherstonehaugh-Cholmondeley",
    "words": "https://fernshire.invalid/" + "a-very-long-address-without-any-break" * 4,
    "contact_warning": "Do not ring before 4 pm, and never ring " + "0" * 60,
    "complainant_email": "b" * 60 + "@example.invalid",
}


def visit(page: Page, address: str, paths: list[str]) -> None:
    """Open each page; nothing on it may fail, be refused by the browser or stick out."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in paths:
        answer = page.goto(f"{address}{path}")
        assert answer is not None
        assert answer.ok, path
        check(page)
    assert said == []


def test_every_page_of_a_case_is_for_everybody(page: Page, office: Office, clock: StandingClock, address: str) -> None:
    reference = triaged(office, **LONG)
    do(office, "mara", reference, "respond", ANSWER)
    posted = answered(office, sent_by="post", is_child=True)
    clock.instant = datetime(2026, 10, 21, 9, 0, tzinfo=UTC)
    deliver(office)
    correction = {"occurred_on": "2026-10-02", "reason": "It came in on Friday."}
    timing.correct(office, somebody(office, "olive"), reference, 1, correction)
    letters = [(reference, "acknowledgement"), (reference, "stage_1_response"), (posted, "stage_1_response")]
    enter(page, address, "olive", "/cases")
    case = f"/cases/{reference}"
    visit(page, address, ["/cases", "/cases?status=all&overdue=yes", "/cases?service=2", case, f"{case}/people"])
    visit(page, address, [f"{case}/{part}" for part in ("letters", "dates", "dates/stage_1_response", "history")])
    visit(page, address, [f"/cases/{of}/letters/{letter_id(office, of, template)}" for of, template in letters])
    acts = ("clocks/stage_1_response/extend", "clocks/stage_1_response/suspend", "events/2/correct", "withdraw")
    visit(page, address, [f"{case}/{act}" for act in acts])


def test_the_pages_around_the_cases_are_for_everybody(
    page: Page, app: Flask, office: Office, tmp_path: Path, address: str
) -> None:
    stuck(office)
    app.extensions[SETTINGS] = WebSettings("only for tests", "http://localhost", demo=True, mail_dir=tmp_path)
    email = Outgoing("<a@heard.invalid>", "h@heard.invalid", "mara@heard.invalid", "HRD-26-0001: due", "See it.", "")
    FileMailer(tmp_path).send(email)
    enter(page, address, "ada", "/log")
    visit(page, address, ["/log", "/people", "/procedures", "/procedures/statutory_complaint/2014-10-01"])
    rooms = ("incidents", "incidents/dismiss?incident=1", "jobs", "calendar", "mail")
    visit(page, address, [f"/running/{room}" for room in rooms])
    visit(page, address, ["/demo/mail", "/demo/mail/a@heard.invalid", "/demo/clock"])


def test_more_time_can_be_taken_without_scripts(browser: Browser, office: Office, address: str) -> None:
    reference = triaged(office)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    enter(page, address, "olive", f"/cases/{reference}")
    page.get_by_role("link", name="Take more time").click()
    page.get_by_label("The complaint is complex").check()
    for part, value in (("Day", "27"), ("Month", "10"), ("Year", "2026")):
        page.get_by_role("group", name="What is the new date?").get_by_label(part).fill(value)
    page.get_by_label("What does the letter say about the reason?").fill("Two teams were involved.")
    page.get_by_role("button", name="See what it changes").click()
    expect(page.get_by_role("row", name="Answer at stage 1")).to_contain_text("Tuesday 27 October 2026")
    page.get_by_role("button", name="Extend the time and send the letter").click()
    expect(page.get_by_role("alert")).to_contain_text("The time is extended and the letter is on its way.")
    page.get_by_role("link", name="Letters").click()
    expect(page.get_by_role("link", name="More time at stage 1")).to_be_visible()
    context.close()


def test_a_letter_stands_on_its_page_as_it_was_sent(page: Page, office: Office, address: str) -> None:
    reference = triaged(office)
    deliver(office)
    enter(page, address, "olive", f"/cases/{reference}/letters/{letter_id(office, reference, 'acknowledgement')}")
    expect(page.frame_locator("iframe").get_by_text("Thank you for telling us.")).to_be_visible()


def test_the_diagram_is_drawn(page: Page, office: Office, address: str) -> None:
    reference = triaged(office)
    enter(page, address, "olive", f"/cases/{reference}/history")
    widths = page.locator("img.heard-diagram__picture").evaluate_all("all => all.map(each => each.naturalWidth)")
    assert len(widths) == 2
    assert all(width > 300 for width in widths)


@pytest.mark.parametrize("path", ["/cases", "/people"])
def test_a_page_fits_at_four_times_its_size(page: Page, office: Office, address: str, path: str) -> None:
    triaged(office, **LONG)
    page.set_viewport_size({"width": 320, "height": 256})
    enter(page, address, "olive", path)
    check(page)
