"""Where a case was sent that went through the wrong procedure: what triage chooses first when it comes back there."""

import orjson
from sqlalchemy import select

from engine.db.tables import history, history_payload
from engine.office import Office


def sent_to(office: Office, case_id: int) -> tuple[str, str] | None:
    """The procedure and the stage that the last change of route named; None where the route was never changed.

    The case is one that the reader has a task of.
    """
    h, p = history.c, history_payload.c
    query = (
        select(p.payload)
        .join(history, (h.case_id == p.case_id) & (h.seq == p.seq))
        .where(h.case_id == case_id, h.what == "rerouted")
        .order_by(h.seq.desc())
        .limit(1)
    )
    with office.database.reading() as connection:
        kept = connection.execute(query).scalar()
    told = orjson.loads(kept) if kept else {}
    return (told["to"], told["stage"]) if told else None
