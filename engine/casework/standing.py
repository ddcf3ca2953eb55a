"""How a clock stands, in sentences that caseworkers read."""

from collections.abc import Mapping, Sequence
from datetime import date

from engine.casework.calendar import WorkingCalendar
from engine.casework.clocks import ClockReading, ClockState, NewDate, Unit
from engine.casework.counting import Pause, count_for
from engine.casework.dates import WORKING_DAY, days_left, how_many, long_date
from engine.casework.law import GROUND_WORDS
from engine.casework.vocabulary import EventKind, ExtensionGround

_BARELY_LATE = "late, by less than a working day"
NOUNS = {
    Unit.WORKING_DAYS: WORKING_DAY,
    Unit.CALENDAR_DAYS: "day",
    Unit.MONTHS: "month",
    Unit.YEARS: "year",
    Unit.NAMED_DAY: "day",
}
_PUT_ASIDE = "the complaint is put aside for proceedings elsewhere"

_ENDINGS: Mapping[str, str] = {
    EventKind.STAGE_2_REQUESTED: "stage 2 was asked for",
    EventKind.STAGE_2_RESPONSE_SENT: "the answer at stage 2 was sent",
    EventKind.REFERRED_EARLY: "it was referred early to the Ombudsman",
    EventKind.RESOLVED_AT_ONCE: "it was resolved by the next working day",
    EventKind.NOT_ACCEPTED: "it was not accepted",
    EventKind.SIX_MONTH_LETTER_SENT: "the letter at six months was sent",
    EventKind.WITHDRAWN: "it was withdrawn",
}
"""Why a clock is waited for no more though it was not met, after "because"."""


def event_words(kind: str) -> str:
    """An event as a sentence names it: "stage 1 response sent"."""
    return kind.replace("_", " ")


def start_words(reading: ClockReading) -> str:
    """What day 0 is of: "received", "resubmitted", "the day named in panel arranged"."""
    words = event_words(reading.started_by or reading.rule.starts_on)
    named = reading.rule.from_named_day and reading.started_by == reading.rule.starts_on
    return f"the day named in {words}" if named and reading.rule.unit != Unit.NAMED_DAY else words


def ending_words(kind: str | None) -> str:
    """Why a clock ended unmet: "because stage 2 was asked for"."""
    known = _ENDINGS.get(kind or "")
    return f"because {known}" if known else f"with “{event_words(kind or 'another event')}”"


def pause_words(ground: str | None) -> str:
    """What a paused clock waits for: "waiting for an advocate"."""
    if ground is None or ground == ExtensionGround.ADVOCATE_NEEDED:
        return "waiting for an advocate"
    return event_words(ground)


def extension_words(ground: str | None) -> str:
    """Why there is more time: "because the complaint is complex"."""
    if ground is None:
        return "with no reason on record"
    return f"because {GROUND_WORDS[ground]}" if ground in GROUND_WORDS else f"for the reason “{ground}”"


def time_left(reading: ClockReading) -> str:
    """How long there is, for a row of the inbox: "2 working days left", "due today", "1 working day late", "paused"."""
    if reading.state is ClockState.NOT_STARTED:
        return "not running yet"
    if reading.state is ClockState.MET:
        return "done late" if reading.in_time is False else "done"
    if reading.state is ClockState.ENDED:
        return "ended"
    if reading.state is ClockState.FROZEN:
        return "frozen"
    if reading.days_left is None:
        return "paused"
    if reading.state is ClockState.OVERDUE and reading.rule.is_guide:
        return "the day has passed"
    if reading.state is ClockState.OVERDUE and reading.days_left == 0:
        return _BARELY_LATE
    return days_left(reading.days_left, _day_noun(reading))


