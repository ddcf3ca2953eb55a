"""What one look at a list costs PostgreSQL: every statement that the page sends, explained with its buffers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from engine.db.database import Database
from tests.bench.statements import Asked, listening


@dataclass(frozen=True)
class Cost:
    """One statement: the pages that it read, found in memory or not, and how it went about it."""

    statement: str
    buffers: int
    plan: str


@dataclass(frozen=True)
class Looked:
    """One look: what it found, and what each statement cost."""

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
            wanted = f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {statement}"
            plan = connection.exec_driver_sql(wanted, parameters).scalar_one()[0]["Plan"]
            if "set_config" in statement:  # it says how those after it are carried out
                connection.exec_driver_sql(statement, parameters)
            yield Cost(statement, plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], "\n".join(_lines(plan)))


def _lines(node: dict[str, Any], depth: int = 0) -> Iterator[str]:
    """A plan as an outline: what is done, on what, how many rows, how many buffers."""
    on = node.get("Index Name") or node.get("Relation Name") or node.get("CTE Name") or ""
    buffers = node["Shared Hit Blocks"] + node["Shared Read Blocks"]
    rows = f"{node['Actual Rows']:g} rows x {node['Actual Loops']:g}"
    yield f"{'  ' * depth}{node['Node Type']} {on}: {rows}, {buffers} buffers"
    for inner in node.get("Plans", ()):
        if inner["Actual Loops"]:
            yield from _lines(inner, depth + 1)
