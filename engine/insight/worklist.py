"""Monday's worklist: everything that needs an officer's eye, the most pressing first, and how much there is of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, exists, select

from engine.casework.policy import Action, Actor, require
from engine.casework.vocabulary import Relation
from engine.db.tables import action, case_relation, clock, person, task
from engine.insight import due_work, lines, stuck_work
from engine.insight.lines import Count, Group, Line, Place, Source
from engine.insight.scope import Scope
from engine.office import Office

SHOWN_OF_EACH = 10
"""On the page of all groups, so that it prints on two sheets."""
PAGE_SIZE = 50
"""On the page of one group."""


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to."""

    service_id: int | None = None
    manager_id: int | None = None


@dataclass(frozen=True)
class Section:
    """One group: its first lines, how many there are, and where the next page begins."""

    group: Group
    lines: tuple[Line, ...]
    count: Count
    following: Place | None


@dataclass(frozen=True)
class Worklist:
    """All groups, and how the work that has a day stands."""

    sections: tuple[Section, ...]
    in_time: Count
    """Tasks that are due later than within five working days."""
    managers: tuple[tuple[int, str], ...]
    """Who has ever been asked to answer one: what the list can be narrowed to."""

    def section(self, group: Group) -> Section:
        """One of them."""
        return next(section for section in self.sections if section.group is group)


SOURCES: Mapping[Group, Callable[[Scope], Sequence[Source]]] = {
    Group.OVERDUE: due_work.overdue,
    Group.DUE_SOON: due_work.due_soon,
    Group.BLOCKED: stuck_work.blocked,
    Group.NEEDS_HELP: lambda scope: (stuck_work.needs_help(scope),),
    Group.QUIET: lambda scope: (stuck_work.quiet(scope),),
    Group.WINDOWS: lambda scope: (
        due_work.windows(scope, Group.WINDOWS, due_work.between(clock.c.due_on, scope.today, scope.horizon)),
    ),
    Group.ACTIONS: lambda scope: (due_work.actions(scope, Group.ACTIONS, action.c.due_on < scope.today),),
}
"""How each group is filled."""


def whole(office: Office, actor: Actor, filters: Filters) -> Worklist:
    """The list with the first lines of every group. Raises `NotAllowed` for others than the complaints team."""
    scope, later = _scope(office, actor, filters), Group.WINDOWS
    with office.database.reading() as connection:
        in_time = due_work.tasks(scope, later, task.c.due_on > scope.horizon)
        (number,) = lines.counts(connection, [in_time]).values()
        return Worklist(
            sections=gather(connection, scope, SOURCES, SHOWN_OF_EACH),
            in_time=lines.counted(number[later]),
            managers=_managers(connection),
        )


def one_group(office: Office, actor: Actor, filters: Filters, group: Group, after: Place | None) -> Section:
    """A page of one group. Raises `NotAllowed`."""
    scope = _scope(office, actor, filters)
    with office.database.reading() as connection:
        (section,) = gather(connection, scope, {group: SOURCES[group]}, PAGE_SIZE, after)
        return section


def gather(
    connection: Connection,
    scope: Scope,
    groups: Mapping[Group, Callable[[Scope], Sequence[Source]]],
    most: int,
    after: Place | None = None,
) -> tuple[Section, ...]:
    """These groups, each with its first lines after a place, and its count from the beginning."""
    sources = {group: made(scope) for group, made in groups.items()}
    numbers = lines.by_group(lines.counts(connection, [s for each in sources.values() for s in each]), sources)
    found = []
    for group, each in sources.items():
        read = lines.read(connection, scope, each, most + 1, after)
        shown = read[:most]
        following = place_of(shown[-1]) if len(read) > most else None
        found.append(Section(group, shown, numbers[group], following))
    return tuple(found)


def place_of(line: Line) -> Place:
    """Where the page after this line begins."""
    return Place(line.day or lines.NEVER, line.sort, line.key)


def _scope(office: Office, actor: Actor, filters: Filters) -> Scope:
    require(actor, Action.SEE_WORKLIST)
    with office.database.reading() as connection:
        calendar = office.library.calendar(connection)
    services = None if filters.service_id is None else frozenset({filters.service_id})
    return Scope((actor,), office.today(), calendar, services, filters.manager_id)


def _managers(connection: Connection) -> tuple[tuple[int, str], ...]:
    r = case_relation.c
    answers = exists().where(r.person_id == person.c.id, r.relation == Relation.ALLOCATED_MANAGER.value)
    query = select(person.c.id, person.c.name).where(person.c.active, answers)
    return tuple((row.id, row.name) for row in connection.execute(query.order_by(person.c.name, person.c.id)))
