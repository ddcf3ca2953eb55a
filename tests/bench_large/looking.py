"""What a look at a list, or a piece of work, costs PostgreSQL: every statement of it, explained with its buffers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine.interfaces import ExecuteStyle

from engine.db.database import Database
from tests.bench.statements import Asked, listening

EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON)"


@dataclass(frozen=True)
class Cost:
    """One statement: the pages that it read, found in memory or not, and how it went about it."""

    statement: str
    buffers: int
    plan: str


@dataclass(frozen=True)
class Looked:
    """One look or piece of work: what it found or did, and what each statement cost."""

    found: int
    costs: tuple[Cost, ...]

    @property
    def buffers(self) -> int:
        """All statements together."""
        return sum(each.buffers for each in self.costs)


def look(database: Database, at: Callable[[], int]) -> Looked:
    """Look once, hear what is asked, and have each statement explained."""
    with listening(database.engine) as asked:
        found = at()
    return Looked(found, tuple(_explained(database, asked)))


def _explained(database: Database, asked: Asked) -> Iterator[Cost]:
    with database.engine.connect() as connection:
        for statement, parameters, _ in asked.statements:
            plan = connection.exec_driver_sql(f"{EXPLAIN} {statement}", parameters).scalar_one()[0]["Plan"]
            if "set_config" in statement:  # it says how those after it are carried out
                connection.exec_driver_sql(statement, parameters)
            yield _cost(statement, plan)


def witness(database: Database, deed: Callable[[], int]) -> Looked:
    """Do something that writes. Each statement is explained just before it is sent, and what explaining did undone.

    To explain a statement is to carry it out; afterwards the database would not be any more as the statement found it.
    """
    costs: list[Cost] = []

    def explain(connection: Any, _: Any, statement: str, parameters: Any, context: Any, __: Any) -> None:
        with connection.connection.cursor() as cursor:
            sets = parameters if context.execute_style is ExecuteStyle.EXECUTEMANY else (parameters,)
            costs.extend(_cost(statement, _undone(cursor, statement, each)) for each in sets)

    event.listen(database.engine, "before_cursor_execute", explain)
    try:
        return Looked(deed(), tuple(costs))
    finally:
        event.remove(database.engine, "before_cursor_execute", explain)


def _undone(cursor: Any, statement: str, parameters: Sequence[Any]) -> dict[str, Any]:
    cursor.execute("SAVEPOINT looking")
    plan: dict[str, Any] = cursor.execute(f"{EXPLAIN} {statement}", parameters).fetchone()[0][0]["Plan"]
    cursor.execute("ROLLBACK TO SAVEPOINT looking")
    return plan


def _cost(statement: str, plan: dict[str, Any]) -> Cost:
    return Cost(statement, plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], "\n".join(_lines(plan)))


def _lines(node: dict[str, Any], depth: int = 0) -> Iterator[str]:
    """A plan as an outline: what is done, on what, how many rows, how many buffers."""
    on = node.get("Index Name") or node.get("Relation Name") or node.get("CTE Name") or ""
    buffers = node["Shared Hit Blocks"] + node["Shared Read Blocks"]
    rows = f"{node['Actual Rows']:g} rows x {node['Actual Loops']:g}"
    yield f"{'  ' * depth}{node['Node Type']} {on}: {rows}, {buffers} buffers"
    for inner in node.get("Plans", ()):
        if inner["Actual Loops"]:
            yield from _lines(inner, depth + 1)
