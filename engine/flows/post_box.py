"""A letter to somebody with an account is opened: the first time is on record."""

from sqlalchemy import select, update

from engine.casework.policy import Actor
from engine.db.tables import case_file, message
from engine.office import Office
from engine.recording.case import open_case
from engine.recording.in_heard import CHANNEL


def opened(office: Office, actor: Actor, message_id: int) -> None:
    """Note that the person whom the letter is to has read it; once, and for nobody else."""
    m, f = message.c, case_file.c
    query = select(f.reference, m.template).join(message, m.case_id == f.id)
    unread = (m.id == message_id, m.to_person_id == actor.person_id, m.channel == CHANNEL, m.read_at.is_(None))
    with office.transaction() as transaction:
        row = transaction.connection.execute(query.where(*unread)).one_or_none()
        if row is None:
            return
        with open_case(office, transaction, row.reference, actor.person_id) as case:
            first = update(message).where(*unread).values(read_at=transaction.now)
            if transaction.connection.execute(first).rowcount:
                payload = {"letter": row.template, "message": message_id, "people": [actor.person_id]}
                case.note("letter_read", lifecycle="note", payload=payload)
