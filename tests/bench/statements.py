"""What the database is asked to do: each statement and each commit, counted, and the writes kept for the floor."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import ExecuteStyle

Write = tuple[str, Any, bool]
"""A statement, its parameters, and whether the parameters are many rows."""

WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Asked:
    """Everything that was sent to the database while somebody listened."""

    statements: list[Write] = field(default_factory=list)
    commits: int = 0

    @property
    def count(self) -> int:
        """Statements as the database executes them: one for each row where the driver repeats a statement."""
        return sum(len(parameters) if many else 1 for _, parameters, many in self.statements)

    @property
    def writes(self) -> list[Write]:
        """Those that change rows."""
        return [asked for asked in self.statements if asked[0].lstrip().upper().startswith(WRITES)]


@contextmanager
def listening(engine: Engine) -> Iterator[Asked]:
    """Hear what is asked within the block."""
    asked = Asked()

    def heard(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: Any) -> None:
        if not statement.startswith("BEGIN"):
            many = context.execute_style is ExecuteStyle.EXECUTEMANY
            asked.statements.append((statement, parameters, many))

    def committed(connection: Any) -> None:
        asked.commits += 1

    ears: tuple[tuple[str, Callable[..., None]], ...] = (("before_cursor_execute", heard), ("commit", committed))
    for name, ear in ears:
        event.listen(engine, name, ear)
    try:
        yield asked
    finally:
        for name, ear in ears:
            event.remove(engine, name, ear)
