"""A copy of a letter for a further complainant: sent on purpose, never by itself."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action, require
from engine.errors import InvalidAnswers
from engine.flows import letter_copies as flow
from engine.queries import letters, parties
from web import case_words
from web.access import actor, office, open_to
from web.cases import opened
from web.filled import Filled, typed

bp = Blueprint("letter_copies", __name__)
bp.context_processor(lambda: {"words": case_words})


@bp.route("/cases/<reference>/letters/<int:letter_id>/copy", methods=["GET", "POST"])
@open_to(Action.CHANGE_DETAILS)
def copy(reference: str, letter_id: int) -> ResponseReturnValue:
    """Send a copy of a letter that has gone out."""
    case, answers = opened(reference, "letter"), typed()
    require(actor(), Action.CHANGE_DETAILS, case.standing)
    letter = letters.find(office(), case, letter_id)
    filled = Filled(answers, suggested={"child_body": letter.body or ""})
    if answers:
        try:
            copy_id = flow.send_copy(office(), actor(), reference, letter_id, answers)
        except InvalidAnswers as invalid:
            filled = Filled(answers, invalid.errors)
        else:
            flash("The copy is on its way.")
            return redirect(url_for("case_letters.one", reference=reference, letter_id=copy_id))
    further = [row for row in parties.of_case(office(), case) if row.can_be_written_to]
    people = [(row.id, row.name, "A child: in words for the child" if row.is_child else None) for row in further]
    has_child = any(row.is_child for row in further)
    page = render_template(
        "parties/copy.html", case=case, letter=letter, people=people, has_child=has_child, filled=filled
    )
    return page, 422 if answers else 200
