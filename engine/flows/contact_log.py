"""A contact is noted, put right, struck out; what was promised in it is said to have happened. Nothing is deleted."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, insert, select, update

from engine.casework.contacts import Contact, read_contact
from engine.casework.documents import read_reason
from engine.casework.policy import Action, Actor
from engine.db.tables import contact
from engine.errors import InvalidAnswers, NotFound
from engine.office import Office
from engine.queries import permission
from engine.recording import once
from engine.recording.case import CaseRecord, open_case

WHY = "Enter what was wrong with it"


def add(office: Office, actor: Actor, reference: str, typed: Mapping[str, str], form: str = "") -> None:
    """Put a contact on the record of a case, closed ones too. Raises `InvalidAnswers`, `NotAllowed`, `NotFound`.

    `done` names an earlier contact: what was promised in that has happened with this one. `form` is the sign of the
    form that it came with (`engine.recording.once`): sent twice, it is noted once.
    """
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.RECORD)
        if once.made_of(transaction.connection, form) is not None:
            return
        made = read_contact(typed, transaction.today)
        once.took(transaction, form, _put(case, made))
        case.note("contact_added", occurred_on=made.happened_on, payload=_said(made))
        for contact_id in _done(typed):
            _has_happened(case, contact_id)


def correct(office: Office, actor: Actor, reference: str, contact_id: int, typed: Mapping[str, str]) -> None:
    """Put a contact right: the wrong entry is struck out with the reason, and the right one stands beside it."""
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.RECORD)
        row, made, reason = _standing(case, contact_id), *_read_both(typed, case)
        _strike(case, contact_id, reason)
        _put(case, made, next_done_on=row.next_done_on if made.next_on == row.next_on else None)
        case.note("contact_corrected", occurred_on=made.happened_on, payload={**_said(made), "reason": reason})


def strike(office: Office, actor: Actor, reference: str, contact_id: int, typed: Mapping[str, str]) -> None:
    """Strike a contact out: it stays to be read, with the reason, and counts no more."""
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.RECORD)
        row, reason = _standing(case, contact_id), read_reason(typed, WHY)
        _strike(case, contact_id, reason)
        payload = {"way": row.way, "with_whom": row.with_whom, "reason": reason}
        case.note("contact_struck", occurred_on=row.happened_on, payload=payload)


def happened(office: Office, actor: Actor, reference: str, contact_id: int) -> None:
    """Say that what was promised in a contact has happened: nobody waits for it any more."""
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.RECORD)
        _find(case, contact_id)
        _has_happened(case, contact_id)


def _done(typed: Mapping[str, str]) -> list[int]:
    keys = [name.removeprefix("done-") for name, value in typed.items() if name.startswith("done-") and value]
    return [int(key) for key in keys if key.isdecimal() and len(key) < 10]


def _has_happened(case: CaseRecord, contact_id: int) -> None:
    c = contact.c
    waits = (c.id == contact_id, c.case_id == case.id, c.next_on.is_not(None), c.next_done_on.is_(None))
    query = select(contact).where(*waits, c.struck_at.is_(None))
    row = case.transaction.connection.execute(query).one_or_none()
    if row is None:
        return
    done = update(contact).where(c.id == contact_id).values(next_done_on=case.transaction.today)
    case.transaction.connection.execute(done)
    case.note("contact_followed", payload={"next_by": row.next_by, "next_on": row.next_on.isoformat()})


def _read_both(typed: Mapping[str, str], case: CaseRecord) -> tuple[Contact, str]:
    """The right entry and the reason; everything that is wrong with either at once."""
    errors: dict[str, str] = {}
    made, reason = None, ""
    try:
        made = read_contact(typed, case.transaction.today)
    except InvalidAnswers as invalid:
        errors.update(invalid.errors)
    try:
        reason = read_reason(typed, WHY)
    except InvalidAnswers as invalid:
        errors.update(invalid.errors)
    if errors or made is None:
        raise InvalidAnswers(errors)
    return made, reason


def _find(case: CaseRecord, contact_id: int) -> Row[Any]:
    query = select(contact).where(contact.c.id == contact_id, contact.c.case_id == case.id)
    row = case.transaction.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(what="contact")
    return row


def _standing(case: CaseRecord, contact_id: int) -> Row[Any]:
    row = _find(case, contact_id)
    if row.struck_at is not None:
        raise InvalidAnswers({"reason": "This contact has been struck out already. Look at the list"})
    return row


def _strike(case: CaseRecord, contact_id: int, reason: str) -> None:
    stamp = {"struck_at": case.transaction.now, "struck_by": case.actor_id, "struck_because": reason}
    case.transaction.connection.execute(update(contact).where(contact.c.id == contact_id).values(stamp))


def _put(case: CaseRecord, made: Contact, **further: Any) -> int:
    values = {
        "case_id": case.id,
        "happened_on": made.happened_on,
        "way": made.way.value,
        "with_whom": made.with_whom.value,
        "note": made.note,
        "next_by": made.next_by.value if made.next_on else None,
        "next_on": made.next_on,
        "recorded_at": case.transaction.now,
        "recorded_by": case.actor_id,
        **further,
    }
    put = insert(contact).values(values).returning(contact.c.id)
    return int(case.transaction.connection.execute(put).scalar_one())


def _said(made: Contact) -> dict[str, str]:
    said = {"way": made.way.value, "with_whom": made.with_whom.value}
    if made.next_on is None:
        return said
    return {**said, "next_by": made.next_by.value, "next_on": made.next_on.isoformat()}
