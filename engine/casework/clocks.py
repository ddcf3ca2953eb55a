"""What a case's clocks say: when each limit ends, how many days are left, whether it was met, paused or missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from engine.casework.calendar import WorkingCalendar
from engine.casework.clock_sentence import Ceiling, ClockRule, Unit, parse_clock, write_clock
from engine.casework.counting import Count, Pause, count_for
from engine.casework.runs import DatedEvent, Run, current_run, in_order, names_a_date
from engine.casework.vocabulary import EventKind

__all__ = [
    "Ceiling",
    "ClockReading",
    "ClockRule",
    "ClockState",
    "DatedEvent",
    "NewDate",
    "Unit",
    "day_zero",
    "deadline",
    "extension_of",
    "overrun_of",
    "parse_clock",
    "pauses_of",
    "read_clock",
    "write_clock",
]

_PAUSING = (EventKind.SUSPENDED, EventKind.RESUMED)


class ClockState(StrEnum):
    """How a clock stands today."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    OVERDUE = "overdue"
    FROZEN = "frozen"
    """The complaint is put aside for proceedings elsewhere: no day is due until it is brought again."""
    ENDED = "ended"
    """Something else happened that takes its place; it was not met, and is not waited for."""


@dataclass(frozen=True)
class NewDate:
    """What an extension or an overrun says: the day that the complainant was told, and the new date."""

    occurred_on: date
    until_on: date
    ground: str | None


@dataclass(frozen=True)
class ClockReading:
    """One clock of one case, read on one day. Days are in the unit of the rule (months and years in calendar days)."""

    rule: ClockRule
    state: ClockState
    started_on: date | None
    """Day 0; by the council's setting the next working day when it was not a working day."""
    limit_on: date | None
    """The last day without an extension; None while not started or frozen, or paused before it."""
    maximum_on: date | None
    """The furthest an extension may go; None when there is no extension, or while paused before it."""
    due_on: date | None
    """The last day in time, extension included. Stays when the clock is met or ended; None while not started, paused or
    frozen."""
    met_on: date | None
    extended_to: date | None
    """The date that the last extension named."""
    days_used: int
    """Days counted so far, or until the clock was met."""
    days_left: int | None
    """Days from today to the due date: 0 on the day, below zero when late; None when there is nothing to wait for."""
    overrun_until: date | None
    """The new expected date told to the complainant after the limit was missed. It moves no limit."""
    started_by: str | None = None
    """The kind of the event that day 0 is of: the rule's own, or the resubmission after a freeze."""
    ended_on: date | None = None
    ended_by: str | None = None
    """The kind of the event that ended the clock though it was not met."""
    frozen_on: date | None = None
    """Since when the complaint is put aside."""

    @property
    def stopped_on(self) -> date | None:
        """When it was met, or ended unmet."""
        return self.met_on or self.ended_on

    @property
    def is_waited_for(self) -> bool:
        """Whether somebody still owes what the clock asks for: started, not met and not ended."""
        return self.started_on is not None and self.stopped_on is None

    @property
    def in_time(self) -> bool | None:
        """Whether the clock was met by its due date; None while it is not met."""
        if self.met_on is None or self.due_on is None:
            return None
        return self.met_on <= self.due_on


def read_clock(rule: ClockRule, events: Sequence[DatedEvent], calendar: WorkingCalendar, today: date) -> ClockReading:
    """Read `rule` from the current events of a case as it stands on `today`.

    The first event of the kind `starts_on` is day 0, or the day that the latest one names. A suspension leaves out the
    counted days after the day of suspension up to and including the day of resumption. An extension moves the due date
    to the day it names, never before the plain limit nor, where the ceiling is firm, beyond the maximum, so that a
    corrected date of receipt cannot leave a due date that the law does not know. An overrun moves nothing. A freeze
    stops the clock, and resubmission starts it anew (`runs.current_run`).
    """
    run = current_run(rule, events)
    if run is None:
        return _not_started(rule)
    count = count_for(rule, calendar)
    start = day_zero(rule, run.counts_from, calendar) if rule.unit != Unit.NAMED_DAY else run.triggered_on
    if run.frozen_on is not None:
        return _frozen(rule, run, count, start)
    pauses = pauses_of(rule, run.events, run.stopped_on)
    extension = _last(run.events, EventKind.EXTENDED, rule)
    limit_on = count.moved(start, _limit(rule, run, count, start), pauses)
    maximum_on = _maximum(rule, count, start, pauses)
    due_on = limit_on
    if limit_on is not None and extension is not None:
        due_on = _extended_due(rule, count, extension, pauses, limit_on, maximum_on)
    overrun = _last(run.events, EventKind.OVERRUN, rule)
    return ClockReading(
        rule=rule,
        state=_state(run, due_on, today),
        started_on=start,
        limit_on=limit_on,
        maximum_on=maximum_on,
        due_on=due_on,
        met_on=run.met_on,
        extended_to=extension.until_on if extension else None,
        days_used=_days_used(rule, count, start, min(today, run.stopped_on or today), pauses),
        days_left=_days_left(count, start, due_on, run.stopped_on, today, pauses),
        overrun_until=overrun.until_on if overrun else None,
        started_by=run.started_by,
        ended_on=run.ended_on,
        ended_by=run.ended_by,
    )


def deadline(reading: ClockReading, offset: int, calendar: WorkingCalendar) -> date | None:
    """The day `offset` working days from the due date (below zero: before it).

    None when there is no due date, or the clock is met or ended: then there is nothing to be reminded of.
    """
    if reading.due_on is None or not reading.is_waited_for:
        return None
    return calendar.add(reading.due_on, offset)


