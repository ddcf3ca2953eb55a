"""A paper is put on a case, gets newer versions or another name, is withdrawn, is brought back: nothing is lost."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from engine.casework.dates import short_date
from engine.casework.documents import read_comment, read_document, read_reason, read_title
from engine.casework.files import Upload
from engine.casework.policy import Action, Actor
from engine.db.tables import document, document_version, held_file, person
from engine.errors import InvalidAnswers, NewerVersion, NotFound
from engine.office import LONDON, Office
from engine.queries import permission
from engine.recording import once
from engine.recording.case import CaseRecord, open_case

HELD_FOR = timedelta(days=1)
MOST_HELD = 5
"""Files that are held for one person at a time: who chooses more has gone on with something else."""


def hold(office: Office, actor: Actor, reference: str, upload: Upload) -> str:
    """Keep a file for a day while something else needs another look. Returns its key, which is this person's alone."""
    key, h = token_hex(16), held_file.c
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.ADD_DOCUMENT)
        put = transaction.connection.execute
        put(delete(held_file).where(h.held_at < transaction.now - HELD_FOR))
        mine = select(h.id).where(h.person_id == actor.person_id).order_by(h.held_at.desc()).offset(MOST_HELD - 1)
        put(delete(held_file).where(h.id.in_(list(put(mine).scalars()))))
        kept = {"filename": upload.filename, "media_type": upload.media_type, "content": upload.content}
        whose = {"case_id": case.id, "person_id": actor.person_id, "held_at": transaction.now}
        put(insert(held_file).values(id=key, **whose, **kept))
    return key


def add(
    office: Office,
    actor: Actor,
    reference: str,
    typed: Mapping[str, str],
    upload: Upload,
    held: str | None = None,
    form: str = "",
) -> int:
    """Put a paper on the case, closed ones too. Returns its key; the file `held` for it is let go.

    `form` is the sign of the form that it came with (`engine.recording.once`): sent twice, it is added once.
    Raises `InvalidAnswers`, `NotAllowed`, `NotFound`.
    """
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.ADD_DOCUMENT)
        before = once.made_of(transaction.connection, form)
        if before is not None:
            return before
        made = read_document(typed, upload.filename)
        values = {"case_id": case.id, "title": made.title, "kind": made.kind.value, "version": 1}
        key = int(transaction.connection.execute(insert(document).values(values).returning(document.c.id)).scalar_one())
        _put_version(case, key, 1, upload, made.comment)
        case.note("document_added", payload={**_said(key, made.title, 1, upload), "kind": made.kind.value})
        _let_go(case, actor, held)
        once.took(transaction, form, key)
        return key


def add_version(
    office: Office,
    actor: Actor,
    reference: str,
    document_id: int,
    typed: Mapping[str, str],
    upload: Upload,
    held: str | None = None,
    form: str = "",
) -> int:
    """Add a newer version to a document. `based_on` is the newest that the person has seen. Returns its number.

    `form` as with `add`. Raises `NewerVersion` when somebody was quicker, `InvalidAnswers`, `NotAllowed`, `NotFound`.
    """
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.ADD_DOCUMENT)
        before = once.made_of(transaction.connection, form)
        if before is not None:
            return before
        row, comment = _standing(case, document_id), read_comment(typed)
        if typed.get("based_on") != str(row.version):
            raise _newer(case, row)
        _check_that_it_is_another(case, row, upload)
        number = int(row.version) + 1
        _put_version(case, document_id, number, upload, comment)
        _change(case, document_id, version=number)
        case.note("document_version_added", payload=_said(document_id, row.title, number, upload))
        _let_go(case, actor, held)
        once.took(transaction, form, number)
        return number


def rename(office: Office, actor: Actor, reference: str, document_id: int, typed: Mapping[str, str]) -> None:
    """Call a document something else, or another sort of paper. Raises `InvalidAnswers`, `NotAllowed`, `NotFound`."""
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.ADD_DOCUMENT)
        row, (title, kind) = _find(case, document_id), read_title(typed)
        if (title, kind.value) == (row.title, row.kind):
            return
        _change(case, document_id, title=title, kind=kind.value)
        kept = {"document": document_id, "title": title, "kind": kind.value}
        case.note("document_renamed", payload={**kept, "title_before": row.title, "kind_before": row.kind})


