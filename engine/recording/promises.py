"""What the council has promised to do: one row for each action, whoever promised it and at whatever stage."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import insert

from engine.db.tables import action

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord

OPEN, DONE, DROPPED = "open", "done", "dropped"
"""Where an action stands."""

_ADD = insert(action).returning(action.c.id)


def add_action(
    case: CaseRecord,
    text: str,
    due_on: date,
    *,
    owner_id: int | None = None,
    stage: str | None = None,
    recommendation_number: int | None = None,
) -> int:
    """Put an action on record, open from now on; returns its key.

    `owner_id` is who sees to it (nobody yet: None), `stage` and `recommendation_number` say where it comes from.
    """
    values = {
        "case_id": case.id,
        "text": text,
        "owner_id": owner_id,
        "due_on": due_on,
        "status": OPEN,
        "stage": stage,
        "recommendation_number": recommendation_number,
        "created_at": case.transaction.now,
        "created_by": case.actor_id,
    }
    action_id = int(case.transaction.connection.execute(_ADD, values).scalar_one())
    people = [owner_id] if owner_id is not None else []
    case.note("action_added", payload={"action": action_id, "people": people, "due_on": due_on.isoformat()})
    return action_id
