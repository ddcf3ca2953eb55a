"""What a head of service takes to the meeting, by service: overdue, due in five working days, blocked, needs help."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from engine.casework.calendar import WorkingCalendar
from engine.casework.policy import Action, Actor, require
from engine.casework.vocabulary import Role
from engine.db.tables import person, role_holding, service
from engine.errors import NotFound
from engine.insight.lines import Count, Group, Line
from engine.insight.scope import Scope
from engine.insight.worklist import SOURCES, Section, gather
from engine.office import Office
from engine.queries import who
from engine.recording.recipients import held_on

GROUPS = (Group.OVERDUE, Group.DUE_SOON, Group.BLOCKED, Group.NEEDS_HELP)
MOST_OF_EACH = 40
"""Lines of one group in one service: a pack is read in a meeting. The counts say how many there are."""


@dataclass(frozen=True)
class Head:
    """A head of service, by the services that are theirs today."""

    person_id: int
    name: str


@dataclass(frozen=True)
class OfService:
    """What one service has in the pack."""

    name: str
    sections: tuple[Section, ...]

    def count(self, group: Group) -> Count:
        """How many lines of a group there are."""
        return next(section.count for section in self.sections if section.group is group)

    @property
    def is_empty(self) -> bool:
        """Whether nothing needs the meeting."""
        return not any(section.lines for section in self.sections)


@dataclass(frozen=True)
class Pack:
    """The pack of one head of service, as it stands on a day."""

    head: Head
    today: date
    services: tuple[OfService, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, service by service."""
        return tuple(line for each in self.services for section in each.sections for line in section.lines)

    def total(self, group: Group) -> Count:
        """How many lines of a group there are in all services together."""
        each = [service.count(group) for service in self.services]
        return Count(sum(count.number for count in each), next((count.more for count in each if count.more), ""))

    @property
    def is_empty(self) -> bool:
        """Whether nothing needs the meeting at all."""
        return all(each.is_empty for each in self.services)


def heads(office: Office, actor: Actor) -> tuple[Head, ...]:
    """Whose packs this person may open: a head of service their own, officers and directors everybody's.

    Raises `NotAllowed`.
    """
    require(actor, Action.SEE_MEETING_PACK)
    with office.database.reading() as connection:
        every = all_heads(connection, office.today())
    return every if _may_see_every(actor) else tuple(head for head in every if head.person_id == actor.person_id)


def of_head(office: Office, actor: Actor, head_id: int) -> Pack:
    """The pack of one head: what they may see, and of that what the reader may. Raises `NotAllowed`, `NotFound`."""
    if head_id not in {head.person_id for head in heads(office, actor)}:
        raise NotFound(what="meeting pack")
    with office.database.reading() as connection:
        head = who.load_actor(connection, head_id, office.today())
        assert head is not None
        readers = (head,) if head_id == actor.person_id else (actor, head)
        return gathered(connection, readers, head, office.today(), office.library.calendar(connection))


def gathered(
    connection: Connection, readers: tuple[Actor, ...], head: Actor, today: date, calendar: WorkingCalendar
) -> Pack:
    """The pack on a connection that the caller has."""
    groups = {group: SOURCES[group] for group in GROUPS}
    found = []
    for service_id, name in _services(connection, head):
        scope = Scope(readers, today, calendar, frozenset({service_id}))
        found.append(OfService(name, gather(connection, scope, groups, MOST_OF_EACH)))
    return Pack(Head(head.person_id, head.name), today, tuple(found))


def all_heads(connection: Connection, today: date) -> tuple[Head, ...]:
    """Everybody who is head of a service today, by name."""
    h = role_holding.c
    query = (
        select(person.c.id, person.c.name)
        .distinct()
        .join(role_holding, h.person_id == person.c.id)
        .where(h.role == Role.HEAD_OF_SERVICE.value, person.c.active, held_on(h.from_on, h.to_on, today))
        .order_by(person.c.name, person.c.id)
    )
    return tuple(Head(*row) for row in connection.execute(query))


def _may_see_every(actor: Actor) -> bool:
    return bool(actor.roles & {Role.COMPLAINTS_OFFICER, Role.ASSISTANT_DIRECTOR, Role.DIRECTOR})


def _services(connection: Connection, head: Actor) -> Iterable[tuple[int, str]]:
    """Theirs by name; every one of a head for the whole council."""
    theirs = {h.service_id for h in head.holdings if h.role is Role.HEAD_OF_SERVICE}
    query = select(service.c.id, service.c.name).order_by(service.c.name)
    if None not in theirs:
        query = query.where(service.c.id.in_(sorted(s for s in theirs if s is not None)))
    return [(row.id, row.name) for row in connection.execute(query)]
