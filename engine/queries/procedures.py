"""The procedures and their versions: which is in force, which is to come, which was, and which is only a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, select

from engine.casework.policy import Action, Actor, require
from engine.db.tables import case_file, definition, person, process_instance
from engine.errors import NotFound
from engine.office import Office
from engine.procedures.definition import Procedure
from engine.procedures.reader import read
from engine.queries.visibility import visible_cases


class Validity(StrEnum):
    """Where a version stands today."""

    IN_FORCE = "in force"
    TO_COME = "to come"
    REPLACED = "replaced"
    DRAFT = "draft"


@dataclass(frozen=True)
class VersionRow:
    """One version of a procedure."""

    id: int
    key: str
    name: str
    version: str
    effective_from: date
    validity: Validity
    published_at: datetime | None
    published_by: str | None
    live_cases: int
    """Cases in this version now, of those that the person may see."""


@dataclass(frozen=True)
class ProcedureRow:
    """A procedure with all its versions, newest first."""

    key: str
    name: str
    versions: tuple[VersionRow, ...]

    @property
    def in_force(self) -> VersionRow | None:
        """The version that a case starting today gets."""
        return next((v for v in self.versions if v.validity is Validity.IN_FORCE), None)


def every(office: Office, actor: Actor) -> tuple[ProcedureRow, ...]:
    """Every procedure by name."""
    require(actor, Action.SEE_PROCEDURES)
    with office.database.reading() as connection:
        versions = _versions(connection, actor, office.today())
    keys = dict.fromkeys(v.key for v in versions)
    found = [ProcedureRow(key, _name(versions, key), tuple(v for v in versions if v.key == key)) for key in keys]
    return tuple(sorted(found, key=lambda procedure: procedure.name))


def version(office: Office, actor: Actor, key: str, version: str) -> tuple[VersionRow, bytes]:
    """One version and its diagram. Raises `NotFound`."""
    require(actor, Action.SEE_PROCEDURES)
    with office.database.reading() as connection:
        rows = _versions(connection, actor, office.today())
        row = next((v for v in rows if (v.key, v.version) == (key, version)), None)
        if row is None:
            raise NotFound(what="procedure")
        return row, connection.execute(select(definition.c.xml).where(definition.c.id == row.id)).scalar_one()


def _name(versions: tuple[VersionRow, ...], key: str) -> str:
    return next(v.name for v in versions if v.key == key)


def _versions(connection: Connection, actor: Actor, today: date) -> tuple[VersionRow, ...]:
    d = definition.c
    query = (
        select(
            *(d.id, d.key, d.name, d.version, d.effective_from, d.status, d.published_at),
            person.c.name.label("published_by"),
        )
        .outerjoin(person, person.c.id == d.published_by)
        .order_by(d.key, d.effective_from.desc(), d.published_at.desc().nulls_last(), d.id.desc())
    )
    rows, live = connection.execute(query).all(), _live(connection, actor, today)
    in_force: dict[str, int] = {}
    for row in rows:
        if row.status == "published" and row.effective_from <= today:
            in_force.setdefault(row.key, row.id)
    return tuple(
        VersionRow(
            id=row.id,
            key=row.key,
            name=row.name,
            version=row.version,
            effective_from=row.effective_from,
            validity=_validity(row, in_force, today),
            published_at=row.published_at,
            published_by=row.published_by,
            live_cases=live.get(row.id, 0),
        )
        for row in rows
    )


def _validity(row: Any, in_force: Mapping[str, int], today: date) -> Validity:
    """`in_force` has the version of each procedure that a case starting today gets."""
    if row.status != "published":
        return Validity.DRAFT
    if row.effective_from > today:
        return Validity.TO_COME
    return Validity.IN_FORCE if in_force.get(row.key) == row.id else Validity.REPLACED


def _live(connection: Connection, actor: Actor, today: date) -> dict[int, int]:
    i = process_instance.c
    query = (
        select(i.definition_id, func.count(i.case_id.distinct()).label("cases"))
        .join(case_file, case_file.c.id == i.case_id)
        .where(i.status == "active", visible_cases(actor, today))
        .group_by(i.definition_id)
    )
    return {row.definition_id: row.cases for row in connection.execute(query)}


def read_version(xml: bytes) -> Procedure:
    """What a stored diagram says. It was checked before it was stored."""
    return read(xml)