def pauses_of(rule: ClockRule, events: Sequence[DatedEvent], stopped_on: date | None = None) -> tuple[Pause, ...]:
    """When the clock was paused, in order. A pause that nobody ended ends on the day the clock is met or ended.

    Pauses from before a fresh start count no more.
    """
    if not rule.pausable:
        return ()
    pauses: list[Pause] = []
    since: DatedEvent | None = None
    about = [event for event in _of_this_run(rule, events) if event.clock == rule.name and event.kind in _PAUSING]
    for _, of_one_day in groupby(about, key=lambda event: event.occurred_on):
        # A correction may have recorded one day's events in any order: what can only come first is taken first.
        first = EventKind.SUSPENDED if since is None else EventKind.RESUMED
        for event in sorted(of_one_day, key=lambda event: event.kind != first):
            if event.kind == EventKind.SUSPENDED:
                since = since or event
            elif since is not None:
                pauses.append(Pause(since.occurred_on, event.occurred_on, since.ground))
                since = None
    if since is not None:
        pauses.append(Pause(since.occurred_on, stopped_on, since.ground))
    return tuple(pauses)


def extension_of(rule: ClockRule, events: Sequence[DatedEvent]) -> NewDate | None:
    """The last extension of this clock, which is the one that holds. One from before a fresh start counts no more."""
    return _last(_of_this_run(rule, events), EventKind.EXTENDED, rule)


def overrun_of(rule: ClockRule, events: Sequence[DatedEvent]) -> NewDate | None:
    """The last overrun of this clock: the new date that the complainant was told after the limit was missed."""
    return _last(_of_this_run(rule, events), EventKind.OVERRUN, rule)


def day_zero(rule: ClockRule, triggered_on: date, calendar: WorkingCalendar) -> date:
    """The day from which `rule` counts: the day of the event, or as the council's setting for receipt has it."""
    if rule.unit != Unit.WORKING_DAYS or rule.days < 0:
        return triggered_on
    return calendar.day_zero(triggered_on)


def _not_started(rule: ClockRule) -> ClockReading:
    return ClockReading(rule, ClockState.NOT_STARTED, None, None, None, None, None, None, 0, None, None)


def _of_this_run(rule: ClockRule, events: Sequence[DatedEvent]) -> Sequence[DatedEvent]:
    """What bears on the clock as it runs now, in order."""
    run = current_run(rule, events)
    return in_order(events) if run is None else run.events


def _last(events: Sequence[DatedEvent], kind: str, rule: ClockRule) -> NewDate | None:
    about = [
        NewDate(event.occurred_on, event.until_on, event.ground)
        for event in events
        if names_a_date(event, kind, rule) and event.until_on is not None
    ]
    return about[-1] if about else None


def _frozen(rule: ClockRule, run: Run, count: Count, start: date) -> ClockReading:
    """A clock that a freeze stopped. An answer sent while the complaint was put aside meets it all the same."""
    frozen_on = run.frozen_on or start
    pauses = pauses_of(rule, run.events, frozen_on)
    return ClockReading(
        rule=rule,
        state=ClockState.FROZEN if run.stopped_on is None else _state(run, None, frozen_on),
        started_on=start,
        limit_on=None,
        maximum_on=None,
        due_on=None,
        met_on=run.met_on,
        extended_to=None,
        days_used=_days_used(rule, count, start, frozen_on, pauses),
        days_left=None,
        overrun_until=None,
        started_by=run.started_by,
        ended_on=run.ended_on,
        ended_by=run.ended_by,
        frozen_on=frozen_on,
    )


def _limit(rule: ClockRule, run: Run, count: Count, start: date) -> date:
    """The last day in time without pauses: the day that was named, or so many days from day 0."""
    return run.counts_from if rule.unit == Unit.NAMED_DAY else count.limit(start, rule.days)


def _maximum(rule: ClockRule, count: Count, start: date, pauses: tuple[Pause, ...]) -> date | None:
    if rule.extended_days is None:
        return None
    return count.moved(start, count.limit(start, rule.extended_days), pauses)


def _extended_due(
    rule: ClockRule,
    count: Count,
    extension: NewDate,
    pauses: tuple[Pause, ...],
    limit_on: date,
    maximum_on: date | None,
) -> date | None:
    """The due date after an extension. A pause that began on its day or later moves the date it named.

    An earlier pause was over by then, for a paused clock has no date to extend, and the new date allows for it.
    """
    later = tuple(pause for pause in pauses if pause.from_on >= extension.occurred_on)
    due_on = count.moved(extension.occurred_on, count.promised(extension.until_on), later)
    if due_on is None:
        return None
    if maximum_on is not None and rule.ceiling is Ceiling.FIRM:
        due_on = min(due_on, maximum_on)
    return max(due_on, limit_on)


def _state(run: Run, due_on: date | None, today: date) -> ClockState:
    if run.met_on is not None:
        return ClockState.MET
    if run.ended_on is not None:
        return ClockState.ENDED
    if due_on is None:
        return ClockState.PAUSED
    return ClockState.OVERDUE if today > due_on else ClockState.RUNNING


def _days_used(rule: ClockRule, count: Count, start: date, end: date, pauses: tuple[Pause, ...]) -> int:
    """A clock that runs backwards uses no days: it only has days left."""
    return 0 if rule.days < 0 else max(0, count.unpaused(start, end, pauses))


def _days_left(
    count: Count, start: date, due_on: date | None, stopped_on: date | None, today: date, pauses: tuple[Pause, ...]
) -> int | None:
    if due_on is None or stopped_on is not None:
        return None
    if today > due_on:
        return count.between(today, due_on)
    from_on = today if due_on < start else max(today, start)
    return count.unpaused(from_on, due_on, pauses)
