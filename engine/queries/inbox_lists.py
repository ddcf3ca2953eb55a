"""Whose work stands on which list: the places to look (`inbox_ranges`) and the question that settles it, for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Integer,
    Select,
    any_,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    tuple_,
)

from engine.casework.calendar import WorkingCalendar
from engine.casework.policy import Actor, Covered
from engine.casework.search_words import looked_for
from engine.casework.vocabulary import Role
from engine.db.full_text import matches, matching
from engine.db.tables import case_file, task
from engine.office import Office
from engine.queries import inbox_ranges
from engine.queries.inbox_filters import Cursor, Filters, Flag, conditions, in_hands_of
from engine.queries.inbox_keys import Keys, alone_for
from engine.queries.inbox_places import COPY_OF, InPlaces, reads_by_place
from engine.queries.inbox_ranges import Asked, Each, Gathered, Range, Whole
from engine.queries.inbox_sources import asked_about, by_relation, claimed_by, orphans, put_by, unclaimed, with_flag
from engine.queries.visibility import (
    covered_tasks,
    fitting_tasks,
    nobody_can_do,
    only_i_can_do,
    task_covered_for,
    visible_cases,
)


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


FEW = 300
"""Tasks with a flag that are looked at one by one rather than place by place."""

FEW_CASES = 5_000
"""Cases with the words that are looked at one by one. Where more have them, a page of a list is soon full of them."""

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
        query = inbox_ranges.first(self._ranges(tab, filters), self._asked(tab, filters, most), after)
        return [(row.id, row.due_on if filters.by_due else row.opened_at) for row in self.connection.execute(query)]

    def count(self, tab: Tab, filters: Filters, most: int) -> int:
        """How many tasks are on a list; `most` means that many or more."""
        query = inbox_ranges.count(self._ranges(tab, filters), self._asked(tab, filters, most))
        return int(self.connection.execute(query).scalar_one())

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

    def _asked(self, tab: Tab, filters: Filters, most: int) -> Asked:
        database = self.office.database
        must = [self._visible, *conditions(filters, self.today, self._calendar)]
        if tab in PUT_ASIDE and filters.flag is not Flag.PUT_BY:
            must.append(or_(task.c.not_before.is_(None), task.c.not_before <= self.today))
        if filters.words:
            must.append(self._has_words(filters))
        return Asked(tuple(must), filters, most, database.is_sqlite)

    def _ranges(self, tab: Tab, filters: Filters) -> tuple[Range, ...]:
        actor, known = self.actor, self.keys
        if tab is Tab.MINE:
            alone = Each(_PAIR, known.alone, (task.c.assignee_id.is_(None), self._mine))
            return (Gathered(_taken_on(known), (self._mine,)), alone)
        if tab is Tab.COVERING:
            waits = [each for c in actor.covers for each in _of_covered(alone_for(known, c))]
            return (Gathered(tuple(waits), (not_(self._mine), covered_tasks(actor, self.today))),)
        if tab is Tab.TEAM:
            return self._of_team()
        if tab is Tab.UNASSIGNED:
            return self._of_nobody()
        return (self._of_everybody(filters),)

    def _of_team(self) -> tuple[Range, ...]:
        """What I could do, whoever has it, what my colleagues have, and what nobody can do."""
        actor, known, t = self.actor, self.keys, task.c
        fits, not_mine = self._fits, (t.assignee_id != actor.person_id)
        people = (known.person_id, *known.colleagues)
        return (
            Each(_PAIR, known.shared, (fits, or_(t.assignee_id.is_(None), not_mine))),
            Each(_PAIR, known.alone, (fits, not_mine)),
            Each(("assignee_id",), [(each,) for each in known.colleagues]),
            Each(_PAIR, known.unheld, (t.assignee_id.is_(None), self._nobody_can)),
            Gathered((by_relation(people),), (not_(self._mine), or_(fits, in_hands_of(known.colleagues)))),
            *self._orphans(),
        )

    def _of_nobody(self) -> tuple[Range, ...]:
        """What nobody has and I could take up, and what nobody can do."""
        known, nobody = self.keys, task.c.assignee_id.is_(None)
        fits = self._fits
        return (
            Each(_PAIR, known.shared, (nobody, fits)),
            Each(_PAIR, known.unheld, (nobody, self._nobody_can)),
            Gathered((by_relation((known.person_id,)),), (nobody, not_(self._mine), fits)),
            *self._orphans(),
        )

    def _orphans(self) -> tuple[Range, ...]:
        """Work that nobody can take up is the complaints officers' to give to somebody."""
        if Role.COMPLAINTS_OFFICER not in self.actor.roles:
            return ()
        return (Gathered(tuple(orphans(self.keys)), (self._nobody_can,)),)

    def _of_everybody(self, filters: Filters) -> Range:
        """Everything that is open, read by what it is narrowed to."""
        if filters.words and (self.office.database.is_sqlite or self._with_words(filters.words) is not None):
            return Gathered((select(task.c.id).where(task.c.status == "open", self._has_words(filters)),))
        if filters.flag is Flag.NEEDS_HELP:
            return Gathered((asked_about(),))
        if filters.flag is Flag.PUT_BY:
            return Gathered((put_by(),))
        if filters.person_id is not None:
            people = (filters.person_id,)
            return Gathered((claimed_by(people), by_relation(people)))
        if filters.flag is not None and filters.flag in COPY_OF and self._is_rare(filters.flag):
            return Gathered((with_flag(COPY_OF[filters.flag]),))
        if reads_by_place(filters) and not self.office.database.is_sqlite:
            return InPlaces(filters)
        return Whole(true())

    def _has_words(self, filters: Filters) -> ColumnElement[bool]:
        found = None if self.office.database.is_sqlite else self._with_words(filters.words)
        if found is None:
            return matches(self.office.database, filters.words, task.c.case_id)
        return task.c.case_id == any_(literal(found, ARRAY(Integer)))

    def _with_words(self, words: str) -> list[int] | None:
        """The cases with these words where they are few: nobody need guess then how many they are. None: many."""
        if words not in self._found:
            query = matching(self.office.database, looked_for(words)).limit(FEW_CASES + 1)
            self.connection.execute(inbox_ranges.by_words("on"))
            ids = list(self.connection.execute(query).scalars()) if looked_for(words) else []
            self.connection.execute(inbox_ranges.by_words("off"))
            self._found[words] = ids if len(ids) <= FEW_CASES else None
        return self._found[words]

    @cached_property
    def _found(self) -> dict[str, list[int] | None]:
        return {}

    def _is_rare(self, flag: Flag) -> bool:
        """Whether so few tasks have the flag that all of them can be looked at."""
        some = with_flag(COPY_OF[flag]).limit(FEW + 1).subquery()
        return int(self.connection.execute(select(func.count()).select_from(some)).scalar_one()) <= FEW

    @cached_property
    def _calendar(self) -> WorkingCalendar:
        return self.office.library.calendar(self.connection)

    # Each question is put together once: that takes longer than having it answered.

    @cached_property
    def _visible(self) -> ColumnElement[bool]:
        return visible_cases(self.actor, self.today)

    @cached_property
    def _fits(self) -> ColumnElement[bool]:
        return fitting_tasks(self.actor, self.today)

    @cached_property
    def _nobody_can(self) -> ColumnElement[bool]:
        return nobody_can_do(self.today)

    @cached_property
    def _mine(self) -> ColumnElement[bool]:
        t = task.c
        # A comparison with no assignee would be neither true nor false, and so would its opposite.
        claimed = t.assignee_id.is_not(None) & (t.assignee_id == self.actor.person_id)
        return or_(claimed, only_i_can_do(self.actor, self.today))


_PAIR = ("candidate", "service_id")


def _taken_on(keys: Keys) -> tuple[Select[Any], ...]:
    """What somebody has taken on, and what their part in a case gives them."""
    return claimed_by((keys.person_id,)), by_relation((keys.person_id,))


def _of_covered(keys: Keys) -> tuple[Select[Any], ...]:
    """The same of somebody away, with what only they may take up."""
    return (*_taken_on(keys), *unclaimed(keys.alone))
