"""The contacts of a case: who was spoken with, when and about what."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ScalarSelect, func, select

from engine.casework.contacts import ON_THEIR_SIDE
from engine.casework.vocabulary import EventKind
from engine.db.tables import case_file, contact, person
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

    happened_on: date
    way: str
    with_whom: str
    note: str
    recorded_at: datetime
    recorded_by: str | None


def of_case(office: Office, case: CaseFile) -> tuple[ContactRow, ...]:
    """The contacts of a case that was found for this person, newest first."""
    c = contact.c
    query = (
        select(c.happened_on, c.way, c.with_whom, c.note, c.recorded_at, person.c.name)
        .outerjoin(person, person.c.id == c.recorded_by)
        .where(c.case_id == case.id)
        .order_by(c.happened_on.desc(), c.id.desc())
    )
    with office.database.reading() as connection:
        return tuple(ContactRow(*row) for row in connection.execute(query))


def last_contact_on(case: CaseFile, contacts: tuple[ContactRow, ...]) -> date | None:
    """The last day on which somebody spoke with or wrote to whoever complains; None: nobody yet."""
    spoken = [c.happened_on for c in contacts if c.with_whom in ON_THEIR_SIDE]
    written = [e.occurred_on for e in case.events if e.corrected_by_id is None and e.kind in WRITTEN_TO]
    return max([*spoken, *written], default=None)


def last_noted_on() -> ScalarSelect[date | None]:
    """The last noted contact with whoever complains, as a column beside `case_file`."""
    c = contact.c
    newest = select(func.max(c.happened_on)).where(c.case_id == case_file.c.id, c.with_whom.in_(ON_THEIR_SIDE))
    return newest.correlate(case_file).scalar_subquery()
