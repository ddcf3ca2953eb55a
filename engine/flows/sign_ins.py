"""Somebody has come in, or goes: a sign-in begins in one browser, and ends there or everywhere."""

from secrets import token_urlsafe

import structlog
from sqlalchemy import delete, insert, select

from engine.db.tables import sign_in
from engine.office import Office
from engine.queries.sign_ins import digest

KEY_OCTETS = 32
"""So many that nobody guesses one: 256 bits."""
MOST = 20
"""Sign-ins of one person at a time: who closes a browser without signing out leaves one behind."""

log = structlog.get_logger()


def begin(office: Office, person_id: int) -> str:
    """Let somebody whose password was right be signed in. Returns the key for their browser; it is told this once.

    Of more than `MOST` at a time the oldest end.
    """
    key, s = token_urlsafe(KEY_OCTETS), sign_in.c
    with office.transaction() as transaction:
        put = transaction.connection.execute
        put(insert(sign_in).values(key_digest=digest(key), person_id=person_id, begun_at=transaction.now))
        newest_first = select(s.key_digest).where(s.person_id == person_id).order_by(s.begun_at.desc())
        left_behind = list(put(newest_first.offset(MOST)).scalars())
        if left_behind:
            put(delete(sign_in).where(s.key_digest.in_(left_behind)))
    return key


def end(office: Office, key: str) -> None:
    """End one sign-in: whoever shows its key from now on is nobody. One that has ended stays so."""
    with office.transaction() as transaction:
        transaction.connection.execute(delete(sign_in).where(sign_in.c.key_digest == digest(key)))


def end_all(office: Office, person_id: int) -> None:
    """End every sign-in of a person, in whichever browser it is."""
    with office.transaction() as transaction:
        transaction.connection.execute(delete(sign_in).where(sign_in.c.person_id == person_id))
    log.info("sign_ins_ended", person=person_id)
