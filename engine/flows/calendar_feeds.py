"""The personal address of somebody’s deadlines: made, made anew, switched off; only its secret’s digest is kept."""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

import structlog
from sqlalchemy import delete, insert, or_, select, update

from engine.casework.policy import Actor
from engine.db.tables import calendar_feed, person
from engine.office import Office

SECRET_OCTETS = 32
"""So many that nobody guesses one: 256 bits."""
NOTED_EVERY = timedelta(hours=1)
"""How often a reading is written down: calendars ask all day long."""

log = structlog.get_logger()


def make(office: Office, actor: Actor) -> str:
    """A new address for this person's deadlines; one that they had before is revoked. Returns its secret, once."""
    secret = token_urlsafe(SECRET_OCTETS)
    with office.transaction() as transaction:
        put = transaction.connection.execute
        # Pressed twice, the second waits for the first and makes another.
        put(select(person.c.id).where(person.c.id == actor.person_id).with_for_update(key_share=True))
        put(delete(calendar_feed).where(calendar_feed.c.person_id == actor.person_id))
        values = {"person_id": actor.person_id, "secret_digest": digest(secret), "made_at": transaction.now}
        put(insert(calendar_feed).values(values))
    log.info("calendar_feed_made", person=actor.person_id)
    return secret


def switch_off(office: Office, actor: Actor) -> None:
    """Revoke the address; whoever has it finds nothing there any more."""
    with office.transaction() as transaction:
        gone = delete(calendar_feed).where(calendar_feed.c.person_id == actor.person_id)
        transaction.connection.execute(gone)
    log.info("calendar_feed_switched_off", person=actor.person_id)


def note_reading(office: Office, person_id: int) -> None:
    """Write down that a calendar has asked, at most once an hour."""
    f = calendar_feed.c
    with office.transaction() as transaction:
        long_ago = or_(f.read_at.is_(None), f.read_at < transaction.now - NOTED_EVERY)
        changed = update(calendar_feed).where(f.person_id == person_id, long_ago).values(read_at=transaction.now)
        transaction.connection.execute(changed)


def digest(secret: str) -> bytes:
    """What is kept of a secret. It is long and random, so that a plain digest cannot be turned back."""
    return sha256(secret.encode()).digest()
