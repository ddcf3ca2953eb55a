"""Several children or several complainants: somebody further is put on record, changed, or taken off with a reason."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from engine.casework.pages.typed import Reader
from engine.casework.parties import Party, read_party
from engine.casework.policy import Action, Actor
from engine.db.tables import party
from engine.errors import NotFound
from engine.office import Office
from engine.queries import permission
from engine.recording.case import CaseRecord, open_case


def add(office: Office, actor: Actor, reference: str, typed: Mapping[str, str]) -> int:
    """Put somebody further on record. Returns their key. Raises `InvalidAnswers`, `NotAllowed`, `NotFound`."""
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.CHANGE_DETAILS)
        made = read_party(typed)
        values = {"case_id": case.id, **_values(made)}
        party_id = transaction.connection.execute(insert(party).values(values).returning(party.c.id)).scalar_one()
        case.note("party_added", payload={"party": party_id, **_named(made.kind.value, made.name)})
        return int(party_id)


def change(office: Office, actor: Actor, reference: str, party_id: int, typed: Mapping[str, str]) -> None:
    """Put their details right; what was there before stays in the history."""
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.CHANGE_DETAILS)
        row, made = _find(case, party_id), read_party(typed)
        values = _values(made)
        before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
        if not before:
            return
        transaction.connection.execute(update(party).where(party.c.id == party_id).values(values))
        after = {name: values[name] for name in before}
        kept = {"before": _shown(before), "after": _shown(after)}
        case.note("party_changed", payload={"party": party_id, **_named(made.kind.value, made.name), **kept})


def remove(office: Office, actor: Actor, reference: str, party_id: int, typed: Mapping[str, str]) -> None:
    """Take somebody off the case, with the reason; letters that went to them stay."""
    reader = Reader(typed)
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.CHANGE_DETAILS)
        row = _find(case, party_id)
        reason = reader.text("reason", "Enter why they are taken off", most=2000)
        reader.check()
        transaction.connection.execute(delete(party).where(party.c.id == party_id))
        case.note("party_removed", payload={"party": party_id, "reason": reason, **_named(row.kind, row.name)})


def _find(case: CaseRecord, party_id: int) -> Row[Any]:
    query = select(party).where(party.c.id == party_id, party.c.case_id == case.id)
    row = case.transaction.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(what="person")
    return row


def _values(made: Party) -> dict[str, Any]:
    reply_by = made.reply_by.value if made.reply_by is not None else None
    shown = {"kind": made.kind.value, "name": made.name, "email": made.email, "address": made.address}
    return {**shown, "reply_by": reply_by, "note": made.note}


def _named(kind: str, name: str) -> dict[str, str]:
    return {"kind": kind, "name": name}


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    """Under the names by which the history knows what people typed, and shows it as they did."""
    known = {"name": "complainant_name", "email": "complainant_email", "address": "complainant_address"}
    return {known.get(name, name): value for name, value in values.items()}
