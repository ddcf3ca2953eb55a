"""What a letter is told of findings, recommendations and promises: those of the stage that it speaks of."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select

from engine.db.tables import action, finding, head, person, recommendation, remedy
from engine.db.together import Rows

DROPPED = "dropped"


_OF_CASE = bindparam("of_case", type_=Integer)

READS: Mapping[str, Select[Any]] = {
    "heads": select(head.c.number, head.c.text, head.c.desired_outcome)
    .where(head.c.case_id == _OF_CASE)
    .order_by(head.c.number),
    "findings": select(
        finding.c.number,
        finding.c.stage,
        finding.c.finding,
        finding.c.reason,
        finding.c.decision,
        finding.c.decision_reason,
    )
    .where(finding.c.case_id == _OF_CASE)
    .order_by(finding.c.stage),
    "remedies": select(remedy.c.kind, remedy.c.note)
    .where(remedy.c.case_id == _OF_CASE, remedy.c.amount.is_(None))
    .order_by(remedy.c.kind),
    "recommendations": select(
        recommendation.c.stage,
        recommendation.c.number,
        recommendation.c.text,
        recommendation.c.decision,
        recommendation.c.decision_reason.label("reason"),
    )
    .where(recommendation.c.case_id == _OF_CASE)
    .order_by(recommendation.c.number),
    "actions": select(action.c.stage, action.c.text, person.c.name.label("owner"), action.c.due_on)
    .outerjoin(person, person.c.id == action.c.owner_id)
    .where(action.c.case_id == _OF_CASE, action.c.status != DROPPED)
    .order_by(action.c.due_on, action.c.id),
}
"""What is read of the case, of every stage: which one a letter speaks of is told by the days of the same reading."""


def of_stage(found: Rows, stage: str) -> dict[str, Any]:
    """Heads, remedies, recommendations and actions, as `letter_facts` names them, from what was found by `READS`."""
    return {
        "heads": _heads(found, stage),
        "remedies": [each._asdict() for each in found["remedies"]],
        "recommendations": [_recommendation(each) for each in found["recommendations"] if each.stage == stage],
        "actions": [_action(each) for each in found["actions"] if each.stage == stage],
    }


def _heads(found: Rows, stage: str) -> list[dict[str, Any]]:
    findings = _findings(found)
    heads = []
    for row in found["heads"]:
        by_stage = findings.get(row.number, {})
        heads.append({**row._asdict(), **by_stage.get(stage, {}), "by_stage": by_stage})
    return heads


def _findings(found: Rows) -> dict[int, dict[str, dict[str, Any]]]:
    """By head and stage."""
    by_head: dict[int, dict[str, dict[str, Any]]] = {}
    for number, stage, *rest in found["findings"]:
        named = zip(("finding", "reason", "decision", "decision_reason"), rest, strict=True)
        by_head.setdefault(number, {})[stage] = {name: value for name, value in named if value}
    return by_head


def _recommendation(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row._asdict().items() if value and name != "stage"}


def _action(row: Any) -> dict[str, Any]:
    return {"text": row.text, "owner": row.owner or "", "due_on": row.due_on.isoformat()}
