"""Notices that come with the morning's email: those whom they are for have chosen so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, and_, exists, or_, select, update

from engine.casework.notice_choices import OF_WHAT_WAS_DONE
from engine.casework.vocabulary import CaseStatus, Relation
from engine.db.tables import case_file, case_relation, job, message, person

if TYPE_CHECKING:
    from engine.office import Transaction

LATE = "late_notices"
"""Kind of the jobs that tell somebody what came late; the key names the person (`engine.flows.late_notices`)."""

m = message.c
_WAITING = and_(m.status == "collected", m.late_since.is_(None))


def for_everybody(transaction: Transaction) -> dict[int, list[Row[Any]]]:
    """What waits for the morning's email, by person and in the order of writing.

    What nobody has to know any more is discarded: what was to be done in a case that is over, whatever is of a case
    about them, or for who has left.
    """
    r = case_relation.c
    about_them = exists().where(
        r.case_id == m.case_id, r.person_id == m.to_person_id, r.relation == Relation.COMPLAINED_ABOUT.value
    )
    still_matters = or_(case_file.c.status == CaseStatus.OPEN.value, m.template.in_(OF_WHAT_WAS_DONE))
    ours = and_(still_matters, person.c.active, ~about_them)
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


def give_up_late(transaction: Transaction, job_id: int) -> None:
    """The job that would have told these late notices is set aside: they are not told, and block none that come after.

    Only what the job has failed to tell: what was collected since has a job of its own.
    """
    j = job.c
    row = transaction.connection.execute(select(j.kind, j.key, j.ended_at).where(j.id == job_id)).one()
    if row.kind != LATE:
        return
    theirs = and_(m.to_person_id == int(row.key.split(":")[1]), m.created_at <= row.ended_at)
    waits = and_(m.status == "collected", m.late_since.is_not(None), theirs)
    transaction.connection.execute(update(message).where(waits).values(status="discarded"))
