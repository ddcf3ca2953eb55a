"""Going away, and who stands in: said here, changed here, and over when somebody is back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.dates import how_many
from engine.casework.policy import Action
from engine.errors import InvalidAnswers
from engine.flows import absences as arranging
from engine.flows.absences import Arranged, Back
from engine.queries import absences, left_uncovered, people
from engine.queries.absences import AbsenceRow, days_said
from web.access import EVERYONE_SIGNED_IN, actor, may_everywhere, office, open_to
from web.filled import Filled, day_parts, typed

bp = Blueprint("absences", __name__)


@bp.get("/absences")
@open_to(EVERYONE_SIGNED_IN)
def page() -> ResponseReturnValue:
    """When I am away, for whom I stand in, and who is away; with a form to say more."""
    return _page(Filled())


@bp.post("/absences")
@open_to(EVERYONE_SIGNED_IN)
def arrange() -> ResponseReturnValue:
    """Say who stands in while somebody is away."""
    answers = typed()
    try:
        made = arranging.arrange(office(), actor(), answers)
    except InvalidAnswers as wrong:
        return _page(Filled(answers, wrong.errors)), 422
    flash(_said(made))
    return redirect(url_for("absences.page"))


@bp.get("/absences/<int:absence_id>/change")
@open_to(EVERYONE_SIGNED_IN)
def ask_change(absence_id: int) -> ResponseReturnValue:
    """An absence as it stands, to be changed."""
    found = absences.find(office(), actor(), absence_id)
    known = day_parts("from_on", found.from_on) | day_parts("to_on", found.to_on) | {"deputy": str(found.deputy_id)}
    return _changing(found, Filled(suggested=known))


@bp.post("/absences/<int:absence_id>/change")
@open_to(EVERYONE_SIGNED_IN)
def change(absence_id: int) -> ResponseReturnValue:
    """Other days, or somebody else who stands in."""
    answers = typed()
    try:
        made = arranging.change(office(), actor(), absence_id, answers)
    except InvalidAnswers as wrong:
        return _changing(absences.find(office(), actor(), absence_id), Filled(answers, wrong.errors)), 422
    flash(_said(made))
    return redirect(url_for("absences.page"))


@bp.get("/absences/<int:absence_id>/cancel")
@open_to(EVERYONE_SIGNED_IN)
def ask_cancel(absence_id: int) -> ResponseReturnValue:
    """Ask before an absence is called off, or ended early."""
    found = absences.find(office(), actor(), absence_id)
    return render_template("absences/cancel.html", found=found, is_mine=found.person_id == actor().person_id)


@bp.post("/absences/<int:absence_id>/cancel")
@open_to(EVERYONE_SIGNED_IN)
def cancel(absence_id: int) -> ResponseReturnValue:
    """Call an absence off; one that has begun ends today."""
    back = arranging.cancel(office(), actor(), absence_id)
    flash("The absence is called off." if back is None else _back_said(back))
    return redirect(url_for("absences.page"))


@bp.post("/absences/back")
@open_to(EVERYONE_SIGNED_IN)
def back() -> ResponseReturnValue:
    """I am back: from now on nobody stands in for me."""
    away = actor().away
    if away is not None:
        found = arranging.cancel(office(), actor(), away.absence_id)
        if found is not None:
            flash(f"Welcome back. {_back_said(found)} Not back after all? Say below that you are away.")
    return redirect(url_for("absences.page"))


@bp.get("/absences/done")
@open_to(EVERYONE_SIGNED_IN)
def done() -> ResponseReturnValue:
    """What colleagues have done in my name while I was away."""
    before = request.args.get("before", "")
    wanted = int(before) if before.isdecimal() and len(before) < 19 else None
    listed = absences.in_my_name(office(), actor(), wanted)
    return render_template("absences/done.html", listed=listed, begun=wanted is None)


def _page(filled: Filled) -> str:
    keeps = may_everywhere(Action.KEEP_ABSENCES)
    after = request.args.get("after")
    found = absences.page(office(), actor(), after)
    return render_template(
        "absences/page.html",
        filled=filled,
        found=found,
        left={each.id: left_uncovered.how_many(office(), actor(), each) for each in found.mine},
        begun=after is None,
        keeps=keeps,
        deputies=_colleagues(None if keeps else actor().person_id),
        everybody=_colleagues(None) if keeps else [],
    )


def _changing(found: AbsenceRow, filled: Filled) -> str:
    begun = found.from_on < office().today()
    deputies = _colleagues(found.person_id)
    return render_template("absences/change.html", filled=filled, found=found, begun=begun, deputies=deputies)


def _colleagues(without: int | None) -> list[tuple[int, str]]:
    return [
        (each.id, f"{each.name}, {each.place}" if each.place else each.name)
        for each in people.colleagues(office())
        if each.id != without
    ]


def _said(made: Arranged) -> str:
    warning = f" {made.warning}." if made.warning else ""
    return f"{made.deputy} stands in for {made.person} {days_said(made.from_on, made.to_on)}.{warning}"


def _back_said(back: Back) -> str:
    if not back.tasks:
        return f"{back.deputy} does not stand in any more, and did nothing meanwhile."
    return f"{back.deputy} does not stand in any more, and did {how_many(back.tasks, 'task')} meanwhile."
