"""What became of timers that were due while nobody looked, in words: for the page and for the command."""

from collections.abc import Mapping
from datetime import timedelta

from engine.casework.dates import how_many, short_date
from engine.queries.outages import LateTimer, OutageRow, Reconciliation, Told
from web.case_words import NOTICES, clock_said, sentence
from web.filters import moment
from web.words import said

STATUSES: Mapping[str, str] = {
    "done": "fired",
    "overtaken": "passed over for a later one",
    "cancelled": "not needed any more",
    "pending": "still waiting",
    "incident": "stuck",
}
"""How a timer ended, for counts."""


def lasted(span: timedelta) -> str:
    """A length of time in its two largest parts: "2 days 3 hours", "35 minutes"."""
    minutes = int(span.total_seconds()) // 60
    parts = ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute"))
    named = [how_many(number, noun) for number, noun in parts if number][:2]
    return " ".join(named) or "less than a minute"


def silence(row: OutageRow) -> str:
    """From when to when: "5 Oct 2026, 10:00 to 20 Oct 2026, 14:30"."""
    return f"{moment(row.from_at)} to {moment(row.to_at)}"


def in_sum(found: Reconciliation) -> str:
    """How all of its timers ended: "6 timers were due: 2 fired, 4 passed over for a later one"."""
    number = found.outage.timers
    if not number:
        return "No timer was due in that time: nothing came late by it."
    parts = [f"{found.statuses[status]} {words}" for status, words in STATUSES.items() if found.statuses.get(status)]
    were = "timer was" if number == 1 else "timers were"
    return f"{number} {were} due: {', '.join(parts)}."


def rung(timer: LateTimer) -> str:
    """Which timer it was: "1 working day after (Answer at stage 1), for 20 Oct 2026"."""
    clock = clock_said(timer.clock) if timer.clock else ""
    name = f"{timer.rung} ({clock})" if timer.rung and clock else timer.rung or clock or "A timer"
    return f"{sentence(name)}, for {short_date(timer.deadline_on)}" if timer.deadline_on else sentence(name)


def ended(timer: LateTimer) -> str:
    """What became of it, and when."""
    words = STATUSES.get(timer.status, said(timer.status))
    if timer.status == "incident":
        return "Stuck: it is among the incidents"
    return sentence(f"{words}, {moment(timer.ended_at)}" if timer.ended_at else words)


def how_late(timer: LateTimer) -> str:
    """How late it was done, or is by now."""
    if timer.status == "cancelled":
        return "–"
    return f"{lasted(timer.late)} late{' so far' if timer.ended_at is None else ''}"


def told(what: Told) -> str:
    """A notice, to how many, and whom it has not reached: "Told that the limit was missed: 3 people"."""
    people = "1 person" if what.people == 1 else f"{what.people} people"
    parts = [f"{NOTICES.get(what.notice, said(what.notice))}: {people}"]
    if what.waiting:
        parts.append(f"{what.waiting} still to go out")
    if what.failed:
        parts.append(f"{what.failed} not delivered")
    return ", ".join(parts)
