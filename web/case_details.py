"""Contact details that were wrong or have changed: the form, as when it was logged, with what is on record."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action, require
from engine.errors import InvalidAnswers
from engine.flows import details
from engine.queries.case_file import CaseFile
from web.access import actor, office, open_to
from web.cases import opened
from web.filled import Filled, typed

bp = Blueprint("case_details", __name__)

QUESTIONS = (
    *("complainant_name", "reply_by", "complainant_email", "complainant_address", "complainant_phone"),
    "contact_warning",
)
"""Every question of the form, from top to bottom: columns of the case."""


@bp.route("/cases/<reference>/details", methods=["GET", "POST"])
@open_to(Action.CHANGE_DETAILS)
def change(reference: str) -> ResponseReturnValue:
    """Change how the person is reached."""
    case = opened(reference, "contact details")
    require(actor(), Action.CHANGE_DETAILS, case.standing)
    if request.method == "GET":
        known = {name: getattr(case.row, name) or "" for name in QUESTIONS}
        return _form(case, Filled(suggested=known))
    answers = typed()
    try:
        details.change(office(), actor(), reference, answers)
    except InvalidAnswers as invalid:
        errors = {name: invalid.errors[name] for name in sorted(invalid.errors, key=QUESTIONS.index)}
        return _form(case, Filled(answers, errors)), 422
    flash("The contact details are changed. Those before stay in the history.")
    return redirect(url_for("cases.people_page", reference=reference))


def _form(case: CaseFile, filled: Filled) -> str:
    return render_template("case_details/change.html", case=case, filled=filled)
