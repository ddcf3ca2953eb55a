"""The tables made and brought up to date: Alembic, told where its steps are and on which connection to run them."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from engine.db.database import Database

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


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(STEPS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config
