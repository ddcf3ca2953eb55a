"""What the council has promised, by whom and by when: of one case, of one person, or of every case that they see."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, or_, select

from engine.casework.calendar import WorkingCalendar
from engine.casework.policy import Action, Actor
from engine.casework.policy import may as may_do
from engine.casework.vocabulary import Relation, Role
from engine.db.tables import action, case_file, case_relation, person
from engine.errors import NotAllowed, NotFound
from engine.office import Office
from engine.queries import who
from engine.queries.case_file import CaseFile
from engine.queries.due import Due, due
from engine.queries.visibility import visible_cases
from engine.queries.waiting import WaitingTask
from engine.recording.promises import OPEN

PAGE_SIZE = 25


class Whose(StrEnum):
    """Whose actions are listed."""

    MINE = "mine"
    ALL = "all"


class State(StrEnum):
    """Which of them."""

    OPEN = "open"
    OVERDUE = "overdue"
    ENDED = "ended"


SEE_ALL = frozenset({Role.COMPLAINTS_OFFICER, Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DIRECTOR})
"""Roles that have the list of all, of the cases that they see."""


@dataclass(frozen=True)
class ActionRow:
    """One action."""

    id: int
    reference: str
    text: str
    owner: str | None
    owner_id: int | None
    due: Due
    due_on: date
    status: str
    ended_on: date | None
    evidence: str | None
    stage: str | None
    recommendation_number: int | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.status == OPEN


@dataclass(frozen=True)
class Listed:
    """A page of actions, how many each list has, and the action after which the next page begins."""

    rows: tuple[ActionRow, ...]
    overdue: int
    following: str | None


@dataclass(frozen=True)
class OneAction:
    """An action as its own page shows it."""

    row: ActionRow
    today: date
    may_change: bool
    sees_case: bool


def of_case(office: Office, case: CaseFile) -> tuple[ActionRow, ...]:
    """The actions of a case that was found for this person, what is due first on top."""
    query = _query().where(action.c.case_id == case.id).order_by(action.c.status != OPEN, action.c.due_on, action.c.id)
    with office.database.reading() as connection:
        return _rows(office, connection, query)


def page(office: Office, actor: Actor, whose: Whose, state: State, after: str = "") -> Listed:
    """A page of the list. Raises `NotAllowed` for all of them without a role that has that list."""
    if whose is Whose.ALL and not may_see_all(actor):
        raise NotAllowed(action="see everybody’s actions", why="this list is for officers and heads of service")
    today = office.today()
    listed = _listed(actor, whose, today)
    a = action.c
    query = _query().where(listed, _in(state, today), _after(after)).order_by(a.due_on, a.id).limit(PAGE_SIZE + 1)
    late = select(func.count()).select_from(action.join(case_file, case_file.c.id == a.case_id))
    with office.database.reading() as connection:
        rows = _rows(office, connection, query)
        overdue = connection.execute(late.where(listed, _in(State.OVERDUE, today))).scalar_one()
    last = rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None
    return Listed(rows[:PAGE_SIZE], overdue, f"{last.due_on.isoformat()}.{last.id}" if last else None)


def find(office: Office, actor: Actor, action_id: int) -> OneAction:
    """An action for its owner, or for whoever sees its case. Raises `NotFound`."""
    today = office.today()
    with office.database.reading() as connection:
        mine, seen = _owned_by(actor), visible_cases(actor, today)
        rows = _rows(office, connection, _query().where(action.c.id == action_id, or_(mine, seen)))
        if not rows:
            raise NotFound(what="action")
        (row,) = rows
        f = case_file.c
        sees = select(f.id).where(f.reference == row.reference, seen)
        case_id = connection.execute(sees).scalar()
        own = row.owner_id == actor.person_id
        return OneAction(row, today, row.is_open and (own or _keeps(connection, actor, case_id, today)), bool(case_id))


def may_see_all(actor: Actor) -> bool:
    """Whether this person has the list of all actions."""
    return bool(actor.roles & SEE_ALL)


def how_many_of_mine(office: Office, actor: Actor) -> tuple[int, int]:
    """How many actions this person has to see to, and how many of them are overdue."""
    today, a = office.today(), action.c
    counted = select(func.count(), func.count().filter(a.due_on < today))
    query = counted.select_from(action.join(case_file, case_file.c.id == a.case_id))
    with office.database.reading() as connection:
        row = connection.execute(query.where(_owned_by(actor), a.status == OPEN)).one()
    return int(row[0]), int(row[1])


def overdue_by_owner(connection: Connection, today: date, calendar: WorkingCalendar) -> dict[int, list[WaitingTask]]:
    """Overdue actions as the morning email lists them: reference and link, never what was promised."""
    a, f, r = action.c, case_file.c, case_relation.c
    about = exists().where(
        r.case_id == a.case_id, r.person_id == a.owner_id, r.relation == Relation.COMPLAINED_ABOUT.value
    )
    query = (
        select(a.id, a.owner_id, a.due_on, f.reference)
        .join(case_file, f.id == a.case_id)
        .join(person, person.c.id == a.owner_id)
        .where(a.status == OPEN, a.due_on < today, person.c.active, ~about)
        .order_by(a.due_on, a.id)
    )
    found: defaultdict[int, list[WaitingTask]] = defaultdict(list)
    for row in connection.execute(query):
        late = -calendar.between(row.due_on, today)
        found[row.owner_id].append(WaitingTask(f"action:{row.id}", row.reference, "Do what was promised", late))
    return dict(found)


def _keeps(connection: Connection, actor: Actor, case_id: int | None, today: date) -> bool:
    if case_id is None:
        return False
    return may_do(actor, Action.RECORD, who.standing(connection, actor.person_id, case_id, today))


def _listed(actor: Actor, whose: Whose, today: date) -> ColumnElement[bool]:
    return _owned_by(actor) if whose is Whose.MINE else visible_cases(actor, today)


def _owned_by(actor: Actor) -> ColumnElement[bool]:
    """Theirs to see to; never of a case that is about them."""
    r = case_relation.alias().c
    about = exists().where(
        r.case_id == case_file.c.id,
        r.person_id == actor.person_id,
        r.relation == Relation.COMPLAINED_ABOUT.value,
    )
    return and_(action.c.owner_id == actor.person_id, ~about)


def _in(state: State, today: date) -> ColumnElement[bool]:
    a = action.c
    if state is State.ENDED:
        return a.status != OPEN
    return and_(a.status == OPEN, a.due_on < today) if state is State.OVERDUE else a.status == OPEN


def _after(place: str) -> ColumnElement[bool]:
    day, _, key = place.partition(".")
    a = action.c
    try:
        due_on, action_id = date.fromisoformat(day), int(key)
    except ValueError:
        return a.id.is_not(None)
    return or_(a.due_on > due_on, and_(a.due_on == due_on, a.id > action_id))


def _query() -> Select[Any]:
    a = action.c
    return (
        select(
            *(a.id, case_file.c.reference, a.text, person.c.name.label("owner"), a.owner_id, a.due_on, a.status),
            *(a.ended_on, a.evidence, a.stage, a.recommendation_number),
        )
        .join(case_file, case_file.c.id == a.case_id)
        .outerjoin(person, person.c.id == a.owner_id)
    )


def _rows(office: Office, connection: Connection, query: Select[Any]) -> tuple[ActionRow, ...]:
    calendar, today = office.library.calendar(connection), office.today()
    return tuple(_row(each, today, calendar) for each in connection.execute(query).all())


def _row(row: Row[Any], today: date, calendar: WorkingCalendar) -> ActionRow:
    return ActionRow(**row._mapping, due=due(row.due_on, None, today, calendar))
