"""Only where everything is invented: the emails that would have gone out, and the clock to move."""

from datetime import datetime, time, timedelta
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.dates import long_date
from engine.errors import InvalidAnswers, NotFound
from engine.flows import demo_clock
from engine.office import LONDON
from engine.queries import outgoing, working_days
from notifications import render
from web.access import EVERYONE_SIGNED_IN, office, open_to, settings
from web.filled import Filled, typed

bp = Blueprint("demo", __name__)

MORNING = time(9, 0)
JUST_AFTER = timedelta(seconds=5)
MOST_DAYS = 65
MOST_EMAILS = 50


@bp.app_context_processor
def kept_mail() -> dict[str, bool]:
    """Whether there are emails to read here, for the line at every page's top."""
    return {"keeps_mail": settings().mail_dir is not None}


@bp.get("/demo/mail")
@open_to(EVERYONE_SIGNED_IN)
def mail() -> ResponseReturnValue:
    """The emails that would have gone out, newest first."""
    asked = request.args.get("skipping", "")
    skipping = int(asked) if asked.isdecimal() and len(asked) < 8 else 0
    shown, total = render.kept_emails(_folder(), MOST_EMAILS, skipping)
    older = skipping + MOST_EMAILS if skipping + MOST_EMAILS < total else None
    return render_template("demo/mail.html", messages=shown, total=total, skipping=skipping, older=older)


@bp.get("/demo/mail/<name>")
@open_to(EVERYONE_SIGNED_IN)
def email(name: str) -> ResponseReturnValue:
    """One of them."""
    return render_template("demo/email.html", message=render.kept_email(_folder(), name))


@bp.get("/demo/clock")
@open_to(EVERYONE_SIGNED_IN)
def clock() -> ResponseReturnValue:
    """What time it is here, and where to move it."""
    return _clock_page(Filled())


@bp.post("/demo/clock")
@open_to(EVERYONE_SIGNED_IN)
def advance() -> ResponseReturnValue:
    """Move the clock forward."""
    try:
        to = _wanted(typed())
    except InvalidAnswers as invalid:
        return _clock_page(Filled(typed(), invalid.errors)), 422
    demo_clock.advance(office(), to)
    here = to.astimezone(LONDON)
    flash(f"It is now {long_date(here.date())}, {here:%H:%M}. Reminders that are due go out within a few seconds.")
    return redirect(url_for("demo.clock"))


def _clock_page(filled: Filled) -> str:
    now = office().clock.now().astimezone(LONDON)
    return render_template(
        "demo/clock.html",
        now=now,
        next_morning=_morning(1),
        next_reminder=outgoing.next_reminder(office()),
        filled=filled,
    )


def _wanted(answers: dict[str, str]) -> datetime:
    """The instant that was asked for. Raises `InvalidAnswers`."""
    how = answers.get("how", "")
    if how == "reminder":
        reminder = outgoing.next_reminder(office())
        if reminder is None:
            raise InvalidAnswers({"how": "No reminder is waiting; choose working days instead"})
        return reminder + JUST_AFTER
    if how == "morning":
        return _morning(1)
    days = answers.get("days", "").strip()
    if how != "days":
        raise InvalidAnswers({"how": "Select where to move the clock"})
    if not days.isdecimal() or not 1 <= int(days) <= MOST_DAYS:
        raise InvalidAnswers({"days": f"Enter a number of working days from 1 to {MOST_DAYS}"})
    return _morning(int(days))


def _morning(days: int) -> datetime:
    """Nine o'clock in London, so many working days from today; a few seconds after, so that what is due then is due."""
    day = working_days.after(office(), office().today(), days)
    return datetime.combine(day, MORNING, LONDON) + JUST_AFTER


def _folder() -> Path:
    folder = settings().mail_dir
    if folder is None:
        raise NotFound(what="kept mail")
    return folder
