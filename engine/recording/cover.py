"""Who stands in for whom on a day, and which deputies hear of a case beside those whom they stand in for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select

from engine.casework.policy import LOOKING_AGAIN, SIGNING_OFF
from engine.casework.vocabulary import CaseStatus, Relation, Role
from engine.db.tables import absence, case_relation, interest, person, task
from engine.recording import recipients
from engine.recording.recipients import held_on

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord

RESPOND = "respond"
"""The page on which a complaint is answered."""
_MANAGER = f"case:{Relation.ALLOCATED_MANAGER.value}"
_PERSONAL = frozenset(f"case:{relation.value}" for relation in LOOKING_AGAIN)


def is_on(a: Any, day: ColumnElement[date] | date) -> ColumnElement[bool]:
    """Whether an absence (`a`: the columns of that table) holds on this day: its first and last day are days of it."""
    return and_(a.cancelled_at.is_(None), a.from_on <= day, a.to_on >= day)


def has_answered(case_id: Any, person_id: Any) -> ColumnElement[bool]:
    """Whether this person has completed the manager's answer, whoever has the part now and in whose name it was."""
    done = task.alias()
    t = done.c
    answer = (t.form_key == RESPOND) & (t.candidate == f"case:{Relation.ALLOCATED_MANAGER.value}")
    answered = exists().where(t.case_id == case_id, t.ended_by == person_id, t.status == "completed", answer)
    return answered.correlate_except(done)


@dataclass(frozen=True)
class _Cover:
    away_id: int
    deputy_id: int


def deputies(case: CaseRecord, people: Collection[int]) -> list[int]:
    """Who stands in for any of these people today and sees the case for it: they hear what those hear.

    Nobody who would find a door shut behind the link: whom it is about, whoever has an interest in it, whoever stands
    in for somebody who investigates, adjudicates or reviews (the policy asks independence of them; the officers' lists
    show their work), and whoever could only sign off their own answer.
    """
    covers = _covers(case, people)
    if not covers:
        return []
    barred, works = _barred(case, covers), _open_tasks(case)
    found = [c.deputy_id for c in covers if not barred & {c.away_id, c.deputy_id} and _sees(case, c, works)]
    return [each for each in dict.fromkeys(found) if each not in people]


def _covers(case: CaseRecord, people: Collection[int]) -> list[_Cover]:
    a, p = absence.c, person.c
    query = (
        select(a.person_id, a.deputy_id)
        .join(person, p.id == a.deputy_id)
        .where(a.person_id.in_(people), is_on(a, case.transaction.today), p.active, p.external.is_(False))
        .order_by(a.id)
    )
    return [_Cover(row.person_id, row.deputy_id) for row in case.transaction.connection.execute(query)]


def _barred(case: CaseRecord, covers: Iterable[_Cover]) -> set[int]:
    """Those of them whom the case is about, or who have declared an interest in it."""
    people = {each for c in covers for each in (c.away_id, c.deputy_id)}
    r, i, connection = case_relation.c, interest.c, case.transaction.connection
    named = select(r.person_id).where(r.case_id == case.id, r.relation == Relation.COMPLAINED_ABOUT.value)
    about = set(connection.execute(named).scalars())
    touches = or_(
        i.about_case_id == case.id, i.about_service_id == case.value("service_id"), i.about_person_id.in_(about)
    )
    day = held_on(i.from_on, i.to_on, case.transaction.today)
    declared = connection.execute(select(i.person_id).where(i.person_id.in_(people), day, touches)).scalars()
    return (about & people) | set(declared)


def _open_tasks(case: CaseRecord) -> list[Row[Any]]:
    t = task.c
    query = select(t.candidate, t.assignee_id).where(t.case_id == case.id, t.status == "open")
    return list(case.transaction.connection.execute(query))


def _sees(case: CaseRecord, cover: _Cover, works: Iterable[Row[Any]]) -> bool:
    """Whether the policy opens the case to this deputy, for whom nothing is barred (`deputies.is_deputy`)."""
    managers = recipients.related(case, Relation.ALLOCATED_MANAGER)
    if case.value("status") == CaseStatus.OPEN and cover.away_id in managers:
        return True
    return any(_is_theirs(case, cover, work, managers) for work in works)


def _is_theirs(case: CaseRecord, cover: _Cover, work: Row[Any], managers: Collection[int]) -> bool:
    if work.candidate in _PERSONAL or _signs_own(case, cover, work.candidate, managers):
        return False
    if work.assignee_id is not None:
        return bool(work.assignee_id == cover.away_id)
    if work.candidate == _MANAGER:
        return cover.away_id in managers
    return work.candidate in set(Role) and _only_they_hold(case, cover.away_id, work.candidate)


def _signs_own(case: CaseRecord, cover: _Cover, candidate: str, managers: Collection[int]) -> bool:
    if candidate not in SIGNING_OFF:
        return False
    if {cover.away_id, cover.deputy_id} & set(managers):
        return True
    p = person.c
    either = (p.id == cover.away_id) | (p.id == cover.deputy_id)
    answered = select(p.id).where(either, has_answered(case.id, p.id))
    return case.transaction.connection.execute(answered).first() is not None


def _only_they_hold(case: CaseRecord, away_id: int, role: str) -> bool:
    holders = recipients.holders(case, role)
    a = absence.c
    query = select(a.person_id).where(a.person_id.in_(holders), is_on(a, case.transaction.today))
    gone = set(case.transaction.connection.execute(query).scalars())
    return away_id in holders and set(holders) <= gone | {away_id}
