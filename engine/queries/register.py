"""The register: every case that a person may see, found by words, narrowed by filters, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, or_, select

from engine.casework.calendar import WorkingCalendar
from engine.casework.clocks import ClockState
from engine.casework.policy import Actor
from engine.casework.vocabulary import CaseStatus, Kind
from engine.db import full_text
from engine.db.database import Database
from engine.db.tables import case_file, clock, person, service, task
from engine.office import Office
from engine.queries import parts
from engine.queries.due import Due, due
from engine.queries.visibility import visible_cases

PAGE_SIZE = 25
NEVER = date(9999, 12, 31)
"""Where a case without a due date stands in the order."""


class Sort(StrEnum):
    """In which order the register is read."""

    DUE = "due"
    """What is due first."""
    RECEIVED = "received"
    """What came in last."""


@dataclass(frozen=True)
class Filters:
    """What the register is narrowed to. Empty values narrow nothing."""

    words: str = ""
    status: CaseStatus | None = CaseStatus.OPEN
    kind: Kind | None = None
    service_id: int | None = None
    only_overdue: bool = False
    sort: Sort = Sort.DUE


@dataclass(frozen=True)
class Cursor:
    """The last row of the page before: its place in the order, and its key."""

    day: date
    id: int

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.id}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor in an address; None when there is none, or it was tampered with."""
        day, dot, key = text.partition(".")
        if not dot or not key.isdecimal() or len(key) > 15:
            return None
        try:
            return cls(date.fromisoformat(day), int(key))
        except ValueError:
            return None


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
    following: Cursor | None
    """Where the next page begins after; None on the last."""


def page(office: Office, actor: Actor, filters: Filters, after: Cursor | None = None) -> Page:
    """A page of the cases that this person may see, and how many there are in all."""
    today = office.today()
    with office.database.reading() as connection:
        wanted = _wanted(office.database, actor, filters, today)
        total = connection.execute(select(func.count()).select_from(case_file).where(wanted)).scalar_one()
        found = connection.execute(_query(wanted, filters, after)).all()
        shown, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
        balls = _balls(connection, [row.id for row in shown], {row.id: row.service_id for row in shown}, today)
        calendar = office.library.calendar(connection)
        rows = tuple(_row(row, balls.get(row.id, ()), calendar, today) for row in shown)
    following = Cursor(_place(shown[-1], filters.sort), shown[-1].id) if more else None
    return Page(rows, total, following)


def reference_of(office: Office, actor: Actor, typed: str) -> str | None:
    """The case whose reference was typed in full, in any case and spacing; None when there is none to see."""
    wanted = "".join(typed.split()).upper()
    with office.database.reading() as connection:
        query = select(case_file.c.reference).where(
            func.upper(case_file.c.reference) == wanted, visible_cases(actor, office.today())
        )
        return connection.execute(query).scalar()


def _due() -> ColumnElement[Any]:
    """The next day that is waited for. Whether it has passed the stored state may not know: it may be of yesterday.

    Of a complaint that is over only what is done beside it is waited for, by the day of its tasks.
    """
    c, t = clock.c, task.c
    waited = (c.case_id == case_file.c.id) & c.met_on.is_(None) & (c.state != ClockState.ENDED) & ~c.is_guide
    limit = select(func.min(c.due_on)).where(waited, case_file.c.status == CaseStatus.OPEN).scalar_subquery()
    beside = (t.case_id == case_file.c.id) & (t.status == "open") & (case_file.c.status != CaseStatus.OPEN)
    return func.coalesce(limit, select(func.min(t.due_on)).where(beside).scalar_subquery())


def _has_work() -> ColumnElement[bool]:
    """Whether a task is open in the case: the Ombudsman's go on beside a complaint that was withdrawn."""
    return exists().where(task.c.case_id == case_file.c.id, task.c.status == "open")


def _wanted(database: Database, actor: Actor, filters: Filters, today: date) -> ColumnElement[bool]:
    f = case_file.c
    parts = [visible_cases(actor, today)]
    if filters.status is CaseStatus.OPEN:
        parts.append(or_(f.status == CaseStatus.OPEN, _has_work()))
    elif filters.status is not None:
        parts.append(f.status == filters.status)
    if filters.kind is not None:
        parts.append(f.kind == filters.kind)
    if filters.service_id is not None:
        parts.append(f.service_id == filters.service_id)
    if filters.only_overdue:
        parts.append(_due() < today)
    parts.append(full_text.matches(database, filters.words))
    return and_(*parts)


def _query(wanted: ColumnElement[bool], filters: Filters, after: Cursor | None) -> Select[Any]:
    f = case_file.c
    next_on = func.coalesce(_due(), NEVER)
    columns = (
        *(f.id, f.reference, f.kind, f.status, f.received_on, f.closed_on, f.service_id, f.complainant_name),
        *(f.is_child, f.contact_warning, service.c.name.label("service"), next_on.label("due_on")),
    )
    query = select(*columns).join(service, service.c.id == f.service_id).where(wanted).limit(PAGE_SIZE + 1)
    if filters.sort is Sort.RECEIVED:
        if after is not None:
            query = query.where(or_(f.received_on < after.day, and_(f.received_on == after.day, f.id < after.id)))
        return query.order_by(f.received_on.desc(), f.id.desc())
    if after is not None:
        query = query.where(or_(next_on > after.day, and_(next_on == after.day, f.id > after.id)))
    return query.order_by(next_on, f.id)


def _place(row: Row[Any], sort: Sort) -> date:
    found: date = row.received_on if sort is Sort.RECEIVED else _day(row.due_on)
    return found


def _day(value: Any) -> date:
    """SQLite hands back a computed date as text."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def _row(row: Row[Any], balls: Sequence[str], calendar: WorkingCalendar, today: date) -> CaseRow:
    day = _day(row.due_on)
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
        due=due(None if day == NEVER else day, None, today, calendar),
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
