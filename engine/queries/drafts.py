"""What somebody has begun to type and not sent yet: their own, and nobody else's."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, select

from engine.casework.places import Place
from engine.casework.policy import Actor
from engine.db.tables import draft
from engine.office import Office


@dataclass(frozen=True)
class Begun:
    """A form as somebody left it."""

    typed: Mapping[str, str]
    """By the name of the question."""
    shown: Mapping[str, Any]
    """What its page showed when it was begun, as the page keeps it; empty where it keeps nothing."""
    begun_at: datetime
    saved_at: datetime
    aside_at: datetime | None = None
    """When another version was saved that was laid aside for this one; None where there is none."""

    @property
    def mark(self) -> str:
        """What a page sends back to say which version it knows."""
        return mark(self.typed)


def mark(typed: Mapping[str, str]) -> str:
    """A short sign for exactly these words: two tabs that hold the same do not contradict each other."""
    return hashlib.sha256(orjson.dumps(dict(typed), option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def find(office: Office, actor: Actor, place: Place) -> Begun | None:
    """What this person has begun at a place; None where there is nothing."""
    with office.database.reading() as connection:
        return kept(connection, actor.person_id, place)


def aside(office: Office, actor: Actor, place: Place) -> datetime | None:
    """When the version was saved that is laid aside at a place; None where there is none."""
    with office.database.reading() as connection:
        both = _both(connection, actor.person_id, place)
        return both[place.aside].saved_at if place.aside in both else None


def kept(connection: Connection, person_id: int, place: Place) -> Begun | None:
    """The same on a connection that is open already."""
    both = _both(connection, person_id, place)
    found, other = both.get(place.name), both.get(place.aside)
    if found is None:
        return None
    return Begun(found.typed, found.shown, found.begun_at, found.saved_at, other.saved_at if other else None)


def _both(connection: Connection, person_id: int, place: Place) -> dict[str, Row[Any]]:
    d = draft.c
    query = select(draft).where(d.person_id == person_id, d.place.in_((place.name, place.aside)))
    return {row.place: row for row in connection.execute(query)}
