"""Who is told: the words of a diagram's `to` turned into people, on the day, without the person complained about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, literal, or_, select

from engine.casework.vocabulary import Relation, Role
from engine.db.tables import case_relation, line_management, person, role_holding, task

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord


def resolve(case: CaseRecord, names: tuple[str, ...]) -> list[int]:
    """The people meant by `names`, each once, active today, in the order of the names.

    The person complained about is never among them; whoever is next up their line is told instead.
    """
    about = set(_relation(case, Relation.COMPLAINED_ABOUT))
    found: list[int] = []
    for name in names:
        meant = _meant_by(case, name)
        found.extend(p for p in meant if p not in about)
        found.extend(_managers_of(case, [p for p in meant if p in about]))
    return list(dict.fromkeys(found))


def held_on(
    table_from: ColumnElement[date], table_to: ColumnElement[date | None], day: date | ColumnElement[date]
) -> ColumnElement[bool]:
    """Whether a dated row (membership, line, role) holds on `day`."""
    return (table_from <= day) & or_(table_to.is_(None), table_to >= day)


def _meant_by(case: CaseRecord, name: str) -> list[int]:
    if name == "owner":
        return _owners(case)
    if name == "owner_line_manager":
        # A complaints officer's manager is told only where nobody else has the ball.
        return _managers_of(case, _owners(case) or _task_holders(case))
    if name.startswith("case:"):
        return _relation(case, name.removeprefix("case:"))
    return _role(case, name)


def related(case: CaseRecord, relation: Relation) -> list[int]:
    """Who has this part in the case and is here."""
    return _relation(case, relation.value)


def holders(case: CaseRecord, role: str) -> list[int]:
    """Who holds this role for the service of the case today and is here."""
    return _role(case, role)


def _owners(case: CaseRecord) -> list[int]:
    """Whoever has the ball, but for the complaints officers: they have a worklist and get no reminders.

    Where work waits for somebody who is not there any more, the officers are told after all: they can give it on.
    """
    return _task_holders(case, without=(Role.COMPLAINTS_OFFICER,)) or _if_orphaned(case)


def _if_orphaned(case: CaseRecord) -> list[int]:
    t = task.c
    waits = select(t.id).where(t.case_id == case.id, t.status == "open", t.candidate != Role.COMPLAINTS_OFFICER.value)
    orphaned = case.transaction.connection.execute(waits.limit(1)).first() is not None
    return _role(case, Role.COMPLAINTS_OFFICER) if orphaned else []


def _task_holders(case: CaseRecord, without: tuple[str, ...] = ()) -> list[int]:
    t = task.c
    query = select(t.candidate, t.assignee_id).where(t.case_id == case.id, t.status == "open").order_by(t.opened_at)
    holders: list[int] = []
    for row in case.transaction.connection.execute(query).all():
        if row.candidate not in without:
            # Whoever has left holds nothing: it is back with those who can take it up.
            holders.extend(_active(case, row.assignee_id) or _meant_by(case, row.candidate))
    return holders


def _managers_of(case: CaseRecord, people: list[int]) -> list[int]:
    """Line managers today; where one is the person complained about, the next up the line."""
    about = set(_relation(case, Relation.COMPLAINED_ABOUT))
    managers: list[int] = []
    asked: set[int] = set()
    while people := [p for p in people if p not in asked]:
        asked.update(people)
        above = _one_up(case, people)
        managers.extend(m for m in above if m not in about)
        people = [m for m in above if m in about]
    return managers


def _one_up(case: CaseRecord, people: list[int]) -> list[int]:
    line = line_management.c
    day = held_on(line.from_on, line.to_on, case.transaction.today)
    return _people(case, select(line.manager_id).where(line.person_id.in_(people), day))


def _relation(case: CaseRecord, relation: str) -> list[int]:
    r = case_relation.c
    return _people(case, select(r.person_id).where(r.case_id == case.id, r.relation == relation))


def _role(case: CaseRecord, role: str) -> list[int]:
    h = role_holding.c
    service = or_(h.service_id.is_(None), h.service_id == case.value("service_id"))
    day = held_on(h.from_on, h.to_on, case.transaction.today)
    return _people(case, select(h.person_id).where(h.role == role, service, day))


def _active(case: CaseRecord, person_id: int | None) -> list[int]:
    return [] if person_id is None else _people(case, select(literal(person_id)))


def _people(case: CaseRecord, ids: Select[tuple[int]]) -> list[int]:
    query = select(person.c.id).where(person.c.id.in_(ids), person.c.active).order_by(person.c.id)
    return list(case.transaction.connection.execute(query).scalars())
