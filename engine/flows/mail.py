"""Outgoing mail held back and let go again: while it is held, messages wait and nothing is lost."""

from sqlalchemy import delete, insert, select, update

from engine.casework.policy import Action, Actor, require
from engine.casework.urgency import Urgency
from engine.db.tables import job, setting
from engine.office import Hint, Office
from engine.recording.outgoing_mail import HELD, SOON, is_held

FIRST = 100
"""Messages that a release hints at; the next look for due work finds the others."""


def hold(office: Office, actor: Actor) -> None:
    """Hold all outgoing mail until it is released."""
    require(actor, Action.HOLD_MAIL)
    with office.transaction() as transaction:
        if not is_held(transaction.connection):
            values = {"name": HELD, "value": f"{transaction.now.isoformat()} by {actor.person_id}"}
            transaction.connection.execute(insert(setting).values(values))


def release(office: Office, actor: Actor) -> None:
    """Let outgoing mail go; what waited is delivered at once."""
    require(actor, Action.HOLD_MAIL)
    with office.transaction() as transaction:
        connection = transaction.connection
        connection.execute(delete(setting).where(setting.c.name == HELD))
        # A range of the index of what is due: nobody looks through every timer that is armed.
        soon = job.c.urgency.in_([each.value for each in Urgency]) & (job.c.due_at <= transaction.now + SOON)
        waiting = (job.c.kind == "deliver") & (job.c.status == "pending") & soon
        first = select(job.c.id, job.c.urgency).where(waiting).order_by(job.c.urgency, job.c.id).limit(FIRST)
        transaction.hints.extend(Hint(row.id, Urgency(row.urgency)) for row in connection.execute(first))
        connection.execute(update(job).where(waiting).values(due_at=transaction.now))
