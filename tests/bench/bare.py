"""Bare Flask pages with our layout: somebody is signed in, the rows are as many as ours, and all of it is constant.

No database, no law, no permission, no history: what is left of a page when it says nothing. What ours take beside these
is what Heard does. `gunicorn tests.bench.bare:app`
"""

from pathlib import Path
from typing import Any

from flask import Flask, abort, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from engine.casework.vocabulary import Finding, Remedy
from engine.queries.inbox import PAGE_SIZE
from tests.bench.journey import HEADS
from web import filters, frame
from web.app import ROOMS

ENTER = "/enter"
WHO = "Mara Manager"
ROWS = [
    {
        "task_id": f"{number:032x}",
        "name": "Respond",
        "reference": f"HRD-26-{number:04d}",
        "initials": "J I",
        "stage": "Stage 1",
        "due": "10 working days left",
        "due_on": "19 October 2026",
        "has_it": "You",
        "last_contact": "No contact yet",
    }
    for number in range(PAGE_SIZE)
]
FORM: dict[str, Any] = {
    "facts": ("From", "Received", "Service", "Answered by", "Reach by", "In their words", "Due"),
    "lines": ("contacted_on-day", "contacted_on-month", "contacted_on-year", "remedy_note"),
    "choices": {
        **{f"finding-{number}": list(Finding) for number in range(1, HEADS + 1)},
        "remedies": list(Remedy),
    },
    "texts": (*(f"reason-{number}" for number in range(1, HEADS + 1)), "letter_body"),
}


def create_app() -> Flask:
    """The pages. Our rooms are there for the addresses that the layout links to; nobody is behind them."""
    made = Flask("web")
    made.config.update(SECRET_KEY="only for figures", SESSION_COOKIE_NAME="bare", WTF_CSRF_TIME_LIMIT=None)
    made.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "extensions": ["jinja2.ext.do"]}
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    ours = FileSystemLoader(Path(__file__).parent / "templates")
    made.jinja_loader = ChoiceLoader([ours, PackageLoader("web", "templates"), components])
    CSRFProtect(made)
    filters.put_into(made)
    for room in ROOMS:
        made.register_blueprint(room)
    made.context_processor(_around)
    made.view_functions |= {"inbox.mine": _inbox, "tasks.page": _task, "tasks.work": _task}
    made.add_url_rule(ENTER, view_func=_enter)
    return made


def _around() -> dict[str, Any]:
    signed_in = "who" in session
    links = [(text, url_for(endpoint)) for text, endpoint, _ in frame.NAVIGATION]
    return {
        "council_name": "Fernshire Council",
        "person_name": session.get("who"),
        "works_here": signed_in,
        "has_page": lambda endpoint: endpoint in app.view_functions,
        "navigation": [{"text": text, "href": href, "active": False} for text, href in links] if signed_in else [],
    }


def _enter() -> ResponseReturnValue:
    session["who"] = WHO
    return "Come in."


def _inbox() -> ResponseReturnValue:
    _signed_in()
    return render_template("bare_inbox.html", rows=ROWS)


def _task(task_id: str) -> ResponseReturnValue:
    """The form, or the form again with what was sent: Flask has checked that it is ours."""
    _signed_in()
    return render_template("bare_task.html", typed=request.form, task_id=task_id, **FORM)


def _signed_in() -> None:
    if "who" not in session:
        abort(401)


app = create_app()
