"""The reports that go out with an answer: what the independent person wrote, and what a panel wrote."""

from typing import Any

from sqlalchemy import Connection, select

from engine.db.tables import task

_WATCHED, _ANSWER = "independent_report", "stage_2_response"
_PANEL = "panel_report"


def of_letter(connection: Connection, case_id: int, template: str | None) -> dict[str, Any]:
    """The words of the reports that this letter carries in full, as `letter_facts` names them; empty for others."""
    name = (template or "").removesuffix("_child")
    if name == _ANSWER:
        said = _said_last(connection, case_id, _WATCHED)
        return {"independent_fair": said.get("fair"), "independent_report": said.get("report")}
    if name == _PANEL:
        return {_PANEL: _said_last(connection, case_id, _PANEL).get(_PANEL)}
    return {}


def _said_last(connection: Connection, case_id: int, element: str) -> dict[str, Any]:
    """What was answered on a step of the case the last time that it was finished."""
    t = task.c
    query = select(t.answers).where(t.case_id == case_id, t.element == element, t.status == "completed")
    last = query.order_by(t.ended_at.desc(), t.id.desc()).limit(1)
    return dict(connection.execute(last).scalar() or {})
