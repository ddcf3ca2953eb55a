"""Which cases a view over many is about: what its readers may see, narrowed to services and to a manager."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, true

from engine.casework.calendar import WorkingCalendar
from engine.casework.policy import Actor
from engine.casework.vocabulary import CaseStatus, Relation
from engine.db.tables import case_file, case_relation
from engine.queries.visibility import visible_cases

HORIZON = 5
"""Working days: what is due within them is looked at every week."""
QUIET_AFTER = 10
"""Working days without a word from the council: then it is time to ring."""


@dataclass(frozen=True)
class Scope:
    """Who looks, on which day, at what."""

    readers: tuple[Actor, ...]
    """A case is shown where each of them may see it: an officer's copy of a head's pack holds what the head's does."""
    today: date
    calendar: WorkingCalendar
    service_ids: frozenset[int] | None = None
    """None: of every service."""
    manager_id: int | None = None
    """The allocated manager; None: whoever."""

    @property
    def horizon(self) -> date:
        """The last day that counts as soon."""
        return self.calendar.add(self.today, HORIZON)

    @property
    def quiet_since(self) -> date:
        """Whoever has heard nothing since this day has heard nothing for too long."""
        return self.calendar.add(self.today, -QUIET_AFTER)

    def seen(self) -> ColumnElement[bool]:
        """A condition on `case_file`: every reader may see it, and it is of these services and this manager."""
        conditions = [visible_cases(reader, self.today) for reader in self.readers]
        if self.service_ids is not None:
            conditions.append(case_file.c.service_id.in_(sorted(self.service_ids)))
        if self.manager_id is not None:
            conditions.append(_answered_by(self.manager_id))
        return and_(true(), *conditions)

    def open_and_seen(self) -> ColumnElement[bool]:
        """The same, of open cases only."""
        return and_(case_file.c.status == CaseStatus.OPEN.value, self.seen())


def of(reader: Actor, today: date, calendar: WorkingCalendar, service_ids: Iterable[int] | None = None) -> Scope:
    """What one reader sees, perhaps of some services only."""
    return Scope((reader,), today, calendar, None if service_ids is None else frozenset(service_ids))


def _answered_by(person_id: int) -> ColumnElement[bool]:
    r = case_relation.alias().c
    return exists().where(
        r.case_id == case_file.c.id, r.relation == Relation.ALLOCATED_MANAGER.value, r.person_id == person_id
    )
