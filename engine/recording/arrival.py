"""When an answer counts as being with the complainant: the time for asking for the next stage runs from that day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from engine.casework.completion import ARRIVES
from engine.casework.escalation import deemed_received
from engine.db.tables import case_event

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord


def note_arrival(case: CaseRecord, template: str, channel: str, sent_on: date) -> None:
    """Record the day on which an answer counts as received; other letters start nothing by arriving."""
    kind = ARRIVES.get(template)
    if kind is not None:
        case.event(kind.value, deemed_received(sent_on, channel, case.calendar))


def move_arrival(case: CaseRecord, template: str, sent_on: date, posted_on: date) -> None:
    """The same for a letter that was posted later than it was finished: the day that was assumed is put right."""
    kind, e = ARRIVES.get(template), case_event.c
    assumed, arrives = (deemed_received(day, "post", case.calendar) for day in (sent_on, posted_on))
    if kind is None or assumed == arrives:
        return
    query = select(case_event).where(e.case_id == case.id, e.kind == kind.value, e.occurred_on == assumed)
    current = query.where(e.corrected_by_id.is_(None)).order_by(e.id.desc()).limit(1)
    event = case.transaction.connection.execute(current).one_or_none()
    if event is not None:
        case.put_right(event, arrives, "The letter was posted later")
