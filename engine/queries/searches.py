"""What somebody looked for, while they look through what was found."""

from datetime import timedelta

from sqlalchemy import select

from engine.casework.policy import Actor
from engine.db.tables import search
from engine.office import Office

KEPT_FOR = timedelta(days=1)
MOST_CHARACTERS = 200


def words(office: Office, actor: Actor, key: str) -> str:
    """The words that this person looked for under this key; empty where there are none, or not any more."""
    s = search.c
    query = select(s.words).where(s.key == key, s.person_id == actor.person_id, s.at >= office.clock.now() - KEPT_FOR)
    with office.database.reading() as connection:
        return connection.execute(query).scalar() or ""
