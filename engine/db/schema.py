"""The tables made and brought up to date: Alembic, told where its steps are and on which connection to run them."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from engine.db.database import Database
from engine.db.tables import metadata

CASE_WORDS = "case_words"
STEPS = Path(__file__).parent / "migrations"


def upgrade(database: Database) -> None:
    """Bring the database to the newest revision; nothing happens where it is there already."""
    with database.writing() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(database: Database) -> bool:
    """Whether the database is at the newest revision."""
    with database.reading() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    return present == ScriptDirectory.from_config(_config()).get_current_head()


def drift(database: Database) -> list[object]:
    """How the database differs from `tables.py`; empty when the migrations are complete."""
    with database.reading() as connection:
        options = {"compare_type": False, "compare_server_default": False, "include_object": _is_ours}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def _is_ours(_: Any, name: str | None, *__: Any) -> bool:
    """Not what SQLite's search of words keeps beside `case_search`, nor the index that PostgreSQL has in its place."""
    return not str(name).startswith(CASE_WORDS) and name != "ix_case_search_words"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(STEPS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config
