"""Notices that come with the morning's email: those whom they are for have chosen so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, and_, exists, select, update

from engine.casework.vocabulary import CaseStatus, Relation
from engine.db.tables import case_file, case_relation, message, person

if TYPE_CHECKING:
    from engine.office import Transaction

m = message.c
_WAITING = and_(m.status == "collected", m.late_since.is_(None))


def for_everybody(transaction: Transaction) -> dict[int, list[Row[Any]]]:
    """What waits for the morning's email, by person and in the order of writing.

    What nobody has to know any more is discarded: of a case that is closed or is about them, or for who has left.
    """
    r = case_relation.c
    about_them = exists().where(
        r.case_id == m.case_id, r.person_id == m.to_person_id, r.relation == Relation.COMPLAINED_ABOUT.value
    )
    ours = and_(case_file.c.status == CaseStatus.OPEN.value, person.c.active, ~about_them)
    query = (
        select(m.id, m.to_person_id, m.template, m.fields, ours.label("is_wanted"))
        .join(case_file, case_file.c.id == m.case_id)
        .join(person, person.c.id == m.to_person_id)
        .where(_WAITING)
        .order_by(m.id)
    )
    found: dict[int, list[Row[Any]]] = {}
    unwanted = []
    for row in transaction.connection.execute(query):
        if row.is_wanted:
            found.setdefault(row.to_person_id, []).append(row)
        else:
            unwanted.append(row.id)
    if unwanted:
        transaction.connection.execute(update(message).where(m.id.in_(unwanted)).values(status="discarded"))
    return found


def stored(rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    """As the message that carries them keeps them."""
    return [{"template": row.template, "fields": row.fields} for row in rows]


def carry(transaction: Transaction, carriers: Sequence[int], collected: Mapping[int, Sequence[Row[Any]]]) -> None:
    """Say of each notice which email carries it. `carriers` are the morning's messages, `collected` those by person."""
    query = select(m.id, m.to_person_id).where(m.id.in_(carriers))
    for carrier in transaction.connection.execute(query).all():
        ids = [row.id for row in collected.get(carrier.to_person_id, ())]
        if ids:
            carried = update(message).where(m.id.in_(ids)).values(status="sent", carried_by_id=carrier.id)
            transaction.connection.execute(carried)
