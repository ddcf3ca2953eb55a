"""Say sorry for the delay: why the limit was missed, when the answer will come, and the letter that says so."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from engine.casework.calendar import WorkingCalendar
from engine.casework.clocks import DatedEvent
from engine.casework.completion import Completion, LetterWords, PageFacts
from engine.casework.dates import long_date
from engine.casework.pages.typed import Reader, Typed
from engine.casework.vocabulary import EventKind

LETTER = "overrun"
LETTERS = frozenset({LETTER, "stage_2_overrun", "stage_3_overrun", "corporate_overrun", "adult_overrun"})
"""The letters that say sorry for a delay, of which the diagram's setting `letter` names one."""
CLOCK = "stage_1_response"


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


_FIRST = (EventKind.STAGE_1_RESPONSE_SENT, EventKind.STAGE_2_REQUESTED)
_OVER: Mapping[str, tuple[EventKind, ...]] = {
    "corporate_1_response": _FIRST,
    "plan": (EventKind.STAGE_1_RESPONSE_SENT,),
    "stage_2_response": (EventKind.STAGE_2_RESPONSE_SENT,),
    "corporate_2_response": (EventKind.STAGE_2_RESPONSE_SENT,),
    "stage_3_panel": (EventKind.PANEL_HELD, EventKind.REFERRED_EARLY),
    "stage_3_report": (EventKind.PANEL_REPORT_RECEIVED,),
    "stage_3_response": (EventKind.STAGE_3_RESPONSE_SENT,),
}


def clock_of(facts: PageFacts) -> str:
    """The clock whose limit was missed, as the diagram names it."""
    return facts.setting("clock", CLOCK)


def letter_of(facts: PageFacts) -> str:
    """The letter that says sorry, as the diagram names it."""
    return facts.setting("letter", LETTER)


def is_over(facts: PageFacts) -> bool:
    """Whether what was late has happened meanwhile, or is waited for no more: no letter about a delay goes then."""
    return any(kind in facts.latest_event_on for kind in _OVER.get(clock_of(facts), _FIRST))


def read(typed: Typed, facts: PageFacts) -> Completion:
    """Check the page. An overrun extends nothing: it names a new expected date beside the limit that was missed.

    Where the answer has gone out meanwhile only the cause is asked; a letter about the delay would come too late.
    """
    reader = Reader(typed)
    cause = reader.choice("cause", Cause, "Select why the limit was missed")
    note = reader.text("cause_note", "Enter what happened" if cause is Cause.OTHER else None, most=4000)
    if is_over(facts):
        reader.check()
        return Completion(answers={"cause": cause, "cause_note": note})
    expected_on = reader.day("expected_on", "Enter the day you now expect to answer by")
    if expected_on is not None and expected_on <= facts.today:
        reader.errors.setdefault("expected_on", "The new date must be after today")
    if expected_on is not None:
        _check_working_day(reader, expected_on, facts)
    body = reader.text("letter_body", "Enter what the letter should say")
    reader.check()
    assert cause is not None and expected_on is not None
    event = DatedEvent(
        EventKind.OVERRUN.value,
        facts.today,
        clock=clock_of(facts),
        until_on=expected_on,
        ground=cause.value,
        reason=note or None,
    )
    return Completion(
        answers={"cause": cause.value, "cause_note": note, "expected_on": expected_on.isoformat()},
        events=(event,),
        letter=LetterWords(letter_of(facts), body, sent_on=facts.today),
    )


def _check_working_day(reader: Reader, expected_on: date, facts: PageFacts) -> None:
    """A day that nobody works on cannot be kept; the next working day is named in its place."""
    calendar = facts.working_days or WorkingCalendar(())
    why_not = calendar.why_not(expected_on)
    if why_not is not None:
        following = long_date(calendar.add(expected_on, 1))
        said = f"{long_date(expected_on)} is not a working day ({why_not}). The next working day is {following}"
        reader.errors.setdefault("expected_on", said)
