"""Every page in every state is for everybody: WCAG 2.2 AA by axe, and nothing to scroll sideways for at 320 pixels.

And nothing on it waits for a script: whatever can be pressed belongs to a form that is sent without one.
"""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

from tests.journeys import council, running
from tests.journeys.guest import part_of_the_story
from tests.journeys.reception import Reception
from tests.journeys.visits.every import EVERY
from tests.journeys.visits.visit import Council, Visit
from tests.parts.accessibility import needs_scripts, overflow, violations

NO_PAGES = {
    "static": "styles and scripts",
    "health.health": "for machines",
    "metrics.metrics": "for machines",
    "sign_in.door": "leads on to the inbox or to signing in",
    "cases.diagram": "a picture",
    "procedures.drawing": "a picture",
    "procedures.file": "a file",
    "case_letters.as_word": "a file",
    "case_letters.as_pdf": "a file",
    "letters_kept.as_word": "a file",
    "word.out": "a file",
    "waiting_letters.out": "a file",
    "post_box.as_pdf": "a file",
    "letters_kept.as_pdf": "a file",
    "meeting_pack.as_pdf": "a file",
    "director.as_pdf": "a file",
    "documents.file": "a file",
    "whole_file.as_pdf": "a file",
    "documents.every": "leads on to the case's letters and documents",
    "notes.every": "leads on to the case's contacts and notes",
    "calendar_feed.file": "for calendar programs",
}
"""Routes that answer with something else than a page."""


@pytest.fixture(scope="module")
def reception(browser: Browser, furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reception]:
    """A council with something of everything in it, and one without any case."""
    folders = {each: tmp_path_factory.mktemp(each) for each in Council}
    council.tell(folders[Council.BUSY], part_of_the_story())
    council.copy(furnished, folders[Council.NEW])
    with ExitStack() as stack:
        houses = {each: stack.enter_context(running.served(folder)) for each, folder in folders.items()}
        yield stack.enter_context(closing(Reception(browser, houses)))


@pytest.fixture(scope="module")
def routes(reception: Reception) -> Map:
    """Every address that the house answers."""
    return reception.houses[Council.NEW].web().url_map


@pytest.mark.parametrize("visit", EVERY, ids=str)
def test_the_page_is_for_everybody(visit: Visit, reception: Reception, routes: Map) -> None:
    with reception.guest(visit) as guest:
        visit.arrive(guest)
        page = guest.visitor.page
        assert endpoint_of(page.url, routes) == visit.endpoint
        assert violations(page) == []
        assert needs_scripts(page) == []
        assert overflow(page) == 0


def test_every_page_is_visited(routes: Map) -> None:
    read = {rule.endpoint for rule in routes.iter_rules() if "GET" in (rule.methods or ())}
    assert read - {visit.endpoint for visit in EVERY} == NO_PAGES.keys()


def endpoint_of(address: str, routes: Map) -> str:
    """The route that an address belongs to; empty where there is none."""
    for method in ("GET", "POST"):
        try:
            return str(routes.bind("localhost").match(urlsplit(address).path, method)[0])
        except HTTPException:
            continue
    return ""
