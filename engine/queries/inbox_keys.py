"""By what somebody's work is found: their own number, what they hold and for which service, who their colleagues are.

Made from a handful of small tables (people, roles, teams), so that what it costs never follows the number of tasks.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select, union

from engine.casework.policy import JUDGING, SIGNING_OFF, Actor, Covered
from engine.casework.vocabulary import Role
from engine.db.tables import interest, line_management, membership, person, role_holding, service
from engine.recording.recipients import held_on

Pair = tuple[str, int]
"""A role, and the service of a case."""


@dataclass(frozen=True)
class Keys:
    """What the lists of one person are read by."""

    person_id: int
    services: tuple[int, ...]
    pairs: tuple[Pair, ...]
    """Roles that they hold, with every service that they hold them for."""
    alone: tuple[Pair, ...]
    """Those of them that nobody else holds today."""
    shared: tuple[Pair, ...]
    """The others: somebody else could take the work up as well."""
    colleagues: tuple[int, ...]
    """People of their teams, and those whose line manager they are."""
    unheld: tuple[Pair, ...] = ()
    """For complaints officers: roles that nobody may do the work of in a service."""
    one_of_each: tuple[int, ...] = ()
    """For complaints officers: one holder of every other role and service. Where they may, somebody can."""
    signing: tuple[int, ...] = ()
    """Those of them who sign off: never their own answer."""
    interested: tuple[int, ...] = ()
    """For complaints officers: who has declared an interest, so that a part in a case may not be theirs to do."""


def keys(connection: Connection, actor: Actor, today: date) -> Keys:
    """The keys of somebody's lists today."""
    services = tuple(connection.execute(select(service.c.id).order_by(service.c.id)).scalars())
    holders = _holders(connection, services, today)
    pairs = _pairs(actor, services)
    alone = tuple(pair for pair in pairs if not holders[pair] - {actor.person_id})
    shared = tuple(pair for pair in pairs if pair not in alone)
    colleagues = _colleagues(connection, actor, today)
    if Role.COMPLAINTS_OFFICER not in actor.roles:
        return Keys(actor.person_id, services, pairs, alone, shared, colleagues)
    interested = _interested(connection, today)
    able = {(role.value, of): _able(holders[role.value, of], role, of, interested) for role in Role for of in services}
    return Keys(
        actor.person_id,
        services,
        pairs,
        alone,
        shared,
        colleagues,
        unheld=tuple(pair for pair, people in able.items() if not people),
        one_of_each=_one_of_each(able.values()),
        signing=_one_of_each(people for (role, _), people in able.items() if role in SIGNING_OFF),
        interested=tuple(sorted(interested)),
    )


def alone_for(keys: Keys, covered: Covered) -> Keys:
    """The keys of a deputy's list: of somebody away, whose holdings are here what nobody else holds."""
    theirs = Actor(covered.person_id, covered.name, covered.holdings)
    pairs = _pairs(theirs, keys.services)
    return Keys(covered.person_id, keys.services, pairs, alone=pairs, shared=(), colleagues=())


def _pairs(actor: Actor, services: tuple[int, ...]) -> tuple[Pair, ...]:
    return tuple((role.value, of) for role in sorted(actor.roles) for of in services if actor.holds(role, of))


def _one_of_each(groups: Iterable[set[int]]) -> tuple[int, ...]:
    """One of every group. Whoever came last has the fewest cases in which they are barred."""
    return tuple(sorted({max(people) for people in groups if people}))


def _holders(connection: Connection, services: tuple[int, ...], today: date) -> dict[Pair, set[int]]:
    """Who is here and holds a role for a service, or for the whole council."""
    h, p = role_holding.c, person.c
    query = select(h.role, h.service_id, h.person_id).join(person, p.id == h.person_id)
    found: defaultdict[Pair, set[int]] = defaultdict(set)
    for row in connection.execute(query.where(p.active, held_on(h.from_on, h.to_on, today))):
        for of in services if row.service_id is None else (row.service_id,):
            found[row.role, of].add(row.person_id)
    return found


def _colleagues(connection: Connection, actor: Actor, today: date) -> tuple[int, ...]:
    line, ours, theirs = line_management.c, membership.alias("ours").c, membership.alias("theirs").c
    managed = select(line.person_id).where(line.manager_id == actor.person_id, held_on(line.from_on, line.to_on, today))
    beside = (
        select(theirs.person_id)
        .where(ours.person_id == actor.person_id, ours.team_id == theirs.team_id)
        .where(held_on(ours.from_on, ours.to_on, today), held_on(theirs.from_on, theirs.to_on, today))
    )
    found = connection.execute(union(managed, beside)).scalars()
    return tuple(sorted(each for each in found if each != actor.person_id))


def _interested(connection: Connection, today: date) -> dict[int, set[int]]:
    """Who has declared an interest, and in which services if it is in one."""
    i = interest.c
    query = select(i.person_id, i.about_service_id).where(held_on(i.from_on, i.to_on, today))
    found: defaultdict[int, set[int]] = defaultdict(set)
    for row in connection.execute(query):
        found[row.person_id] |= set() if row.about_service_id is None else {row.about_service_id}
    return found


def _able(people: set[int], role: Role, of: int, interested: dict[int, set[int]]) -> set[int]:
    """Those who may do a role's work in a service: nobody judges in a service that they have an interest in."""
    return {each for each in people if role not in JUDGING or of not in interested.get(each, set())}
