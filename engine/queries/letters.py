"""The letters of a case: drafts, and what really went out, kept as it was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from engine.casework.calendar import WorkingCalendar
from engine.casework.escalation import deemed_received
from engine.casework.policy import Actor
from engine.db.tables import case_file, message, person
from engine.errors import NotFound
from engine.library import Library
from engine.office import Office
from engine.queries.case_file import CaseFile
from engine.queries.visibility import visible_cases
from engine.recording import letter_fields

PAGE_SIZE = 25


@dataclass(frozen=True)
class LetterRow:
    """One letter."""

    id: int
    template: str
    status: str
    channel: str
    to_address: str | None
    to_name: str | None
    """Whom it is to, when it is not the complainant."""
    created_at: datetime
    created_by: str | None
    sent_on: date | None
    sent_at: datetime | None
    sent_by: str | None
    body: str | None
    """None: the template's own words, which nobody changed."""
    fields: Mapping[str, Any]
    """The facts it was filled from when it was sent; empty for a draft."""
    subject: str | None
    html: str | None
    """The whole page as it went out; None until then."""
    text: str | None
    printed_on: date | None = None
    """The day a letter to post was printed."""
    provider_status: str | None = None
    """What the delivery service says became of it: delivered, permanent-failure ...; None where there is no service."""
    provider_at: datetime | None = None
    received_on: date | None = None
    """The day on which it counts as received: an email on its day, a letter on the second working day after posting."""


def of_case(office: Office, case: CaseFile) -> tuple[LetterRow, ...]:
    """The letters of a case that was found for this person, newest first."""
    with office.database.reading() as connection:
        calendar = office.library.calendar(connection)
        return tuple(_row(row, calendar) for row in connection.execute(_query(case.id)).all())


def find(office: Office, case: CaseFile, letter_id: int) -> LetterRow:
    """One letter of the case. Raises `NotFound`."""
    with office.database.reading() as connection:
        return read(office.library, connection, case.id, letter_id)


def read(library: Library, connection: Connection, case_id: int, letter_id: int) -> LetterRow:
    """The same for whoever has found it by another way. Raises `NotFound`."""
    row = connection.execute(_query(case_id).where(message.c.id == letter_id)).one_or_none()
    if row is None:
        raise NotFound(what="letter")
    return _row(row, library.calendar(connection))


def _row(row: Row[Any], calendar: WorkingCalendar) -> LetterRow:
    gone = row.status == "sent" and row.sent_on is not None
    return LetterRow(**row._mapping, received_on=deemed_received(row.sent_on, row.channel, calendar) if gone else None)


@dataclass(frozen=True)
class ToPost:
    """A letter that somebody has to print and post. A name becomes initials on the page."""

    id: int
    template: str
    reference: str
    complainant_name: str
    finished_on: date | None
    printed_on: date | None


@dataclass(frozen=True)
class Post:
    """A page of letters to post, oldest first, and the letter after which the next page begins."""

    rows: tuple[ToPost, ...]
    following: int | None


def to_post(office: Office, actor: Actor, after: int = 0) -> Post:
    """The letters that wait to be posted, of cases that this person may see; those after the letter `after`."""
    m, f = message.c, case_file.c
    query = (
        select(m.id, m.template, f.reference, f.complainant_name, m.sent_on.label("finished_on"), m.printed_on)
        .join(case_file, f.id == m.case_id)
        .where(_waits_for_post(office, actor), m.id > after)
        .order_by(m.id)
        .limit(PAGE_SIZE + 1)
    )
    with office.database.reading() as connection:
        found = tuple(ToPost(*row) for row in connection.execute(query))
    return Post(found[:PAGE_SIZE], found[PAGE_SIZE - 1].id if len(found) > PAGE_SIZE else None)


def how_many_to_post(office: Office, actor: Actor) -> int:
    """How many letters wait to be posted, of cases that this person may see."""
    query = select(func.count()).select_from(message.join(case_file, case_file.c.id == message.c.case_id))
    with office.database.reading() as connection:
        return connection.execute(query.where(_waits_for_post(office, actor))).scalar_one()


def _waits_for_post(office: Office, actor: Actor) -> ColumnElement[bool]:
    letter = and_(message.c.kind == "letter", message.c.status == "to_post")
    return and_(letter, visible_cases(actor, office.today()))


def facts(office: Office, case: CaseFile, writer_id: int, template: str | None = None) -> Mapping[str, Any]:
    """The facts that this letter would be filled from today; without a template those of the first answer."""
    with office.database.reading() as connection:
        return letter_fields.gather(office.library, connection, case.id, case.today, writer_id, template)


def _query(case_id: int) -> Select[Any]:
    m = message.c
    author, sender = person.alias("author"), person.alias("sender")
    return (
        select(
            *(
                m.id,
                m.template,
                m.status,
                m.channel,
                m.to_address,
                m.to_name,
                m.created_at,
                author.c.name.label("created_by"),
            ),
            *(m.sent_on, m.sent_at, sender.c.name.label("sent_by"), m.body, m.fields, m.subject, m.html, m.text),
            *(m.printed_on, m.provider_status, m.provider_at),
        )
        .outerjoin(author, author.c.id == m.created_by)
        .outerjoin(sender, sender.c.id == m.sent_by)
        .where(m.case_id == case_id, m.kind == "letter")
        .order_by(m.id.desc())
    )
