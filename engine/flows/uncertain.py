"""After a restore nobody knows of some letters whether they have gone out: a person says so, and none goes twice."""

from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import select, update

from engine.casework.policy import Action, Actor, require
from engine.casework.urgency import Urgency
from engine.db.tables import case_file, job, message
from engine.errors import NotFound
from engine.office import Hint, Office, Transaction
from engine.queries import who
from engine.recording import restores
from engine.recording.case import CaseRecord, open_case
from engine.recording.jobs import ATTEMPTS
from engine.recording.messages import UNCERTAIN

m, j = message.c, job.c


def mark(office: Office, backed_up_at: datetime) -> int:
    """Stop every letter that was on its way when the backup was made; returns how many. Doing it again adds nothing.

    It may have gone out in the time that the restore took back. Notices to staff go out: one that comes twice says
    nothing new.
    """
    with office.transaction() as transaction:
        connection = transaction.connection
        on_its_way = (m.kind == "letter") & (m.channel == "email") & (m.status == "queued")
        ids = connection.execute(select(m.id).where(on_its_way)).scalars().all()
        stop = {"status": UNCERTAIN, "lease_until": None, "ended_at": transaction.now}
        connection.execute(update(job).where(j.message_id.in_(ids), j.status == "pending").values(stop))
        connection.execute(update(message).where(m.id.in_(ids)).values(status=UNCERTAIN))
        restores.note(transaction, backed_up_at)
        return len(ids)


def send(office: Office, actor: Actor, message_id: int) -> None:
    """It has not gone: send it. Raises `NotFound` for what is not uncertain, or not theirs to see."""
    with office.transaction() as transaction, _deciding(office, transaction, actor, message_id) as case:
        _decide(case, actor, message_id, "letter_sent_after_restore", {"status": "queued"})
        again = {"status": "pending", "due_at": transaction.now, "attempts_left": ATTEMPTS, "ended_at": None}
        change = update(job).where(j.message_id == message_id, j.status == UNCERTAIN).values(**again)
        for row in transaction.connection.execute(change.returning(j.id, j.urgency)):
            transaction.hints.append(Hint(row.id, Urgency(row.urgency)))


def has_gone(office: Office, actor: Actor, message_id: int) -> None:
    """It has gone already, and does not go again. Raises `NotFound` as `send` does."""
    with office.transaction() as transaction, _deciding(office, transaction, actor, message_id) as case:
        _decide(case, actor, message_id, "letter_had_gone", {"status": "sent", "sent_at": transaction.now})
        done = update(job).where(j.message_id == message_id, j.status == UNCERTAIN).values(status="done")
        transaction.connection.execute(done)


def _deciding(
    office: Office, transaction: Transaction, actor: Actor, message_id: int
) -> AbstractContextManager[CaseRecord]:
    require(actor, Action.HOLD_MAIL)
    query = select(case_file.c.reference).join(message, m.case_id == case_file.c.id)
    reference = transaction.connection.execute(query.where(m.id == message_id)).scalar()
    if reference is None:
        raise NotFound(what="letter")
    return open_case(office, transaction, reference, actor.person_id)


def _decide(case: CaseRecord, actor: Actor, message_id: int, what: str, values: dict[str, object]) -> None:
    """Under the case's lock: of two who decide at once, the second is told that it is decided."""
    connection = case.transaction.connection
    standing = who.standing(connection, actor.person_id, case.id, case.transaction.today)
    waits = (m.id == message_id) & (m.status == UNCERTAIN)
    template = connection.execute(select(m.template).where(waits)).scalar()
    if template is None or standing.is_complained_about:
        raise NotFound(what="letter")
    connection.execute(update(message).where(waits).values(**values))
    case.note(what, payload={"letter": template, "message": message_id})
