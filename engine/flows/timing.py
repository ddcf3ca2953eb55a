"""More time, a pause, a corrected date: what a person does to a clock, its effect shown before anything is saved."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from textwrap import shorten
from typing import Any

from sqlalchemy import Row, select

from engine.casework import law
from engine.casework.clocks import ClockReading, ClockState, DatedEvent
from engine.casework.completion import LetterWords
from engine.casework.lawful import CaseAction, CaseState, why_not
from engine.casework.pages.sent_before import RECORDED_LATE, read_proof
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.casework.vocabulary import EventKind
from engine.db.tables import case_event
from engine.errors import InvalidAnswers, NoSuchDate, NotAllowed, NotFound, RefusedByLaw
from engine.office import Office
from engine.queries import case_state
from engine.recording import effects, messages, timing, wrong_letters
from engine.recording.case import CaseRecord
from engine.recording.effects import Change, Seen
from engine.recording.effects import Preview as Preview

LONGEST_GROUND = 40
"""In characters, as the record of events keeps it. A clock without grounds in law takes any; the reason has room."""

EXTENSION_LETTERS: Mapping[str, str] = {
    "stage_1_response": "stage_1_extension",
    "stage_2_response": "stage_2_extension",
    "corporate_1_response": "corporate_extension",
    "corporate_2_response": "corporate_extension",
}
"""The letter that says how much more time a limit needs, and why."""

Typed = Mapping[str, str]


def extend(office: Office, actor: Actor, reference: str, clock: str, typed: Typed) -> None:
    """Extend a time limit and send the letter that says so. Raises `InvalidAnswers`, `NotAllowed`, `NotFound`."""
    _do(office, actor, reference, CaseAction.EXTEND, typed, lambda case: _extend(case, clock, typed, _words_of(typed)))


def preview_extend(office: Office, actor: Actor, reference: str, clock: str, typed: Typed) -> Preview:
    """What the extension would do to every clock, with the same checks; nothing is saved or sent."""
    return _look(office, actor, reference, CaseAction.EXTEND, lambda case: _extend(case, clock, typed, None))


def suspend(office: Office, actor: Actor, reference: str, clock: str, typed: Typed) -> None:
    """Pause a clock: only stage 1, only while an advocate is found."""
    _do(office, actor, reference, CaseAction.SUSPEND, typed, lambda case: _suspend(case, clock, typed))


def preview_suspend(office: Office, actor: Actor, reference: str, clock: str, typed: Typed) -> Preview:
    """What the pause would do to every clock."""
    return _look(office, actor, reference, CaseAction.SUSPEND, lambda case: _suspend(case, clock, typed))


def resume(office: Office, actor: Actor, reference: str, clock: str, typed: Typed) -> None:
    """Let a paused clock run again."""
    _do(office, actor, reference, CaseAction.RESUME, typed, lambda case: _resume(case, clock, typed))


def preview_resume(office: Office, actor: Actor, reference: str, clock: str, typed: Typed) -> Preview:
    """What resuming would do to every clock."""
    return _look(office, actor, reference, CaseAction.RESUME, lambda case: _resume(case, clock, typed))


def correct(office: Office, actor: Actor, reference: str, event_id: int, typed: Typed) -> None:
    """Put a wrong date right. The old one stays on record, with who corrected it and why."""
    _do(office, actor, reference, CaseAction.CORRECT_DATE, typed, lambda case: _correct(case, event_id, typed))


def preview_correct(office: Office, actor: Actor, reference: str, event_id: int, typed: Typed) -> Preview:
    """What the correction would do to every clock."""
    return _look(office, actor, reference, CaseAction.CORRECT_DATE, lambda case: _correct(case, event_id, typed))


def _do(office: Office, actor: Actor, reference: str, deed: CaseAction, typed: Typed, change: Change) -> None:
    effects.do(office, actor.person_id, reference, partial(_permitted, actor, deed, change), Seen.of(typed))


def _look(office: Office, actor: Actor, reference: str, deed: CaseAction, change: Change) -> Preview:
    return effects.look(office, actor.person_id, reference, partial(_permitted, actor, deed, change))


def _permitted(actor: Actor, deed: CaseAction, change: Change, case: CaseRecord) -> tuple[str, ...]:
    """Make the change, for somebody who may make it now."""
    action = _NEEDS[deed]
    case_state.standing_of(case, actor, action)
    state = case_state.of_record(case)
    refused = why_not(state, deed)
    if refused is not None and not _is_for_the_law(state, deed):
        raise NotAllowed(action=action.value, why=refused[:1].lower() + refused[1:])
    return change(case)


_NEEDS: Mapping[CaseAction, Action] = {
    CaseAction.EXTEND: Action.EXTEND,
    CaseAction.SUSPEND: Action.SUSPEND,
    CaseAction.RESUME: Action.SUSPEND,
    CaseAction.CORRECT_DATE: Action.CORRECT,
}


def _is_for_the_law(state: CaseState, deed: CaseAction) -> bool:
    """Whether only the one limit stands in the way: `casework.law` then says why, on the day of the notice."""
    return state.is_open and deed is not CaseAction.CORRECT_DATE


def _reading(case: CaseRecord, clock: str) -> ClockReading:
    reading = timing.readings(case).get(clock)
    if reading is None:
        raise NotFound(what=f"time limit “{clock}”")
    return reading


def _extend(case: CaseRecord, clock: str, typed: Typed, words: str | None) -> tuple[str, ...]:
    """Judged on the day of the letter: a notice that went out in time is in time, whenever it is recorded."""
    reader, today = Reader(typed), case.transaction.today
    listed = _listed_grounds(clock)
    until_on = reader.day("until_on", "Enter the new date")
    told_on = reader.day("told_on", None, latest=today) or today
    ground = reader.text("ground", "Select why more time is needed" if listed else None, most=LONGEST_GROUND)
    reason = reader.text("reason", "Enter the reason that the letter gives", most=4000)
    _check_told(reader, _reading(case, clock), told_on)
    shown_by = read_proof(reader) if told_on < today else None
    reader.check()
    assert until_on is not None
    reading = timing.reading_on(case, clock, told_on) or _reading(case, clock)
    ground = ground or shorten(reason, LONGEST_GROUND, placeholder="…")
    with _said_beside("until_on", otherwise="ground" if listed and ground not in listed else None):
        advice = law.check_extension(reading, until_on, ground, case.calendar)
    event = case.event(EventKind.EXTENDED, told_on, clock=clock, until_on=until_on, ground=ground, reason=reason)
    if shown_by is not None:
        case.note(RECORDED_LATE, occurred_on=told_on, payload={"event": event, "clock": clock, **shown_by})
    if words is not None:
        template = EXTENSION_LETTERS.get(clock, "corporate_extension")
        messages.letter(case, LetterWords(template, words, sent_on=told_on, already_sent=told_on < today))
    return advice


def _listed_grounds(clock: str) -> tuple[str, ...]:
    """The only reasons for more time; empty where the law asks for a reason and lists none."""
    limit = law.LIMITS.get(clock)
    return limit.extension_grounds if limit is not None else ()


def _check_told(reader: Reader, reading: ClockReading, told_on: date) -> None:
    if reading.started_on is not None and told_on < reading.started_on:
        reader.errors.setdefault("told_on", f"This is before {reading.started_on:%-d %B %Y}, when the limit began")


def _words_of(typed: Typed) -> str:
    reader = Reader(typed)
    body = reader.text("letter_body", "Enter what the letter should say")
    reader.check()
    return body


def _suspend(case: CaseRecord, clock: str, typed: Typed) -> tuple[str, ...]:
    reader = Reader(typed)
    ground = reader.text("ground", "Select why the clock should be paused", most=LONGEST_GROUND)
    reason = reader.text("reason", "Enter what is being waited for", most=4000)
    reader.check()
    with _said_beside("ground"):
        law.check_suspension(_reading(case, clock), ground)
    case.event(EventKind.SUSPENDED, case.transaction.today, clock=clock, ground=ground, reason=reason)
    return ()


def _resume(case: CaseRecord, clock: str, typed: Typed) -> tuple[str, ...]:
    reader = Reader(typed)
    reason = reader.text("reason", "Enter why the clock runs again", most=4000)
    reader.check()
    reading = _reading(case, clock)
    if reading.state is not ClockState.PAUSED:
        raise InvalidAnswers({"reason": "This clock is not paused"})
    case.event(EventKind.RESUMED, case.transaction.today, clock=clock, reason=reason)
    return ()


def _correct(case: CaseRecord, event_id: int, typed: Typed) -> tuple[str, ...]:
    reader = Reader(typed)
    occurred_on = reader.day("occurred_on", "Enter the right date", latest=case.transaction.today)
    reason = reader.text("reason", "Enter why the date was wrong", most=2000)
    reader.check()
    assert occurred_on is not None
    wrong = _event(case, event_id)
    if wrong.occurred_on == occurred_on:
        raise InvalidAnswers({"occurred_on": "This is the date on record already"})
    _check_order(case, wrong, occurred_on)
    before = timing.readings(case)
    case.put_right(wrong, occurred_on, reason)
    if wrong.kind == EventKind.RECEIVED:
        case.set(received_on=occurred_on)
    after = timing.readings(case)
    limits = [(before[name].due_on, after[name].due_on) for name in before]
    moved = [(was, now) for was, now in limits if was != now]
    return wrong_letters.put_days_right(case, [*moved, (wrong.occurred_on, occurred_on)])


def _event(case: CaseRecord, event_id: int) -> Row[Any]:
    e = case_event.c
    query = select(case_event).where(e.id == event_id, e.case_id == case.id, e.corrected_by_id.is_(None))
    row = case.transaction.connection.execute(query).one_or_none()
    if row is None:
        raise NoSuchDate
    return row


def _check_order(case: CaseRecord, wrong: Row[Any], occurred_on: date) -> None:
    """Nothing happens to a representation before it is received."""
    others = [e for e in timing.current_events(case) if e.kind != wrong.kind]
    if wrong.kind == EventKind.RECEIVED:
        first = min((e.occurred_on for e in others), default=None)
        if first is not None and occurred_on > first:
            raise InvalidAnswers(
                {"occurred_on": f"Something else is on record for {first:%-d %B %Y}, before this date"}
            )
    elif wrong.kind in _OPPOSITE and _out_of_turn(others, wrong, occurred_on):
        raise InvalidAnswers({"occurred_on": "A pause has to begin before it ends"})
    elif occurred_on < case.value("received_on"):
        raise InvalidAnswers({"occurred_on": "This is before the day it was received"})


_OPPOSITE = {EventKind.SUSPENDED: EventKind.RESUMED, EventKind.RESUMED: EventKind.SUSPENDED}


def _out_of_turn(others: list[DatedEvent], wrong: Row[Any], occurred_on: date) -> bool:
    """Whether a pause would end before it begins: the clock would then stand still for ever."""
    opposite = _OPPOSITE[EventKind(wrong.kind)]
    days = [e.occurred_on for e in others if e.kind == opposite and e.clock == wrong.clock]
    before = [day for day in days if day <= wrong.occurred_on]
    after = [day for day in days if day >= wrong.occurred_on]
    if wrong.kind == EventKind.RESUMED:
        return bool(before) and occurred_on < max(before)
    return bool(after) and occurred_on > min(after)


@contextmanager
def _said_beside(question: str, otherwise: str | None = None) -> Iterator[None]:
    """What the law refuses is shown beside the question that it is about."""
    try:
        yield
    except RefusedByLaw as refusal:
        raise InvalidAnswers({otherwise or question: str(refusal)}) from refusal
