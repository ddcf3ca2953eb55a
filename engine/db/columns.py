"""Column types whose meaning must be the same on both databases."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine


class UTCDateTime(TypeDecorator[datetime]):
    """An aware instant in UTC. SQLite would hand back naive ones, and accept them."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone was about to be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        instant: datetime = value
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


class SearchWords(TypeDecorator[frozenset[str]]):
    """The words of a case, each of letters and digits only: a list of lexemes on PostgreSQL, a line on SQLite.

    They are handed over as they are: no parser takes them apart and no list of stop words drops any, so that a child
    called Will is found.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = TSVECTOR() if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: frozenset[str] | None, dialect: Dialect) -> Any:
        words = sorted(value or ())
        return " ".join(f"'{word}'" for word in words) if dialect.name == "postgresql" else " ".join(words)

    def process_result_value(self, value: Any, dialect: Dialect) -> frozenset[str]:
        return frozenset(str(value or "").replace("'", " ").split())
