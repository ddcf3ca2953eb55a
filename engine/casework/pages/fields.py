"""A page that the diagram makes of its own questions: where each answer goes, and the letter that goes with it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from engine.casework.clocks import DatedEvent
from engine.casework.completion import MEETS, Completion, LetterWords, PageFacts
from engine.casework.pages.typed import Reader, Typed
from engine.casework.step import Scalar
from engine.casework.vocabulary import EventKind

CASE, EVENT, UNTIL = "case.", "event.", "until."
"""How the id of a question says where its answer goes: a field of the case, a dated event, the day that one names."""

NAMES_A_DAY = frozenset(
    {
        EventKind.PANEL_ARRANGED,
        EventKind.PLAN_AGREED,
        EventKind.OMBUDSMAN_ENQUIRED,
        EventKind.OMBUDSMAN_DRAFT_RECEIVED,
        EventKind.OMBUDSMAN_DECIDED,
    }
)
"""Events that name a day still to come. Asked for with `event.<kind>` alone, that is the day which is meant."""

CASE_MOST = {"case.provider": 120, "case.advocate_name": 120, "case.advocacy_provider": 120}
"""Characters that the case keeps of a short text."""

BEFORE_RECEIPT = frozenset({EventKind.GROUNDS_AROSE, EventKind.KNEW_OF_MATTER})
"""What lies before the complaint by its nature."""


TO_OTHERS = dict.fromkeys(
    ("ombudsman_reply", "ombudsman_remedy_evidence"), "Local Government and Social Care Ombudsman"
)
"""Letters to somebody else than the complainant, by that body’s own ways: the house keeps them and sends none."""

PROOF = "ombudsman_remedy_evidence"
SIX_MONTHS = "adult_six_month_letter"

SENT_WITH_IT = ("what_was_sent", "evidence")
"""Questions whose answer is a list of what goes with the letter, a line for each."""


def read(given: Mapping[str, Scalar], variables: Collection[str], typed: Typed, facts: PageFacts) -> Completion:
    """The answers of a page, each where its id says. `given` has been checked against the questions' types.

    A page that is told of a letter sends it today, in the words typed. Raises `InvalidAnswers` for an event on a day
    on which it cannot have happened, and for a letter without words.
    """
    reader = Reader(typed)
    events = _events(reader, given, facts)
    for name, most in CASE_MOST.items():
        reader.text(name, most=most)
    letter = _letter(reader, facts)
    reader.check()
    return Completion(
        variables={name: value for name, value in given.items() if name in variables},
        case={name.removeprefix(CASE): value for name, value in given.items() if name.startswith(CASE)},
        answers={name: stored(value) for name, value in given.items() if not name.startswith(CASE)},
        stage=facts.setting("stage", "stage_1"),
        events=(*events, *_sending(letter, events, facts)),
        letter=letter,
    )


def events_typed(names: Iterable[str], typed: Typed, facts: PageFacts) -> tuple[DatedEvent, ...]:
    """What the page would record as it is typed so far; what cannot be yet is left out. `names`: its questions."""
    reader = Reader(typed)
    given = {name: reader.day(name, None) for name in names if name.startswith((EVENT, UNTIL))}
    return _events(reader, given, facts)


def told(template: str, typed: Typed) -> dict[str, Any]:
    """What the page's answers tell its letter, by the letter's own names (`recording.letter_facts`)."""
    to = {"to_name": TO_OTHERS[template]} if template in TO_OTHERS else {}
    done = _lines(typed, ("what_was_done",)) if template == PROOF else []
    facts = {"documents": _lines(typed, SENT_WITH_IT), "done": done}
    return {**to, **{name: lines for name, lines in facts.items() if lines}, **_delay(template, typed)}


def _lines(typed: Typed, names: Iterable[str]) -> list[str]:
    """What the answers list, a line for each."""
    lines = (line.strip(" -•\t") for name in names for line in typed.get(name, "").splitlines())
    return [line for line in lines if line]


def _delay(template: str, typed: Typed) -> dict[str, Any]:
    """Why there is no answer after six months, and when it will come."""
    expected_on = Reader(typed).day("expected_on", None)
    if template != SIX_MONTHS or expected_on is None:
        return {}
    why = typed.get("why", "").strip()
    return {"overrun": {"ground": "other", "reason": why, "until_on": expected_on.isoformat()}}


def stored(value: Scalar) -> Any:
    """An answer as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def _events(reader: Reader, given: Mapping[str, Scalar], facts: PageFacts) -> tuple[DatedEvent, ...]:
    """What happened, by the questions that ask for it; what was left open did not happen."""
    kinds = dict.fromkeys(kind for name in given for kind in _kinds(name))
    made = (_event(reader, kind, given, facts) for kind in kinds)
    return tuple(event for event in made if event is not None)


def _kinds(name: str) -> Iterable[str]:
    return (name.removeprefix(prefix) for prefix in (EVENT, UNTIL) if name.startswith(prefix))


def _event(reader: Reader, kind: str, given: Mapping[str, Scalar], facts: PageFacts) -> DatedEvent | None:
    on, until_on = given.get(EVENT + kind), given.get(UNTIL + kind)
    if isinstance(on, date) and until_on is None and kind in NAMES_A_DAY:
        on, until_on = min(on, facts.today), on
    if on is None and until_on is not None:
        on = facts.today
    if not isinstance(on, date):
        return None
    _check_day(reader, kind, on, until_on, facts)
    return DatedEvent(kind, on, until_on=until_on if isinstance(until_on, date) else None)


def _check_day(reader: Reader, kind: str, on: date, until_on: Scalar, facts: PageFacts) -> None:
    if on > facts.today:
        reader.errors[EVENT + kind] = "This date must be today or earlier"
    if on < facts.received_on and kind not in BEFORE_RECEIPT:
        reader.errors[EVENT + kind] = "This date cannot be before the complaint was received"
    if isinstance(until_on, date) and until_on < on:
        reader.errors[UNTIL + kind] = "This day must be after the one on which it was named"


def _letter(reader: Reader, facts: PageFacts) -> LetterWords | None:
    template = facts.settings.get("letter")
    if not template:
        return None
    body = reader.text("letter_body", "Enter what the letter should say")
    return LetterWords(
        template,
        body,
        sent_on=facts.today,
        already_sent=template in TO_OTHERS,
        facts=told(template, reader.typed),
    )


def _sending(letter: LetterWords | None, asked: tuple[DatedEvent, ...], facts: PageFacts) -> tuple[DatedEvent, ...]:
    """The event that the letter's going is, unless the page asks for its day by itself."""
    kind = MEETS.get(letter.template) if letter is not None else None
    if kind is None or any(event.kind == kind for event in asked):
        return ()
    return (DatedEvent(kind.value, facts.today),)
