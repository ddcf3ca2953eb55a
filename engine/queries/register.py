"""The register: every case that a person may see, found by words, narrowed by filters, a page at a time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from engine.casework.calendar import WorkingCalendar
from engine.casework.policy import Actor
from engine.db.tables import case_file, person, service, task
from engine.office import Office
from engine.queries import parts
from engine.queries.due import Due, due
from engine.queries.register_filters import Cursor as Cursor
from engine.queries.register_filters import Filters as Filters
from engine.queries.register_filters import Flag as Flag
from engine.queries.register_filters import Sort as Sort
from engine.queries.register_filters import in_order, next_due, place, wanted
from engine.queries.visibility import visible_cases

PAGE_SIZE = 25
MOST_COUNTED = 1000
"""How many cases are counted; of more it is said that there are more."""
_REFERENCE = re.compile(r"([A-Z]{2,10})[\s–-]*([0-9]{2})[\s–-]*([0-9]{4,8})")
"""HRD-26-0012, as people type it: hrd 26 0012, HRD260012."""


@dataclass(frozen=True)
class CaseRow:
    """One line of the register."""

    id: int
    reference: str
    kind: str
    status: str
    received_on: date
    closed_on: date | None
    service: str
    complainant_name: str
    is_child: bool
    """Of a child lists show the initials only."""
    due: Due
    ball: str
    """Who has to do what: "Respond: Peter Lane"."""
    has_warning: bool


@dataclass(frozen=True)
class Page:
    """A page of the register."""

    rows: tuple[CaseRow, ...]
    total: int
    """How many there are, as far as they are counted."""
    is_more: bool
    """Whether there are more than were counted. Of those with words in them, the newest `MOST_COUNTED` are listed."""
    following: Cursor | None
    """Where the next page begins after; None on the last."""


def page(office: Office, actor: Actor, filters: Filters, after: Cursor | None = None) -> Page:
    """A page of the cases that this person may see, and how many there are in all: counted up to a thousand."""
    today = office.today()
    with office.database.reading() as connection:
        found = _found(wanted(office.database, actor, filters, today), filters)
        counted = connection.execute(select(func.count()).select_from(found.limit(MOST_COUNTED + 1).subquery()))
        total = counted.scalar_one()
        listed = connection.execute(_query(found, filters, after)).all()
        shown, more = listed[:PAGE_SIZE], len(listed) > PAGE_SIZE
        balls = _balls(connection, [row.id for row in shown], {row.id: row.service_id for row in shown}, today)
        calendar = office.library.calendar(connection)
        rows = tuple(_row(row, balls.get(row.id, ()), calendar, today) for row in shown)
    following = Cursor(_day(shown[-1].place), shown[-1].id) if more else None
    return Page(rows, min(total, MOST_COUNTED), total > MOST_COUNTED, following)


def reference_of(office: Office, actor: Actor, typed: str) -> str | None:
    """The case whose reference was typed in full, however it is spelled; None when there is none to see."""
    parts = _REFERENCE.fullmatch(typed.strip().upper())
    if parts is None:
        return None
    with office.database.reading() as connection:
        query = select(case_file.c.reference).where(
            case_file.c.reference == "-".join(parts.groups()), visible_cases(actor, office.today())
        )
        return connection.execute(query).scalar()


def _found(condition: ColumnElement[bool], filters: Filters) -> Select[Any]:
    """The keys of what is wanted. Words that are in very many cases find the newest of them: putting all in order costs
    by how many they are."""
    keys = select(case_file.c.id).where(condition)
    return keys.order_by(case_file.c.id.desc()).limit(MOST_COUNTED) if filters.words else keys


def _query(found: Select[Any], filters: Filters, after: Cursor | None) -> Select[Any]:
    f, keys = case_file.c, found.cte("found")
    columns = (
        *(f.id, f.reference, f.kind, f.status, f.received_on, f.closed_on, f.service_id, f.complainant_name),
        *(f.is_child, f.contact_warning, service.c.name.label("service")),
        *(next_due().label("due_on"), place(filters.sort).label("place")),
    )
    query = select(*columns).join(service, service.c.id == f.service_id).join(keys, keys.c.id == f.id)
    return in_order(query, filters.sort, after).limit(PAGE_SIZE + 1)


def _day(value: Any) -> date:
    """SQLite hands back a computed date as text."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def _row(row: Row[Any], balls: Sequence[str], calendar: WorkingCalendar, today: date) -> CaseRow:
    day = None if row.due_on is None else _day(row.due_on)
    return CaseRow(
        id=row.id,
        reference=row.reference,
        kind=row.kind,
        status=row.status,
        received_on=row.received_on,
        closed_on=row.closed_on,
        service=row.service,
        complainant_name=row.complainant_name,
        is_child=row.is_child,
        due=due(day, None, today, calendar),
        ball="; ".join(balls),
        has_warning=bool(row.contact_warning),
    )


def _balls(
    connection: Connection, case_ids: list[int], services: Mapping[int, int], today: date
) -> Mapping[int, tuple[str, ...]]:
    """What is to be done in each case, and by whom: a name where there is one."""
    t = task.c
    query = (
        select(t.case_id, t.name, t.candidate, person.c.name.label("assignee"))
        .outerjoin(person, person.c.id == t.assignee_id)
        .where(t.case_id.in_(case_ids), t.status == "open")
        .order_by(t.due_on.nulls_last(), t.opened_at)
    )
    rows = connection.execute(query).all()
    known = parts.parts(connection, case_ids, {row.candidate for row in rows}, today)
    balls: dict[int, tuple[str, ...]] = {}
    for row in rows:
        whom = row.assignee or _whom(row.candidate, known.meant(row.candidate, row.case_id, services[row.case_id]))
        balls[row.case_id] = (*balls.get(row.case_id, ()), f"{row.name}: {whom}")
    return balls


def _whom(candidate: str, meant: tuple[str, ...]) -> str:
    """One name; of several who could, what they are."""
    if len(meant) == 1:
        return meant[0]
    return candidate.removeprefix("case:").replace("_", " ") if meant else "nobody yet"