def withdraw(office: Office, actor: Actor, reference: str, document_id: int, typed: Mapping[str, str]) -> None:
    """Take a document out of use, with the reason; it stays on record. Raises as `rename` does."""
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.ADD_DOCUMENT)
        row, reason = _standing(case, document_id), read_reason(typed, "Enter why it is withdrawn")
        stamp = {"withdrawn_at": transaction.now, "withdrawn_by": actor.person_id, "withdrawn_because": reason}
        _change(case, document_id, **stamp)
        case.note("document_withdrawn", payload={"document": document_id, "title": row.title, "reason": reason})


def bring_back(office: Office, actor: Actor, reference: str, document_id: int) -> None:
    """Put a withdrawn document back into use; one that is in use stays so. Raises `NotAllowed`, `NotFound`."""
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.ADD_DOCUMENT)
        row = _find(case, document_id)
        if row.withdrawn_at is None:
            return
        _change(case, document_id, withdrawn_at=None, withdrawn_by=None, withdrawn_because=None)
        case.note("document_brought_back", payload={"document": document_id, "title": row.title})


def _find(case: CaseRecord, document_id: int) -> Row[Any]:
    query = select(document).where(document.c.id == document_id, document.c.case_id == case.id)
    row = case.transaction.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(what="document")
    return row


def _standing(case: CaseRecord, document_id: int) -> Row[Any]:
    row = _find(case, document_id)
    if row.withdrawn_at is not None:
        raise InvalidAnswers({"file": "This document has been withdrawn. Bring it back first"})
    return row


def _change(case: CaseRecord, document_id: int, **values: Any) -> None:
    case.transaction.connection.execute(update(document).where(document.c.id == document_id).values(values))


def _put_version(case: CaseRecord, document_id: int, number: int, upload: Upload, comment: str | None) -> None:
    values = {
        "document_id": document_id,
        "number": number,
        "filename": upload.filename,
        "media_type": upload.media_type,
        "size": len(upload.content),
        "sha256": _digest(upload),
        "content": upload.content,
        "comment": comment,
        "added_at": case.transaction.now,
        "added_by": case.actor_id,
    }
    case.transaction.connection.execute(insert(document_version).values(values))


def _check_that_it_is_another(case: CaseRecord, row: Row[Any], upload: Upload) -> None:
    v = document_version.c
    query = select(func.count()).where(v.document_id == row.id, v.number == row.version, v.sha256 == _digest(upload))
    if case.transaction.connection.execute(query).scalar_one():
        raise InvalidAnswers({"file": f"This file is the same as version {row.version}. Choose the newer one"})


def _newer(case: CaseRecord, row: Row[Any]) -> NewerVersion:
    v = document_version.c
    query = select(v.added_at, person.c.name).outerjoin(person, person.c.id == v.added_by)
    mine = query.where(v.document_id == row.id, v.number == row.version)
    newest = case.transaction.connection.execute(mine).one()
    at = newest.added_at.astimezone(LONDON)
    return NewerVersion(number=row.version, who=newest.name or "somebody", when=f"{short_date(at.date())}, {at:%H:%M}")


def _let_go(case: CaseRecord, actor: Actor, held: str | None) -> None:
    h = held_file.c
    if held:
        mine = (h.id == held, h.person_id == actor.person_id)
        case.transaction.connection.execute(delete(held_file).where(*mine))


def _said(document_id: int, title: str, number: int, upload: Upload) -> dict[str, Any]:
    """For the history: the digest of the file is what proves later that it is still the same."""
    return {"document": document_id, "title": title, "number": number, "sha256": _digest(upload)}


def _digest(upload: Upload) -> str:
    return hashlib.sha256(upload.content).hexdigest()
