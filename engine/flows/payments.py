"""A payment that puts something right: proposed, approved by somebody else, and then paid."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from engine.casework.money import in_pounds, read_pence
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.casework.vocabulary import Role
from engine.db.tables import history, remedy
from engine.errors import InvalidAnswers, NotAllowed, NotFound
from engine.office import Office
from engine.queries import payments as shown
from engine.queries import permission
from engine.recording import letters_out, messages, recipients
from engine.recording.case import CaseRecord, open_case

LETTER = "remedy_payment"
NAMED = "payment_"
"""A payment's row is named by its number in the case: `payment_1`."""
APPROVERS = (Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DIRECTOR)
"""Who is asked to approve: the first who is there and did not propose it."""


PROPOSED, SEEN = "payment_proposed", "seen"
MOST_SAID = "Enter the amount in pounds and pence, like 50.00 or £1,250, and at most £1,000,000"
"""`engine.casework.money.MOST` in words."""


class Sort(StrEnum):
    """What a payment is for."""

    GOODWILL = "goodwill"
    """A token for distress, time and trouble."""
    FINANCIAL = "financial"
    """Money that somebody lost or should have had."""


def propose(office: Office, actor: Actor, reference: str, typed: Mapping[str, str]) -> int:
    """Propose a payment; whoever may approve it is told. Returns its number in the case.

    Raises `InvalidAnswers`, `NotAllowed`, `NotFound`.
    """
    reader = Reader(typed)
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.RECORD)
        sort = reader.choice("sort", Sort, "Select what kind of payment it is")
        pence = read_pence(reader.text("amount", MOST_SAID))
        if pence is None and "amount" not in reader.errors:
            reader.errors["amount"] = MOST_SAID
        purpose = reader.text("purpose", "Enter what it is for", most=2000)
        reader.check()
        assert sort is not None
        number = _next_number(case)
        values = {"case_id": case.id, "kind": f"{NAMED}{number}", "note": sort.value, "amount": pence}
        made = insert(remedy).values({**values, "purpose": purpose, "proposed_by": actor.person_id})
        transaction.connection.execute(made)
        case.note(PROPOSED, payload={"payment": number, "pence": pence, "purpose": purpose})
        _ask_for_approval(case, actor)
        return number


def approve(office: Office, actor: Actor, reference: str, number: int, typed: Mapping[str, str]) -> None:
    """Approve a payment as the page showed it: `seen` stands for its amount, its kind and what it is for.

    Raises `NotAllowed` for one's own proposal, `InvalidAnswers` for one approved already or not the one that was seen.
    """
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        row = _to_decide(case, actor, number)
        if typed.get(SEEN) != shown.seen(row.note, row.amount, row.purpose):
            raise InvalidAnswers({"deed": "This is not the payment that you saw. Look at it again, then answer"})
        _change(case, number, approved_by=actor.person_id, approved_on=transaction.today)
        _note(case, row, "payment_approved")


def decline(office: Office, actor: Actor, reference: str, number: int, typed: Mapping[str, str]) -> None:
    """Do not approve a payment; why stays in the history."""
    reader = Reader(typed)
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        row = _to_decide(case, actor, number)
        reason = reader.text("decline_reason", "Enter why it is not approved", most=2000)
        reader.check()
        _remove(case, number)
        _note(case, row, "payment_declined", reason=reason)


def take_back(office: Office, actor: Actor, reference: str, number: int, typed: Mapping[str, str]) -> None:
    """Take a proposal back before it is paid, one that was approved too; why stays in the history."""
    reader = Reader(typed)
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.RECORD)
        row = _find(case, number)
        if row.paid_on is not None:
            raise InvalidAnswers({"deed": "It has been paid already"})
        reason = reader.text("take_back_reason", "Enter why it is taken back", most=2000)
        reader.check()
        _remove(case, number)
        _note(case, row, "payment_taken_back", reason=reason)


