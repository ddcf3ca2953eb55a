"""The dated events of a case: what its clocks run on, as they stand and as they were before a correction."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from engine.casework.clocks import DatedEvent
from engine.db.tables import case_event, person


@dataclass(frozen=True)
class EventRow:
    """One event, with who recorded it and when."""

    id: int
    kind: str
    occurred_on: date
    clock: str | None
    until_on: date | None
    ground: str | None
    reason: str | None
    recorded_at: datetime
    recorded_by: str | None
    corrected_by_id: int | None
    """The event that replaced this one; None for an event that stands."""

    @property
    def dated(self) -> DatedEvent:
        """The event as the clocks read it."""
        return DatedEvent(self.kind, self.occurred_on, self.clock, self.until_on, self.ground)


def of_case(connection: Connection, case_id: int) -> tuple[EventRow, ...]:
    """Every event of a case, corrected ones too, oldest first."""
    e = case_event.c
    query = (
        select(
            *(e.id, e.kind, e.occurred_on, e.clock, e.until_on, e.ground, e.reason, e.recorded_at),
            person.c.name.label("recorded_by"),
            e.corrected_by_id,
        )
        .outerjoin(person, person.c.id == e.recorded_by)
        .where(e.case_id == case_id)
        .order_by(e.occurred_on, e.id)
    )
    return tuple(EventRow(**row._mapping) for row in connection.execute(query))


def standing(rows: tuple[EventRow, ...]) -> tuple[DatedEvent, ...]:
    """The events that no correction has replaced, as the clocks read them."""
    return tuple(row.dated for row in rows if row.corrected_by_id is None)