def summary(
    reading: ClockReading, pauses: Sequence[Pause], extension: NewDate | None, calendar: WorkingCalendar
) -> str:
    """One sentence, or two, that say where the clock stands and why."""
    if reading.started_on is None:
        return f"Not running yet: it starts with “{event_words(reading.rule.starts_on)}”."
    if reading.frozen_on is not None:
        return _frozen(reading, reading.frozen_on)
    if reading.ended_on is not None:
        return _ended(reading, reading.ended_on, extension, calendar)
    if reading.due_on is None:
        return _paused(reading, pauses)
    due, why = long_date(reading.due_on), _why(reading, reading.started_on, extension)
    if reading.met_on is not None:
        return f"Done on {long_date(reading.met_on)}, {_punctuality(reading, calendar)}. It was due on {due}: {why}."
    if reading.rule.is_guide:
        return _guide(reading, due, why)
    if reading.state is ClockState.OVERDUE:
        return f"Was due on {due}, and is {time_left(reading)}: {why}."
    if reading.days_left == 0:
        return f"Due today, {due}: {why}."
    return f"Due on {due}, {time_left(reading)}: {why}."


def _frozen(reading: ClockReading, frozen_on: date) -> str:
    since = f"since {long_date(frozen_on)}: {_PUT_ASIDE}"
    if reading.met_on is not None:
        return f"Done on {long_date(reading.met_on)}, while it was frozen {since}, so no day was due."
    if reading.ended_on is not None:
        return f"Ended on {long_date(reading.ended_on)} {ending_words(reading.ended_by)}; it was frozen {since}."
    used = how_many(reading.days_used, _day_noun(reading))
    return (
        f"Frozen {since}. {used.capitalize()} used by then. When the complaint is brought again the clock starts anew,"
        " on that day."
    )


def _ended(reading: ClockReading, ended_on: date, extension: NewDate | None, calendar: WorkingCalendar) -> str:
    """A clock that ended unmet: whether it was late by then, for the report of breaches."""
    ended = f"Ended on {long_date(ended_on)}, not met, {ending_words(reading.ended_by)}."
    if reading.due_on is None or reading.started_on is None:
        return ended
    late = count_for(reading.rule, calendar).between(reading.due_on, ended_on)
    standing = f", {days_left(-late, _day_noun(reading))} by then" if late > 0 and not reading.rule.is_guide else ""
    return (
        f"{ended} It was due on {long_date(reading.due_on)}{standing}: {_why(reading, reading.started_on, extension)}."
    )


def _guide(reading: ClockReading, due: str, why: str) -> str:
    if reading.state is ClockState.OVERDUE:
        return f"The day was {due}, and has passed: {why}."
    if reading.days_left == 0:
        return f"The day is today, {due}: {why}."
    return f"The day is {due}, {time_left(reading)}: {why}."


def _paused(reading: ClockReading, pauses: Sequence[Pause]) -> str:
    now = pauses[-1]
    return (
        f"Paused since {long_date(now.from_on)}: {pause_words(now.ground)}."
        f" {how_many(reading.days_used, _day_noun(reading)).capitalize()} used;"
        " counting goes on the day after it is resumed."
    )


def _why(reading: ClockReading, started_on: date, extension: NewDate | None) -> str:
    if extension is not None and reading.limit_on is not None and reading.due_on != reading.limit_on:
        return f"extended from {long_date(reading.limit_on)} {extension_words(extension.ground)}"
    if reading.rule.unit == Unit.NAMED_DAY:
        return f"the day named on {long_date(started_on)} ({event_words(reading.rule.starts_on)})"
    direction = "before" if reading.rule.days < 0 else "from"
    return f"{length(reading)} {direction} {long_date(started_on)} ({start_words(reading)})"


def _punctuality(reading: ClockReading, calendar: WorkingCalendar) -> str:
    if reading.in_time or reading.due_on is None or reading.met_on is None:
        return "in time"
    late = count_for(reading.rule, calendar).between(reading.due_on, reading.met_on)
    return days_left(-late, _day_noun(reading)) if late else _BARELY_LATE


def length(reading: ClockReading) -> str:
    """How long the limit is: "10 working days"."""
    return how_many(abs(reading.rule.days), NOUNS[Unit(reading.rule.unit)])


def _day_noun(reading: ClockReading) -> str:
    """What `days_left` and `days_used` are measured in."""
    return WORKING_DAY if reading.rule.unit == Unit.WORKING_DAYS else "calendar day"
