"""What stands in somebody's own calendar program: the days that are due for them, by reference alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select

from engine.casework.policy import Actor
from engine.db.tables import calendar_feed, case_file
from engine.insight.deadlines import Item, Whose, due_for
from engine.insight.own_work import Span
from engine.insight.scope import of
from engine.office import Office
from engine.queries import who

BACK, AHEAD = timedelta(days=60), timedelta(days=400)
MOST_ENTRIES = 500


@dataclass(frozen=True)
class Feed:
    """Somebody's address, as its own page shows it. The secret itself is not known here."""

    made_at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class Entry:
    """One day on which something is due."""

    item: Item
    on: date
    changes: int
    """How often its case has changed: it only ever grows."""


@dataclass(frozen=True)
class Calendar:
    """A calendar for whoever has its address."""

    reader: Actor
    entries: tuple[Entry, ...]


def of_person(office: Office, actor: Actor) -> Feed | None:
    """The address that this person has; None for none."""
    f = calendar_feed.c
    with office.database.reading() as connection:
        row = connection.execute(select(f.made_at, f.read_at).where(f.person_id == actor.person_id)).one_or_none()
    return Feed(*row) if row is not None else None


def find(office: Office, digest: bytes) -> Calendar | None:
    """The calendar whose secret has this digest. None where there is none, or its person has left.

    It holds what they may see today, and the work of those whose deputy they are today.
    """
    today = office.today()
    with office.database.reading() as connection:
        query = select(calendar_feed.c.person_id).where(calendar_feed.c.secret_digest == digest)
        person_id = connection.execute(query).scalar()
        reader = who.load_actor(connection, person_id, today) if person_id is not None else None
        if reader is None:
            return None
        scope = of(reader, today, office.library.calendar(connection))
        span = Span(today - BACK, today + AHEAD)
        items = due_for(connection, scope, Whose.MINE, span, MOST_ENTRIES)[:MOST_ENTRIES]
        changes = _changes(connection, {item.line.case_id for item in items if item.line.case_id is not None})
    return Calendar(reader, tuple(_entries(items, changes)))


def _entries(items: Iterable[Item], changes: dict[int, int]) -> Iterable[Entry]:
    for item in items:
        assert item.line.day is not None and item.line.case_id is not None
        yield Entry(item, item.line.day, changes[item.line.case_id])


def _changes(connection: Connection, case_ids: set[int]) -> dict[int, int]:
    f = case_file.c
    query = select(f.id, f.history_seq).where(f.id.in_(case_ids))
    return {row.id: row.history_seq for row in connection.execute(query)}
