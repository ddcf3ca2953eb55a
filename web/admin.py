"""What keeps the house running: incidents, the calendar of working days, and outgoing mail."""

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.dates import long_date
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action
from engine.errors import InvalidAnswers
from engine.flows import calendar, mail
from engine.flows import incidents as flow
from engine.queries import bank_holidays, incidents, moved_dates, outgoing, work_due
from web import case_words
from web.access import actor, may_everywhere, office, open_to, settings
from web.filled import Filled, typed

ROOMS = (
    (Action.KEEP_JOBS, "admin.every_incident", "Incidents"),
    (Action.KEEP_JOBS, "admin.work", "Work that is due"),
    (Action.KEEP_JOBS, "outages.every", "Outages"),
    (Action.KEEP_JOBS, "moved_dates.every", "Moved dates"),
    (Action.HOLD_MAIL, "admin.outgoing_mail", "Outgoing mail"),
    (Action.HOLD_MAIL, "uncertain.every", "After a restore"),
    (Action.KEEP_CALENDAR, "admin.working_days", "Working days"),
)
"""The pages for whoever keeps Heard running, and who may open each."""

bp = Blueprint("admin", __name__)
bp.context_processor(lambda: {"words": case_words})


@bp.app_context_processor
def rooms() -> dict[str, list[tuple[str, str]]]:
    """The pages of this room that the person signed in may open, for every page's foot."""
    return {"running": [(endpoint, words) for action, endpoint, words in ROOMS if may_everywhere(action)]}


@bp.get("/running/jobs")
@open_to(Action.KEEP_JOBS)
def work() -> ResponseReturnValue:
    """How the background work stands."""
    return render_template("admin/jobs.html", work=work_due.standing(office(), actor()))


@bp.get("/running/incidents")
@open_to(Action.KEEP_JOBS)
def every_incident() -> ResponseReturnValue:
    """What could not be done by itself."""
    found = incidents.latest(office(), actor())
    open_ones = [row for row in found if row.status == "open"]
    return render_template(
        "admin/incidents.html",
        open_ones=open_ones,
        alike=Counter(row.sort for row in open_ones),
        in_all=incidents.count_open(office(), actor()),
        ended=[row for row in found if row.status != "open"],
    )


@bp.post("/running/incidents/retry")
@open_to(Action.KEEP_JOBS)
def retry() -> ResponseReturnValue:
    """Try some of them again, or everything that failed like one of them."""
    wanted = _chosen()
    if not wanted:
        return _nothing_chosen()
    if request.form.get("alike"):
        wanted = incidents.alike(office(), actor(), wanted[0])
    number = flow.retry(office(), actor(), wanted)
    what = "It is" if number == 1 else f"{number} incidents are"
    flash(f"{what} being tried again. What fails once more comes back to this list.")
    return redirect(url_for("admin.every_incident"))


@bp.get("/running/incidents/dismiss")
@open_to(Action.KEEP_JOBS)
def ask_why() -> ResponseReturnValue:
    """Ask why incidents can be set aside."""
    return _dismissal(Filled()) if _chosen() else _nothing_chosen()


@bp.post("/running/incidents/dismiss")
@open_to(Action.KEEP_JOBS)
def dismiss() -> ResponseReturnValue:
    """Set incidents aside, with a reason."""
    if not _chosen():
        return _nothing_chosen()
    try:
        number = flow.dismiss(office(), actor(), _chosen(), typed())
    except InvalidAnswers as invalid:
        return _dismissal(Filled(typed(), invalid.errors)), 422
    flash("The incident is dismissed." if number == 1 else f"{number} incidents are dismissed.")
    return redirect(url_for("admin.every_incident"))


@bp.get("/running/calendar")
@open_to(Action.KEEP_CALENDAR)
def working_days() -> ResponseReturnValue:
    """The bank holidays, and a form to add one that was announced."""
    return _calendar(Filled())


@bp.post("/running/calendar")
@open_to(Action.KEEP_CALENDAR)
def announce() -> ResponseReturnValue:
    """Add a bank holiday; every open case has its dates read again."""
    answers = typed()
    try:
        read_again = calendar.announce(office(), actor(), answers)
    except InvalidAnswers as invalid:
        return _calendar(Filled(answers, invalid.errors)), 422
    day = Reader(answers).day("day", None)
    cases = "1 open case" if read_again == 1 else f"{read_again} open cases"
    flash(f"{long_date(day) if day else 'The day'} is a bank holiday now. The dates of {cases} are read again.")
    return redirect(url_for("admin.working_days", year=day.year if day else None))


@bp.get("/running/mail")
@open_to(Action.HOLD_MAIL)
def outgoing_mail() -> ResponseReturnValue:
    """Whether outgoing mail is held, and how much waits."""
    rule, demo = settings().leaving, settings().demo
    listed = rule.list_for(demo=demo)
    return render_template("admin/mail.html", mail=outgoing.standing(office(), actor()), rule=rule, listed=listed)


@bp.post("/running/mail/hold")
@open_to(Action.HOLD_MAIL)
def hold() -> ResponseReturnValue:
    """Hold it."""
    mail.hold(office(), actor())
    flash("Outgoing mail is held. Nothing is lost: it waits here.")
    return redirect(url_for("admin.outgoing_mail"))


@bp.post("/running/mail/release")
@open_to(Action.HOLD_MAIL)
def release() -> ResponseReturnValue:
    """Let it go."""
    mail.release(office(), actor())
    flash("Outgoing mail goes out again.")
    return redirect(url_for("admin.outgoing_mail"))


def _chosen() -> list[int]:
    """The incidents that were ticked, or the one whose button was pressed."""
    return [int(each) for each in request.values.getlist("incident") if each.isdecimal() and len(each) < 10]


def _nothing_chosen() -> ResponseReturnValue:
    flash("Tick what you mean first. Nothing was changed.")
    return redirect(url_for("admin.every_incident"))


def _dismissal(filled: Filled) -> str:
    return render_template("admin/dismiss.html", rows=incidents.find(office(), actor(), _chosen()), filled=filled)


def _calendar(filled: Filled) -> str:
    rows = bank_holidays.every(office(), actor())
    years = sorted({row.day.year for row in rows})
    asked = request.args.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else office().today().year
    shown = [row for row in rows if row.day.year == year]
    moved = {row.day: row.dates for row in moved_dates.by_day(office(), actor())}
    return render_template("admin/calendar.html", rows=shown, years=years, year=year, filled=filled, moved=moved)
