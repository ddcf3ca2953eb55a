"""What a letter is told of days: limits, requests, days named, more time and lateness."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select

from engine.casework.calendar import WorkingCalendar
from engine.casework.clocks import ClockReading, DatedEvent, parse_clock, read_clock
from engine.casework.late_stage_1 import LateRight, right_to_stage_2_after
from engine.casework.letter_subject import Subject
from engine.casework.vocabulary import EventKind
from engine.db.tables import case_event, clock, panel
from engine.db.together import Rows
from engine.recording.late_right import LATE_RIGHT, as_chosen

STAGE_1_RESPONSE = "stage_1_response"

ASK_WITHIN = 20
"""Working days from the answer for asking for the next stage: for stage 2 a guide only, for stage 3 firm."""

PAPERS_BEFORE = 10
"""Working days before the panel by which its papers go out."""

_DUE: Mapping[str, str] = {
    "stage_2_due_on": "stage_2_response",
    "stage_2_record_due_on": "stage_2_from_record",
    "stage_3_panel_by": "stage_3_panel",
    "stage_3_response_due_on": "stage_3_response",
    "corporate_1_due_on": "corporate_1_response",
    "corporate_2_due_on": "corporate_2_response",
    "six_months_on": "six_months",
    "resubmit_by": "resubmission",
}
"""The due date of a clock, by the name that letters know it under."""

_HAPPENED: Mapping[str, str] = {
    "acknowledged_on": EventKind.ACKNOWLEDGED,
    "record_agreed_on": EventKind.RECORD_AGREED,
    "panel_held_on": EventKind.PANEL_HELD,
    "panel_report_received_on": EventKind.PANEL_REPORT_RECEIVED,
    "frozen_on": EventKind.FROZEN,
    "proceedings_concluded_on": EventKind.PROCEEDINGS_CONCLUDED,
    "ombudsman_enquired_on": EventKind.OMBUDSMAN_ENQUIRED,
    "ombudsman_decided_on": EventKind.OMBUDSMAN_DECIDED,
}
"""The day of the latest event of a kind."""

_COUNTS: Mapping[str, tuple[str, str]] = {
    "stage_2_requested_on": (EventKind.STAGE_2_REQUESTED, EventKind.STAGE_2_RESPONSE_SENT),
    "stage_3_requested_on": (EventKind.STAGE_3_REQUESTED, EventKind.STAGE_3_RESPONSE_SENT),
}
"""The request for a stage, and the answer to it: its letters name the day from which its time counts."""

NAMED: Mapping[str, str] = {
    EventKind.PLAN_AGREED: "plan_until_on",
    EventKind.OMBUDSMAN_ENQUIRED: "ombudsman_reply_by",
    EventKind.OMBUDSMAN_DRAFT_RECEIVED: "ombudsman_draft_by",
    EventKind.OMBUDSMAN_DECIDED: "ombudsman_remedy_by",
}
"""The day that the latest event of a kind names, by the name that letters know it under."""

_CHANGES = (EventKind.EXTENDED, EventKind.OVERRUN, EventKind.SUSPENDED)
_TOLD = (EventKind.WITHDRAWN, EventKind.FROZEN, EventKind.STAGE_1_RESPONSE_SENT)


_FROM_OMBUDSMAN = (
    EventKind.OMBUDSMAN_ENQUIRED,
    EventKind.OMBUDSMAN_DRAFT_RECEIVED,
    EventKind.OMBUDSMAN_DECIDED,
)
THEIR_REFERENCE = "Their reference: "
"""How the reason of such an event begins (`flows.ombudsman`)."""


@dataclass(frozen=True)
class Days:
    """The dates of one case, read once for one letter."""

    clocks: Mapping[str, str]
    """The sentence of each."""
    events: Sequence[DatedEvent]
    """In the order in which they happened."""
    calendar: WorkingCalendar
    today: date
    late_right: LateRight = LateRight.AFTER_THE_LIMIT_IN_FORCE
    """How the council reads the guidance on a late answer."""

    def facts(self, subject: Subject) -> dict[str, Any]:
        """Everything that a letter on this subject can be told of days."""
        mine = self._meant(subject)
        return {
            **self._limit(mine),
            **{name: _iso(self._due(of)) for name, of in _DUE.items()},
            **{name: _iso(self._last_on(kind)) for name, kind in _HAPPENED.items()},
            **{name: _iso(self._counts_from(*kinds)) for name, kinds in _COUNTS.items()},
            **{name: _iso(self._named(kind)) for kind, name in NAMED.items()},
            **{kind.value: told for kind in _CHANGES if (told := self._told(kind, subject.clocks))},
            **{kind.value: told for kind in _TOLD if (told := self._told(kind))},
            "stage_2_maximum_on": _iso(self._maximum("stage_2_response")),
            "ask_stage_2_by": self._ask_by(EventKind.STAGE_1_RESPONSE_RECEIVED),
            "ask_stage_3_by": self._ask_by(EventKind.STAGE_2_RESPONSE_RECEIVED),
            "skipped_reason": (self._told(EventKind.STAGE_1_SKIPPED) or {}).get("reason"),
            "ombudsman_reference": self._theirs(),
            **self._right_to_stage_2(),
        }

    @property
    def stage_2_requested_on(self) -> date | None:
        """The day on which the second stage was asked for, if it was."""
        return self._last_on(EventKind.STAGE_2_REQUESTED)

    def _limit(self, name: str | None) -> dict[str, Any]:
        """The letter's own clock: its limit, the furthest day, and how late it is."""
        due_on = self._due(name)
        late = self.calendar.between(due_on, self.today) if due_on is not None and self.today > due_on else None
        return {"due_on": _iso(due_on), "maximum_on": _iso(self._maximum(name)), "late_by": late or None}

    @cached_property
    def _readings(self) -> Mapping[str, ClockReading]:
        """The clocks as they read now: what this very letter records moves them before they are written."""
        return {
            name: read_clock(parse_clock(name, sentence), self.events, self.calendar, self.today)
            for name, sentence in self.clocks.items()
        }

    def _meant(self, subject: Subject) -> str | None:
        """The first of the subject's clocks that runs or ran; else the first that the case has."""
        return subject.clock([name for name in self.clocks if self._due(name)]) or subject.clock(self.clocks)

    def _due(self, name: str | None) -> date | None:
        reading = self._readings.get(name or "")
        return reading.due_on if reading is not None else None

    def _maximum(self, name: str | None) -> date | None:
        reading = self._readings.get(name or "")
        return reading.maximum_on if reading is not None else None

    def _last(self, kind: str, of_clocks: Collection[str] | None = None) -> DatedEvent | None:
        found = (e for e in reversed(self.events) if e.kind == kind and (of_clocks is None or e.clock in of_clocks))
        return next(found, None)

    def _last_on(self, kind: str) -> date | None:
        found = self._last(kind)
        return found.occurred_on if found is not None else None

    def _counts_from(self, asked: str, answered: str) -> date | None:
        """The day from which a stage counts: the request, or the day it was brought again while it had no answer."""
        asked_on, again_on = self._last_on(asked), self._last_on(EventKind.RESUBMITTED)
        answered_on = self._last_on(answered)
        if asked_on is None or again_on is None or (answered_on is not None and answered_on <= again_on):
            return asked_on
        return max(asked_on, again_on)

    def _named(self, kind: str) -> date | None:
        found = self._last(kind)
        return found.until_on if found is not None else None

    def _told(self, kind: str, of_clocks: Collection[str] | None = None) -> dict[str, Any] | None:
        """The latest event of a kind as a letter is told of it."""
        found = self._last(kind, of_clocks)
        if found is None:
            return None
        named = {
            name: getattr(found, name) for name in ("kind", "clock", "occurred_on", "until_on", "ground", "reason")
        }
        return {name: _iso(value) if isinstance(value, date) else value for name, value in named.items() if value}

    def _ask_by(self, arrived: str) -> str | None:
        """20 working days from the arrival of the answer; while that is not known, from the day of the letter."""
        return _iso(self.calendar.add(self._last_on(arrived) or self.today, ASK_WITHIN))

    def _theirs(self) -> str | None:
        """The Ombudsman's own reference, as the last of their letters gave it."""
        theirs = (e.reason for e in reversed(self.events) if e.kind in _FROM_OMBUDSMAN and e.reason)
        return next((each.removeprefix(THEIR_REFERENCE) for each in theirs if each.startswith(THEIR_REFERENCE)), None)

    def _right_to_stage_2(self) -> dict[str, Any]:
        """When a late answer gives the right to stage 2: as things are, and if more time is taken."""
        if STAGE_1_RESPONSE not in self.clocks:
            return {}
        rule = parse_clock(STAGE_1_RESPONSE, self.clocks[STAGE_1_RESPONSE])
        after = right_to_stage_2_after(rule, self.events, self.calendar, self.late_right)
        day_20 = right_to_stage_2_after(rule, self.events, self.calendar, LateRight.ALWAYS_AFTER_THE_MAXIMUM)
        return {"stage_2_right_after": _iso(after), "stage_1_day_20": _iso(day_20)}


