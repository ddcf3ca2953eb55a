"""Whoever is complained about never learns from Heard that there is a case."""

import re
from datetime import date

from playwright.sync_api import expect

from tests.journeys import deeds
from tests.journeys.conftest import SitDown
from tests.journeys.visitor import Visitor

RECEIVED = date(2026, 10, 5)
PAGES = ("", "/dates", "/dates/stage_1_response", "/history", "/letters", "/people")
DRAWINGS_AND_FILES = ("/history/1.svg", "/history/2.svg", "/letters/1", "/letters/1/page", "/letters/1/letter.docx")


def test_the_person_complained_about_never_sees_the_case(sit_down: SitDown) -> None:
    priya = sit_down("priya")
    reference = deeds.log(priya, RECEIVED)
    leon, amina = sit_down("leon"), sit_down("amina")
    deeds.triage(priya, reference, about="Leon Barker, Children in care team 2")
    task = sit_down("kath").go("/inbox")
    task.follow("Respond")
    task.sees("What you found on head 1")
    addresses = [f"/cases/{reference}{page}" for page in (*PAGES, *DRAWINGS_AND_FILES)]
    addresses.append(task.page.url.removeprefix(task.address))
    for address in addresses:
        assert asked(priya, address) == 200, address
        assert asked(leon, address) == 404, address
    for address in ("/inbox", "/inbox/team", "/cases", "/cases?status=all"):
        leon.go(address)
        expect(leon.page.get_by_text(reference)).to_have_count(0)
    for words in (deeds.COMPLAINANT, "visits stopped", reference):
        assert finds(amina, words, reference)
        assert not finds(leon, words, reference)


def test_a_page_that_is_not_there_says_the_same_as_one_that_is_kept_from_you(sit_down: SitDown) -> None:
    priya, leon = sit_down("priya"), sit_down("leon")
    reference = deeds.log(priya, RECEIVED)
    deeds.triage(priya, reference, about="Leon Barker, Children in care team 2")
    kept = without_its_number(leon.go(f"/cases/{reference}").read())
    nowhere = without_its_number(leon.go("/cases/HRD-26-9999").read())
    assert kept == nowhere.replace("HRD-26-9999", reference)
    for page in ("/withdraw", "/clocks/stage_1_response/extend"):
        assert asked(leon, f"/cases/{reference}{page}") == asked(leon, f"/cases/HRD-26-9999{page}") == 403


def without_its_number(words: str) -> str:
    """Every page that is refused has a number of its own, by which it is found in the log."""
    plain, numbers = re.subn(r"this number: [0-9a-f]{8}", "this number", words)
    assert numbers == 1
    return plain


def asked(visitor: Visitor, path: str) -> int:
    """How the house answers this person when the page is asked for."""
    return visitor.page.context.request.get(f"{visitor.address}{path}").status


def finds(visitor: Visitor, words: str, reference: str) -> bool:
    """Whether searching for these words leads to the case: to its page, or to a list that it is on."""
    visitor.go("/cases")
    box = visitor.page.get_by_role("searchbox")
    box.fill(words)
    box.press("Enter")
    main = visitor.page.get_by_role("main")
    nothing = main.get_by_role("heading", name="Nothing found")
    listed = main.get_by_role("link", name=reference)
    opened = main.get_by_role("heading", name=reference, level=1)
    expect(nothing.or_(listed).or_(opened)).to_be_visible()
    return nothing.count() == 0
