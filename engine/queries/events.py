"""The dated events of a case: what its clocks run on, as they stand and as they were before a correction."""

from dataclasses import dataclass
from datetime import date, datetime

import orjson
from sqlalchemy import Connection, select

from engine.casework.clocks import DatedEvent
from engine.casework.pages.sent_before import RECORDED_LATE
from engine.casework.vocabulary import EventKind
from engine.db.tables import case_event, history, history_payload, person


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
    proof: str | None = None
    """What shows that a notice went on its day though it was recorded later; None where it was recorded at once."""

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
    rows = connection.execute(query).all()
    proofs = _proofs(connection, case_id) if any(row.kind == EventKind.EXTENDED for row in rows) else {}
    return tuple(EventRow(**row._mapping, proof=proofs.get(row.id)) for row in rows)


def _proofs(connection: Connection, case_id: int) -> dict[int, str]:
    """What was given as proof of notices that were recorded late, by event."""
    h, p = history.c, history_payload.c
    kept = select(p.payload).join(history, (h.case_id == p.case_id) & (h.seq == p.seq))
    query = kept.where(h.case_id == case_id, h.what == RECORDED_LATE)
    noted = (orjson.loads(kept) for kept in connection.execute(query).scalars())
    return {kept["event"]: kept["proof"] for kept in noted}


def standing(rows: tuple[EventRow, ...]) -> tuple[DatedEvent, ...]:
    """The events that no correction has replaced, as the clocks read them."""
    return tuple(row.dated for row in rows if row.corrected_by_id is None)
