"""Arrange a review panel: its chair and two members, a day on which all can come, a place, and the invitation."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from engine.casework.clocks import DatedEvent
from engine.casework.completion import Completion, LetterWords, PageFacts, PanelArranged, PanelFacts
from engine.casework.date_finder import Absence
from engine.casework.dates import long_date
from engine.casework.pages import parts
from engine.casework.pages.typed import Reader, Typed
from engine.casework.vocabulary import EventKind, Relation

LETTER = "panel_invitation"
COMPLAINANT = "the complainant"
CHAIR, MEMBERS = "panel_chair", ("panel_member_1", "panel_member_2")
ASKED = {CHAIR: Relation.PANEL_CHAIR, **dict.fromkeys(MEMBERS, Relation.PANEL_MEMBER)}
"""The questions, and the part that each gives. Three different people, one of whom chairs (regulation 19(2))."""

MEETS_ON, OTHER, OTHER_DAY = "meets_on", "other", "other_day"
AWAY = "complainant_away"
MOST_ABSENCES = 40
_DAY = re.compile(r"(\d{1,2})[ ./-](\d{1,2})[ ./-](\d{4})")


class DelayCause(StrEnum):
    """Why a panel meets late, or is moved. There is no statutory pause: the cause is kept for the report."""

    COMPLAINANT_UNAVAILABLE = "complainant_unavailable"
    MEMBER_UNAVAILABLE = "member_unavailable"
    STAFF_ABSENCE = "staff_absence"
    OTHER = "other"


def read(typed: Typed, facts: PageFacts) -> Completion:
    """Check the page. Beyond the 30 working days a panel can meet only with the cause on record."""
    reader = Reader(typed)
    needed = facts.panel
    assert needed is not None, "whoever reads this page gathers what it needs (engine.queries.appointing)"
    people = parts.chosen(reader, facts, ASKED)
    overrides = parts.reasons(reader, facts, ASKED, people)
    away = complainant_away(reader)
    meets_on = _meets_on(reader, facts, needed, _absences(needed, people.values(), away))
    place = reader.text("place", "Enter where the panel meets", most=500)
    cause, note = _late(reader, needed, meets_on)
    moved = _moved(reader, needed, meets_on)
    body = reader.text("letter_body", "Enter what the letter should say")
    reader.check()
    assert meets_on is not None
    return Completion(
        answers={**people, MEETS_ON: meets_on.isoformat(), "place": place, "late_cause": cause, "moved_because": moved},
        relations={
            Relation.PANEL_CHAIR: (people[CHAIR],),
            Relation.PANEL_MEMBER: tuple(people[member] for member in MEMBERS),
        },
        overrides=overrides,
        panel=PanelArranged(meets_on, place, moved_because=moved, note=note, complainant_away=away),
        events=_events(facts, meets_on, cause, note),
        letter=LetterWords(facts.setting("letter", LETTER), body, sent_on=facts.today),
    )


def complainant_away(reader: Reader) -> tuple[tuple[date, date], ...]:
    """The days on which the complainant cannot come: a day on each line, or a first and a last day."""
    found: list[tuple[date, date]] = []
    for line in reader.text(AWAY, most=4000).splitlines():
        if not line.strip():
            continue
        days = [_real(*each) for each in _DAY.findall(line)]
        if len(days) not in (1, 2) or None in days:
            reader.errors[AWAY] = f"“{line.strip()[:60]}” is not a day, or a first and a last day, like 27 3 2026"
            return ()
        real = [day for day in days if day is not None]
        found.append((real[0], real[-1]))
    if any(first > last for first, last in found):
        reader.errors[AWAY] = "The last day must not be before the first"
    if len(found) > MOST_ABSENCES:
        reader.errors[AWAY] = f"Enter at most {MOST_ABSENCES} lines"
    return tuple(found)


def _absences(needed: PanelFacts, people: Iterable[int], away: Iterable[tuple[date, date]]) -> tuple[Absence, ...]:
    """Everybody's days off who has to come: the three people's by the register, the complainant's as typed."""
    coming = set(people)
    theirs = tuple(absence for absence in needed.absences if absence.person_id in coming)
    return (*theirs, *(Absence(COMPLAINANT, first, last) for first, last in away))


def _meets_on(reader: Reader, facts: PageFacts, needed: PanelFacts, absences: Iterable[Absence]) -> date | None:
    """The day: chosen from those that were found, or typed. A working day after today on which all can come."""
    is_typed = reader.typed.get(MEETS_ON) == OTHER
    name = OTHER_DAY if is_typed else MEETS_ON
    empty = "Enter the day on which the panel meets" if is_typed else "Select the day on which the panel meets"
    day = reader.day(name, empty)
    if day is None:
        return None
    off = needed.working_days.why_not(day)
    away = tuple(dict.fromkeys(absence.who for absence in absences if absence.covers(day)))
    if day <= facts.today:
        reader.errors.setdefault(name, "The panel must meet after today")
    elif off is not None:
        reader.errors.setdefault(name, f"{long_date(day)} is not a working day ({off})")
    elif away:
        reader.errors.setdefault(name, f"{' and '.join(away)} cannot come on {long_date(day)}")
    return day


def _late(reader: Reader, needed: PanelFacts, meets_on: date | None) -> tuple[str | None, str | None]:
    """Why it meets after the 30 working days; nothing where it does not."""
    if meets_on is None or needed.meets_by is None or meets_on <= needed.meets_by:
        return None, None
    empty = f"This is after {long_date(needed.meets_by)}, the last day that the law gives. Select why"
    cause = reader.choice("late_cause", DelayCause, empty)
    note = reader.text("late_note", "Enter what happened" if cause is DelayCause.OTHER else None, most=parts.MOST)
    return (cause.value if cause else None), note or None


def _moved(reader: Reader, needed: PanelFacts, meets_on: date | None) -> str | None:
    """Why the day that was arranged before is not kept."""
    if needed.arranged_for is None or meets_on == needed.arranged_for:
        return None
    empty = f"Select why the panel does not meet on {long_date(needed.arranged_for)}"
    cause = reader.choice("moved_because", DelayCause, empty)
    return cause.value if cause else None


def _events(facts: PageFacts, meets_on: date, cause: str | None, note: str | None) -> tuple[DatedEvent, ...]:
    arranged = DatedEvent(EventKind.PANEL_ARRANGED.value, facts.today, until_on=meets_on, ground=cause, reason=note)
    if EventKind.CHAIR_APPOINTED in facts.latest_event_on:
        return (arranged,)
    return (DatedEvent(EventKind.CHAIR_APPOINTED.value, facts.today), arranged)


def _real(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
