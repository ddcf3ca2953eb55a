"""A compliment passed on: a letter to everybody who earned it and to their managers, read in the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.casework.completion import Praise
from engine.recording import in_heard, letter_fields

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord

LETTER = "compliment_worker"


def share(case: CaseRecord, praise: Praise) -> None:
    """A letter for each of them. It says all that they need: none of them sees the case for it."""
    facts = {**letter_fields.of_case(case, case.transaction.today, LETTER), **praise.facts}
    for person_id in praise.told:
        in_heard.send(case, in_heard.LetterTo(LETTER, person_id, praise.note, facts, headed=praise.to))
