"""Every page is visited, and is for everybody: here the rooms and the day's work; other files have the others."""

import pytest
from werkzeug.routing import Map

from tests.journeys.for_everybody import look
from tests.journeys.reception import Reception
from tests.journeys.visits.every import EVERY, WORK
from tests.journeys.visits.visit import Visit

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


@pytest.mark.parametrize("visit", WORK, ids=str)
def test_the_page_is_for_everybody(visit: Visit, reception: Reception, routes: Map) -> None:
    look(visit, reception, routes)


def test_every_page_is_visited(routes: Map) -> None:
    read = {rule.endpoint for rule in routes.iter_rules() if "GET" in (rule.methods or ())}
    assert read - {visit.endpoint for visit in EVERY} == NO_PAGES.keys()