_OF_CASE = bindparam("of_case", type_=Integer)

READS: Mapping[str, Select[Any]] = {
    "clocks": select(clock.c.name, clock.c.sentence).where(clock.c.case_id == _OF_CASE),
    "events": select(
        case_event.c.kind,
        case_event.c.occurred_on,
        case_event.c.clock,
        case_event.c.until_on,
        case_event.c.ground,
        case_event.c.reason,
    )
    .where(case_event.c.case_id == _OF_CASE, case_event.c.corrected_by_id.is_(None))
    .order_by(case_event.c.occurred_on, case_event.c.id),
    "panel": select(panel.c.meets_on, panel.c.place)
    .where(panel.c.case_id == _OF_CASE, panel.c.status != "moved")
    .order_by(panel.c.id.desc())
    .limit(1),
    "late_right": LATE_RIGHT,
}
"""What is read of the case: its clocks, its current events and its panel as arranged last."""


def days_of(found: Rows, calendar: WorkingCalendar, today: date, foreseen: Sequence[DatedEvent] = ()) -> Days:
    """The clocks and current events of a case, for a letter of that day, from what was found by `READS`.

    `foreseen`: what will have happened when the letter goes, though nothing of it is on record yet.
    """
    events = [*(DatedEvent(*row) for row in found["events"]), *foreseen]
    ordered = sorted(events, key=lambda event: event.occurred_on)
    clocks = {row.name: row.sentence for row in found["clocks"]}
    chosen = found["late_right"][0].value if found["late_right"] else None
    return Days(clocks, ordered, calendar, today, as_chosen(chosen))


def panel_facts(found: Rows, calendar: WorkingCalendar) -> dict[str, Any]:
    """The day and place of the panel, and when its papers go out."""
    for row in found["panel"]:
        papers_by = calendar.add(row.meets_on, -PAPERS_BEFORE)
        return {"panel_on": row.meets_on.isoformat(), "panel_place": row.place, "papers_by": papers_by.isoformat()}
    return {}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
