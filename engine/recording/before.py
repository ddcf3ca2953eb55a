"""What stood on record before a page wrote over it: kept in the history, and brought back where the page is undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, delete, insert, select, update

from engine.db.columns import UTCDateTime
from engine.db.tables import action, case_file, finding, head, panel, recommendation, remedy, unavailable
from engine.recording.promises import DROPPED, OPEN

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord

ROWS = "rows_before"
"""Where an entry of the history keeps them: for each table its scope and its rows."""
PEOPLE = "people_before"
"""Where the entry of a relation keeps who had the part before."""

_TABLES: Mapping[str, Table] = {t.name: t for t in (head, finding, recommendation, remedy, action, panel, unavailable)}

Scope = Mapping[str, Any]
"""Which rows of a case are meant: columns with the value that they have; None stands for empty."""


def rows(case: CaseRecord, *tables: Table, **scope: Any) -> dict[str, Any]:
    """What is there now, for the payload of the entry that says what is written in its place."""
    return {ROWS: [{"table": t.name, "scope": scope, "rows": _read(case, t, scope)} for t in tables]}


def first(kept: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows that `rows` found in the first of the tables."""
    found: list[dict[str, Any]] = kept[ROWS][0]["rows"]
    return found


def bring_back(case: CaseRecord, kept: Sequence[Mapping[str, Any]], written_at: datetime, reason: str) -> None:
    """Put rows back as one entry kept them, in place of those that were written at that moment."""
    for each in kept:
        table = _TABLES[each["table"]]
        there = [_typed(table, row) for row in each["rows"]]
        if table is action:
            drop_actions(case, written_at, reason)
        else:
            case.transaction.connection.execute(delete(table).where(_scoped(case, table, each["scope"])))
        _put(case, table, there)


def bring_back_fields(case: CaseRecord, before: Scope, after: Scope) -> tuple[str, ...]:
    """Set fields of the case back; returns the names of those that somebody has changed again since."""
    was, became = _typed(case_file, before), _typed(case_file, after)
    changed_since = tuple(name for name in became if case.value(name) != became[name])
    case.set(**{name: value for name, value in was.items() if name not in changed_since})
    return changed_since


def drop_actions(case: CaseRecord, written_at: datetime, reason: str) -> None:
    """What was promised at that moment is promised no more; it stays on record, with why."""
    a, today = action.c, case.transaction.today
    promised = (a.case_id == case.id) & (a.created_at == written_at) & (a.status == OPEN)
    values = {"status": DROPPED, "ended_on": today, "evidence": f"The task that promised it was undone: {reason}"}
    connection = case.transaction.connection
    for row in connection.execute(select(a.id, a.text).where(promised).order_by(a.id)).all():
        case.note("action_dropped", payload={"action": row.id, "text": row.text, "reason": reason})
    connection.execute(update(action).where(promised).values(values))


def _read(case: CaseRecord, table: Table, scope: Scope) -> list[dict[str, Any]]:
    empty = frozenset(name for name, value in scope.items() if value is None)
    named = frozenset(scope) - empty
    given = {f"of_{name}": scope[name] for name in named}
    rows = case.transaction.connection.execute(_query(table, named, empty), {"of_case_id": case.id, **given})
    return [{str(name): value for name, value in row._mapping.items()} for row in rows]


@cache
def _query(table: Table, named: frozenset[str], empty: frozenset[str]) -> Select[Any]:
    """Rows of a case by the columns that have a value and those that are empty; made once of each kind."""
    given = (table.c[name] == bindparam(f"of_{name}") for name in ("case_id", *sorted(named)))
    query = select(table).where(*given, *(table.c[name].is_(None) for name in sorted(empty)))
    return query.order_by(*table.primary_key.columns)


def _put(case: CaseRecord, table: Table, kept: list[dict[str, Any]]) -> None:
    """All that is not there under the same key by now: a payment may have taken the place of what was offered.

    A promise that was dropped keeps its number; the one that stood before it comes back under a new one.
    """
    keys = [column.name for column in table.primary_key.columns]
    there = {tuple(row[key] for key in keys) for row in _read(case, table, {})}
    for row in kept:
        taken = tuple(row[key] for key in keys) in there
        if not taken or table is action:
            again = {name: value for name, value in row.items() if not (taken and name == "id")}
            case.transaction.connection.execute(insert(table), again)


def _scoped(case: CaseRecord, table: Table, scope: Scope) -> ColumnElement[bool]:
    named = (table.c[name].is_(None) if value is None else table.c[name] == value for name, value in scope.items())
    return and_(table.c.case_id == case.id, *named)


def _typed(table: Table, kept: Scope) -> dict[str, Any]:
    """What the history keeps as text, as the table knows it."""
    return {name: _value(table, name, value) for name, value in kept.items()}


def _value(table: Table, name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if isinstance(table.c[name].type, UTCDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if table.c[name].type.python_type is date else value
