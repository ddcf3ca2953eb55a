"""What is to be done: open tasks by what is due first, mine, my team's or everybody's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, literal, not_, or_, select, true

from engine.casework.lawful import OMBUDSMAN
from engine.casework.policy import Action, Actor, CaseStanding, fits, in_words, may
from engine.casework.vocabulary import CaseStatus, EventKind, Relation, Role
from engine.db.tables import (
    case_event,
    case_file,
    case_relation,
    clock,
    definition,
    line_management,
    membership,
    person,
    process_instance,
    task,
)
from engine.errors import NotAllowed
from engine.office import Office
from engine.procedures.definition import Procedure
from engine.queries import contact_log, parts
from engine.queries.due import Due, due
from engine.queries.visibility import fitting_tasks, nobody_can_do, only_i_can_do, visible_cases
from engine.recording.recipients import held_on

PAGE_SIZE = 25


class Tab(StrEnum):
    """Whose work is listed."""

    MINE = "mine"
    """What I have taken on, and what nobody but me can do."""
    TEAM = "team"
    """What I could take on, and what my colleagues have in hand."""
    EVERYBODY = "everybody"
    """Every open task, for complaints officers."""


@dataclass(frozen=True)
class Cursor:
    """The place after a row in the order of the list: its due date, if any, and its key."""

    due_on: date | None
    task_id: str

    def __str__(self) -> str:
        return f"{self.due_on.isoformat() if self.due_on else 'none'}.{self.task_id}"

    @classmethod
    def read(cls, text: str | None) -> "Cursor | None":
        """A cursor from an address; None when there is none, or one that cannot be read."""
        day, _, key = (text or "").partition(".")
        if not key or len(key) > 32 or not key.isalnum():
            return None
        try:
            return cls(None if day == "none" else date.fromisoformat(day), key)
        except ValueError:
            return None


@dataclass(frozen=True)
class InboxRow:
    """One task. The complainant's name becomes initials on the page; a child's name is not here at all."""

    task_id: str
    name: str
    due: Due
    reference: str
    complainant_name: str
    stage: str
    """The stage that the task stands in, or the procedure where it has no stages."""
    has_it: str
    """Who has the ball: a person, or the role that could take it."""
    mine: bool
    may_claim: bool
    may_release: bool
    last_contact_on: date | None
    flags: tuple[str, ...]


@dataclass(frozen=True)
class InboxPage:
    """A page of the list, how many tasks each list has, and where the next page begins."""

    rows: tuple[InboxRow, ...]
    counts: Mapping[Tab, int]
    following: Cursor | None


def page(office: Office, actor: Actor, tab: Tab, after: Cursor | None = None) -> InboxPage:
    """A page of open tasks. Raises `NotAllowed` for everybody's list unless the actor is a complaints officer."""
    today = office.today()
    tabs = open_tabs(actor)
    if tab not in tabs:
        raise NotAllowed(action="see everybody’s tasks", why="this list is for the complaints team")
    with office.database.reading() as connection:
        counts = {each: _count(connection, actor, each, today) for each in tabs}
        query = _rows(actor, today).where(_in_tab(actor, tab, today), _after(after)).limit(PAGE_SIZE + 1)
        found = connection.execute(query).all()
        rows = _read(office, connection, actor, found[:PAGE_SIZE], today)
    last = found[PAGE_SIZE - 1] if len(found) > PAGE_SIZE else None
    return InboxPage(rows, counts, Cursor(last.due_on, last.id) if last is not None else None)


def open_tabs(actor: Actor) -> tuple[Tab, ...]:
    """The lists that this person has."""
    return tuple(tab for tab in Tab if tab is not Tab.EVERYBODY or Role.COMPLAINTS_OFFICER in actor.roles)


def _rows(actor: Actor, today: date) -> Select[Any]:
    t, c, k, e = task.c, case_file.c, clock.c, case_event.c
    clock_of_task = (k.case_id == t.case_id) & (k.name == t.clock)
    last_contact = (
        select(func.max(e.occurred_on))
        .where(e.case_id == c.id, e.corrected_by_id.is_(None), e.kind.in_(CONTACTS))
        .scalar_subquery()
    )
    return (
        select(
            *(t.id, t.name, t.element, t.candidate, t.assignee_id, t.due_on, t.case_id),
            *(c.reference, c.complainant_name, c.service_id, c.is_child, c.safeguarding, c.contact_warning),
            *(c.advocate_name, c.status),
            definition.c.key.label("procedure_key"),
            process_instance.c.definition_id,
            definition.c.name.label("procedure"),
            person.c.name.label("assignee"),
            k.state.label("clock_state"),
            (k.due_on > k.limit_on).label("extended"),
            last_contact.label("last_contact_on"),
            contact_log.last_noted_on().label("last_noted_on"),
            only_i_can_do(actor, today).label("only_mine"),
            nobody_can_do(today).label("needs_somebody"),
        )
        .join(case_file, c.id == t.case_id)
        .join(process_instance, process_instance.c.id == t.instance_id)
        .join(definition, definition.c.id == process_instance.c.definition_id)
        .outerjoin(person, person.c.id == t.assignee_id)
        .outerjoin(clock, clock_of_task)
        .where(t.status == "open", visible_cases(actor, today))
        .order_by(t.due_on.asc().nulls_last(), t.id)
    )


CONTACTS = (
    EventKind.ACKNOWLEDGED,
    EventKind.COMPLAINANT_CONTACTED,
    EventKind.EXTENDED,
    EventKind.OVERRUN,
    EventKind.STAGE_1_RESPONSE_SENT,
)
"""The events that mean that somebody spoke with or wrote to the complainant."""


