"""What can be done with a case at any time: more time, a pause, a corrected date, a withdrawal. Effects come first."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from engine.casework.law import GROUND_WORDS, LIMITS
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action
from engine.errors import NoSuchDate, NotFound
from engine.flows import timing, withdrawal
from engine.queries.case_file import CaseFile, ClockLine
from web import case_words
from web.access import actor, office, open_to
from web.filled import day_parts
from web.two_steps import Deed, permitted, two_steps

bp = Blueprint("case_actions", __name__)
bp.context_processor(lambda: {"words": case_words})

Typed = Mapping[str, str]

SENT_HOW = (("email", "By email"), ("letter", "By letter"), ("in_person", "It was handed over"))


@bp.route("/cases/<reference>/clocks/<clock>/extend", methods=["GET", "POST"])
@open_to(Action.EXTEND)
def extend(reference: str, clock: str) -> ResponseReturnValue:
    """Take more time: the ground, the new date, the reason, and the letter that says so."""
    case, line = _case_and_clock(reference, clock, Action.EXTEND)
    limit = LIMITS.get(clock)
    grounds = [(g, _capital(GROUND_WORDS[g])) for g in (limit.extension_grounds if limit else ())]
    return two_steps(
        case,
        Deed(
            "case_actions/extend.html",
            "The time is extended and the letter is on its way.",
            lambda answers: timing.preview_extend(office(), actor(), reference, clock, answers),
            lambda answers: timing.extend(office(), actor(), reference, clock, answers),
            letter=timing.EXTENSION_LETTERS.get(clock, "corporate_extension"),
            overlay=_extended,
            suggested=day_parts("told_on", case.today),
            facts={"of": line, "grounds": grounds, "sent_how": SENT_HOW},
            back="The letter has left the house then, so the new date stands; "
            "what was wrong is put right with another letter.",
        ),
    )


@bp.route("/cases/<reference>/clocks/<clock>/suspend", methods=["GET", "POST"])
@open_to(Action.SUSPEND)
def suspend(reference: str, clock: str) -> ResponseReturnValue:
    """Pause a clock while an advocate is found."""
    case, line = _case_and_clock(reference, clock, Action.SUSPEND)
    limit = LIMITS.get(clock)
    grounds = [(g, _capital(GROUND_WORDS[g])) for g in (limit.suspension_grounds if limit else ())]
    return two_steps(
        case,
        Deed(
            "case_actions/suspend.html",
            "The clock is paused.",
            lambda answers: timing.preview_suspend(office(), actor(), reference, clock, answers),
            lambda answers: timing.suspend(office(), actor(), reference, clock, answers),
            suggested={"ground": grounds[0][0]} if len(grounds) == 1 else {},
            facts={"of": line, "grounds": grounds},
            back="Start the clock again on the same day, and no day is lost.",
        ),
    )


@bp.route("/cases/<reference>/clocks/<clock>/resume", methods=["GET", "POST"])
@open_to(Action.SUSPEND)
def resume(reference: str, clock: str) -> ResponseReturnValue:
    """Let a paused clock run again."""
    case, line = _case_and_clock(reference, clock, Action.SUSPEND)
    return two_steps(
        case,
        Deed(
            "case_actions/resume.html",
            "The clock runs again from tomorrow.",
            lambda answers: timing.preview_resume(office(), actor(), reference, clock, answers),
            lambda answers: timing.resume(office(), actor(), reference, clock, answers),
            facts={"of": line},
            back="Pause it again on the same day, and no day is lost.",
        ),
    )


@bp.route("/cases/<reference>/events/<int:event_id>/correct", methods=["GET", "POST"])
@open_to(Action.CORRECT)
def correct(reference: str, event_id: int) -> ResponseReturnValue:
    """Put a wrong date right; both versions stay on record."""
    case = permitted(reference, Action.CORRECT)
    event = next((e for e in case.events if e.id == event_id and e.corrected_by_id is None), None)
    if event is None:
        raise NoSuchDate
    return two_steps(
        case,
        Deed(
            "case_actions/correct.html",
            "The date is corrected. The one before stays in the history.",
            lambda answers: timing.preview_correct(office(), actor(), reference, event_id, answers),
            lambda answers: timing.correct(office(), actor(), reference, event_id, answers),
            facts={"event": event},
            back="Correct it once more; every version stays in the history.",
        ),
    )


@bp.route("/cases/<reference>/withdraw", methods=["GET", "POST"])
@open_to(Action.WITHDRAW)
def withdraw(reference: str) -> ResponseReturnValue:
    """Record that the complaint is withdrawn, and confirm it in a letter."""
    case = permitted(reference, Action.WITHDRAW)
    return two_steps(
        case,
        Deed(
            "case_actions/withdraw.html",
            "The withdrawal is on record and the letter is on its way.",
            lambda answers: withdrawal.preview(office(), actor(), reference, answers),
            lambda answers: withdrawal.withdraw(office(), actor(), reference, answers),
            letter=withdrawal.LETTER,
            overlay=_withdrawn,
            suggested=day_parts("withdrawn_on", case.today),
            back="Open the case again; the letter has left the house.",
        ),
    )


def _extended(answers: Typed) -> Mapping[str, Any]:
    until_on = Reader(answers).day("until_on", None)
    ground, reason = answers.get("ground", ""), answers.get("reason", "").strip()
    return {"extended": {"until_on": str(until_on), "ground": ground, "reason": reason}}


def _withdrawn(answers: Typed) -> Mapping[str, Any]:
    return {"withdrawn": {"occurred_on": str(Reader(answers).day("withdrawn_on", None))}}


def _case_and_clock(reference: str, clock: str, action: Action) -> tuple[CaseFile, ClockLine]:
    case = permitted(reference, action)
    line = case.clock(clock)
    if line is None:
        raise NotFound(what="time limit")
    return case, line


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
