"""A letter that was begun and waits: somebody goes over its words and sends it, or leaves it unsent with a reason."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action
from engine.errors import InvalidAnswers, NotFound
from engine.flows import waiting_letters
from engine.queries import letters
from engine.queries import waiting_letters as waiting
from engine.queries.case_file import CaseFile
from engine.queries.letters import LetterRow
from web import case_words, word
from web.access import actor, office, open_to
from web.filled import Filled, typed
from web.letter_forms import LETTER, drafted, fields_of
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
    case, letter = _waiting(reference, letter_id)
    draft, lacks = drafted(case, letter.template, letter.fields)
    answers = typed()
    if not answers:
        first = letter.body or (draft.body if draft is not None else "")
        return _page(case, letter, Filled(suggested={LETTER: first}))
    if answers.pop("do", "") == word.IN:
        fields = fields_of(case, letter.template, letter.fields)
        taken = word.words_taken_in(answers, letter.template, fields)
        return _page(case, letter, Filled(dict(taken.answers), {word.FILE: taken.error} if taken.error else {}))
    try:
        if lacks is not None and answers.get("what") == waiting_letters.What.SEND:
            raise InvalidAnswers({LETTER: lacks})  # it would be on record as sent and never leave
        what = waiting_letters.settle(office(), actor(), reference, letter_id, answers)
    except InvalidAnswers as invalid:
        return _page(case, letter, Filled(answers, invalid.errors)), 422
    flash(DONE[what])
    return redirect(url_for("case_letters.every", reference=reference))


@bp.route("/cases/<reference>/letters/<int:letter_id>/settle/letter.docx", methods=["GET", "POST"])
@open_to(Action.CORRECT)
def out(reference: str, letter_id: int) -> ResponseReturnValue:
    """The letter that waits as a Word file: with the words on the page (posted with it), or as it stands."""
    case, letter = _waiting(reference, letter_id)
    draft, lacks = drafted(case, letter.template, letter.fields)
    if draft is None:
        raise InvalidAnswers({LETTER: lacks or "The letter cannot be written yet"})
    body = typed().get(LETTER) or letter.body or draft.body
    return word.sent_out(reference, letter.template, fields_of(case, letter.template, letter.fields), body)


def _waiting(reference: str, letter_id: int) -> tuple[CaseFile, LetterRow]:
    case = permitted(reference, Action.CORRECT)
    letter = letters.find(office(), case, letter_id)
    if not waiting.may_be_settled(office(), case, letter):
        raise NotFound(what="letter that waits to be sent")
    return case, letter


def _page(case: CaseFile, letter: LetterRow, filled: Filled) -> str:
    draft, lacks = drafted(case, letter.template, letter.fields)
    facts = {"case": case, "letter": letter, "draft": draft, "lacks": lacks}
    return render_template("case_actions/settle.html", filled=filled, **facts)
