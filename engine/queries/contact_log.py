"""The contacts of a case: who was spoken with, when and about what."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, select

from engine.casework.contacts import ON_THEIR_SIDE
from engine.casework.vocabulary import EventKind
from engine.db.tables import case_file, contact, person
from engine.errors import NotFound
from engine.office import Office
from engine.queries.case_file import CaseFile

WRITTEN_TO = (
    EventKind.ACKNOWLEDGED,
    EventKind.COMPLAINANT_CONTACTED,
    EventKind.EXTENDED,
    EventKind.OVERRUN,
    EventKind.STAGE_1_RESPONSE_SENT,
    EventKind.STAGE_2_ACKNOWLEDGED,
    EventKind.STAGE_2_RESPONSE_SENT,
    EventKind.STAGE_3_ACKNOWLEDGED,
    EventKind.STAGE_3_RESPONSE_SENT,
)
"""Events that mean that somebody spoke with or wrote to whoever complains."""


@dataclass(frozen=True)
class ContactRow:
    """One contact."""

    id: int
    happened_on: date
    way: str
    with_whom: str
    note: str
    next_by: str | None
    """Who has the ball after it; None where nobody was asked."""
    next_on: date | None
    next_done_on: date | None
    """The day on which what was promised is known to have happened."""
    recorded_at: datetime
    recorded_by: str | None
    struck_at: datetime | None
    struck_by: str | None
    struck_because: str | None

    @property
    def is_promise(self) -> bool:
        """Whether somebody still has to do what was promised then."""
        return self.next_on is not None and self.next_done_on is None and self.struck_at is None


def of_case(office: Office, case: CaseFile) -> tuple[ContactRow, ...]:
    """The contacts of a case that was found for this person, newest first; those struck out among them."""
    with office.database.reading() as connection:
        return tuple(ContactRow(**row._mapping) for row in connection.execute(_query(case.id)))


def find(office: Office, case: CaseFile, contact_id: int) -> ContactRow:
    """One contact of the case. Raises `NotFound`."""
    with office.database.reading() as connection:
        row = connection.execute(_query(case.id).where(contact.c.id == contact_id)).one_or_none()
    if row is None:
        raise NotFound(what="contact")
    return ContactRow(**row._mapping)


def promises(contacts: tuple[ContactRow, ...]) -> tuple[ContactRow, ...]:
    """Of the contacts of a case those after which somebody still has the ball, by the day that was promised."""
    return tuple(sorted((c for c in contacts if c.is_promise), key=lambda c: (c.next_on or date.max, c.id)))


def last_contact_on(case: CaseFile, contacts: tuple[ContactRow, ...]) -> date | None:
    """The last day on which somebody spoke with or wrote to whoever complains; None: nobody yet."""
    spoken = [c.happened_on for c in contacts if c.with_whom in ON_THEIR_SIDE and c.struck_at is None]
    written = [e.occurred_on for e in case.events if e.corrected_by_id is None and e.kind in WRITTEN_TO]
    return max([*spoken, *written], default=None)


def last_noted_on() -> ScalarSelect[date | None]:
    """The last noted contact with whoever complains, as a column beside `case_file`."""
    c = contact.c
    theirs = (c.case_id == case_file.c.id, c.with_whom.in_(ON_THEIR_SIDE), c.struck_at.is_(None))
    return select(func.max(c.happened_on)).where(*theirs).correlate(case_file).scalar_subquery()


def next_by() -> ScalarSelect[str | None]:
    """Who has the ball by the promise that is due first, as a column beside `case_file`; None: nothing is promised."""
    return _first_promise(contact.c.next_by)


def next_on() -> ScalarSelect[date | None]:
    """The day of that promise, likewise."""
    return _first_promise(contact.c.next_on)


def is_promise() -> ColumnElement[bool]:
    """A condition on `contact`: somebody still has to do what was promised then."""
    c = contact.c
    return and_(c.next_on.is_not(None), c.next_done_on.is_(None), c.struck_at.is_(None))


def _first_promise(column: ColumnElement[Any]) -> ScalarSelect[Any]:
    first = select(column).where(contact.c.case_id == case_file.c.id, is_promise())
    return first.order_by(contact.c.next_on, contact.c.id).limit(1).correlate(case_file).scalar_subquery()


def _query(case_id: int) -> Select[Any]:
    c, striker = contact.c, person.alias("striker")
    return (
        select(
            *(c.id, c.happened_on, c.way, c.with_whom, c.note, c.next_by, c.next_on, c.next_done_on, c.recorded_at),
            person.c.name.label("recorded_by"),
            *(c.struck_at, striker.c.name.label("struck_by"), c.struck_because),
        )
        .outerjoin(person, person.c.id == c.recorded_by)
        .outerjoin(striker, striker.c.id == c.struck_by)
        .where(c.case_id == case_id)
        .order_by(c.happened_on.desc(), c.id.desc())
    )
