"""The documents of a case: what there is, in which versions, by whom. What is in a file is read for one file alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, select

from engine.casework.files import Upload
from engine.casework.policy import Action, Actor, may
from engine.db.tables import document, document_version, held_file, person
from engine.errors import NotFound
from engine.office import Office
from engine.queries.case_file import CaseFile


@dataclass(frozen=True)
class VersionRow:
    """One version of a document, without what is in it."""

    number: int
    filename: str
    media_type: str
    size: int
    sha256: str
    comment: str | None
    added_at: datetime
    added_by: str | None


@dataclass(frozen=True)
class DocumentRow:
    """One document with its newest version."""

    id: int
    title: str
    kind: str
    newest: VersionRow
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_because: str | None


@dataclass(frozen=True)
class Content:
    """One version of a document with what is in it."""

    title: str
    version: VersionRow
    content: bytes


def of_case(office: Office, case: CaseFile) -> tuple[DocumentRow, ...]:
    """The documents of a case that was found for this person: what was added last first, withdrawn ones at the end."""
    d, v = document.c, document_version.c
    query = _query().where(d.case_id == case.id).order_by(d.withdrawn_at.is_not(None), v.added_at.desc(), d.id.desc())
    with office.database.reading() as connection:
        return tuple(_document(row) for row in connection.execute(query))


def find(office: Office, case: CaseFile, document_id: int) -> DocumentRow:
    """One document of the case. Raises `NotFound`."""
    query = _query().where(document.c.case_id == case.id, document.c.id == document_id)
    with office.database.reading() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(what="document")
    return _document(row)


def versions(office: Office, found: DocumentRow) -> tuple[VersionRow, ...]:
    """Every version of a document, newest first."""
    v = document_version.c
    query = select(*_VERSION).outerjoin(person, person.c.id == v.added_by).where(v.document_id == found.id)
    with office.database.reading() as connection:
        return tuple(VersionRow(*row) for row in connection.execute(query.order_by(v.number.desc())))


def content(office: Office, actor: Actor, case: CaseFile, document_id: int, number: int) -> Content:
    """What is in one version. Raises `NotFound`, for withdrawn ones too unless the person may bring them back."""
    found = find(office, case, document_id)
    if found.withdrawn_at is not None and not may(actor, Action.ADD_DOCUMENT, case.standing):
        raise NotFound(what="document")
    v = document_version.c
    query = (
        select(*_VERSION, v.content)
        .outerjoin(person, person.c.id == v.added_by)
        .where(v.document_id == found.id, v.number == number)
    )
    with office.database.reading() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(what="document")
    return Content(found.title, VersionRow(*row[:-1]), row.content)


def held(office: Office, actor: Actor, case: CaseFile, key: str) -> Upload | None:
    """A file that this person chose for this case a moment ago; None where it is not held any more."""
    h = held_file.c
    query = select(h.filename, h.media_type, h.content).where(
        h.id == key, h.case_id == case.id, h.person_id == actor.person_id
    )
    with office.database.reading() as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else Upload(*row)


_VERSION = (
    *(document_version.c.number, document_version.c.filename, document_version.c.media_type),
    *(document_version.c.size, document_version.c.sha256, document_version.c.comment, document_version.c.added_at),
    person.c.name.label("added_by"),
)


def _query() -> Select[Any]:
    d, v, remover = document.c, document_version.c, person.alias("remover")
    newest = and_(v.document_id == d.id, v.number == d.version)
    taken_back = (d.withdrawn_at, remover.c.name.label("withdrawn_by"), d.withdrawn_because)
    return (
        select(d.id, d.title, d.kind, *taken_back, *_VERSION)
        .join(document_version, newest)
        .outerjoin(person, person.c.id == v.added_by)
        .outerjoin(remover, remover.c.id == d.withdrawn_by)
    )


def _document(row: Row[Any]) -> DocumentRow:
    newest = VersionRow(*(getattr(row, column.key) for column in _VERSION))
    return DocumentRow(row.id, row.title, row.kind, newest, row.withdrawn_at, row.withdrawn_by, row.withdrawn_because)
