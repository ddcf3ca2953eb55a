"""How a database differs from what the code means by it."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from engine.db.database import Database
from engine.db.tables import metadata

CASE_WORDS = "case_words"


def drift(database: Database) -> list[object]:
    """How the database differs from `tables.py`; empty when the migrations are complete."""
    with database.reading() as connection:
        options = {"compare_type": False, "compare_server_default": False, "include_object": _is_ours}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def _is_ours(_: Any, name: str | None, *__: Any) -> bool:
    """Not what SQLite's search of words keeps beside `case_search`, nor the index that PostgreSQL has in its place."""
    return not str(name).startswith(CASE_WORDS) and name != "ix_case_search_words"
