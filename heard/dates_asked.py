"""What `heard dates` is asked: the events of a case as they are typed, checked for names, dates and order."""

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.casework.calendar import Receipt
from engine.casework.clocks import DatedEvent
from engine.casework.dates import long_date
from engine.casework.vocabulary import EventKind, ExtensionGround
from engine.errors import HeardError
from heard import shipped


class CannotCount(HeardError):
    """{option} cannot be used: {mend}."""


@dataclass(frozen=True)
class Asked:
    """The events of one case, and whose limits count."""

    folder: str
    profile: str | None
    events: tuple[DatedEvent, ...]
    decided_on: date
    """The day whose version counts: of receipt, or the earliest given."""


SUSPENDABLE = "stage_1_response"
EARLIEST, LATEST = date(1900, 1, 1), date(2099, 12, 31)

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_KINDS = tuple(EventKind)
_PLACE = {kind: place for place, kind in enumerate(_KINDS)}
_CHANGE_A_CLOCK = frozenset({EventKind.EXTENDED, EventKind.SUSPENDED, EventKind.RESUMED, EventKind.OVERRUN})
_NAMING = frozenset(
    {
        EventKind.PANEL_ARRANGED,
        EventKind.PLAN_AGREED,
        EventKind.OMBUDSMAN_ENQUIRED,
        EventKind.OMBUDSMAN_DRAFT_RECEIVED,
        EventKind.OMBUDSMAN_DECIDED,
    }
)
_BEFORE_RECEIPT = frozenset({EventKind.GROUNDS_AROSE, EventKind.KNEW_OF_MATTER, EventKind.RECEIVED})

_AFTER: Mapping[EventKind, tuple[EventKind, ...]] = {
    EventKind.STAGE_1_RESPONSE_RECEIVED: (EventKind.STAGE_1_RESPONSE_SENT,),
    EventKind.CLOSE_OUT_RECORDED: (EventKind.STAGE_1_RESPONSE_SENT,),
    EventKind.STAGE_2_ACKNOWLEDGED: (EventKind.STAGE_2_REQUESTED,),
    EventKind.RECORD_AGREED: (EventKind.STAGE_2_REQUESTED,),
    EventKind.INVESTIGATION_REPORTED: (EventKind.STAGE_2_REQUESTED,),
    EventKind.STAGE_2_RESPONSE_SENT: (EventKind.STAGE_2_REQUESTED,),
    EventKind.STAGE_2_RESPONSE_RECEIVED: (EventKind.STAGE_2_REQUESTED, EventKind.STAGE_2_RESPONSE_SENT),
    EventKind.STAGE_3_REQUESTED: (EventKind.STAGE_2_REQUESTED, EventKind.STAGE_2_RESPONSE_SENT),
    EventKind.STAGE_3_ACKNOWLEDGED: (EventKind.STAGE_3_REQUESTED,),
    EventKind.REFERRED_EARLY: (EventKind.STAGE_3_REQUESTED,),
    EventKind.CHAIR_APPOINTED: (EventKind.STAGE_3_REQUESTED,),
    EventKind.PANEL_HELD: (EventKind.STAGE_3_REQUESTED,),
    EventKind.PANEL_REPORT_RECEIVED: (EventKind.PANEL_HELD, EventKind.STAGE_3_REQUESTED),
    EventKind.STAGE_3_RESPONSE_SENT: (EventKind.PANEL_REPORT_RECEIVED, EventKind.STAGE_3_REQUESTED),
    EventKind.OMBUDSMAN_REPLIED: (EventKind.OMBUDSMAN_ENQUIRED,),
    EventKind.OMBUDSMAN_DRAFT_ANSWERED: (EventKind.OMBUDSMAN_DRAFT_RECEIVED,),
    EventKind.REMEDY_EVIDENCED: (EventKind.OMBUDSMAN_DECIDED,),
}
"""What cannot have happened before what."""


def read(parsed: argparse.Namespace) -> Asked:
    """The question as it was typed. Raises CannotCount, naming the option and saying how to mend it."""
    folder = shipped.FOLDERS.get(parsed.procedure)
    if folder is None:
        known = ", ".join(shipped.FOLDERS)
        raise CannotCount(option=f"--procedure {parsed.procedure}", mend=f"it is one of {known}")
    if parsed.received is not None:
        mend = f"write --event received={parsed.received} instead when a procedure is named"
        raise CannotCount(option=parsed.received, mend=mend)
    if not parsed.event:
        raise CannotCount(option="--procedure", mend="give at least one event, as in --event received=2026-12-17")
    events = [_event(text) for text in parsed.event]
    if parsed.procedure == "corporate":
        events = _second_acknowledgements(events)
    _check_order(events)
    pauses = [each for text in parsed.suspend for each in _suspended(folder, text)]
    in_order = sorted((*events, *pauses), key=lambda event: (event.occurred_on, _PLACE[EventKind(event.kind)]))
    return Asked(folder, _profile(folder, parsed.profile), tuple(in_order), _decided_on(events))


