"""A letter that was begun and waits: somebody goes over its words and sends it, or leaves it unsent with a reason."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action
from engine.errors import InvalidAnswers, NotFound
from engine.flows import waiting_letters
from engine.queries import letters
from engine.queries import waiting_letters as waiting
from web import case_words
from web.access import actor, office, open_to
from web.filled import Filled, typed
from web.letter_forms import LETTER, drafted
from web.two_steps import permitted

bp = Blueprint("waiting_letters", __name__)
bp.context_processor(lambda: {"words": case_words})

DONE = {
    waiting_letters.What.SEND: "The letter is on its way.",
    waiting_letters.What.LEAVE: "The letter is left unsent. The history says why.",
}


@bp.route("/cases/<reference>/letters/<int:letter_id>/settle", methods=["GET", "POST"])
@open_to(Action.CORRECT)
def settle(reference: str, letter_id: int) -> ResponseReturnValue:
    """Send a letter that waits, or leave it unsent."""
    case = permitted(reference, Action.CORRECT)
    letter = letters.find(office(), case, letter_id)
    if not waiting.may_be_settled(office(), case, letter):
        raise NotFound(what="letter that waits to be sent")
    draft, lacks = drafted(case, letter.template, letter.fields)
    facts = {"case": case, "letter": letter, "draft": draft, "lacks": lacks}
    first = letter.body or (draft.body if draft is not None else "")
    answers = typed()
    if not answers:
        return render_template("case_actions/settle.html", filled=Filled(suggested={LETTER: first}), **facts)
    try:
        if lacks is not None and answers.get("what") == waiting_letters.What.SEND:
            raise InvalidAnswers({LETTER: lacks})  # it would be on record as sent and never leave
        what = waiting_letters.settle(office(), actor(), reference, letter_id, answers)
    except InvalidAnswers as invalid:
        return render_template("case_actions/settle.html", filled=Filled(answers, invalid.errors), **facts), 422
    flash(DONE[what])
    return redirect(url_for("case_letters.every", reference=reference))
