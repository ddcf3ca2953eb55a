"""How long a case spent in each step: counted from the history in working days, with how often it was there."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import Connection, select

from engine.casework.calendar import WorkingCalendar
from engine.casework.vocabulary import Lifecycle
from engine.db.tables import history, task
from engine.office import LONDON, Office

_BEGINS = (Lifecycle.SCHEDULE, Lifecycle.UNDO)
_ENDS = (Lifecycle.COMPLETE, Lifecycle.WITHDRAW)


@dataclass(frozen=True)
class Visit:
    """One task of one case: a time that the case was at a step."""

    case_id: int
    instance_id: int
    element: str
    spans: tuple[tuple[datetime, datetime | None], ...]
    """From when to when; None where it is still there. More than one where it was undone and done again."""


@dataclass(frozen=True)
class Spent:
    """What a case spent in one step altogether."""

    days: int
    """Working days, over all rounds; the day on which it began is not counted."""
    rounds: int
    """How often the case came there."""
    is_there: bool
    """Whether it is there now, so that the days go on."""
    first_on: date
    last_on: date | None
    """The day on which it left the last time; None while it is there."""


def of_case(office: Office, case_id: int) -> Mapping[tuple[int, str], Spent]:
    """The steps that a case has been at, by process instance and element. The case is one that the reader may see."""
    with office.database.reading() as connection:
        calendar = office.library.calendar(connection)
        found = list(visits(connection, [case_id]))
    return spent(found, calendar, office.today())


def visits(connection: Connection, case_ids: Collection[int]) -> Iterator[Visit]:
    """Every task that these cases had, with the times between which it was to be done; one statement.

    A task that an undoing took away again never happened, and has no row any more.
    """
    h, t = history.c, task.c
    query = (
        select(h.case_id, t.instance_id, t.element, h.task_id, h.lifecycle, h.recorded_at, t.status)
        .join(task, t.id == h.task_id)
        .where(h.case_id.in_(case_ids), h.lifecycle.in_([*_BEGINS, *_ENDS]))
        .order_by(h.case_id, h.task_id, h.seq)
    )
    for _, entries in groupby(connection.execute(query), key=lambda row: (row.case_id, row.task_id)):
        rows = list(entries)
        spans = _spans([(row.lifecycle, row.recorded_at) for row in rows], is_open=rows[-1].status == "open")
        if spans:
            yield Visit(rows[0].case_id, rows[0].instance_id, rows[0].element, spans)


def spent(found: Iterable[Visit], calendar: WorkingCalendar, today: date) -> dict[tuple[int, str], Spent]:
    """What these visits come to, by process instance and element."""
    by_step: dict[tuple[int, str], list[Visit]] = {}
    for visit in found:
        by_step.setdefault((visit.instance_id, visit.element), []).append(visit)
    return {step: _together(rounds, calendar, today) for step, rounds in by_step.items()}


def _together(rounds: list[Visit], calendar: WorkingCalendar, today: date) -> Spent:
    spans = [(_day(begun), _day(ended)) for visit in rounds for begun, ended in visit.spans]
    days = sum(max(0, calendar.between(begun, ended or today)) for begun, ended in spans if begun is not None)
    is_there = any(ended is None for _, ended in spans)
    return Spent(
        days=days,
        rounds=len(rounds),
        is_there=is_there,
        first_on=min(begun for begun, _ in spans if begun is not None),
        last_on=None if is_there else max(ended for _, ended in spans if ended is not None),
    )


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(LONDON).date() if moment is not None else None


def _spans(entries: Iterable[tuple[str, datetime]], *, is_open: bool) -> tuple[tuple[datetime, datetime | None], ...]:
    """When a task was to be done. One that is open again, because what took it away was undone, runs on."""
    spans: list[tuple[datetime, datetime | None]] = []
    for lifecycle, at in entries:
        runs = bool(spans) and spans[-1][1] is None
        if lifecycle in _BEGINS and not runs:
            spans.append((at, None))
        elif lifecycle in _ENDS and runs:
            spans[-1] = (spans[-1][0], at)
    if is_open and spans and spans[-1][1] is not None:
        spans[-1] = (spans[-1][0], None)
    return tuple(spans)
