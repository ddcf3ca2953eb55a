"""Which limits a bank holiday has moved, for whoever looks after the cases."""

from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action
from engine.errors import NotFound
from engine.queries import moved_dates
from web import case_words
from web.access import actor, office, open_to

bp = Blueprint("moved_dates", __name__)
bp.context_processor(lambda: {"words": case_words})


@bp.get("/running/moved-dates")
@open_to(Action.KEEP_JOBS)
def every() -> ResponseReturnValue:
    """The bank holidays that have moved any."""
    return render_template("admin/moved_dates.html", rows=moved_dates.by_day(office(), actor()))


@bp.get("/running/calendar/<day>")
@open_to(Action.KEEP_JOBS)
def one(day: str) -> ResponseReturnValue:
    """What one bank holiday has moved: the old dates and the new."""
    after = request.args.get("after", "")
    begun = after.isdecimal() and len(after) < 10
    found = moved_dates.of_day(office(), actor(), _day(day), int(after) if begun else 0)
    return render_template("admin/moved.html", moved=found, begun=begun)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as unreadable:
        raise NotFound(what="bank holiday") from unreadable
