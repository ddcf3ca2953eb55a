"""Those who investigate a complaint and watch over it are written their terms: dates, fee, confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from engine.casework.completion import Terms
from engine.db.tables import person
from engine.recording import in_heard, letter_fields

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord

LETTER = "appointment_terms"


def send(case: CaseRecord, terms: Terms) -> None:
    """A letter for each, in the template's own words. The fee is told only to somebody from outside."""
    facts = letter_fields.of_case(case, case.transaction.today, LETTER)
    if terms.report_planned_on is not None:
        facts["report_planned_on"] = terms.report_planned_on.isoformat()
    for person_id in terms.people:
        told = {**facts, **_fee(case, person_id, terms)}
        in_heard.send(case, in_heard.LetterTo(LETTER, person_id, None, told))


def _fee(case: CaseRecord, person_id: int, terms: Terms) -> dict[str, Any]:
    comes_from_outside = select(person.c.external).where(person.c.id == person_id)
    paid = bool(case.transaction.connection.execute(comes_from_outside).scalar_one())
    return {"fee_note": terms.fee_note} if paid and terms.fee_note else {}
