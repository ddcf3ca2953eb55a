"""When a case is over that was opened again only for something beside it: for the Ombudsman, or to add something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from engine.casework.vocabulary import EventKind
from engine.db.tables import case_event, definition, process_instance, task

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord

BESIDE = "beside"
"""The ground of a `reopened` event after which the complaint itself is not gone on with."""
BESIDES = ("ombudsman", "reopened")
"""The procedures that run beside the one that answers."""
_GOES_ON = (EventKind.STAGE_2_REQUESTED, EventKind.STAGE_3_REQUESTED, EventKind.RESUBMITTED, EventKind.REOPENED)


def is_over_again(case: CaseRecord) -> bool:
    """Whether it was opened again beside its procedure, nothing of that runs, and nobody has anything to do."""
    e, i, d, t = case_event.c, process_instance.c, definition.c, task.c
    connection = case.transaction.connection
    stands = (e.case_id == case.id) & e.corrected_by_id.is_(None) & e.kind.in_(_GOES_ON)
    last = connection.execute(select(e.kind, e.ground).where(stands).order_by(e.id.desc()).limit(1)).one_or_none()
    if last is None or (last.kind, last.ground) != (EventKind.REOPENED, BESIDE):
        return False
    beside = select(i.id).join(definition, d.id == i.definition_id)
    runs = beside.where(i.case_id == case.id, i.status == "active", d.key.in_((*BESIDES, "intake"))).limit(1)
    work = select(t.id).where(t.case_id == case.id, t.status == "open").limit(1)
    return connection.execute(runs).first() is None and connection.execute(work).first() is None
