"""Stage 2 or stage 3 is asked for, or a panel cannot meet: what an officer records, its effect shown first."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint
from flask.typing import ResponseReturnValue

from engine.casework.lawful import CaseAction
from engine.casework.policy import Action
from engine.flows import escalating
from engine.queries.case_file import CaseFile
from web import case_words
from web.access import actor, office, open_to
from web.filled import day_parts
from web.two_steps import Deed, lawful_now, two_steps

bp = Blueprint("stages", __name__)
bp.context_processor(lambda: {"words": case_words})

Typed = Mapping[str, str]

WAYS = (
    ("telephone", "By telephone"),
    ("email", "By email"),
    ("letter", "By letter"),
    ("online_form", "With the online form"),
    ("in_person", "In person"),
    ("advocate", "Through their advocate"),
)
GROUNDS = (
    ("not_happy", "They are not happy with the answer", "No reason is asked, however late the request comes."),
    ("stage_1_late", "The answer at stage 1 is late", None),
    ("agreed_skip", "Both agree that stage 1 is not appropriate", "Say why below."),
)
CAUSES = (
    ("complainant", "The complainant cannot come"),
    ("member", "A member of the panel cannot come"),
    ("council", "The council cannot hold it then"),
)


@bp.route("/cases/<reference>/stage-2", methods=["GET", "POST"])
@open_to(Action.ESCALATE)
def ask_stage_2(reference: str) -> ResponseReturnValue:
    """Record that stage 2 was asked for."""
    case, _ = lawful_now(reference, Action.ESCALATE, CaseAction.ASK_STAGE_2)
    return two_steps(
        case,
        Deed(
            "case_actions/ask_stage_2.html",
            "Stage 2 has begun. The first task is to acknowledge the request and to appoint people.",
            lambda answers: escalating.preview_stage_2(office(), actor(), reference, answers),
            lambda answers: escalating.ask_stage_2(office(), actor(), reference, answers),
            suggested=day_parts("requested_on", case.today),
            facts={"ways": WAYS, "grounds": GROUNDS},
        ),
    )


@bp.route("/cases/<reference>/stage-3", methods=["GET", "POST"])
@open_to(Action.ESCALATE)
def ask_stage_3(reference: str) -> ResponseReturnValue:
    """Record that stage 3 was asked for; a late request is accepted or refused with a reason."""
    case, _ = lawful_now(reference, Action.ESCALATE, CaseAction.ASK_STAGE_3)
    last_on = _last_day(case)
    return two_steps(
        case,
        Deed(
            "case_actions/ask_stage_3.html",
            "The request and what was decided are on record.",
            lambda answers: escalating.preview_stage_3(office(), actor(), reference, answers),
            lambda answers: escalating.ask_stage_3(office(), actor(), reference, answers),
            letter=escalating.REFUSAL,
            letter_when=lambda answers: _refused(answers, last_on),
            overlay=_refusal,
            suggested=day_parts("requested_on", case.today),
            facts={"ways": WAYS, "last_on": last_on},
        ),
    )


@bp.route("/cases/<reference>/panel-cannot-meet", methods=["GET", "POST"])
@open_to(Action.ESCALATE)
def move_panel(reference: str) -> ResponseReturnValue:
    """Record that the panel cannot meet on its day."""
    case, _ = lawful_now(reference, Action.ESCALATE, CaseAction.MOVE_PANEL)
    return two_steps(
        case,
        Deed(
            "case_actions/move_panel.html",
            "It is on record why the panel moves. Another day has to be found.",
            lambda answers: escalating.preview_move_panel(office(), actor(), reference, answers),
            lambda answers: escalating.move_panel(office(), actor(), reference, answers),
            facts={"causes": CAUSES},
            back="Arrange the panel on the same day again.",
        ),
    )


def _last_day(case: CaseFile) -> date | None:
    line = case.clock("stage_3_request")
    return line.reading.due_on if line is not None else None


def _refused(answers: Typed, last_on: date | None) -> bool:
    return answers.get("decision") == escalating.Decision.REFUSE and escalating.is_late_for_stage_3(answers, last_on)


def _refusal(answers: Typed) -> Mapping[str, str]:
    return escalating.told_of_refusal(answers)
