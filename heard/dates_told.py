"""What `heard dates` answers: every clock that the events start, with its days and the sentences that explain them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from engine.casework.calendar import WorkingCalendar
from engine.casework.clocks import ClockReading, ClockRule, DatedEvent, Unit, read_clock, write_clock
from engine.casework.dates import long_date, short_date
from engine.casework.explanation import Explanation, explain
from engine.casework.law import LIMITS
from engine.procedures.definition import Procedure

Told = Mapping[str, Any]

_STAGES: Mapping[str, str] = {
    "acknowledgement": "intake",
    "acceptance": "intake",
    "resubmission": "intake",
    "close_out": "stage_1",
    "plan": "stage_1",
    "six_months": "stage_1",
    "record_agreement": "stage_2",
    "chair_appointment": "stage_3",
    "panel_day": "stage_3",
    "panel_papers": "stage_3",
}
_PREFIXES: Mapping[str, str] = {
    "stage_1": "stage_1",
    "stage_2": "stage_2",
    "stage_3": "stage_3",
    "corporate_1": "stage_1",
    "corporate_2": "stage_2",
    "ombudsman": "ombudsman",
    "compliment": "compliment",
    "comment": "comment",
}


def clocks(procedure: Procedure, events: Sequence[DatedEvent], calendar: WorkingCalendar) -> list[Told]:
    """Every clock of the procedure that the events start, as it stands on the day of the last of them."""
    today = max(event.occurred_on for event in events)
    told = []
    for rule in procedure.clocks.values():
        reading = read_clock(rule, events, calendar, today)
        if reading.started_on is not None:
            told.append(_clock(reading, explain(rule, events, calendar, today), calendar))
    return told


def table(procedure: Procedure, told: Sequence[Told]) -> str:
    """The same as text."""
    lines = [procedure.name, ""]
    if not told:
        return "\n".join([*lines, "No limit starts with these events."])
    for clock in told:
        lines.append(f"{clock['id'].replace('_', ' ')} ({clock['limit']}): {_day(clock['due'], 'no day is due')}")
        for name, words in (("extended_due", "extended, at most"), ("maximum_due", "the last day the law allows")):
            if clock[name] is not None and clock[name] != clock["due"]:
                lines.append(f"  {words} {_day(clock[name], '')}")
        lines += [f"  {sentence}" for sentence in clock["explanation"]]
    return "\n".join(lines)


def stage_of(clock: str) -> str:
    """The stage that a clock belongs to: "stage_2", or the procedure where it has no stages."""
    known = _STAGES.get(clock)
    return known or next((stage for prefix, stage in _PREFIXES.items() if clock.startswith(prefix)), "intake")


def _clock(reading: ClockReading, explanation: Explanation, calendar: WorkingCalendar) -> Told:
    rule, start = reading.rule, reading.started_on
    counts_working_days = rule.unit == Unit.WORKING_DAYS
    return {
        "id": rule.name,
        "stage": stage_of(rule.name),
        "start": None if start is None else start.isoformat(),
        "basis": reading.started_by,
        "limit_working_days": abs(rule.days) if counts_working_days else None,
        "limit": _limit(rule),
        "due": _iso(reading.due_on),
        "extended_due": _iso(reading.maximum_on),
        "maximum_due": _iso(_last_lawful_day(reading, calendar)),
        "state": reading.state.value,
        "is_guide": rule.is_guide,
        "explanation": [explanation.summary, *explanation.notes, *_left_out(explanation)],
    }


def _last_lawful_day(reading: ClockReading, calendar: WorkingCalendar) -> date | None:
    """The last day that the law allows, pauses or not; None for a clock of the council's own, or while frozen."""
    limit = LIMITS.get(reading.rule.name)
    if limit is None or reading.started_on is None or reading.frozen_on is not None:
        return None
    return calendar.add(reading.started_on, limit.extended_days or limit.days)


def _limit(rule: ClockRule) -> str:
    """How long and from what, in words."""
    return write_clock(rule).partition(",")[0].replace("_", " ")


def _left_out(explanation: Explanation) -> Iterator[str]:
    """The weekdays that do not count: what people wonder about."""
    weekdays = [line for line in explanation.days[1:] if not line.counted and line.day.weekday() < 5]
    if weekdays:
        yield f"Not counted: {', '.join(f'{short_date(line.day)} ({line.reason})' for line in weekdays)}."


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None, otherwise: str) -> str:
    return otherwise if text is None else long_date(date.fromisoformat(text))
