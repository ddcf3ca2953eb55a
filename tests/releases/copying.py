"""What a release left on SQLite, in the tables that the same release had on PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from alembic import command
from sqlalchemy import MetaData, insert, select, text

from engine.db import schema
from engine.db.database import Database

OF_SQLITE = "case_words"
"""How the names begin of what only SQLite needs to find words."""


def copy(kept: Database, fresh: Database, revision: str) -> None:
    """Make the tables of `revision` in an empty PostgreSQL and fill them with what SQLite has."""
    with fresh.writing() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    before, after = MetaData(), MetaData()
    before.reflect(kept.engine)
    after.reflect(fresh.engine)
    with kept.reading() as source, fresh.writing() as target:
        target.execute(text("SET LOCAL session_replication_role = replica"))
        counted = _counted(target)
        for table in after.sorted_tables:
            if table.name == "alembic_version" or table.name.startswith(OF_SQLITE):
                continue
            found = source.execute(select(before.tables[table.name])).mappings().all()
            if found:
                target.execute(insert(table), [{name: _aware(value) for name, value in row.items()} for row in found])
            if table.name in counted:
                last = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}"
                target.execute(text(last))


def _counted(connection: Any) -> set[str]:
    """Tables that count their own keys."""
    query = "SELECT table_name FROM information_schema.columns WHERE column_name = 'id' AND column_default IS NOT NULL"
    return set(connection.execute(text(query)).scalars())


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
