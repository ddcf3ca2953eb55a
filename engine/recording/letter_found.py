"""What a letter is told of findings, recommendations and promises: those of the stage that it speaks of."""

from typing import Any

from sqlalchemy import Connection, select

from engine.db.tables import action, finding, head, person, recommendation, remedy

DROPPED = "dropped"


def of_stage(connection: Connection, case_id: int, stage: str) -> dict[str, Any]:
    """Heads, remedies, recommendations and actions, as `letter_facts` names them."""
    return {
        "heads": _heads(connection, case_id, stage),
        "remedies": _remedies(connection, case_id),
        "recommendations": _recommendations(connection, case_id, stage),
        "actions": _actions(connection, case_id, stage),
    }


def _heads(connection: Connection, case_id: int, stage: str) -> list[dict[str, Any]]:
    h = head.c
    query = select(h.number, h.text, h.desired_outcome).where(h.case_id == case_id).order_by(h.number)
    found = _findings(connection, case_id)
    heads = []
    for row in connection.execute(query):
        by_stage = found.get(row.number, {})
        heads.append({**row._mapping, **by_stage.get(stage, {}), "by_stage": by_stage})
    return heads


def _findings(connection: Connection, case_id: int) -> dict[int, dict[str, dict[str, Any]]]:
    """By head and stage."""
    f = finding.c
    query = select(f.number, f.stage, f.finding, f.reason, f.decision, f.decision_reason).where(f.case_id == case_id)
    found: dict[int, dict[str, dict[str, Any]]] = {}
    for number, stage, *rest in connection.execute(query.order_by(f.stage)):
        named = zip(("finding", "reason", "decision", "decision_reason"), rest, strict=True)
        found.setdefault(number, {})[stage] = {name: value for name, value in named if value}
    return found


def _remedies(connection: Connection, case_id: int) -> list[dict[str, Any]]:
    r = remedy.c
    query = select(r.kind, r.note).where(r.case_id == case_id, r.amount.is_(None)).order_by(r.kind)
    return [dict(row._mapping) for row in connection.execute(query)]


def _recommendations(connection: Connection, case_id: int, stage: str) -> list[dict[str, Any]]:
    r = recommendation.c
    query = select(r.number, r.text, r.decision, r.decision_reason.label("reason"))
    rows = connection.execute(query.where(r.case_id == case_id, r.stage == stage).order_by(r.number))
    return [{name: value for name, value in row._mapping.items() if value} for row in rows]


def _actions(connection: Connection, case_id: int, stage: str) -> list[dict[str, Any]]:
    a = action.c
    query = select(a.text, person.c.name.label("owner"), a.due_on).outerjoin(person, person.c.id == a.owner_id)
    wanted = query.where(a.case_id == case_id, a.stage == stage, a.status != DROPPED)
    rows = connection.execute(wanted.order_by(a.due_on, a.id))
    return [{"text": row.text, "owner": row.owner or "", "due_on": row.due_on.isoformat()} for row in rows]
