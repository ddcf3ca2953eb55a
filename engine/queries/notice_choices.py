"""How somebody wants to be told, kind by kind."""

from collections.abc import Mapping

from sqlalchemy import select

from engine.casework.notice_choices import CHOICES, How
from engine.casework.policy import Actor
from engine.db.tables import notice_choice
from engine.office import Office


def of_person(office: Office, actor: Actor) -> Mapping[str, How]:
    """What this person has, chosen or not, for every kind that may be chosen about."""
    c = notice_choice.c
    with office.database.reading() as connection:
        rows = connection.execute(select(c.notice, c.how).where(c.person_id == actor.person_id))
        chosen = {row.notice: How(row.how) for row in rows}
    return {notice: chosen.get(notice, options[0]) for notice, options in CHOICES.items()}
