"""A letter that has gone out, sent on purpose: a copy to a further complainant, or the same once more."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.parties import place_to_reply
from engine.casework.policy import Action, require
from engine.errors import InvalidAnswers
from engine.flows import letter_copies as flow
from engine.flows import sending_again
from engine.queries import letters, parties
from web import case_words, once
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


@bp.route("/cases/<reference>/letters/<int:letter_id>/again", methods=["GET", "POST"])
@open_to(Action.CHANGE_DETAILS)
def again(reference: str, letter_id: int) -> ResponseReturnValue:
    """Say where a letter would go now, and send it once more."""
    case = opened(reference, "letter")
    require(actor(), Action.CHANGE_DETAILS, case.standing)
    letter = letters.find(office(), case, letter_id)
    if request.method == "POST":
        new_id = sending_again.send_again(office(), actor(), reference, letter_id, once.sign(typed()))
        flash("The letter goes out once more.")
        return redirect(url_for("case_letters.one", reference=reference, letter_id=new_id))
    ready = letter.to_name is None and letter.status in sending_again.AGAIN
    place = place_to_reply(case.row.reply_by, case.row.complainant_email, case.row.complainant_address)
    return render_template("parties/again.html", case=case, letter=letter, ready=ready, place=place)
