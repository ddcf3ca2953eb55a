"""From when a clock runs and what stops it: its start, the answer, a freeze for proceedings and the fresh start."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine.casework.clock_sentence import ClockRule
from engine.casework.vocabulary import EventKind


@dataclass(frozen=True)
class DatedEvent:
    """A fact of the case with the day it happened, as it stands after any correction."""

    kind: str
    occurred_on: date
    clock: str | None = None
    """The clock that an extension, suspension, resumption or overrun is about."""
    until_on: date | None = None
    """The new date of an extension or overrun; the day that the event names (the panel, an answer promised)."""
    ground: str | None = None
    reason: str | None = None
    """What was said about it; no clock reads this."""


NOTICE_OF: Mapping[str, str] = {"stage_2_from_record": "stage_2_response"}
"""The clock whose notices of a new date hold for another one too: they are about the stage, however it is counted."""


def names_a_date(event: DatedEvent, kind: str, rule: ClockRule) -> bool:
    """Whether this extension or overrun, as `kind` says, names a new date for `rule`."""
    about = (rule.name, NOTICE_OF.get(rule.name, rule.name))
    return event.kind == kind and event.until_on is not None and event.clock in about


@dataclass(frozen=True)
class Run:
    """One run of a clock. After a complaint that was put aside is brought again, a new one counts."""

    triggered_on: date
    """The day of the event that started it."""
    counts_from: date
    """Day 0: the same day, or the day that the event names."""
    started_by: str
    """The kind of that event."""
    events: tuple[DatedEvent, ...]
    """What bears on this run, oldest first: nothing from before a fresh start."""
    met_on: date | None = None
    ended_on: date | None = None
    ended_by: str | None = None
    """The kind of the event that ended it unmet."""
    frozen_on: date | None = None
    """Since when proceedings elsewhere hold it up."""
    is_first: bool = True
    """Nothing ran before it that an earlier answer could have been about."""

    @property
    def stopped_on(self) -> date | None:
        """When it was met, or ended unmet."""
        return self.met_on or self.ended_on


def in_order(events: Sequence[DatedEvent]) -> list[DatedEvent]:
    """Events by the day they happened; those of one day in the order given."""
    return sorted(events, key=lambda event: event.occurred_on)


def current_run(rule: ClockRule, events: Sequence[DatedEvent]) -> Run | None:
    """The run of `rule` that counts; None while nothing has started it.

    The first event of the kind `starts_on` starts it, or the latest one that names a day where the rule counts from a
    named day. A freeze stops a run that is not met or ended by then; resubmission starts it anew from its own day, and
    nothing that happened to it before counts any more (regulation 8). What was met or ended before stays so.
    """
    ordered = in_order(events)
    run = _begun(rule, ordered)
    if run is None:
        return None
    run = _stopped(rule, run)
    if not rule.freezable:
        return run
    for freeze in _freezes(ordered):
        if freeze.frozen_on < run.triggered_on:
            continue
        if run.stopped_on is not None and run.stopped_on < (freeze.resubmitted_on or date.max):
            return run if run.stopped_on <= freeze.frozen_on else replace(run, frozen_on=freeze.frozen_on)
        if freeze.resubmitted_on is None:
            return replace(run, frozen_on=freeze.frozen_on)
        anew = _anew(rule, freeze.later, freeze.resubmitted_on)
        if anew is None:
            return None
        run = _stopped(rule, replace(anew, is_first=False))
    return run


@dataclass(frozen=True)
class _Freeze:
    """A time during which the complaint was put aside."""

    frozen_on: date
    resubmitted_on: date | None
    later: tuple[DatedEvent, ...]
    """What happened from the resubmission on."""


def _freezes(ordered: Sequence[DatedEvent]) -> Iterator[_Freeze]:
    frozen_on: date | None = None
    for place, event in enumerate(ordered):
        if event.kind == EventKind.FROZEN:
            frozen_on = frozen_on or event.occurred_on
        elif event.kind == EventKind.RESUBMITTED and frozen_on is not None:
            yield _Freeze(frozen_on, event.occurred_on, tuple(ordered[place + 1 :]))
            frozen_on = None
    if frozen_on is not None:
        yield _Freeze(frozen_on, None, ())


def _begun(rule: ClockRule, ordered: Sequence[DatedEvent]) -> Run | None:
    events = tuple(ordered)
    if not rule.from_named_day:
        return _from_first(rule.starts_on, events)
    naming = [event for event in events if event.kind == rule.starts_on and event.until_on is not None]
    if not naming:
        return _from_first(rule.or_from, events)
    # What met a day that was named before does not meet the one that took its place.
    latest = naming[-1]
    named_on = latest.until_on or latest.occurred_on
    return Run(latest.occurred_on, named_on, latest.kind, events, is_first=len(naming) == 1)


def _from_first(kind: str | None, events: tuple[DatedEvent, ...]) -> Run | None:
    day = next((event.occurred_on for event in events if event.kind == kind), None)
    return None if day is None or kind is None else Run(day, day, kind, events)


def _anew(rule: ClockRule, later: tuple[DatedEvent, ...], resubmitted_on: date) -> Run | None:
    """A limit that counts on starts again on the day of resubmission; one that hangs on a day waits for a new day.

    Where what starts it happens again (the statement is agreed anew), it counts from there.
    """
    if rule.from_named_day or rule.days < 0:
        return _begun(rule, later)
    return _from_first(rule.starts_on, later) or Run(resubmitted_on, resubmitted_on, EventKind.RESUBMITTED, later)


def _stopped(rule: ClockRule, run: Run) -> Run:
    """The run with what met or ended it. On one day, meeting it comes first.

    In a first run a day before the start counts too, where there is no other: a corrected receipt undoes no answer.
    """
    met = _stop(rule, run, (rule.stops_on,))
    ended = _stop(rule, run if met is None else replace(run, is_first=False), rule.ended_by)
    if ended is not None and (met is None or ended.occurred_on < met.occurred_on):
        return replace(run, ended_on=ended.occurred_on, ended_by=ended.kind)
    return run if met is None else replace(run, met_on=met.occurred_on)


def _stop(rule: ClockRule, run: Run, kinds: tuple[str, ...]) -> DatedEvent | None:
    those = [event for event in run.events if event.kind in kinds]
    if not those:
        return None
    if rule.days < 0 and run.is_first:
        return those[0]
    return next(
        (event for event in those if event.occurred_on >= run.triggered_on), those[-1] if run.is_first else None
    )
