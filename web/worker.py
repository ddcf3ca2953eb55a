"""The worker complained about: what the officer tells them, and the one page that they see of it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action, require
from engine.errors import InvalidAnswers
from engine.flows import worker as flow
from engine.queries import worker
from engine.queries.case_file import CaseFile
from web.access import EVERYONE_SIGNED_IN, actor, office, open_to
from web.cases import opened
from web.filled import Filled, day_parts, typed

bp = Blueprint("worker", __name__)

NEUTRAL = (
    "A complaint has been received that concerns your work. Nothing has been decided. "
    "You can give your account of what happened here, and name somebody who supports you: "
    "a colleague, a manager or your union. We will tell you the outcome of what concerns you."
)
"""Where the officer's words begin: nothing in it comes from any case."""


@bp.get("/worker/<int:account_id>")
@open_to(EVERYONE_SIGNED_IN)
def page(account_id: int) -> ResponseReturnValue:
    """The worker's own page. For everybody else there is no such page."""
    found = worker.own_page(office(), actor(), account_id)
    known = {"account": found.account or "", "support_contact": found.support_contact or ""}
    return render_template("worker/own.html", found=found, filled=Filled(suggested=known))


@bp.post("/worker/<int:account_id>")
@open_to(EVERYONE_SIGNED_IN)
def give_account(account_id: int) -> ResponseReturnValue:
    """Their account, and who supports them."""
    answers, found = typed(), worker.own_page(office(), actor(), account_id)
    try:
        flow.give_account(office(), actor(), account_id, answers)
    except InvalidAnswers as invalid:
        return render_template("worker/own.html", found=found, filled=Filled(answers, invalid.errors)), 422
    flash("Your account is with the complaints team.")
    return redirect(url_for("worker.page", account_id=account_id))


@bp.route("/cases/<reference>/workers/<int:person_id>/tell", methods=["GET", "POST"])
@open_to(Action.TELL_WORKER)
def tell(reference: str, person_id: int) -> ResponseReturnValue:
    """Tell the worker of the complaint, in words of one's own."""
    case = _case(reference)
    found, answers = worker.of_person(office(), case, person_id), typed()
    suggested = {"told": found.told or NEUTRAL, **day_parts("told_on", case.today)}
    if not answers:
        return render_template("worker/tell.html", case=case, found=found, filled=Filled(suggested=suggested))
    try:
        flow.tell(office(), actor(), reference, person_id, answers)
    except InvalidAnswers as invalid:
        filled = Filled(answers, invalid.errors)
        return render_template("worker/tell.html", case=case, found=found, filled=filled), 422
    flash(f"{found.name} gets an email with a link to a page of their own.")
    return redirect(url_for("cases.people_page", reference=reference))


@bp.route("/cases/<reference>/workers/<int:person_id>/outcome", methods=["GET", "POST"])
@open_to(Action.TELL_WORKER)
def outcome(reference: str, person_id: int) -> ResponseReturnValue:
    """Tell the worker what came of it, as far as it concerns them."""
    case = _case(reference)
    found, answers = worker.of_person(office(), case, person_id), typed()
    filled = Filled(answers, suggested={"outcome": found.outcome or ""})
    if answers:
        try:
            flow.tell_outcome(office(), actor(), reference, person_id, answers)
        except InvalidAnswers as invalid:
            filled = Filled(answers, invalid.errors)
        else:
            flash(f"{found.name} gets an email with a link to the outcome.")
            return redirect(url_for("cases.people_page", reference=reference))
    shown = render_template("worker/outcome.html", case=case, found=found, filled=filled)
    return shown, 422 if answers else 200


def _case(reference: str) -> CaseFile:
    case = opened(reference, "worker")
    require(actor(), Action.TELL_WORKER, case.standing)
    return case
