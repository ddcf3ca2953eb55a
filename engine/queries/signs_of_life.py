"""Who has given a sign of life, and when: for those who keep Heard running."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.db.tables import sign_of_life
from engine.office import Office


@dataclass(frozen=True)
class Sign:
    """The last sign under one name."""

    name: str
    started_at: datetime
    at: datetime


def every(office: Office) -> tuple[Sign, ...]:
    """All signs, by name."""
    s = sign_of_life.c
    with office.database.reading() as connection:
        return tuple(Sign(*row) for row in connection.execute(select(s.name, s.started_at, s.at).order_by(s.name)))


def last(office: Office, name: str) -> datetime | None:
    """When this one was last there; None: never."""
    return next((sign.at for sign in every(office) if sign.name == name), None)
