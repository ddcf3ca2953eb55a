"""A compliment passed on: a letter to whoever earned it, kept in the case, and word to them and their managers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.casework.completion import Praise
from engine.recording import letter_fields, letters_out, messages

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord

LETTER, NOTICE = "compliment_worker", "letter_waiting"
KEPT_HERE = "elsewhere"
"""The letter is read in the house: what leaves by email is only the word that it waits."""


def share(case: CaseRecord, praise: Praise) -> None:
    """Keep the letter, and tell everybody whom it is for. Their emails carry a reference and a link."""
    facts = {**letter_fields.of_case(case, case.transaction.today, LETTER), **praise.facts}
    to = letters_out.Addressee(praise.to, None, None, KEPT_HERE)
    message_id = letters_out.send_to(case, LETTER, praise.note, facts, to)
    case.note("letter_sent", payload={"letter": LETTER, "message": message_id})
    messages.notify(case, praise.told, NOTICE, {})
