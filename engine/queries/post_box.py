"""Letters to the person signed in: each is for them alone, and for those who may see its case."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from engine.casework.policy import Actor
from engine.db.tables import case_file, message
from engine.errors import NotFound
from engine.office import Office
from engine.queries.letters import LetterRow
from engine.queries.letters import read as letter_row
from engine.queries.visibility import visible_cases
from engine.recording.in_heard import CHANNEL

PAGE_SIZE = 25


@dataclass(frozen=True)
class PostRow:
    """One letter to me. Of the case nothing but its reference."""

    id: int
    template: str
    reference: str
    sent_on: date | None
    read_at: datetime | None


@dataclass(frozen=True)
class Mine:
    """A page of my letters, the newest first, and the letter after which the next page begins."""

    rows: tuple[PostRow, ...]
    following: int | None


@dataclass(frozen=True)
class Opened:
    """One letter to be read."""

    letter: LetterRow
    case_id: int
    reference: str
    version: int | None
    is_mine: bool
    sees_case: bool


def mine(office: Office, actor: Actor, before: int | None = None) -> Mine:
    """My letters, the newest first; those older than the letter `before`."""
    query = _mine(actor).order_by(message.c.id.desc()).limit(PAGE_SIZE + 1)
    if before is not None:
        query = query.where(message.c.id < before)
    with office.database.reading() as connection:
        rows = tuple(PostRow(*row) for row in connection.execute(query))
    return Mine(rows[:PAGE_SIZE], rows[PAGE_SIZE - 1].id if len(rows) > PAGE_SIZE else None)


def unread(office: Office, actor: Actor) -> tuple[PostRow, ...]:
    """My letters that I have not opened yet, the newest first, as many as a page holds."""
    query = _mine(actor).where(message.c.read_at.is_(None)).order_by(message.c.id.desc()).limit(PAGE_SIZE)
    with office.database.reading() as connection:
        return tuple(PostRow(*row) for row in connection.execute(query))


def has_any(office: Office, actor: Actor) -> bool:
    """Whether anybody has ever written to me here."""
    with office.database.reading() as connection:
        return bool(connection.execute(select(exists().where(_to(actor)))).scalar())


def find(office: Office, actor: Actor, message_id: int) -> Opened:
    """One letter, for the person whom it is to or for somebody who may see its case. Raises `NotFound`."""
    m, f = message.c, case_file.c
    sees = func.coalesce(visible_cases(actor, office.today()), False)
    query = (
        select(f.id.label("case_id"), f.reference, m.template_version, m.to_person_id, sees.label("sees"))
        .join(message, m.case_id == f.id)
        .where(m.id == message_id, m.kind == "letter", m.channel == CHANNEL, or_(_to(actor), sees))
    )
    with office.database.reading() as connection:
        row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFound(what="letter")
        letter = letter_row(office.library, connection, row.case_id, message_id)
    is_mine = row.to_person_id == actor.person_id
    return Opened(letter, row.case_id, row.reference, row.template_version, is_mine, bool(row.sees))


def _to(actor: Actor) -> ColumnElement[bool]:
    m = message.c
    return and_(m.to_person_id == actor.person_id, m.kind == "letter", m.channel == CHANNEL)


def _mine(actor: Actor) -> Select[Any]:
    m, f = message.c, case_file.c
    query = select(m.id, m.template, f.reference, m.sent_on, m.read_at).join(case_file, f.id == m.case_id)
    return query.where(_to(actor))
