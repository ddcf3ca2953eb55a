"""A deed in two steps: a form, then what it would do to dates, tasks and letters, and only then the deed itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.casework.lawful import CaseAction, CaseState, why_not
from engine.casework.policy import Action, require
from engine.errors import InvalidAnswers, NotAllowed, StaleCase
from engine.queries import case_state
from engine.queries.case_file import CaseFile
from engine.recording.effects import SEEN, Seen
from notifications import render
from web import drafts
from web.access import actor, office
from web.cases import opened
from web.filled import Filled, typed
from web.letter_forms import LETTER, drafted
from web.since import said_since

STEP, LOOK, DO = "step", "look", "do"

Typed = Mapping[str, str]


class Shown(Protocol):
    """What is shown of a deed before it is done."""

    @property
    def moved(self) -> Any:
        """What it does to each clock."""

    @property
    def advice(self) -> tuple[str, ...]:
        """What the person should know though it is allowed."""

    @property
    def seen(self) -> str:
        """What the confirmation carries, so that a change in between is noticed."""


@dataclass(frozen=True)
class Deed:
    """One action in two steps: a form, then its effect to confirm."""

    template: str
    done: str
    """What is said when it is done."""
    look: Callable[[Typed], Shown]
    """Checks everything and says what moves; saves nothing."""
    do: Callable[[Typed], Any]
    letter: str | None = None
    """The letter that comes with it."""
    letter_when: Callable[[Typed], bool] = field(default=lambda answers: True)
    """Whether the letter comes with it, by what was answered."""
    overlay: Callable[[Typed], Mapping[str, Any]] = field(default=lambda answers: {})
    """The facts that the letter needs and the record has not yet."""
    suggested: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    back: str = ""
    """How to take it back, a sentence; said before it is done, and after."""


def two_steps(case: CaseFile, deed: Deed) -> ResponseReturnValue:
    """The form; what it would do; and only then the deed. What was typed goes along and comes back."""
    answers = typed()
    if not answers:
        return _form(case, deed, drafts.reopened(Filled(suggested=deed.suggested)))
    if answers.get(STEP) not in (LOOK, DO):
        return _form(case, deed, Filled(answers))
    try:
        preview = deed.look(answers)
    except InvalidAnswers as invalid:
        return _form(case, deed, Filled(answers, invalid.errors)), 422
    except NotAllowed as refused:
        raise overtaken(case, str(refused.facts.get("why", ""))) from refused
    if answers[STEP] == LOOK:
        return _confirm(case, deed, preview, Filled(answers))
    _, lacks = _drafted(case, deed, answers)
    if lacks is not None:  # it would be on record as sent and never leave
        return _confirm(case, deed, preview, Filled(answers, {LETTER: lacks})), 422
    return _done(case, deed, preview, answers)


def _done(case: CaseFile, deed: Deed, preview: Shown, answers: Typed) -> ResponseReturnValue:
    try:
        deed.do(answers)
    except InvalidAnswers as invalid:
        return _confirm(case, deed, preview, Filled(answers, invalid.errors), since=_since(case) or None), 422
    except NotAllowed as refused:
        raise overtaken(case, str(refused.facts.get("why", ""))) from refused
    except StaleCase:
        return _shown_again(case, deed, answers)
    flash(f"{deed.done} {deed.back}".strip())
    return redirect(url_for("cases.page", reference=case.reference))


def _shown_again(case: CaseFile, deed: Deed, answers: Typed) -> ResponseReturnValue:
    """Somebody has changed the case since the effect was shown: the effect as it is now, and what they did."""
    case = opened(case.reference, "overtaken")
    try:
        preview = deed.look(answers)
    except InvalidAnswers as invalid:
        return _form(case, deed, Filled(answers, invalid.errors)), 422
    except NotAllowed as refused:
        raise overtaken(case, str(refused.facts.get("why", ""))) from refused
    return _confirm(case, deed, preview, Filled(answers), since=_since(case)), 409


def overtaken(case: CaseFile, why: str) -> StaleCase:
    """What to raise where a deed that was typed cannot be done any more: the page keeps what was typed."""
    return StaleCase(reference=case.reference, why=why, since=_since(case))


def _since(case: CaseFile) -> tuple[str, ...]:
    seen = Seen.of(typed())
    return said_since(case, seen.seq) if seen is not None else ()


def permitted(reference: str, action: Action) -> CaseFile:
    """The case, for somebody who may do this with it. Raises `NotFound`, `NotAllowed`."""
    case = opened(reference, action.name.lower())
    require(actor(), action, case.standing)
    return case


def lawful_now(reference: str, action: Action, deed: CaseAction) -> tuple[CaseFile, CaseState]:
    """The same, where it is lawful as the case stands; `NotAllowed` says why it is not."""
    case = permitted(reference, action)
    state = case_state.of_file(office(), case)
    refused = why_not(state, deed)
    if refused is not None:
        if typed():
            raise overtaken(case, refused)
        raise NotAllowed(action=action.value, why=refused[:1].lower() + refused[1:])
    return case, state


def _form(case: CaseFile, deed: Deed, filled: Filled) -> str:
    return render_template(deed.template, case=case, filled=filled, moved=None, **deed.facts)


def _confirm(case: CaseFile, deed: Deed, preview: Shown, filled: Filled, since: tuple[str, ...] | None = None) -> str:
    draft, lacks = _drafted(case, deed, filled.typed)
    if draft is not None and not filled.typed.get(LETTER) and LETTER not in filled.errors:
        filled = Filled({**filled.typed, LETTER: draft.body}, filled.errors)
    asked = (STEP, SEEN, LETTER) if draft is not None else (STEP, SEEN)
    carried = [(n, v) for n, v in filled.typed.items() if n not in asked]
    effect = {"moved": preview.moved, "advice": preview.advice, "preview": preview}
    carried.append((SEEN, preview.seen))
    facts = {**deed.facts, **effect, "draft": draft, "lacks": lacks, "carried": carried, "since": since}
    facts |= {"back": deed.back}
    return render_template(deed.template, case=case, filled=filled, **facts)


def _drafted(case: CaseFile, deed: Deed, answers: Typed) -> tuple[render.Draft | None, str | None]:
    """The letter as first written, from the record and what was just typed; or what it still lacks."""
    if deed.letter is None or not deed.letter_when(answers):
        return None, None
    return drafted(case, deed.letter, deed.overlay(answers))
