"""The register of independent people as it is read: who stands on it, how busy they are, and when they cannot come."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from engine.casework.independence import Check
from engine.casework.policy import Action, Actor, require
from engine.casework.vocabulary import CaseStatus, Relation
from engine.db.tables import (
    case_file,
    case_relation,
    independent_register,
    interest,
    person,
    service,
    unavailable,
)
from engine.errors import NotFound
from engine.office import Office
from engine.queries.visibility import readable_interests
from engine.recording.recipients import held_on

ORDER = (
    Relation.INVESTIGATING_OFFICER,
    Relation.INDEPENDENT_PERSON,
    Relation.PANEL_CHAIR,
    Relation.PANEL_MEMBER,
)
"""The parts of the register, in the order in which a complaint meets them."""
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Absence:
    """Days on which somebody cannot come."""

    id: int
    from_on: date
    to_on: date
    note: str | None


@dataclass(frozen=True)
class Entry:
    """One person on the register for one part."""

    person_id: int
    name: str
    kind: Relation
    is_external: bool
    away: Absence | None
    """The absence of today, or else the next one."""
    open_cases: int
    cases_of_the_year: int
    """Cases received in the last twelve months in which they have or had this part."""
    check: str
    """How their check stands, in words."""
    needs_a_check: bool
    """It has expired, or there is none."""
    interests: int


@dataclass(frozen=True)
class Interest:
    """An interest that somebody has declared."""

    id: int
    person_id: int
    name: str
    what: str
    about: str
    """A person, a service or a case, by name."""
    from_on: date


@dataclass(frozen=True)
class Registered:
    """One person on the register with everything that it says of them."""

    row: Row[Any]
    """The columns of `person`."""
    entries: tuple[Entry, ...]
    checked_on: date | None
    check_expires_on: date | None
    note: str | None
    absences: tuple[Absence, ...]
    interests: tuple[Interest, ...]


def listed(office: Office, actor: Actor) -> Mapping[Relation, tuple[Entry, ...]]:
    """Everybody on the register today, by part, then name. As many statements for many people as for few."""
    require(actor, Action.SEE_REGISTER)
    with office.database.reading() as connection:
        found = _entries(connection, actor, office.today())
    return {kind: tuple(entry for entry in found if entry.kind is kind) for kind in ORDER}


def find(office: Office, actor: Actor, person_id: int) -> Registered:
    """One person on the register, or who was on it. Raises `NotFound`."""
    require(actor, Action.SEE_REGISTER)
    today, r = office.today(), independent_register.c
    with office.database.reading() as connection:
        newest = connection.execute(
            select(independent_register).where(r.person_id == person_id).order_by(r.from_on.desc(), r.id.desc())
        ).first()
        if newest is None:
            raise NotFound(what="person on the register")
        return Registered(
            row=connection.execute(select(person).where(person.c.id == person_id)).one(),
            entries=tuple(entry for entry in _entries(connection, actor, today) if entry.person_id == person_id),
            checked_on=newest.checked_on,
            check_expires_on=newest.check_expires_on,
            note=newest.note,
            absences=_absences(connection, today).get(person_id, ()),
            interests=tuple(each for each in _interests(connection, actor, today) if each.person_id == person_id),
        )


def interests(office: Office, actor: Actor) -> tuple[Interest, ...]:
    """Every interest that holds today and is this person's to read, by the name of whoever declared it."""
    require(actor, Action.SEE_REGISTER)
    with office.database.reading() as connection:
        return _interests(connection, actor, office.today())


def everybody(office: Office, actor: Actor) -> tuple[tuple[int, str], ...]:
    """Whoever can declare an interest: staff and people from outside alike, by name."""
    require(actor, Action.SEE_REGISTER)
    p = person.c
    with office.database.reading() as connection:
        rows = connection.execute(select(p.id, p.name, p.external).where(p.active).order_by(p.name, p.id))
        return tuple((row.id, f"{row.name}, from outside" if row.external else row.name) for row in rows)


def _entries(connection: Connection, actor: Actor, today: date) -> list[Entry]:
    r, p = independent_register.c, person.c
    query = select(r.kind, r.check_expires_on, p.id, p.name, p.external).join(person, p.id == r.person_id)
    held = query.where(held_on(r.from_on, r.to_on, today), p.active).order_by(p.name, p.id)
    busy, away = _busy(connection, today), _absences(connection, today)
    declared: dict[int, int] = defaultdict(int)
    for each in _interests(connection, actor, today):
        declared[each.person_id] += 1
    return [
        Entry(
            person_id=row.id,
            name=row.name,
            kind=Relation(row.kind),
            is_external=row.external,
            away=next(iter(away.get(row.id, ())), None),
            open_cases=busy.get((row.id, row.kind), (0, 0))[0],
            cases_of_the_year=busy.get((row.id, row.kind), (0, 0))[1],
            check=Check(row.check_expires_on).in_words(today),
            needs_a_check=row.check_expires_on is None or row.check_expires_on < today,
            interests=declared[row.id],
        )
        for row in connection.execute(held)
    ]


def _busy(connection: Connection, today: date) -> dict[tuple[int, str], tuple[int, int]]:
    """Open cases, and cases of the last twelve months, by person and part."""
    c, f = case_relation.c, case_file.c
    is_open, of_year = f.status == CaseStatus.OPEN.value, f.received_on > today - YEAR
    query = (
        select(
            c.person_id,
            c.relation,
            func.count().filter(is_open).label("open"),
            func.count().filter(of_year).label("of_year"),
        )
        .join(case_file, f.id == c.case_id)
        .where(c.relation.in_([kind.value for kind in ORDER]), or_(is_open, of_year))
        .group_by(c.person_id, c.relation)
    )
    return {(row.person_id, row.relation): (row.open, row.of_year) for row in connection.execute(query)}


def _absences(connection: Connection, today: date) -> dict[int, tuple[Absence, ...]]:
    """What is still to come, or going on, by person and in order."""
    u = unavailable.c
    query = select(u.id, u.person_id, u.from_on, u.to_on, u.note)
    coming = query.where(u.person_id.is_not(None), u.to_on >= today).order_by(u.from_on, u.id)
    found: dict[int, tuple[Absence, ...]] = {}
    for row in connection.execute(coming):
        absence = Absence(row.id, row.from_on, row.to_on, row.note)
        found[row.person_id] = (*found.get(row.person_id, ()), absence)
    return found


def _interests(connection: Connection, actor: Actor, today: date) -> tuple[Interest, ...]:
    i, whose, about = interest.c, person.alias(), person.alias()
    query = (
        select(
            *(i.id, i.person_id, i.what, i.from_on, whose.c.name),
            func.coalesce(about.c.name, service.c.name, case_file.c.reference).label("about"),
        )
        .join(whose, whose.c.id == i.person_id)
        .outerjoin(about, about.c.id == i.about_person_id)
        .outerjoin(service, service.c.id == i.about_service_id)
        .outerjoin(case_file, case_file.c.id == i.about_case_id)
        .where(held_on(i.from_on, i.to_on, today), readable_interests(actor, today))
        .order_by(whose.c.name, i.id)
    )
    return tuple(
        Interest(row.id, row.person_id, row.name, row.what, row.about, row.from_on) for row in connection.execute(query)
    )
