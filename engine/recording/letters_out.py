"""A letter written beside the tasks: to the complainant, or to somebody else with a name and an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, update

from engine.casework.parties import place_to_reply
from engine.db.tables import message
from engine.recording import letter_fields, messages

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord

EMAIL, POST = "email", "post"
COPY = "is_copy"
"""Among the facts of a copy for somebody further: posting it meets no clock."""


@dataclass(frozen=True)
class Addressee:
    """Somebody else than the complainant: an advocacy provider, a further complainant."""

    name: str
    email: str | None
    address: str | None
    channel: str

    @property
    def place(self) -> str | None:
        """Where it goes."""
        return self.email if self.channel == EMAIL else self.address


def facts_to(facts: Mapping[str, Any], to: Addressee) -> dict[str, Any]:
    """The facts of a letter to this person: their name and address head it, not the complainant's."""
    told = {"to_name": to.name, "to_address": to.address or ""}
    return {**facts, **told}


def send_to(
    case: CaseRecord, template: str, body: str, facts: Mapping[str, Any], to: Addressee, version: int | None = None
) -> int:
    """Send a letter to somebody else than the complainant; it is kept with the case's letters. Returns its key.

    `version` is that of the template: a copy is written with the one that the letter itself was written with.
    """
    message_id = _send(case, template, body, facts_to(facts, to), to.channel, to.place, to.name)
    if version is not None:
        of_letter = message.c.id == message_id
        case.transaction.connection.execute(update(message).where(of_letter).values(template_version=version))
    return message_id


def place_of(case: CaseRecord) -> str | None:
    """Where a letter to the complainant goes now: an email or a postal address, by their own channel."""
    return place_to_reply(case.value("reply_by"), case.value("complainant_email"), case.value("complainant_address"))


def send(case: CaseRecord, template: str, body: str, extra: Mapping[str, Any]) -> int:
    """Send a letter to the complainant, by their own channel, with facts that the record does not keep by itself."""
    channel, address = case.value("reply_by"), place_of(case)
    facts = {**letter_fields.of_case(case, case.transaction.today, template), **extra}
    message_id = _send(case, template, body, facts, channel, address, None)
    case.note("letter_sent", payload={"letter": template, "message": message_id})
    return message_id


def send_once_more(case: CaseRecord, letter: Row[Any]) -> int:
    """Send the complainant a letter that they were sent before, where and as the case says now. Returns its key.

    Written with the template that it was written with then; posting it meets no clock a second time.
    """
    channel, address = case.value("reply_by"), place_of(case)
    head = {"complainant_address": case.value("complainant_address") or "", COPY: True}
    new_id = _send(case, letter.template, letter.body or "", {**letter.fields, **head}, channel, address, None)
    of_letter = message.c.id == new_id
    change = update(message).where(of_letter).values(body=letter.body, template_version=letter.template_version)
    case.transaction.connection.execute(change)
    return new_id


def _send(
    case: CaseRecord,
    template: str,
    body: str,
    facts: Mapping[str, Any],
    channel: str,
    address: str | None,
    name: str | None,
) -> int:
    transaction = case.transaction
    row = {
        "header_id": messages.new_header_id(),
        "kind": "letter",
        "template": template,
        "status": "queued",
        "case_id": case.id,
        "to_name": name,
        "to_address": address,
        "channel": channel,
        "body": body,
        "fields": dict(facts),
        "created_at": transaction.now,
        "created_by": case.actor_id,
        "sent_on": transaction.today,
        "sent_by": case.actor_id,
    }
    return messages.queue(transaction, [row])[0]
