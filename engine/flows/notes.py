"""A note is put on a case for whoever works on it; a wrong one is struck out with the reason, and never deleted."""

from collections.abc import Mapping

from sqlalchemy import insert, select, update

from engine.casework.documents import read_reason
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.db.tables import case_note
from engine.errors import InvalidAnswers, NotFound
from engine.office import Office
from engine.queries import permission
from engine.recording import once
from engine.recording.case import open_case


def add(office: Office, actor: Actor, reference: str, typed: Mapping[str, str], form: str = "") -> int:
    """Put a note on a case, closed ones too. Returns its key. Raises `InvalidAnswers`, `NotAllowed`, `NotFound`.

    `form` is the sign of the form that it came with (`engine.recording.once`): sent twice, it is added once.
    """
    reader = Reader(typed)
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.RECORD)
        before = once.made_of(transaction.connection, form)
        if before is not None:
            return before
        text = reader.text("note_text", "Enter the note", most=8000)
        reader.check()
        values = {
            "case_id": case.id,
            "text": text,
            "recorded_at": transaction.now,
            "recorded_by": actor.person_id,
        }
        key = int(
            transaction.connection.execute(insert(case_note).values(values).returning(case_note.c.id)).scalar_one()
        )
        case.note("note_added", payload={"note": key})
        once.took(transaction, form, key)
        return key


def strike(office: Office, actor: Actor, reference: str, note_id: int, typed: Mapping[str, str]) -> None:
    """Strike a note out: it stays to be read, with the reason. Raises `InvalidAnswers`, `NotAllowed`, `NotFound`."""
    n = case_note.c
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.RECORD)
        query = select(n.struck_at).where(n.id == note_id, n.case_id == case.id)
        row = transaction.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound(what="note")
        if row.struck_at is not None:
            raise InvalidAnswers({"reason": "This note has been struck out already. Look at the list"})
        reason = read_reason(typed, "Enter why it is struck out")
        stamp = {"struck_at": transaction.now, "struck_by": actor.person_id, "struck_because": reason}
        transaction.connection.execute(update(case_note).where(n.id == note_id).values(stamp))
        case.note("note_struck", payload={"note": note_id, "reason": reason})
