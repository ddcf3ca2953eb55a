"""Documents, contacts, notes and the whole file in a real browser: for everybody, on a narrow screen, by keyboard."""

from pathlib import Path

from flask import Flask
from playwright.sync_api import FilePayload, Page, expect

from engine.casework.files import LARGEST
from engine.office import Office
from tests.web import files
from tests.web.browsing import check, enter
from tests.web.test_documents import SORT, send
from tests.web.work import SignIn, signed_off

LONG = "Report_of_the_school_about_the_meeting_" * 4 + "in_May.pdf"
CALLED = {"happened_on": "2026-10-02", "way": "telephone", "with_whom": "complainant"}
PROMISED = {"note": "She sends us the letter of the school.", "next_by": "them", "next_in": "2026-10-02"}


def _filled(app: Flask, office: Office, sign_in: SignIn) -> str:
    app.config.update(WTF_CSRF_ENABLED=False)
    reference, olive = signed_off(office, sign_in), sign_in("olive")
    base = f"/cases/{reference}"
    assert send(olive, f"{base}/documents/add", LONG, comment="From the school.", **SORT).status_code == 302
    send(olive, f"{base}/documents/1/version", based_on="1", content=files.PDF + b"\n", comment="With its annex.")
    send(olive, f"{base}/documents/add", "Wrong.png", content=files.PNG, **SORT)
    olive.post(f"{base}/documents/2/withdraw", data={"reason": "It is about another child."})
    olive.post(f"{base}/contact", data={**CALLED, **PROMISED})
    olive.post(f"{base}/contact", data={**CALLED, "note": "Noted on the wrong case.", "with_whom": "staff"})
    olive.post(f"{base}/contact/2/strike", data={"reason": "It is about another complaint."})
    olive.post(f"{base}/notes", data={"note_text": "Ask for Ms Hill at the school."})
    olive.post(f"{base}/notes/1/strike", data={"reason": "She has left."})
    olive.post(f"{base}/notes", data={"note_text": "Ask for Mr Vale.\n\nMornings are best."})
    app.config.update(WTF_CSRF_ENABLED=True)
    return base


def test_every_page_of_the_file_is_for_everybody(
    page: Page, app: Flask, office: Office, sign_in: SignIn, address: str
) -> None:
    base = _filled(app, office, sign_in)
    enter(page, address, "olive", f"{base}/letters")
    check(page)
    pages = ("documents/1", "documents/2", "documents/add", "documents/1/version", "documents/1/name")
    further = ("documents/1/withdraw", "contact", "contact/1/correct", "contact/1/strike", "notes/2/strike", "file")
    for each in (*pages, *further):
        page.goto(f"{address}{base}/{each}")
        check(page)
    page.goto(f"{address}{base}/contact")
    page.get_by_role("button", name="Add the contact").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter what was said")
    check(page)


def test_a_file_is_refused_held_and_added(
    page: Page, app: Flask, office: Office, sign_in: SignIn, address: str
) -> None:
    base = _filled(app, office, sign_in)
    enter(page, address, "olive", f"{base}/documents/add")
    program = FilePayload(name="run.exe", mimeType="application/octet-stream", buffer=b"MZ")
    page.get_by_label("Which file is it?").set_input_files(program)
    page.get_by_label("What is it called? (optional)").fill("Report")
    page.get_by_role("button", name="Add the document").click()
    expect(page.get_by_role("alert")).to_contain_text("it is a program")
    expect(page.get_by_label("What is it called? (optional)")).to_have_value("Report")
    check(page)
    fine = FilePayload(name=LONG, mimeType="application/pdf", buffer=files.PDF)
    page.get_by_label("Which file is it?").set_input_files(fine)
    page.get_by_role("button", name="Add the document").click()
    expect(page.locator("main")).to_contain_text("You need not choose it again")
    check(page)
    page.get_by_label("What sort of document is it?").select_option("report")
    page.get_by_role("button", name="Add the document").click()
    expect(page.locator("main")).to_contain_text("The document is on the case")


def test_a_file_that_is_too_large_is_told_of_before_anything_is_sent(
    page: Page, app: Flask, office: Office, sign_in: SignIn, address: str, tmp_path: Path
) -> None:
    base = _filled(app, office, sign_in)
    enter(page, address, "olive", f"{base}/documents/add")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.get_by_label("What is it called? (optional)").fill("Report")
    large = tmp_path / "scan.pdf"
    with large.open("wb") as file:
        file.truncate(LARGEST + 1)
    page.get_by_label("Which file is it?").set_input_files(large)
    told = page.get_by_role("alert")
    expect(told).to_contain_text("and a file can have 20 MB. Make it smaller, split it, or choose another.")
    page.get_by_role("button", name="Add the document").click()
    expect(page.get_by_label("Which file is it?")).to_be_focused()
    expect(page.get_by_label("What is it called? (optional)")).to_have_value("Report")
    check(page)
    assert "POST" not in sent
    fine = FilePayload(name="scan.pdf", mimeType="application/pdf", buffer=files.PDF)
    page.get_by_label("Which file is it?").set_input_files(fine)
    expect(told).to_have_count(0)
    page.get_by_label("What sort of document is it?").select_option("report")
    page.wait_for_timeout(1100)  # within a second the button takes a press for the second half of a double one
    page.get_by_role("button", name="Add the document").click()
    expect(page.locator("main")).to_contain_text("The document is on the case")


def test_two_people_add_a_version_at_once(
    page: Page, app: Flask, office: Office, sign_in: SignIn, address: str
) -> None:
    base = _filled(app, office, sign_in)
    enter(page, address, "olive", f"{base}/documents/1/version")
    app.config.update(WTF_CSRF_ENABLED=False)
    other = send(sign_in("mara"), f"{base}/documents/1/version", based_on="2", content=files.PDF + b"\n\n")
    assert other.status_code == 302
    app.config.update(WTF_CSRF_ENABLED=True)
    mine = FilePayload(name="Mine.pdf", mimeType="application/pdf", buffer=files.PDF + b" ")
    page.get_by_label("Which file is the newer version?").set_input_files(mine)
    page.get_by_role("button", name="Add version 3").click()
    expect(page.locator("main")).to_contain_text("added by Mara Manager")
    check(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("main")).to_contain_text("Version 4 is on the case")
    expect(page.locator("main")).to_contain_text("Mine.pdf")


def test_a_call_is_noted_by_keyboard_with_three_answers(
    page: Page, app: Flask, office: Office, sign_in: SignIn, address: str
) -> None:
    base = _filled(app, office, sign_in)
    enter(page, address, "olive", f"{base}/contact")
    page.get_by_label("What was said?").focus()
    page.keyboard.type("She rings again once the letter is there.")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Thursday")
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("The contact is on record")
    expect(page.get_by_role("list", name="Who has promised what")).to_contain_text("They, by Thursday 8 October 2026")
