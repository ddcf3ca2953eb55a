"""Every built-in page by its form key, as the web shows it; a page of the diagram's own questions otherwise."""

from collections.abc import Mapping

from engine.queries.task_page import TaskPage
from web import judging
from web.answering import CHECK_AND_SEND, OVERRUN, RESPOND
from web.appointing import APPOINT, PANEL
from web.built_in import BuiltIn, letter_of_the_diagram
from web.praise import SHARE_COMPLIMENT
from web.triage import TRIAGE

PAGES: Mapping[str, BuiltIn] = {
    "triage": TRIAGE,
    "appoint": APPOINT,
    "panel": PANEL,
    "respond": RESPOND,
    "check_and_send": CHECK_AND_SEND,
    "overrun": OVERRUN,
    "share_compliment": SHARE_COMPLIMENT,
    **judging.PAGES,
}


def _defaults(found: TaskPage) -> dict[str, str]:
    """The defaults that the diagram gives its questions."""
    return {field.id: field.default for field in found.fields if field.default is not None}


OWN_FIELDS = BuiltIn("tasks/fields.html", _defaults, letter_of_the_diagram, more=judging.watched)
"""A page without a form key."""


def page_of(found: TaskPage) -> BuiltIn:
    """How the page of a task is shown."""
    return PAGES.get(found.form_key or "", OWN_FIELDS)
