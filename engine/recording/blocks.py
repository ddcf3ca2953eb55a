"""What the building blocks do that begin something for a person: a letter in draft, an action with a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from engine.casework.completion import LetterWords
from engine.casework.step import Effect
from engine.db.tables import action, message
from engine.recording import messages, recipients

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord


def draft_letter(case: CaseRecord, effect: Effect) -> None:
    """Begin a letter. Its words are written from the template when somebody opens it; a draft that waits is kept."""
    template, m = effect.inputs["letter"], message.c
    waiting = select(m.id).where(m.case_id == case.id, m.template == template, m.status == "draft").limit(1)
    if case.transaction.connection.execute(waiting).first() is None:
        messages.letter(case, LetterWords(template, ""))
        case.note("letter_begun", payload={"letter": template})


def raise_action(case: CaseRecord, effect: Effect) -> None:
    """Put an action on record. Where several people could see to it, it is nobody's until an officer gives it on."""
    text = effect.inputs["text"]
    people = recipients.resolve(case, (effect.inputs["owner"],))
    due_on = case.calendar.add(case.transaction.today, int(effect.inputs["days"]))
    values = {
        "case_id": case.id,
        "text": text,
        "owner_id": people[0] if len(people) == 1 else None,
        "due_on": due_on,
        "status": "open",
        "created_at": case.transaction.now,
        "created_by": case.actor_id,
    }
    case.transaction.connection.execute(insert(action).values(values))
    case.note("action_raised", payload={"text": text, "due_on": due_on.isoformat(), "owner": values["owner_id"]})


CARRY_OUT: Mapping[str, Callable[[CaseRecord, Effect], None]] = {
    "draft_letter": draft_letter,
    "raise_action": raise_action,
}
"""The same by topic."""