def paid(office: Office, actor: Actor, reference: str, number: int, typed: Mapping[str, str]) -> None:
    """Record the day on which an approved payment was made."""
    reader = Reader(typed)
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.RECORD)
        row = _find(case, number)
        paid_on = reader.day("paid_on", "Enter the day it was paid", latest=transaction.today)
        if row.approved_on is None:
            reader.errors["paid_on"] = "It has to be approved first"
        elif row.paid_on is not None:
            reader.errors["paid_on"] = "It has been paid already"
        elif paid_on is not None and paid_on < row.approved_on:
            reader.errors["paid_on"] = f"It was approved on {row.approved_on:%-d %B %Y}, after this date"
        reader.check()
        assert paid_on is not None
        _change(case, number, paid_on=paid_on)
        case.note("payment_paid", occurred_on=paid_on, payload={"payment": number, "pence": row.amount})


def write(office: Office, actor: Actor, reference: str, number: int, typed: Mapping[str, str]) -> None:
    """Send the complainant the letter about an approved payment (`remedy_payment`)."""
    reader = Reader(typed)
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.CHANGE_DETAILS)
        row = _find(case, number)
        body = reader.text("letter_body", "Enter what the letter should say")
        if row.approved_on is None:
            reader.errors["letter_body"] = "It has to be approved first"
        reader.check()
        letters_out.send(case, LETTER, body, letter_facts(row.amount, row.purpose))


def letter_facts(pence: int, purpose: str) -> dict[str, Any]:
    """What the letter says of the payment, beside what the record of the case knows."""
    return {"payment": {"amount": in_pounds(pence), "purpose": purpose}}


def _to_decide(case: CaseRecord, actor: Actor, number: int) -> Row[Any]:
    """A payment that waits for approval, for somebody who may give it: never on their own proposal."""
    permission.check(case, actor, Action.APPROVE_PAYMENT)
    row = _find(case, number)
    if row.approved_on is not None:
        raise InvalidAnswers({"deed": "It has been approved already"})
    if row.proposed_by == actor.person_id:
        raise NotAllowed(action=Action.APPROVE_PAYMENT.value, why="you proposed it yourself; somebody else has to look")
    return row


def _find(case: CaseRecord, number: int) -> Row[Any]:
    row = case.transaction.connection.execute(select(remedy).where(_of(case, number))).one_or_none()
    if row is None:
        raise NotFound(what="payment")
    return row


def _of(case: CaseRecord, number: int) -> Any:
    return (remedy.c.case_id == case.id) & (remedy.c.kind == f"{NAMED}{number}")


def _change(case: CaseRecord, number: int, **values: Any) -> None:
    case.transaction.connection.execute(update(remedy).where(_of(case, number)).values(values))


def _remove(case: CaseRecord, number: int) -> None:
    case.transaction.connection.execute(delete(remedy).where(_of(case, number)))


def _note(case: CaseRecord, row: Row[Any], what: str, **kept: Any) -> None:
    number = int(row.kind.removeprefix(NAMED))
    case.note(what, payload={"payment": number, "pence": row.amount, "purpose": row.purpose, **kept})


def _next_number(case: CaseRecord) -> int:
    """Numbers begin at one and none is used again: whoever approves one approves what stood there, not what came after.

    The case is locked, so that two proposals get two.
    """
    r, h, connection = remedy.c, history.c, case.transaction.connection
    kinds = connection.execute(select(r.kind).where(r.case_id == case.id, r.amount.is_not(None))).scalars()
    ever = select(func.count()).where(h.case_id == case.id, h.what == PROPOSED)
    return max([connection.execute(ever).scalar_one(), *(int(kind.removeprefix(NAMED)) for kind in kinds)]) + 1


def _ask_for_approval(case: CaseRecord, actor: Actor) -> None:
    for role in APPROVERS:
        people = [p for p in recipients.resolve(case, (role.value,)) if p != actor.person_id]
        if people:
            messages.notify(case, people, "case_notice", {})
            return
