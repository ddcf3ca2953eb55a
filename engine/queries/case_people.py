"""Who works on a case: their parts since when, what they have in hand, and who stands in while they are away."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import orjson
from sqlalchemy import Connection, select

from engine.casework.vocabulary import Relation
from engine.db.tables import absence, case_file, history, history_payload, person, task
from engine.office import Office
from engine.queries import who
from engine.queries.case_file import CaseFile
from engine.queries.visibility import visible_cases
from engine.recording.cover import is_on

_NO_WORK = frozenset({Relation.COMPLAINED_ABOUT.value, Relation.PRAISED.value})
"""Whom the case is about has no part in working on it."""
_SET, _LOGGED = "relation_set", "logged"


@dataclass(frozen=True)
class Part:
    """A part that somebody has in a case."""

    relation: str
    since: date | None
    """The day from which they have had it without a break; None where the history does not say."""


@dataclass(frozen=True)
class AwayNow:
    """Somebody is away today."""

    until_on: date
    deputy: str
    stands_in_here: bool
    """Whether the deputy may see this case; independence or an interest can bar them from it."""


@dataclass(frozen=True)
class Worker:
    """Somebody who works on a case."""

    person_id: int
    name: str
    is_external: bool
    has_left: bool
    parts: tuple[Part, ...]
    tasks: tuple[str, ...]
    """The open tasks of the case that they have claimed or were given."""
    away: AwayNow | None


def of_case(office: Office, case: CaseFile) -> tuple[Worker, ...]:
    """Who works on a case that was found for this person, in the order of the parts; then others who have a task."""
    with office.database.reading() as connection:
        related = [each for each in case.related if each.relation not in _NO_WORK]
        in_hand = _in_hand(connection, case.id)
        people = list(dict.fromkeys([*(each.person_id for each in related), *in_hand]))
        since, away = _since(connection, case.id), _away(connection, case, people)
        p = person.c
        rows = connection.execute(select(p.id, p.name, p.external, p.active).where(p.id.in_(people))).all()
        known = {row.id: row for row in rows}
        return tuple(
            Worker(
                key,
                known[key].name,
                known[key].external,
                not known[key].active,
                tuple(Part(r.relation, since.get((r.relation, key))) for r in related if r.person_id == key),
                in_hand.get(key, ()),
                away.get(key),
            )
            for key in people
        )


def _in_hand(connection: Connection, case_id: int) -> dict[int, tuple[str, ...]]:
    t = task.c
    query = select(t.assignee_id, t.name).where(t.case_id == case_id, t.status == "open", t.assignee_id.is_not(None))
    found: dict[int, tuple[str, ...]] = {}
    for row in connection.execute(query.order_by(t.opened_at, t.id)):
        found[row.assignee_id] = (*found.get(row.assignee_id, ()), row.name)
    return found


def _since(connection: Connection, case_id: int) -> Mapping[tuple[str, int], date]:
    """By part and person, the day since which they have it, as the history of the case tells it."""
    h, p = history.c, history_payload.c
    both = history.join(history_payload, (h.case_id == p.case_id) & (h.seq == p.seq))
    told = select(h.what, h.occurred_on, h.actor_id, p.payload).select_from(both)
    query = told.where(h.case_id == case_id, h.what.in_((_SET, _LOGGED))).order_by(h.seq)
    found: dict[tuple[str, int], date] = {}
    for row in connection.execute(query):
        if row.what == _LOGGED:
            found[(Relation.LOGGED_BY.value, row.actor_id)] = row.occurred_on
            continue
        said = orjson.loads(row.payload)
        relation, people = said["relation"], set(said["people"])
        kept = {key: day for key, day in found.items() if key[0] != relation or key[1] in people}
        found = {**{(relation, each): row.occurred_on for each in people}, **kept}
    return found


def _away(connection: Connection, case: CaseFile, people: Collection[int]) -> dict[int, AwayNow]:
    """Who of them is away on the day of the page, with their deputies; whether each may see the case is asked."""
    a, p = absence.c, person.c
    query = (
        select(a.person_id, a.to_on, a.deputy_id, p.name, p.active)
        .join(person, p.id == a.deputy_id)
        .where(a.person_id.in_(people), is_on(a, case.today))
        .order_by(a.id)
    )
    return {
        row.person_id: AwayNow(row.to_on, row.name, row.active and _may_see(connection, case, row.deputy_id))
        for row in connection.execute(query).all()
    }


def _may_see(connection: Connection, case: CaseFile, person_id: int) -> bool:
    deputy = who.load_actor(connection, person_id, case.today)
    if deputy is None:
        return False
    seen = select(case_file.c.id).where(case_file.c.id == case.id, visible_cases(deputy, case.today))
    return connection.execute(seen).first() is not None
