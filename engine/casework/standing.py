"""How a clock stands, in sentences that caseworkers read."""

from collections.abc import Sequence
from datetime import date

from engine.casework.calendar import Receipt, WorkingCalendar
from engine.casework.clocks import ClockReading, ClockState, DatedEvent, NewDate, Unit, extension_of
from engine.casework.counting import Pause, count_for
from engine.casework.dates import WORKING_DAY, days_left, how_many, long_date
from engine.casework.law import GROUND_WORDS, source_of
from engine.casework.vocabulary import ExtensionGround

_BARELY_LATE = "late, by less than a working day"
_NOUNS = {Unit.WORKING_DAYS: WORKING_DAY, Unit.CALENDAR_DAYS: "day", Unit.MONTHS: "month", Unit.YEARS: "year"}


def event_words(kind: str) -> str:
    """An event as a sentence names it: "stage 1 response sent"."""
    return kind.replace("_", " ")


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
        return "done" if reading.in_time else "done late"
    if reading.days_left is None:
        return "paused"
    if reading.state is ClockState.OVERDUE and reading.days_left == 0:
        return _BARELY_LATE
    return days_left(reading.days_left, _day_noun(reading))


def summary(
    reading: ClockReading, pauses: Sequence[Pause], extension: NewDate | None, calendar: WorkingCalendar
) -> str:
    """One sentence, or two, that say where the clock stands and why."""
    if reading.started_on is None:
        return f"Not running yet: it starts with “{event_words(reading.rule.starts_on)}”."
    if reading.due_on is None:
        return _paused(reading, pauses)
    due, why = long_date(reading.due_on), _why(reading, reading.started_on, extension)
    if reading.met_on is not None:
        return f"Done on {long_date(reading.met_on)}, {_punctuality(reading, calendar)}. It was due on {due}: {why}."
    if reading.state is ClockState.OVERDUE:
        return f"Was due on {due}, and is {time_left(reading)}: {why}."
    if reading.days_left == 0:
        return f"Due today, {due}: {why}."
    return f"Due on {due}, {time_left(reading)}: {why}."


def notes(
    reading: ClockReading,
    events: Sequence[DatedEvent],
    pauses: Sequence[Pause],
    counted: Sequence[date],
    calendar: WorkingCalendar,
) -> tuple[str, ...]:
    """What else a person should know: sources, settings, extensions, overruns. `counted` are the days that count."""
    if reading.started_on is None:
        return ()
    return tuple(
        note
        for note in (
            f"The limit of {_length(reading)}: {source_of(reading.rule)}.",
            _on_receipt(reading, events, calendar),
            _on_extension(reading, extension_of(reading.rule, events)),
            _on_maximum(reading),
            _on_day_20_without_pauses(reading, pauses, calendar),
            _on_overrun(reading),
            _on_closure_days(reading, counted),
            _on_unknown_years(reading, calendar),
        )
        if note is not None
    )


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
    direction = "before" if reading.rule.days < 0 else "from"
    return f"{_length(reading)} {direction} {long_date(started_on)} ({event_words(reading.rule.starts_on)})"


def _punctuality(reading: ClockReading, calendar: WorkingCalendar) -> str:
    if reading.in_time or reading.due_on is None or reading.met_on is None:
        return "in time"
    late = count_for(reading.rule, calendar).between(reading.due_on, reading.met_on)
    return days_left(-late, _day_noun(reading)) if late else _BARELY_LATE


def _on_receipt(reading: ClockReading, events: Sequence[DatedEvent], calendar: WorkingCalendar) -> str | None:
    if reading.rule.unit != Unit.WORKING_DAYS or reading.rule.days < 0:
        return None
    happened_on = min(event.occurred_on for event in events if event.kind == reading.rule.starts_on)
    why_not = calendar.why_not(happened_on)
    if why_not is None:
        return None
    day_1 = long_date(calendar.add(reading.started_on or happened_on, 1))
    if calendar.receipt is Receipt.NEXT_WORKING_DAY:
        setting = f"the council takes the next working day, {long_date(reading.started_on or happened_on)}, as day 0"
    else:
        setting = "it is day 0 all the same"
    return f"{long_date(happened_on)} is not a working day ({why_not}); {setting}, and day 1 is {day_1}."


def _on_extension(reading: ClockReading, extension: NewDate | None) -> str | None:
    if extension is None:
        return None
    told = (
        f"On {long_date(extension.occurred_on)} the time was extended to {long_date(extension.until_on)},"
        f" {extension_words(extension.ground)}"
    )
    if reading.due_on is None or reading.due_on == extension.until_on:
        return f"{told}."
    return f"{told}; by what happened since, the last day is {long_date(reading.due_on)}."


def _on_maximum(reading: ClockReading) -> str | None:
    if reading.maximum_on is None or reading.rule.extended_days is None:
        return None
    most = how_many(reading.rule.extended_days, _NOUNS[Unit(reading.rule.unit)])
    return f"The furthest an extension may go is {long_date(reading.maximum_on)}: {most}."


def _on_day_20_without_pauses(reading: ClockReading, pauses: Sequence[Pause], calendar: WorkingCalendar) -> str | None:
    """The suspension moves the answer's limit, and not the day after which stage 2 may be asked for."""
    most = reading.rule.extended_days
    if not pauses or most is None or reading.started_on is None:
        return None
    on = count_for(reading.rule, calendar).limit(reading.started_on, most)
    return f"Without the suspension, {how_many(most, _NOUNS[Unit(reading.rule.unit)])} end on {long_date(on)}."


def _on_overrun(reading: ClockReading) -> str | None:
    if reading.overrun_until is None:
        return None
    return f"The complainant was told to expect it by {long_date(reading.overrun_until)}; the limit stays missed."


def _on_closure_days(reading: ClockReading, counted: Sequence[date]) -> str | None:
    """Offices shut at Christmas are what people ask about."""
    if reading.rule.unit != Unit.WORKING_DAYS or not any(day.month == 12 and day.day >= 24 for day in counted):
        return None
    return "Days on which only the council is closed are working days: regulation 2 lists all that are not."


def _on_unknown_years(reading: ClockReading, calendar: WorkingCalendar) -> str | None:
    last = reading.due_on
    if reading.rule.unit != Unit.WORKING_DAYS or last is None or calendar.known_until is None:
        return None
    if last <= calendar.known_until:
        return None
    return f"The bank holidays after {long_date(calendar.known_until)} are not known yet, so this date may move."


def _length(reading: ClockReading) -> str:
    return how_many(abs(reading.rule.days), _NOUNS[Unit(reading.rule.unit)])


def _day_noun(reading: ClockReading) -> str:
    """What `days_left` and `days_used` are measured in."""
    return WORKING_DAY if reading.rule.unit == Unit.WORKING_DAYS else "day"
