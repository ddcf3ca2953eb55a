"""What stands around every page: the council's name, the way to the rooms, and the headers that keep it safe."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, current_app, g, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from engine.queries import council
from web import access

IN_A_CASE = {
    *("cases", "case_letters", "case_actions", "case_details", "contact_log", "putting_right", "advocacy", "parties"),
    *("letter_copies", "writing", "joining", "told_worker", "actions", "documents", "notes", "whole_file"),
}
"""The rooms with the pages of one case."""

NAVIGATION = (
    ("Inbox", "inbox.mine", {"inbox", "tasks", "word", "post_box", "bulk", "follow_up", "task_requests"}),
    ("Cases", "cases.register", IN_A_CASE),
    ("Reports", "reports.front", {"reports", "worklist", "deadlines", "calendar_feed", "meeting_pack", "director"}),
    ("Procedures", "procedures.shelf", {"procedures", "letters_kept"}),
    ("People", "people.directory", {"people", "independent", "moving_work", "teams", "absences"}),
)
"""What the links say, where they lead, and the rooms (blueprints) that they belong to."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "frame-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    # Same origin and not none: over https the check of forms reads the referrer.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def put_around(app: Flask) -> None:
    """Give every page its frame and every answer its headers."""
    app.context_processor(_around)
    app.after_request(_with_headers)


def _around() -> dict[str, Any]:
    return {
        "council_name": _council_name(),
        "demo": access.settings().demo,
        "navigation": _navigation() if g.get("actor") else [],
        "person_name": g.actor.name if g.get("actor") else None,
        "my_absence": g.actor.away if g.get("actor") else None,
        "works_here": bool(g.get("actor")) and not g.actor.is_external,
        "has_page": has_page,
        "may": access.may_everywhere,
    }


def _council_name() -> str:
    """The page that says that the database cannot be reached needs a name too."""
    try:
        return council.name(access.office())
    except SQLAlchemyError:
        return council.UNNAMED


def has_page(endpoint: str) -> bool:
    """Whether this house has such a page."""
    return endpoint in current_app.view_functions


def _navigation() -> list[dict[str, Any]]:
    return [
        {"text": text, "href": url_for(endpoint), "active": request.blueprint in rooms}
        for text, endpoint, rooms in NAVIGATION
        if has_page(endpoint)
    ]


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        # Pages show people's cases: no browser or proxy keeps a copy.
        response.headers["Cache-Control"] = "no-store"
    return response
