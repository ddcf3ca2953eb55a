"""Several small reads in one round trip: all that a page or a letter has to know of its case comes in one statement."""

from collections import namedtuple
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import orjson
from sqlalchemy import JSON, Boolean, Connection, Date, Integer, ScalarSelect, Select, String, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Text

from engine.db.columns import UTCDateTime

Rows = Mapping[str, list[Any]]
"""The rows of each read by its name, as named tuples, in the order that the read asks for."""


class Together:
    """Reads that are asked together, made once: `Together(heads=select(...), events=select(...))`.

    Each becomes one column of one row, a JSON list of its rows. They share the parameters that they name. Meant for
    a few rows of each; columns of bytes and of money have no place here.
    """

    def __init__(self, **reads: Select[Any]) -> None:
        self._rows = {name: _rows_of(name, read) for name, read in reads.items()}
        self._statement = select(*(_listed(read) for read in reads.values()))

    def read(self, connection: Connection, parameters: Mapping[str, Any]) -> Rows:
        """Ask for all of them at once."""
        found = connection.execute(self._statement, parameters).one()
        return {name: rows(listed) for (name, rows), listed in zip(self._rows.items(), found, strict=True)}


class _AsList(FunctionElement[str]):
    """The rows of a read as the text of a JSON list of lists; NULL or an empty list where there are none."""

    type = Text()
    name = "as_list"
    inherit_cache = True


@compiles(_AsList, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **how: Any) -> str:
    return f"CAST(json_agg(json_build_array({compiler.process(element.clauses, **how)})) AS TEXT)"


@compiles(_AsList, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **how)}))"


def _listed(read: Select[Any]) -> ScalarSelect[str]:
    rows = read.subquery()
    return select(_AsList(*rows.c)).scalar_subquery()


def _rows_of(name: str, read: Select[Any]) -> Callable[[str | None], list[Any]]:
    """How the rows of a read are made of what the database hands back."""
    columns = list(read.selected_columns)
    made: Any = namedtuple(name, [column.key or "" for column in columns])  # type: ignore[misc]
    readers = [(at, reader) for at, column in enumerate(columns) if (reader := _reader(column.type)) is not None]

    def rows(listed: str | None) -> list[Any]:
        found = orjson.loads(listed) if listed is not None else []
        for row in found:
            for at, reader in readers:
                if row[at] is not None:
                    row[at] = reader(row[at])
        return [made._make(row) for row in found]

    return rows


def _reader(kind: Any) -> Callable[[Any], Any] | None:
    """What turns a value of JSON back into Python's; None where it is that already."""
    for known, reader in _READERS:
        if isinstance(kind, known):
            return reader
    raise TypeError(f"a column of {kind!r} cannot be read together with others")


def _instant(said: str) -> datetime:
    instant = datetime.fromisoformat(said)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def _json(said: Any) -> Any:
    return orjson.loads(said) if isinstance(said, str) else said


_READERS: tuple[tuple[Any, Callable[[Any], Any] | None], ...] = (
    (UTCDateTime, _instant),
    (Date, date.fromisoformat),
    (Boolean, bool),
    (JSON, _json),
    ((Integer, String), None),
)
