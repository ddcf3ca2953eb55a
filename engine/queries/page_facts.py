"""What a built-in page needs to know of its case to check what was typed."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, select

from engine.casework.completion import PageFacts
from engine.casework.vocabulary import Relation
from engine.db.tables import case_event, case_relation, head
from engine.queries import who


def of_case(connection: Connection, row: Row[Any], today: date) -> PageFacts:
    """The facts of one case; `row` is its case_file row."""
    e, r, h = case_event.c, case_relation.c, head.c
    latest = (
        select(e.kind, func.max(e.occurred_on).label("on"))
        .where(e.case_id == row.id, e.corrected_by_id.is_(None))
        .group_by(e.kind)
    )
    about = select(r.person_id).where(r.case_id == row.id, r.relation == Relation.COMPLAINED_ABOUT.value)
    numbers = select(h.number).where(h.case_id == row.id).order_by(h.number)
    return PageFacts(
        today=today,
        received_on=row.received_on,
        head_numbers=tuple(connection.execute(numbers).scalars()),
        complained_about=frozenset(connection.execute(about).scalars()),
        people=who.people(connection),
        email_known=bool(row.complainant_email),
        address_known=bool(row.complainant_address),
        latest_event_on={event.kind: event.on for event in connection.execute(latest)},
    )
