"""The Ombudsman has been in touch: what came, with its date to answer by. None of it stops or moves a clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.casework.lawful import OMBUDSMAN, CaseAction
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.casework.vocabulary import EventKind
from engine.office import Office
from engine.queries import case_state
from engine.recording import effects, ends, instances, steps
from engine.recording.case import CaseRecord
from engine.recording.effects import Change, Preview, Seen

Typed = Mapping[str, str]
LONGEST_REFERENCE = 40


class Kind(StrEnum):
    """What came; the values are the entries of the procedure `ombudsman`."""

    PREMATURE = "premature"
    ENQUIRY = "enquiry"
    DRAFT = "draft"
    DECISION = "decision"


@dataclass(frozen=True)
class _Letter:
    """What a letter of theirs puts on record."""

    event: EventKind | None
    """None: nothing that a clock runs on."""
    ask_day: str | None
    """What is said where the day to answer by is missing; None where there need be none."""


_LETTERS: Mapping[Kind, _Letter] = {
    Kind.PREMATURE: _Letter(None, None),
    Kind.ENQUIRY: _Letter(EventKind.OMBUDSMAN_ENQUIRED, "Enter the day by which they want our answer"),
    Kind.DRAFT: _Letter(EventKind.OMBUDSMAN_DRAFT_RECEIVED, "Enter the day by which they want our comments"),
    Kind.DECISION: _Letter(EventKind.OMBUDSMAN_DECIDED, None),
}


def record(office: Office, actor: Actor, reference: str, typed: Typed) -> None:
    """Put a letter of the Ombudsman's on record and open what it asks for. Raises `InvalidAnswers`, `NotAllowed`."""
    effects.do(office, actor.person_id, reference, _record(actor, typed), Seen.of(typed))


def preview(office: Office, actor: Actor, reference: str, typed: Typed) -> Preview:
    """What that would do: a task with its date, and no clock of the case any different."""
    return effects.look(office, actor.person_id, reference, _record(actor, typed))


def _record(actor: Actor, typed: Typed) -> Change:
    def change(case: CaseRecord) -> tuple[str, ...]:
        case_state.permit(case, actor, Action.OMBUDSMAN, CaseAction.OMBUDSMAN)
        today = case.transaction.today
        reader = Reader(typed)
        kind = reader.choice("kind", Kind, "Select what they sent")
        letter = _LETTERS[kind] if kind is not None else _Letter(None, None)
        theirs = reader.text("their_reference", "Enter the Ombudsman's own reference", most=LONGEST_REFERENCE)
        came_on = reader.day("letter_on", "Enter the day of their letter", latest=today)
        answer_by = reader.day("answer_by", letter.ask_day)
        if came_on is not None and answer_by is not None and answer_by < came_on:
            reader.errors.setdefault("answer_by", "This is before the day of their letter")
        if came_on is not None and came_on < case.value("received_on"):
            reader.errors.setdefault("letter_on", "This is before the day it was received")
        reader.check()
        assert kind is not None
        assert came_on is not None
        instances.open_again(case, "The Ombudsman was in touch", ends.BESIDE)
        if letter.event is not None:
            case.event(letter.event, came_on, until_on=answer_by, reason=f"Their reference: {theirs}")
        case.note("ombudsman_wrote", occurred_on=came_on, payload={"letter_kind": kind.value, "theirs": theirs})
        steps.start_procedure(case, OMBUDSMAN, kind.value)
        return (_NOTHING_MOVES, *((_TAKEN_UP,) if kind is Kind.PREMATURE else ()))

    return change


_NOTHING_MOVES = "No clock of the case stops or moves because of it. The Ombudsman's dates run beside the others."
_TAKEN_UP = "The task that opens asks whether it is being dealt with already, or begins anew at triage."
