"""Whose work stands on which list: the places to look (`inbox_ranges`) and the question that settles it, for each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, and_, exists, literal, not_, or_, select, true, tuple_

from engine.casework.policy import Actor, Covered
from engine.casework.vocabulary import Role
from engine.db.full_text import matches
from engine.db.tables import case_file, line_management, membership, task
from engine.office import Office
from engine.queries import inbox_ranges
from engine.queries.inbox_filters import Cursor, Filters, Flag, conditions, in_hands_of
from engine.queries.inbox_keys import Keys, alone_for
from engine.queries.inbox_ranges import Listing, Range
from engine.queries.visibility import (
    fitting_tasks,
    nobody_can_do,
    only_i_can_do,
    task_covered_for,
    visible_cases,
)
from engine.recording.recipients import held_on


class Tab(StrEnum):
    """Whose work is listed."""

    MINE = "mine"
    """What I have taken on, and what nobody but me can do."""
    TEAM = "team"
    """What I could take on, and what my colleagues have in hand."""
    UNASSIGNED = "unassigned"
    """What nobody has and I could take on; for complaints officers also what nobody can do at all."""
    COVERING = "covering"
    """What waits for those whose deputy I am today."""
    EVERYBODY = "everybody"
    """Every open task, for complaints officers."""
    DONE = "done"
    """What I have completed, newest first."""


PUT_ASIDE = frozenset({Tab.MINE, Tab.TEAM, Tab.UNASSIGNED, Tab.COVERING})
"""Lists that a task leaves while it is put by."""

Found = tuple[str, date | datetime | None]
"""A task, and its place in the order of its list."""


@dataclass(frozen=True)
class Lists:
    """The lists of one person on one day, on a connection that the caller has."""

    office: Office
    connection: Connection
    actor: Actor
    keys: Keys
    today: date

    def first(self, tab: Tab, filters: Filters, after: Cursor | None, most: int) -> list[Found]:
        """The first `most` tasks of a list, after a row of it."""
        listing = self._listing(tab, filters)
        found = self.connection.execute(inbox_ranges.first(listing, filters, after, most))
        return [(row.id, row.due_on if filters.by_due else row.opened_at) for row in found]

    def count(self, tab: Tab, filters: Filters, most: int) -> int:
        """How many tasks are on a list; `most` means that many or more."""
        listing = self._listing(tab, filters)
        return int(self.connection.execute(inbox_ranges.count(listing, most)).scalar_one())

    def done(self, after: Cursor | None, most: int) -> list[Found]:
        """What this person has completed, newest first."""
        t = task.c
        query = select(t.id, t.ended_at).join(case_file, case_file.c.id == t.case_id)
        mine = (t.status == "completed", t.ended_by == self.actor.person_id, visible_cases(self.actor, self.today))
        query = query.where(*mine).order_by(t.ended_at.desc(), t.id.desc()).limit(most)
        if after is not None and isinstance(after.at, datetime):
            here = tuple_(literal(after.at, t.ended_at.type), literal(after.task_id, t.id.type))
            query = query.where(tuple_(t.ended_at, t.id) < here)
        return [(row.id, row.ended_at) for row in self.connection.execute(query)]

    def covered(self, task_ids: Sequence[str]) -> dict[str, Covered]:
        """For whom each of these tasks of the deputy's list would be done."""
        found: dict[str, Covered] = {}
        for each in self.actor.covers:
            query = select(task.c.id).join(case_file, case_file.c.id == task.c.case_id).where(task.c.id.in_(task_ids))
            theirs = self.connection.execute(query.where(task_covered_for(self.actor, each, self.today))).scalars()
            found = {**dict.fromkeys(theirs, each), **found}
        return found

    def _listing(self, tab: Tab, filters: Filters) -> Listing:
        calendar = self.office.library.calendar(self.connection)
        must = [
            visible_cases(self.actor, self.today),
            self._belongs(tab),
            *conditions(filters, self.today, calendar),
        ]
        if tab in PUT_ASIDE and filters.flag is not Flag.PUT_BY:
            must.append(or_(task.c.not_before.is_(None), task.c.not_before <= self.today))
        if filters.words:
            must.append(matches(self.office.database, filters.words))
        ranges = tuple(self._ranges(tab, filters))
        by_place = tab is Tab.EVERYBODY and not self.office.database.is_sqlite
        return Listing(ranges, tuple(must), by_place)

    def _ranges(self, tab: Tab, filters: Filters) -> Iterable[Range]:
        if tab is Tab.MINE:
            return inbox_ranges.of_mine(self.keys)
        if tab is Tab.TEAM:
            return inbox_ranges.of_team(self.keys)
        if tab is Tab.UNASSIGNED:
            return inbox_ranges.of_unassigned(self.keys)
        if tab is Tab.COVERING:
            return [each for c in self.actor.covers for each in inbox_ranges.of_mine(alone_for(self.keys, c))]
        return inbox_ranges.of_everybody(filters)

    def _belongs(self, tab: Tab) -> ColumnElement[bool]:
        actor, today, t = self.actor, self.today, task.c
        # A comparison with no assignee would be neither true nor false, and so would its opposite.
        mine = or_(t.assignee_id.is_not(None) & (t.assignee_id == actor.person_id), only_i_can_do(actor, today))
        if tab is Tab.MINE:
            return mine
        if tab is Tab.TEAM:
            return and_(not_(mine), _of_my_team(actor, today))
        if tab is Tab.UNASSIGNED:
            return and_(t.assignee_id.is_(None), not_(mine), or_(fitting_tasks(actor, today), *_orphaned(actor, today)))
        if tab is Tab.COVERING:
            return and_(not_(mine), or_(*(task_covered_for(actor, each, today) for each in actor.covers)))
        return true()


def _of_my_team(actor: Actor, today: date) -> ColumnElement[bool]:
    """What I could do myself, and what people of my teams, or whose line manager I am, have in hand."""
    line, ours, theirs = line_management.alias().c, membership.alias("ours").c, membership.alias("theirs").c
    managed = exists().where(
        in_hands_of(line.person_id),
        line.manager_id == actor.person_id,
        held_on(line.from_on, line.to_on, today),
    )
    colleague = exists().where(
        in_hands_of(theirs.person_id),
        ours.person_id == actor.person_id,
        ours.team_id == theirs.team_id,
        held_on(ours.from_on, ours.to_on, today),
        held_on(theirs.from_on, theirs.to_on, today),
    )
    return or_(fitting_tasks(actor, today), managed, colleague, *_orphaned(actor, today))


def _orphaned(actor: Actor, today: date) -> list[ColumnElement[bool]]:
    """Work that nobody can take up is the complaints officers' to give to somebody."""
    return [nobody_can_do(today)] if Role.COMPLAINTS_OFFICER in actor.roles else []
