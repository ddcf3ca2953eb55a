"""A complaint is put aside for proceedings elsewhere, and taken up again: what an officer records."""

from collections.abc import Mapping

from flask import Blueprint
from flask.typing import ResponseReturnValue

from engine.casework.lawful import CaseAction
from engine.casework.policy import Action
from engine.flows import freezing
from web import case_words
from web.access import actor, office, open_to
from web.filled import day_parts
from web.two_steps import Deed, lawful_now, two_steps

bp = Blueprint("put_aside", __name__)
bp.context_processor(lambda: {"words": case_words})

Typed = Mapping[str, str]

PROCEEDINGS = (
    ("court", "A court"),
    ("tribunal", "A tribunal"),
    ("disciplinary", "A disciplinary case against somebody who works here"),
    ("criminal", "A criminal investigation or trial"),
)
EXTENTS = (
    ("all", "All of it", "Every clock stops until it is brought again."),
    ("some", "Only some heads", "Nothing stops: the other heads are answered in time."),
)


@bp.route("/cases/<reference>/put-aside", methods=["GET", "POST"])
@open_to(Action.FREEZE)
def put_aside(reference: str) -> ResponseReturnValue:
    """Put all or a part of a complaint aside, with the letter that says so."""
    case, _ = lawful_now(reference, Action.FREEZE, CaseAction.PUT_ASIDE)
    numbers = tuple(head.number for head in case.heads)
    return two_steps(
        case,
        Deed(
            "case_actions/put_aside.html",
            "It is put aside and the letter is on its way.",
            lambda answers: freezing.preview_put_aside(office(), actor(), reference, answers),
            lambda answers: freezing.put_aside(office(), actor(), reference, answers),
            letter=freezing.LETTER,
            overlay=lambda answers: freezing.told(answers, numbers),
            facts={"proceedings": PROCEEDINGS, "extents": EXTENTS},
            back="Record that it is brought again, on the same day; the letter has left the house.",
        ),
    )


@bp.route("/cases/<reference>/brought-again", methods=["GET", "POST"])
@open_to(Action.FREEZE)
def resubmit(reference: str) -> ResponseReturnValue:
    """Take a complaint up again that was put aside."""
    case, _ = lawful_now(reference, Action.FREEZE, CaseAction.RESUBMIT)
    line = case.clock("resubmission")
    return two_steps(
        case,
        Deed(
            "case_actions/resubmit.html",
            "It is taken up again, with a fresh clock.",
            lambda answers: freezing.preview_resubmit(office(), actor(), reference, answers),
            lambda answers: freezing.resubmit(office(), actor(), reference, answers),
            suggested=day_parts("resubmitted_on", case.today),
            facts={"last_on": line.reading.due_on if line is not None else None},
            back="Put it aside again.",
        ),
    )
