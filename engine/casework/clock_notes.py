"""What else a person should know of a date: sources, settings, extensions, a fresh start, the other basis, overruns."""

from collections.abc import Mapping, Sequence
from datetime import date

from engine.casework.calendar import Receipt, WorkingCalendar
from engine.casework.clocks import ClockReading, DatedEvent, NewDate, Unit, extension_of
from engine.casework.counting import Pause, count_for
from engine.casework.dates import how_many, long_date
from engine.casework.legal_limits import LIMITS, source_of
from engine.casework.runs import NOTICE_OF, current_run, in_order
from engine.casework.standing import NOUNS, extension_words, length
from engine.casework.vocabulary import EventKind


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
            f"{_length_said(reading)}: {source_of(reading.rule)}.",
            _on_guide(reading),
            _on_fresh_start(reading, events),
            _on_freezing(reading, events),
            _on_two_bases(reading, events, calendar),
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


def _on_receipt(reading: ClockReading, events: Sequence[DatedEvent], calendar: WorkingCalendar) -> str | None:
    if reading.rule.unit != Unit.WORKING_DAYS or reading.rule.days < 0:
        return None
    run = current_run(reading.rule, events)
    if run is None:
        return None
    happened_on = run.counts_from
    why_not = calendar.why_not(happened_on)
    if why_not is None:
        return None
    day_1 = long_date(calendar.add(reading.started_on or happened_on, 1))
    if calendar.receipt is Receipt.NEXT_WORKING_DAY:
        setting = f"the council takes the next working day, {long_date(reading.started_on or happened_on)}, as day 0"
    else:
        setting = "it is day 0 all the same"
    return f"{long_date(happened_on)} is not a working day ({why_not}); {setting}, and day 1 is {day_1}."


def _on_guide(reading: ClockReading) -> str | None:
    if not reading.rule.is_guide:
        return None
    return "It is a guide: shown, and never the day that the case is due."


def _on_fresh_start(reading: ClockReading, events: Sequence[DatedEvent]) -> str | None:
    """A complaint that was put aside and brought again has a new clock (regulation 8)."""
    if reading.started_by != EventKind.RESUBMITTED or reading.rule.starts_on == EventKind.RESUBMITTED:
        return None
    frozen = [e.occurred_on for e in in_order(events) if e.kind == EventKind.FROZEN]
    put_aside = f" It was put aside on {long_date(frozen[-1])}." if frozen else ""
    return (
        f"The complaint was brought again on {long_date(reading.started_on or date.min)}, so the clock starts anew on"
        f" that day, and what happened to it before counts no more.{put_aside}"
    )


def _on_freezing(reading: ClockReading, events: Sequence[DatedEvent]) -> str | None:
    if reading.rule.freezable or not any(event.kind == EventKind.FROZEN for event in events):
        return None
    return "It runs on though the complaint was put aside for proceedings elsewhere."


_OTHER_BASIS: Mapping[str, tuple[str, str]] = {
    "stage_2_response": ("stage_2_from_record", "the agreed record of the complaint"),
    "stage_2_from_record": ("stage_2_response", "the request for stage 2"),
}


def _on_two_bases(reading: ClockReading, events: Sequence[DatedEvent], calendar: WorkingCalendar) -> str | None:
    """Stage 2 is counted from the request and, beside it, from the agreed record; a breach is told of both."""
    if reading.rule.name not in _OTHER_BASIS:
        return None
    other, words = _OTHER_BASIS[reading.rule.name]
    limit = LIMITS[other]
    begun = next((e.occurred_on for e in in_order(events) if e.kind == limit.starts_on), None)
    if begun is None or reading.started_by == EventKind.RESUBMITTED:
        return None
    most = limit.extended_days or limit.days
    return (
        f"Beside it stands the count from {words} on {long_date(begun)}: {limit.days} working days end on"
        f" {long_date(calendar.add(begun, limit.days))}, {most} on {long_date(calendar.add(begun, most))}."
    )


def _on_extension(reading: ClockReading, extension: NewDate | None) -> str | None:
    if extension is None:
        return None
    told = (
        f"On {long_date(extension.occurred_on)} the time was extended to {long_date(extension.until_on)},"
        f" {extension_words(extension.ground)}"
    )
    both = " The notice is about the stage, so it holds on both counts." if reading.rule.name in _OTHER_BASIS else ""
    if reading.due_on is None or reading.due_on == extension.until_on:
        return f"{told}.{both}"
    if reading.rule.name in NOTICE_OF:
        return f"{told}; on this count the last day is {long_date(reading.due_on)}.{both}"
    return f"{told}; by what happened since, the last day is {long_date(reading.due_on)}.{both}"


def _on_maximum(reading: ClockReading) -> str | None:
    if reading.maximum_on is None or reading.rule.extended_days is None:
        return None
    most = how_many(reading.rule.extended_days, NOUNS[Unit(reading.rule.unit)])
    return f"The furthest an extension may go is {long_date(reading.maximum_on)}: {most}."


def _on_day_20_without_pauses(reading: ClockReading, pauses: Sequence[Pause], calendar: WorkingCalendar) -> str | None:
    """The suspension moves the answer's limit, and not the day after which stage 2 may be asked for."""
    most = reading.rule.extended_days
    if not pauses or most is None or reading.started_on is None:
        return None
    on = count_for(reading.rule, calendar).limit(reading.started_on, most)
    return f"Without the suspension, {how_many(most, NOUNS[Unit(reading.rule.unit)])} end on {long_date(on)}."


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


def _length_said(reading: ClockReading) -> str:
    return "The day named" if reading.rule.unit == Unit.NAMED_DAY else f"The limit of {length(reading)}"
