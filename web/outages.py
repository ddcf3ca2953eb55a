"""Outages: when nobody looked for due work, and what became of every timer that was due then."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action
from engine.queries import outages
from web import outage_words
from web.access import actor, office, open_to

bp = Blueprint("outages", __name__)
bp.context_processor(lambda: {"words": outage_words})


@bp.get("/running/outages")
@open_to(Action.KEEP_JOBS)
def every() -> ResponseReturnValue:
    """All of them, the last one first."""
    before = _number("before")
    page = outages.latest(office(), actor(), before or outages.LAST)
    return render_template("admin/outages.html", page=page, begun=bool(before))


@bp.get("/running/outages/<int:outage_id>")
@open_to(Action.KEEP_JOBS)
def one(outage_id: int) -> ResponseReturnValue:
    """One of them, timer by timer."""
    after = _number("after")
    found = outages.find(office(), actor(), outage_id, after)
    return render_template("admin/outage.html", found=found, begun=bool(after))


def _number(name: str) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
