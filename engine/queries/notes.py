"""The notes of a case: what those who work on it tell each other."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from engine.db.tables import case_note, person
from engine.errors import NotFound
from engine.office import Office
from engine.queries.case_file import CaseFile


@dataclass(frozen=True)
class NoteRow:
    """One note."""

    id: int
    text: str
    recorded_at: datetime
    recorded_by: str | None
    struck_at: datetime | None
    struck_by: str | None
    struck_because: str | None


def of_case(office: Office, case: CaseFile) -> tuple[NoteRow, ...]:
    """The notes of a case that was found for this person, newest first; those struck out among them."""
    with office.database.reading() as connection:
        return tuple(NoteRow(*row) for row in connection.execute(_query(case.id)))


def find(office: Office, case: CaseFile, note_id: int) -> NoteRow:
    """One note of the case. Raises `NotFound`."""
    with office.database.reading() as connection:
        row = connection.execute(_query(case.id).where(case_note.c.id == note_id)).one_or_none()
    if row is None:
        raise NotFound(what="note")
    return NoteRow(*row)


def _query(case_id: int) -> Select[Any]:
    n, striker = case_note.c, person.alias("striker")
    return (
        select(
            *(n.id, n.text, n.recorded_at, person.c.name.label("recorded_by")),
            *(n.struck_at, striker.c.name.label("struck_by"), n.struck_because),
        )
        .outerjoin(person, person.c.id == n.recorded_by)
        .outerjoin(striker, striker.c.id == n.struck_by)
        .where(n.case_id == case_id)
        .order_by(n.recorded_at.desc(), n.id.desc())
    )
