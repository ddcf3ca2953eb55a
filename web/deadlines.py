"""The calendar of deadlines: a month or a week, for oneself or for everybody."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.dates import month_name
from engine.insight import deadlines
from engine.insight.deadlines import Whose, monday
from engine.insight.own_work import Span
from engine.queries import people
from web import insight_words
from web.access import EVERYONE_SIGNED_IN, actor, office, open_to

bp = Blueprint("deadlines", __name__)
bp.context_processor(lambda: {"said_of": insight_words})

EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
"""Beyond these days nobody has a deadline, and an address that asks for one was tampered with."""


@bp.get("/deadlines")
@open_to(EVERYONE_SIGNED_IN)
def page() -> ResponseReturnValue:
    """What falls due on each day of a month or of a week."""
    today, allowed = office().today(), deadlines.whose(actor())
    asked, view, on = _whose(allowed), _view(), _day(today)
    service_id = _service() if asked is Whose.EVERYBODY else None
    span = _span(view, on)
    kept = {"whose": asked.value, "view": view, "service": service_id}
    return render_template(
        "deadlines/page.html",
        found=deadlines.between(office(), actor(), asked, span, service_id),
        title=month_name(on) if view == "month" else f"Week of {insight_words.day(span.first)}",
        whose=asked,
        allowed=allowed,
        view=view,
        on=on,
        services=people.services(office()),
        service_id=service_id,
        ways=_ways(view, on, today, kept),
        kept=kept,
    )


def _whose(allowed: tuple[Whose, ...]) -> Whose:
    """Whoever asks for more than is theirs sees their own."""
    wanted = request.args.get("whose", "")
    return Whose(wanted) if wanted in set(allowed) else Whose.MINE


def _view() -> str:
    return "week" if request.args.get("view") == "week" else "month"


def _day(today: date) -> date:
    try:
        asked = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return today
    return asked if EARLIEST <= asked <= LATEST else today


def _service() -> int | None:
    asked = request.args.get("service", "")
    return int(asked) if asked.isdecimal() and len(asked) < 10 else None


def _span(view: str, on: date) -> Span:
    """Whole weeks: the one of the day, or those of its month."""
    if view == "week":
        return Span(monday(on), monday(on) + timedelta(days=6))
    first = on.replace(day=1)
    last = _next_month(first) - timedelta(days=1)
    return Span(monday(first), monday(last) + timedelta(days=6))


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _ways(view: str, on: date, today: date, kept: dict[str, Any]) -> list[tuple[str, str]]:
    """Back, today and on."""
    first = on.replace(day=1)
    if view == "week":
        before, after = on - timedelta(days=7), on + timedelta(days=7)
    else:
        before, after = (first - timedelta(days=1)).replace(day=1), _next_month(first)
    places = ((f"Previous {view}", before), ("Today", today), (f"Next {view}", after))
    return [
        (words, url_for("deadlines.page", on=day.isoformat(), **kept))
        for words, day in places
        if EARLIEST <= day <= LATEST
    ]
