"""What comes late comes once: one email for each person, that lists every notice which ought to have come before.

A timer that fires long after its day, since nobody was there to fire it, leaves its notices collected
(`engine.recording.messages.notify`). Every look for due work sees to it that they have a job for each person, a few
minutes on, so that what else was late is in the same email. The job is named after the first notice that it carries:
two processes, or one that comes back after a crash, make no second one.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.casework.urgency import Urgency
from engine.casework.vocabulary import Relation
from engine.db.tables import case_relation, job, message, person
from engine.office import Office, Transaction
from engine.recording import collected, messages
from engine.recording.jobs import LATE, Job, finish, is_pending, new_job, postpone

KIND = collected.LATE
AFTER = timedelta(minutes=3)
"""How long the first late notice waits for others, and how long for each further look."""
AT_MOST = timedelta(minutes=45)
"""How long it waits in all while timers that are late as well are still being worked off."""
m = message.c
_WAITING = (m.status == messages.COLLECTED) & m.late_since.is_not(None)


def schedule(office: Office) -> None:
    """See that what is collected has a job for each person. Called with every sweep, it writes only what is new."""
    with office.database.reading() as connection:
        first = select(m.to_person_id, func.min(m.id)).where(_WAITING).group_by(m.to_person_id)
        keys = {f"{KIND}:{person_id}:{message_id}" for person_id, message_id in connection.execute(first)}
        if keys:
            keys -= set(connection.execute(select(job.c.key).where(job.c.key.in_(keys))).scalars())
    if keys:
        with office.transaction() as transaction:
            for each in sorted(keys):
                _add(transaction, each)


def write(office: Office, claimed: Job) -> None:
    """The handler of those jobs: one message that carries what is collected for the person, and says how late it is.

    While other timers are as late and still wait to be fired it looks again later, so that nobody gets it in pieces.
    """
    with office.transaction() as transaction:
        if not is_pending(transaction, claimed.id):
            return
        if transaction.now - claimed.created_at < AT_MOST and _more_to_come(transaction):
            postpone(transaction, claimed, transaction.now + AFTER)
            return
        person_id = int(claimed.key.split(":")[1])
        found = _collected(transaction, person_id)
        told = _to_tell(transaction, person_id, found)
        if told:
            _carry(transaction, person_id, told)
        _discard(transaction, [row.id for row in found if row not in told])
        finish(transaction, claimed.id, "done" if told else "overtaken")


def _add(transaction: Transaction, key: str) -> None:
    values = new_job(transaction, KIND, key, transaction.now + AFTER, Urgency.URGENT)
    with suppress(IntegrityError), transaction.connection.begin_nested():  # another process was quicker
        transaction.connection.execute(insert(job).values(values))


def _more_to_come(transaction: Transaction) -> bool:
    j = job.c
    overdue = (j.status == "pending") & j.urgency.in_([*Urgency]) & (j.due_at < transaction.now - LATE)
    known_then = j.created_at < transaction.now - LATE
    query = select(j.id).where(overdue, known_then, j.kind == "timer", j.attempts_left > 0).limit(1)
    return transaction.connection.execute(query).first() is not None


def _collected(transaction: Transaction, person_id: int) -> Sequence[Row[Any]]:
    columns = (m.id, m.case_id, m.template, m.fields, m.late_since)
    query: Select[Any] = select(*columns).where(_WAITING, m.to_person_id == person_id)
    return transaction.connection.execute(query.order_by(m.late_since, m.id).with_for_update()).all()


def _to_tell(transaction: Transaction, person_id: int, found: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Nothing for somebody who has left, or of a case that turned out to be about them."""
    r = case_relation.c
    about = select(r.case_id).where(r.person_id == person_id, r.relation == Relation.COMPLAINED_ABOUT.value)
    barred = set(transaction.connection.execute(about).scalars())
    is_here = select(person.c.active).where(person.c.id == person_id)
    if not transaction.connection.execute(is_here).scalar_one():
        return []
    return [row for row in found if row.case_id not in barred]


def _carry(transaction: Transaction, person_id: int, told: Sequence[Row[Any]]) -> None:
    address = transaction.connection.execute(select(person.c.email).where(person.c.id == person_id)).scalar_one()
    late = [{"template": row.template, "late_since": row.late_since.isoformat(), "fields": row.fields} for row in told]
    carrier = {
        "header_id": messages.new_header_id(),
        "kind": KIND,
        "template": KIND,
        "status": "queued",
        "case_id": None,
        "to_person_id": person_id,
        "to_address": address,
        "channel": "email",
        "fields": {"late": late, "told_at": transaction.now.isoformat()},
        "created_at": transaction.now,
    }
    (carrier_id,) = messages.queue(transaction, [carrier])
    carried = update(message).where(m.id.in_([row.id for row in told]))
    transaction.connection.execute(carried.values(status="sent", carried_by_id=carrier_id))


def _discard(transaction: Transaction, ids: Sequence[int]) -> None:
    if ids:
        transaction.connection.execute(update(message).where(m.id.in_(ids)).values(status="discarded"))
