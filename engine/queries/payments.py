"""Payments that put things right: of a case, and those that wait for somebody's approval."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, Select, select

from engine.casework.policy import POLICY, Action, Actor
from engine.casework.vocabulary import Role
from engine.db.tables import case_file, person, remedy
from engine.errors import NotFound
from engine.office import Office
from engine.queries.case_file import CaseFile
from engine.queries.visibility import visible_cases


class PaymentState(StrEnum):
    """Where a payment stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    PAID = "paid"


def seen(sort: str, pence: int, purpose: str) -> str:
    """What somebody saw of a payment, as a few signs that a page can send along: they differ where anything does."""
    return sha256(f"{sort}\n{pence}\n{purpose}".encode()).hexdigest()


@dataclass(frozen=True)
class PaymentRow:
    """One payment."""

    number: int
    reference: str
    pence: int
    sort: str
    purpose: str
    proposed_by: str | None
    approved_by: str | None
    approved_on: date | None
    paid_on: date | None
    may_decide: bool
    """Whether it waits for approval and the person who looks may give it."""

    @property
    def seen(self) -> str:
        """What the page sends along with an answer, so that only this very payment is approved."""
        return seen(self.sort, self.pence, self.purpose)

    @property
    def state(self) -> PaymentState:
        """Where it stands."""
        if self.paid_on is not None:
            return PaymentState.PAID
        return PaymentState.APPROVED if self.approved_on is not None else PaymentState.PROPOSED


def of_case(office: Office, actor: Actor, case: CaseFile) -> tuple[PaymentRow, ...]:
    """The payments of a case that was found for this person, in the order in which they were proposed."""
    with office.database.reading() as connection:
        rows = connection.execute(_query().where(remedy.c.case_id == case.id)).all()
    return tuple(sorted((_row(row, actor) for row in rows), key=lambda payment: payment.number))


def find(office: Office, actor: Actor, case: CaseFile, number: int) -> PaymentRow:
    """One payment of the case. Raises `NotFound`."""
    found = next((p for p in of_case(office, actor, case) if p.number == number), None)
    if found is None:
        raise NotFound(what="payment")
    return found


def to_approve(office: Office, actor: Actor) -> tuple[PaymentRow, ...]:
    """The payments that wait for this person's approval: never their own proposals."""
    waiting = _query().where(remedy.c.approved_on.is_(None), visible_cases(actor, office.today()))
    with office.database.reading() as connection:
        rows = connection.execute(waiting.order_by(case_file.c.reference, remedy.c.kind)).all()
    return tuple(payment for payment in (_row(row, actor) for row in rows) if payment.may_decide)


def _row(row: Row[Any], actor: Actor) -> PaymentRow:
    return PaymentRow(
        number=int(row.kind.rpartition("_")[2]),
        reference=row.reference,
        pence=row.amount,
        sort=row.note,
        purpose=row.purpose,
        proposed_by=row.proposer,
        approved_by=row.approver,
        approved_on=row.approved_on,
        paid_on=row.paid_on,
        may_decide=row.approved_on is None and row.proposed_by != actor.person_id and _approves(actor, row.service_id),
    )


def _approves(actor: Actor, service_id: int) -> bool:
    grants = POLICY[Action.APPROVE_PAYMENT]
    return any(isinstance(grant, Role) and actor.holds(grant, service_id) for grant in grants)


def _query() -> Select[Any]:
    r, f = remedy.c, case_file.c
    proposer, approver = person.alias("proposer"), person.alias("approver")
    return (
        select(
            *(r.kind, r.note, r.amount, r.purpose, r.proposed_by, r.approved_on, r.paid_on),
            *(f.reference, f.service_id, proposer.c.name.label("proposer"), approver.c.name.label("approver")),
        )
        .join(case_file, f.id == r.case_id)
        .outerjoin(proposer, proposer.c.id == r.proposed_by)
        .outerjoin(approver, approver.c.id == r.approved_by)
        .where(r.amount.is_not(None))
    )
