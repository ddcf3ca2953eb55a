"""The Ombudsman has been in touch: what an officer records of their letter."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from engine.casework.lawful import CaseAction
from engine.casework.policy import Action
from engine.flows import ombudsman
from web import case_words
from web.access import actor, office, open_to
from web.two_steps import Deed, lawful_now, two_steps

bp = Blueprint("ombudsman", __name__)
bp.context_processor(lambda: {"words": case_words})

KINDS = (
    ("premature", "They send it back: it came to them too early"),
    ("enquiry", "They ask us about it"),
    ("draft", "A draft decision, for our comments"),
    ("decision", "Their decision"),
)


@bp.route("/cases/<reference>/ombudsman", methods=["GET", "POST"])
@open_to(Action.OMBUDSMAN)
def record(reference: str) -> ResponseReturnValue:
    """Put a letter of the Ombudsman's on record."""
    case, _ = lawful_now(reference, Action.OMBUDSMAN, CaseAction.OMBUDSMAN)
    return two_steps(
        case,
        Deed(
            "case_actions/ombudsman.html",
            "Their letter is on record, and what it asks for is on the list.",
            lambda answers: ombudsman.preview(office(), actor(), reference, answers),
            lambda answers: ombudsman.record(office(), actor(), reference, answers),
            facts={"kinds": KINDS},
            back="The dates can be corrected, and the task completed with a note.",
        ),
    )
