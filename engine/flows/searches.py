"""What somebody looked for, kept in the house for a day: a name stands in no address, no cookie and no log."""

from secrets import token_hex

from sqlalchemy import delete, insert

from engine.casework.policy import Actor
from engine.db.tables import search
from engine.office import Office
from engine.queries.searches import KEPT_FOR, MOST_CHARACTERS


def keep(office: Office, actor: Actor, words: str) -> str:
    """Keep the words; returns the key under which only this person finds them. What is over a day old is forgotten."""
    key = token_hex(16)
    with office.transaction() as transaction:
        s = search.c
        transaction.connection.execute(delete(search).where(s.at < transaction.now - KEPT_FOR))
        values = {"key": key, "person_id": actor.person_id, "words": words[:MOST_CHARACTERS], "at": transaction.now}
        transaction.connection.execute(insert(search).values(values))
    return key
