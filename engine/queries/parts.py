"""Who has which part today: in cases, and in the council; and so whom a task's candidate means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import Connection, select

from engine.casework.vocabulary import Relation
from engine.db.tables import case_relation, person, role_holding
from engine.recording.recipients import held_on

K = TypeVar("K")


@dataclass(frozen=True)
class Named:
    """A person: two of one name are two."""

    id: int
    name: str


Related = Mapping[tuple[int, str], tuple[Named, ...]]
"""By case and relation."""


@dataclass(frozen=True)
class Parts:
    """Who stands where, today."""

    related: Related
    by_role: Mapping[tuple[str, int | None], tuple[Named, ...]]
    """By role and service; service None is the whole council."""

    def meant(self, candidate: str, case_id: int, service_id: int) -> tuple[str, ...]:
        """The names of those whom a candidate means in this case, each person once.

        The person complained about is never among them.
        """
        if candidate.startswith("case:"):
            found = self.related.get((case_id, candidate.removeprefix("case:")), ())
        else:
            found = (*self.by_role.get((candidate, service_id), ()), *self.by_role.get((candidate, None), ()))
        about = self.related.get((case_id, Relation.COMPLAINED_ABOUT.value), ())
        return tuple(each.name for each in dict.fromkeys(found) if each not in about)


def parts(connection: Connection, case_ids: Iterable[int], roles: Iterable[str], today: date) -> Parts:
    """The parts that people have in these cases, and who holds these roles."""
    return Parts(related(connection, case_ids), _by_role(connection, roles, today))


def related(connection: Connection, case_ids: Iterable[int]) -> Related:
    """Who stands in which relation to these cases, by name."""
    r = case_relation.c
    query = select(r.case_id, r.relation, person.c.id, person.c.name).join(person, person.c.id == r.person_id)
    rows = connection.execute(query.where(r.case_id.in_(tuple(case_ids))).order_by(person.c.name, person.c.id))
    return _gathered(((row.case_id, row.relation), Named(row.id, row.name)) for row in rows)


def related_names(connection: Connection, case_ids: Iterable[int]) -> Mapping[tuple[int, str], tuple[str, ...]]:
    """The same, where only the names are shown."""
    found = related(connection, case_ids)
    return {key: tuple(each.name for each in people) for key, people in found.items()}


def _by_role(
    connection: Connection, roles: Iterable[str], today: date
) -> Mapping[tuple[str, int | None], tuple[Named, ...]]:
    h = role_holding.c
    query = (
        select(h.role, h.service_id, person.c.id, person.c.name)
        .join(person, person.c.id == h.person_id)
        .where(h.role.in_(tuple(roles)), person.c.active, held_on(h.from_on, h.to_on, today))
        .order_by(person.c.name, person.c.id)
    )
    return _gathered(((row.role, row.service_id), Named(row.id, row.name)) for row in connection.execute(query))


def _gathered(found: Iterable[tuple[K, Named]]) -> dict[K, tuple[Named, ...]]:
    gathered: dict[K, tuple[Named, ...]] = {}
    for key, each in found:
        gathered[key] = (*gathered.get(key, ()), each)
    return gathered
