"""Say sorry for the delay: why the limit was missed, when the answer will come, and the letter that says so."""

from enum import StrEnum

from engine.casework.clocks import DatedEvent
from engine.casework.completion import Completion, LetterWords, PageFacts
from engine.casework.pages.typed import Reader, Typed
from engine.casework.vocabulary import EventKind

LETTER = "overrun"
CLOCK = "stage_1_response"
SATURDAY = 5


class Cause(StrEnum):
    """Why a limit was missed. Kept for the report: it is never an excuse in the letter."""

    WAITING_FOR_MANAGER = "waiting_for_manager"
    WAITING_FOR_SIGN_OFF = "waiting_for_sign_off"
    WAITING_FOR_INFORMATION = "waiting_for_information"
    STAFF_ABSENCE = "staff_absence"
    COMPLEXITY = "complexity"
    COMPLAINANT_UNAVAILABLE = "complainant_unavailable"
    LOGGED_LATE = "logged_late"
    OTHER = "other"


def read(typed: Typed, facts: PageFacts) -> Completion:
    """Check the page. An overrun extends nothing: it names a new expected date beside the limit that was missed.

    Where the answer has gone out meanwhile only the cause is asked; a letter about the delay would come too late.
    """
    reader = Reader(typed)
    cause = reader.choice("cause", Cause, "Select why the limit was missed")
    note = reader.text("cause_note", "Enter what happened" if cause is Cause.OTHER else None, most=4000)
    if EventKind.STAGE_1_RESPONSE_SENT in facts.latest_event_on:
        reader.check()
        return Completion(answers={"cause": cause, "cause_note": note})
    expected_on = reader.day("expected_on", "Enter the day you now expect to answer by")
    if expected_on is not None and expected_on <= facts.today:
        reader.errors.setdefault("expected_on", "The new date must be after today")
    if expected_on is not None and expected_on.weekday() >= SATURDAY:
        reader.errors.setdefault("expected_on", "This is a Saturday or Sunday; enter a working day")
    body = reader.text("letter_body", "Enter what the letter should say")
    reader.check()
    assert cause is not None and expected_on is not None
    event = DatedEvent(
        EventKind.OVERRUN.value, facts.today, clock=CLOCK, until_on=expected_on, ground=cause.value, reason=note or None
    )
    return Completion(
        answers={"cause": cause.value, "cause_note": note, "expected_on": expected_on.isoformat()},
        events=(event,),
        letter=LetterWords(LETTER, body, sent_on=facts.today),
    )
