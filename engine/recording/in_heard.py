"""A letter to somebody who has an account: they read it in the house; what leaves is a notice with a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from engine.db.tables import person
from engine.recording import messages

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord

CHANNEL = "in_heard"
NOTICE = "letter_waiting"
KIND = "to_read"
"""Kind of the notice. Not a notice of the case: whoever gets a letter does not see the case for it."""


@dataclass(frozen=True)
class LetterTo:
    """A letter to somebody who works here or comes in from outside with an account."""

    template: str
    person_id: int
    body: str | None
    """What a person settled on; None: the template's own words, which nobody changed."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    headed: str | None = None
    """Whom the letter names at its head, where that is not the reader: a manager gets a copy of a compliment."""


def send(case: CaseRecord, letter: LetterTo) -> int:
    """Keep the letter for them to read, and tell them that it waits. Returns its key.

    Nobody reads it but they, and whoever may see the case. Somebody who has left is told nothing.
    """
    p, transaction = person.c, case.transaction
    query = select(p.name, p.email, p.active).where(p.id == letter.person_id)
    to = transaction.connection.execute(query).one()
    message_id = messages.queue(transaction, [_row(case, letter, to.name)])[0]
    payload = {"letter": letter.template, "message": message_id, "name": to.name, "people": [letter.person_id]}
    case.note("letter_to_somebody", payload=payload)
    if to.active:
        messages.queue(transaction, [_notice(case, letter.person_id, to.email, message_id)])
    return message_id


def _row(case: CaseRecord, letter: LetterTo, name: str) -> dict[str, Any]:
    return {
        **_bare(case, letter.person_id),
        "kind": "letter",
        "template": letter.template,
        "to_name": name,
        "channel": CHANNEL,
        "body": letter.body,
        "fields": {**letter.facts, "to_name": letter.headed or name, "to_address": "", "is_child": False},
        "created_by": case.actor_id,
        "sent_on": case.transaction.today,
        "sent_by": case.actor_id,
    }


def _notice(case: CaseRecord, person_id: int, email: str, message_id: int) -> dict[str, Any]:
    return {
        **_bare(case, person_id),
        "kind": KIND,
        "template": NOTICE,
        "to_address": email,
        "channel": "email",
        "fields": {"reference": case.row.reference, "page": f"/post/{message_id}"},
    }


def _bare(case: CaseRecord, person_id: int) -> dict[str, Any]:
    return {
        "header_id": messages.new_header_id(),
        "status": "queued",
        "case_id": case.id,
        "to_person_id": person_id,
        "created_at": case.transaction.now,
    }
