"""What can be done with a case at any time: more time, a pause, a corrected date, a withdrawal. Effects come first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.casework.law import GROUND_WORDS, LIMITS
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, require
from engine.errors import InvalidAnswers, NoSuchDate, NotFound
from engine.flows import timing, withdrawal
from engine.flows.timing import Preview
from engine.queries import letters
from engine.queries.case_file import CaseFile, ClockLine
from notifications import render
from web import case_words
from web.access import actor, office, open_to
from web.cases import opened
from web.filled import Filled, day_parts, typed

bp = Blueprint("case_actions", __name__)
bp.context_processor(lambda: {"words": case_words})

STEP, LOOK, DO = "step", "look", "do"
LETTER = "letter_body"

Typed = Mapping[str, str]


@dataclass(frozen=True)
class Deed:
    """One action in two steps: a form, then its effect to confirm."""

    template: str
    done: str
    """What is said when it is done."""
    look: Callable[[Typed], Preview]
    """Checks everything and says what moves; saves nothing."""
    do: Callable[[Typed], Any]
    letter: str | None = None
    """The letter that comes with it."""
    overlay: Callable[[Typed], Mapping[str, Any]] = field(default=lambda answers: {})
    """The facts that the letter needs and the record has not yet."""
    suggested: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


@bp.route("/cases/<reference>/clocks/<clock>/extend", methods=["GET", "POST"])
@open_to(Action.EXTEND)
def extend(reference: str, clock: str) -> ResponseReturnValue:
    """Take more time: the ground, the new date, the reason, and the letter that says so."""
    case, line = _case_and_clock(reference, clock, Action.EXTEND)
    limit = LIMITS.get(clock)
    grounds = [(g, _capital(GROUND_WORDS[g])) for g in (limit.extension_grounds if limit else ())]
    return _two_steps(
        case,
        Deed(
            "case_actions/extend.html",
            "The time is extended and the letter is on its way.",
            lambda answers: timing.preview_extend(office(), actor(), reference, clock, answers),
            lambda answers: timing.extend(office(), actor(), reference, clock, answers),
            letter=timing.EXTENSION_LETTER,
            overlay=_extended,
            facts={"of": line, "grounds": grounds},
        ),
    )


@bp.route("/cases/<reference>/clocks/<clock>/suspend", methods=["GET", "POST"])
@open_to(Action.SUSPEND)
def suspend(reference: str, clock: str) -> ResponseReturnValue:
    """Pause a clock while an advocate is found."""
    case, line = _case_and_clock(reference, clock, Action.SUSPEND)
    limit = LIMITS.get(clock)
    grounds = [(g, _capital(GROUND_WORDS[g])) for g in (limit.suspension_grounds if limit else ())]
    return _two_steps(
        case,
        Deed(
            "case_actions/suspend.html",
            "The clock is paused.",
            lambda answers: timing.preview_suspend(office(), actor(), reference, clock, answers),
            lambda answers: timing.suspend(office(), actor(), reference, clock, answers),
            suggested={"ground": grounds[0][0]} if len(grounds) == 1 else {},
            facts={"of": line, "grounds": grounds},
        ),
    )


@bp.route("/cases/<reference>/clocks/<clock>/resume", methods=["GET", "POST"])
@open_to(Action.SUSPEND)
def resume(reference: str, clock: str) -> ResponseReturnValue:
    """Let a paused clock run again."""
    case, line = _case_and_clock(reference, clock, Action.SUSPEND)
    return _two_steps(
        case,
        Deed(
            "case_actions/resume.html",
            "The clock runs again from tomorrow.",
            lambda answers: timing.preview_resume(office(), actor(), reference, clock, answers),
            lambda answers: timing.resume(office(), actor(), reference, clock, answers),
            facts={"of": line},
        ),
    )


@bp.route("/cases/<reference>/events/<int:event_id>/correct", methods=["GET", "POST"])
@open_to(Action.CORRECT)
def correct(reference: str, event_id: int) -> ResponseReturnValue:
    """Put a wrong date right; both versions stay on record."""
    case = _case(reference, Action.CORRECT)
    event = next((e for e in case.events if e.id == event_id and e.corrected_by_id is None), None)
    if event is None:
        raise NoSuchDate
    return _two_steps(
        case,
        Deed(
            "case_actions/correct.html",
            "The date is corrected. The one before stays in the history.",
            lambda answers: timing.preview_correct(office(), actor(), reference, event_id, answers),
            lambda answers: timing.correct(office(), actor(), reference, event_id, answers),
            facts={"event": event},
        ),
    )


@bp.route("/cases/<reference>/withdraw", methods=["GET", "POST"])
@open_to(Action.WITHDRAW)
def withdraw(reference: str) -> ResponseReturnValue:
    """Record that the complaint is withdrawn, and confirm it in a letter."""
    case = _case(reference, Action.WITHDRAW)
    return _two_steps(
        case,
        Deed(
            "case_actions/withdraw.html",
            "The withdrawal is on record and the letter is on its way.",
            lambda answers: _read_withdrawal(case, answers),
            lambda answers: withdrawal.withdraw(office(), actor(), reference, answers),
            letter=withdrawal.LETTER,
            overlay=_withdrawn,
            suggested=day_parts("withdrawn_on", case.today),
        ),
    )


def _two_steps(case: CaseFile, deed: Deed) -> ResponseReturnValue:
    """The form; what it would do; and only then the deed. What was typed goes along and comes back."""
    answers = typed()
    if not answers:
        return _form(case, deed, Filled(suggested=deed.suggested))
    if answers.get(STEP) not in (LOOK, DO):
        return _form(case, deed, Filled(answers))
    try:
        preview = deed.look(answers)
    except InvalidAnswers as invalid:
        return _form(case, deed, Filled(answers, invalid.errors)), 422
    if answers[STEP] == LOOK:
        return _confirm(case, deed, preview, Filled(answers))
    _, lacks = _drafted(case, deed, answers)
    if lacks is not None:  # it would be on record as sent and never leave
        return _confirm(case, deed, preview, Filled(answers, {LETTER: lacks})), 422
    try:
        deed.do(answers)
    except InvalidAnswers as invalid:
        return _confirm(case, deed, preview, Filled(answers, invalid.errors)), 422
    flash(deed.done)
    return redirect(url_for("cases.page", reference=case.reference))


def _form(case: CaseFile, deed: Deed, filled: Filled) -> str:
    return render_template(deed.template, case=case, filled=filled, moved=None, **deed.facts)


def _confirm(case: CaseFile, deed: Deed, preview: Preview, filled: Filled) -> str:
    draft, lacks = _drafted(case, deed, filled.typed)
    if draft is not None and not filled.typed.get(LETTER) and LETTER not in filled.errors:
        filled = Filled({**filled.typed, LETTER: draft.body}, filled.errors)
    asked = (STEP, LETTER) if draft is not None else (STEP,)
    carried = [(n, v) for n, v in filled.typed.items() if n not in asked]
    effect = {"moved": preview.moved, "advice": preview.advice}
    facts = {**deed.facts, **effect, "draft": draft, "lacks": lacks, "carried": carried}
    return render_template(deed.template, case=case, filled=filled, **facts)


def _drafted(case: CaseFile, deed: Deed, answers: Typed) -> tuple[render.Draft | None, str | None]:
    """The letter as first written, from the record and what was just typed; or what it still lacks."""
    if deed.letter is None:
        return None, None
    facts = {**letters.facts(office(), case, actor().person_id, deed.letter), **deed.overlay(answers)}
    try:
        kept = render.letters_of(office())
        draft = kept.draft(deed.letter, render.letter_fields(facts))
        kept.write(deed.letter, render.letter_fields(facts), draft.body)
        return draft, None
    except render.LetterLacks as missing:
        return None, str(missing)


def _extended(answers: Typed) -> Mapping[str, Any]:
    until_on = Reader(answers).day("until_on", None)
    ground, reason = answers.get("ground", ""), answers.get("reason", "").strip()
    return {"extended": {"until_on": str(until_on), "ground": ground, "reason": reason}}


def _withdrawn(answers: Typed) -> Mapping[str, Any]:
    return {"withdrawn": {"occurred_on": str(Reader(answers).day("withdrawn_on", None))}}


def _read_withdrawal(case: CaseFile, answers: Typed) -> Preview:
    """What can be said of a withdrawal before its letter is written: every clock that waits stops mattering."""
    reader = Reader(answers)
    withdrawn_on = reader.day("withdrawn_on", "Enter the day it was withdrawn", latest=case.today)
    reader.text("reason", "Enter what the person said", most=4000)
    if withdrawn_on is not None and withdrawn_on < case.row.received_on:
        reader.errors.setdefault("withdrawn_on", "This is before the day it was received")
    reader.check()
    return Preview((), ())


def _case(reference: str, action: Action) -> CaseFile:
    case = opened(reference, action.name.lower())
    require(actor(), action, case.standing)
    return case


def _case_and_clock(reference: str, clock: str, action: Action) -> tuple[CaseFile, ClockLine]:
    case = _case(reference, action)
    line = case.clock(clock)
    if line is None:
        raise NotFound(what="time limit")
    return case, line


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