def day(option: str, text: str) -> date:
    """A day written as 2026-12-17. Raises CannotCount."""
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        found = date.fromisoformat(text)
    except ValueError:
        mend = f"“{text}” is no date; write year-month-day, as in 2026-12-17"
        raise CannotCount(option=option, mend=mend) from None
    if not EARLIEST <= found <= LATEST:
        mend = f"{text} is out of reach; write a day from {EARLIEST} to {LATEST}"
        raise CannotCount(option=option, mend=mend)
    return found


def receipt(text: str) -> Receipt:
    """What the council takes as the day of receipt. Raises CannotCount."""
    if text not in set(Receipt):
        raise CannotCount(option=f"--receipt {text}", mend=f"it is one of {', '.join(Receipt)}")
    return Receipt(text)


def _event(text: str) -> DatedEvent:
    option = f"--event {text}"
    name, equals, days = text.partition("=")
    if not equals:
        raise CannotCount(option=option, mend="write NAME=DATE, as in --event received=2026-12-17")
    kind = _kind(option, name.strip())
    first, colon, second = days.partition(":")
    if kind not in _NAMING:
        if colon:
            raise CannotCount(option=option, mend=f"{kind} is one day, as in --event {kind}=2026-12-17")
        return DatedEvent(kind.value, day(option, first))
    named = day(option, second if colon else first)
    happened = day(option, first)
    if named < happened:
        raise CannotCount(option=option, mend="the day that is named cannot be the earlier one: DATE:NAMED_DAY")
    return DatedEvent(kind.value, happened, until_on=named)


def _kind(option: str, name: str) -> EventKind:
    if name not in set(EventKind):
        names = ", ".join(kind for kind in _KINDS if kind not in _CHANGE_A_CLOCK)
        raise CannotCount(option=option, mend=f"there is no event “{name}”; known are {names}")
    kind = EventKind(name)
    if kind in _CHANGE_A_CLOCK:
        mend = "it changes a clock and starts none; for a pause at stage 1 write --suspend FROM:TO"
        raise CannotCount(option=option, mend=mend)
    return kind


def _second_acknowledgements(events: Sequence[DatedEvent]) -> list[DatedEvent]:
    """The Code's second acknowledgement goes by the same name as the first."""
    asked_on = min((e.occurred_on for e in events if e.kind == EventKind.STAGE_2_REQUESTED), default=date.max)
    return [
        DatedEvent(EventKind.STAGE_2_ACKNOWLEDGED.value, event.occurred_on)
        if event.kind == EventKind.ACKNOWLEDGED and event.occurred_on >= asked_on
        else event
        for event in events
    ]


def _check_order(events: Sequence[DatedEvent]) -> None:
    first = {kind: min(e.occurred_on for e in events if e.kind == kind) for kind in {EventKind(e.kind) for e in events}}
    for kind, happened in sorted(first.items()):
        for earlier in _must_follow(kind):
            if earlier in first and happened < first[earlier]:
                mend = f"{kind} cannot come before {earlier}, {long_date(first[earlier])}; correct one of the two dates"
                raise CannotCount(option=f"--event {kind}={happened}", mend=mend)
    if EventKind.RESUBMITTED not in first:
        return
    resubmitted = first[EventKind.RESUBMITTED]
    option = f"--event {EventKind.RESUBMITTED}={resubmitted}"
    if EventKind.FROZEN not in first:
        raise CannotCount(option=option, mend="only what was put aside is brought again; add --event frozen=DATE")
    if resubmitted < first[EventKind.FROZEN]:
        mend = f"it cannot come before frozen, {long_date(first[EventKind.FROZEN])}; correct one of the two dates"
        raise CannotCount(option=option, mend=mend)


def _must_follow(kind: EventKind) -> tuple[EventKind, ...]:
    return _AFTER.get(kind, ()) if kind in _BEFORE_RECEIPT else (EventKind.RECEIVED, *_AFTER.get(kind, ()))


def _suspended(folder: str, text: str) -> Iterator[DatedEvent]:
    option = f"--suspend {text}"
    if folder != shipped.FOLDERS["statutory"]:
        raise CannotCount(option=option, mend="only the answer at stage 1 of a statutory complaint may wait")
    first, colon, last = text.partition(":")
    if not colon:
        raise CannotCount(option=option, mend="write FROM:TO, as in --suspend 2026-03-05:2026-03-12")
    from_on, to_on = day(option, first), day(option, last)
    if to_on < from_on:
        raise CannotCount(option=option, mend="it ends before it begins; write the earlier day first")
    ground = ExtensionGround.ADVOCATE_NEEDED.value
    yield DatedEvent(EventKind.SUSPENDED.value, from_on, clock=SUSPENDABLE, ground=ground)
    yield DatedEvent(EventKind.RESUMED.value, to_on, clock=SUSPENDABLE)


def _profile(folder: str, text: str | None) -> str | None:
    if text is None:
        return None
    known = shipped.profiles(folder)
    if text not in known:
        mend = f"it is one of {', '.join(sorted(known))}" if known else "this procedure has one set of limits only"
        raise CannotCount(option=f"--profile {text}", mend=mend)
    return text


def _decided_on(events: Sequence[DatedEvent]) -> date:
    received = [event.occurred_on for event in events if event.kind == EventKind.RECEIVED]
    under_way = [event.occurred_on for event in events if event.kind not in _BEFORE_RECEIPT]
    return min(received or under_way or [event.occurred_on for event in events])
