"""What a stage found, what was said of it, what was recommended and promised: rows that no later stage overwrites."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, bindparam, delete, insert, select, update

from engine.casework.completion import HeadFinding, Promised, Recommended, RulingOn
from engine.db.tables import action, finding, panel, recommendation
from engine.recording import before
from engine.recording.promises import OPEN, add_action

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord


def find(case: CaseRecord, stage: str, findings: tuple[HeadFinding, ...]) -> None:
    """Write what a stage found on each head; its own earlier words, of before a return, go to the history."""
    rows_before = before.rows(case, finding, stage=stage)
    had = _had(rows_before, ("number", "finding", "reason"))
    _replace(
        case,
        finding,
        stage,
        had,
        [{"number": each.number, "finding": each.finding.value, "reason": each.reason} for each in findings],
    )
    payload: dict[str, Any] = {"stage": stage, "findings": {str(f.number): f.finding.value for f in findings}}
    case.note("findings_made", payload={**payload, **({"findings_before": had} if had else {}), **rows_before})


def rule_on_findings(case: CaseRecord, stage: str, rulings: tuple[RulingOn, ...]) -> None:
    """Write whether each finding of a stage is accepted, and why."""
    rows_before = before.rows(case, finding, stage=stage)
    _rule(case, finding, stage, rulings)
    case.note("findings_adjudicated", payload={**_said(stage, rulings), **rows_before})


def recommend(case: CaseRecord, stage: str, recommended: tuple[Recommended, ...]) -> None:
    """Write what a stage recommends; none is an answer too."""
    rows_before = before.rows(case, recommendation, stage=stage)
    had = _had(rows_before, ("number", "text"))
    _replace(case, recommendation, stage, had, [{"number": each.number, "text": each.text} for each in recommended])
    kept = {**({"recommendations_before": had} if had else {}), **rows_before}
    case.note("recommendations_made", payload={"stage": stage, "recommendations": len(recommended), **kept})


def rule_on_recommendations(case: CaseRecord, stage: str, rulings: tuple[RulingOn, ...]) -> None:
    """Write whether each recommendation of a stage is accepted, and why."""
    rows_before = before.rows(case, recommendation, stage=stage)
    _rule(case, recommendation, stage, rulings)
    case.note("recommendations_answered", payload={**_said(stage, rulings), **rows_before})


def promise(case: CaseRecord, stage: str, actions: tuple[Promised, ...]) -> None:
    """Put the actions of an answer on record. Those of the same answer before it was sent back go, if still open."""
    a = action.c
    same = (a.case_id == case.id) & (a.stage == stage) & (a.status == OPEN)
    rows_before = before.rows(case, action, stage=stage, status=OPEN)
    if before.first(rows_before):
        case.transaction.connection.execute(delete(action).where(same))
        case.note("actions_replaced", payload={"stage": stage, **rows_before})
    for each in actions:
        add_action(
            case,
            each.text,
            each.due_on,
            owner_id=each.owner_id,
            stage=stage,
            recommendation_number=each.recommendation,
        )


def panel_held(case: CaseRecord, note: str) -> None:
    """The panel that was arranged last has met; who came stands with it."""
    p, connection = panel.c, case.transaction.connection
    query = select(p.id).where(p.case_id == case.id, p.status == "arranged").order_by(p.id.desc()).limit(1)
    panel_id = connection.execute(query).scalar()
    if panel_id is not None:
        case.note("panel_met", payload={"note": note, **before.rows(case, panel)})
        connection.execute(update(panel).where(p.id == panel_id).values(status="held", note=note or None))


def _had(rows_before: Mapping[str, Any], names: tuple[str, ...]) -> list[dict[str, Any]]:
    """What of it the history tells to its readers, by number."""
    there = sorted(before.first(rows_before), key=lambda row: int(row["number"]))
    return [{name: row[name] for name in names} for row in there]


def _replace(case: CaseRecord, table: Table, stage: str, had: Collection[Any], rows: Iterable[dict[str, Any]]) -> None:
    connection = case.transaction.connection
    if had:
        connection.execute(delete(table).where(table.c.case_id == case.id, table.c.stage == stage))
    made = [{"case_id": case.id, "stage": stage, **row} for row in rows]
    if made:
        connection.execute(insert(table), made)


def _rule(case: CaseRecord, table: Table, stage: str, rulings: tuple[RulingOn, ...]) -> None:
    this_one = (table.c.case_id == case.id) & (table.c.stage == stage) & (table.c.number == bindparam("of"))
    rows = [{"of": r.number, "decision": r.ruling.value, "decision_reason": r.reason or None} for r in rulings]
    case.transaction.connection.execute(update(table).where(this_one), rows)


def _said(stage: str, rulings: tuple[RulingOn, ...]) -> dict[str, Any]:
    return {"stage": stage, "rulings": {str(r.number): r.ruling.value for r in rulings}}