def _count(connection: Connection, actor: Actor, tab: Tab, today: date) -> int:
    query = select(func.count()).select_from(task.join(case_file, case_file.c.id == task.c.case_id))
    shown = query.where(task.c.status == "open", visible_cases(actor, today), _in_tab(actor, tab, today))
    return connection.execute(shown).scalar_one()


def _in_tab(actor: Actor, tab: Tab, today: date) -> ColumnElement[bool]:
    t = task.c
    # A comparison with no assignee would be neither true nor false, and so would its opposite.
    mine = or_(t.assignee_id.is_not(None) & (t.assignee_id == actor.person_id), only_i_can_do(actor, today))
    if tab is Tab.MINE:
        return mine
    if tab is Tab.TEAM:
        return and_(not_(mine), _of_my_team(actor, today))
    return true()


def _of_my_team(actor: Actor, today: date) -> ColumnElement[bool]:
    """What I could do myself, and what people of my teams, or whose line manager I am, have in hand."""
    line, ours, theirs = line_management.alias().c, membership.alias("ours").c, membership.alias("theirs").c
    managed = exists().where(
        _in_hands_of(line.person_id),
        line.manager_id == actor.person_id,
        held_on(line.from_on, line.to_on, today),
    )
    colleague = exists().where(
        _in_hands_of(theirs.person_id),
        ours.person_id == actor.person_id,
        ours.team_id == theirs.team_id,
        held_on(ours.from_on, ours.to_on, today),
        held_on(theirs.from_on, theirs.to_on, today),
    )
    # Work that nobody can take up is the complaints officers' to give to somebody.
    orphaned = [nobody_can_do(today)] if Role.COMPLAINTS_OFFICER in actor.roles else []
    return or_(fitting_tasks(actor, today), managed, colleague, *orphaned)


def _in_hands_of(person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a task is with this person: claimed by them, or theirs by what they are to the case."""
    t, r = task.c, case_relation.alias().c
    theirs = exists().where(
        r.case_id == t.case_id, r.person_id == person_id, t.candidate == literal("case:").concat(r.relation)
    )
    return or_(t.assignee_id.is_not(None) & (t.assignee_id == person_id), t.assignee_id.is_(None) & theirs)


def _after(cursor: Cursor | None) -> ColumnElement[bool]:
    t = task.c
    if cursor is None:
        return true()
    if cursor.due_on is None:
        return t.due_on.is_(None) & (t.id > cursor.task_id)
    same_day = (t.due_on == cursor.due_on) & (t.id > cursor.task_id)
    return or_(t.due_on > cursor.due_on, same_day, t.due_on.is_(None))


def _read(
    office: Office, connection: Connection, actor: Actor, found: list[Row[Any]] | Any, today: date
) -> tuple[InboxRow, ...]:
    if not found:
        return ()
    calendar = office.library.calendar(connection)
    cases = {row.case_id for row in found}
    named, relations = parts.related_names(connection, cases), _relations(connection, actor, cases)
    rows = []
    for row in found:
        standing = CaseStanding(row.service_id, relations.get(row.case_id, frozenset()))
        mine = row.assignee_id == actor.person_id
        rows.append(
            InboxRow(
                task_id=row.id,
                name=row.name,
                due=due(row.due_on, row.clock_state, today, calendar),
                reference=row.reference,
                complainant_name=row.complainant_name,
                stage=stage(office.library.definition(connection, row.definition_id).compiled.procedure, row.element),
                has_it=_has_it(row, named),
                mine=mine,
                may_claim=row.assignee_id is None and not row.only_mine and fits(actor, row.candidate, standing),
                may_release=mine or (row.assignee_id is not None and may(actor, Action.ASSIGN_TASK, standing)),
                last_contact_on=max(filter(None, (row.last_contact_on, row.last_noted_on)), default=None),
                flags=(*(("Needs somebody",) if row.needs_somebody else ()), *_beside(row), *flags(row)),
            )
        )
    return tuple(rows)


def stage(procedure: Procedure, element: str) -> str:
    """What the page calls the place of a task: the sub-process that it stands in, or the procedure."""
    parent = procedure.elements[element].parent
    return procedure.elements[parent].name if parent is not None else procedure.name


def flags(row: Row[Any]) -> tuple[str, ...]:
    """What somebody should know before they open the case. `row` has the columns of the case and of its clock."""
    raised = {
        "Safeguarding": row.safeguarding,
        "Contact warning": bool(row.contact_warning),
        "Child": row.is_child,
        "Advocate": bool(row.advocate_name),
        "Extended": bool(row.extended),
    }
    return tuple(name for name, up in raised.items() if up)


def _beside(row: Row[Any]) -> tuple[str, ...]:
    """What is still to be done although the complaint itself is over: it must not be lost, nor taken for the whole."""
    if row.status == CaseStatus.OPEN:
        return ()
    over = f"beside a {row.status.replace('_', ' ')} complaint"
    return (f"The Ombudsman, {over}",) if row.procedure_key == OMBUDSMAN else (over.capitalize(),)


def _has_it(row: Row[Any], named: Mapping[tuple[int, str], tuple[str, ...]]) -> str:
    if row.assignee:
        return str(row.assignee)
    names = named.get((row.case_id, row.candidate.removeprefix("case:")), ())
    return ", ".join(names) if names else f"Nobody yet ({in_words(row.candidate)})"


def _relations(connection: Connection, actor: Actor, case_ids: set[int]) -> dict[int, frozenset[Relation]]:
    r = case_relation.c
    query = select(r.case_id, r.relation).where(r.person_id == actor.person_id, r.case_id.in_(case_ids))
    found: dict[int, frozenset[Relation]] = {}
    for row in connection.execute(query):
        found[row.case_id] = found.get(row.case_id, frozenset()) | {Relation(row.relation)}
    return found
