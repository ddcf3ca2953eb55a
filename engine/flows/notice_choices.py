"""Somebody chooses how they are told of what is not laid down by law."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from engine.casework.notice_choices import CHOICES, How
from engine.casework.pages.typed import Reader
from engine.casework.policy import Actor
from engine.db.tables import notice_choice, person
from engine.office import Office


def choose(office: Office, actor: Actor, typed: Mapping[str, str]) -> None:
    """Keep this person's choices, one for every kind. Raises `InvalidAnswers`; what goes out already is not touched."""
    reader = Reader(typed)
    chosen = {notice: reader.choice(notice, How, "Choose how this comes") for notice in CHOICES}
    for notice, how in chosen.items():
        if how is not None and how not in CHOICES[notice]:
            reader.errors[notice] = "Choose one of these"
    reader.check()
    with office.transaction() as transaction:
        put = transaction.connection.execute
        # Pressed twice, the second waits for the first and says the same.
        put(select(person.c.id).where(person.c.id == actor.person_id).with_for_update(key_share=True))
        put(delete(notice_choice).where(notice_choice.c.person_id == actor.person_id))
        rows = [
            {"person_id": actor.person_id, "notice": notice, "how": how.value, "chosen_at": transaction.now}
            for notice, how in chosen.items()
            if how is not None
        ]
        put(insert(notice_choice), rows)
