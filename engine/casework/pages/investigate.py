"""Investigate: how far it has come, what was found on each head and why, and what is recommended."""

from datetime import date

from engine.casework.clocks import DatedEvent
from engine.casework.completion import Completion, PageFacts
from engine.casework.pages.judging import read_day, read_findings, read_recommendations
from engine.casework.pages.typed import Reader, Typed
from engine.casework.vocabulary import EventKind

STAGE = "stage_2"
MILESTONES = ("file_read_on", "interviews_on", "draft_on", "fact_check_on")
"""Days that the investigator may note on the way: none of them has to be known."""
_BEGUN = (EventKind.STAGE_2_REQUESTED, "This is before the day stage 2 was asked for")


def read(typed: Typed, facts: PageFacts) -> Completion:
    """Check the page: every head wants a finding and its reason, the report the day on which it came."""
    reader = Reader(typed)
    noted = {name: read_day(reader, name, None, facts, _BEGUN) for name in MILESTONES}
    reported_on = read_day(reader, "reported_on", "Enter the day the report was received", facts, _BEGUN)
    for name, day in noted.items():
        if day is not None and reported_on is not None and day > reported_on:
            reader.errors.setdefault(name, "This is after the day the report was received")
    findings = read_findings(reader, facts.head_numbers)
    recommendations = read_recommendations(reader)
    reader.check()
    assert reported_on is not None
    return Completion(
        answers={name: day.isoformat() for name, day in {**noted, "reported_on": reported_on}.items() if day},
        stage=facts.setting("stage", STAGE),
        findings=findings,
        recommendations=recommendations,
        events=_reported(reported_on, facts),
    )


def _reported(on: date, facts: PageFacts) -> tuple[DatedEvent, ...]:
    """A report that comes back from the check on the same day is not a second one."""
    if facts.latest_event_on.get(EventKind.INVESTIGATION_REPORTED) == on:
        return ()
    return (DatedEvent(EventKind.INVESTIGATION_REPORTED.value, on),)
