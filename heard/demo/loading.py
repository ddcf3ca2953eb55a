"""The demo council brought into an empty database, once."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import event, func, insert, select, update

from engine.db import schema
from engine.db.database import Database
from engine.db.tables import case_file, metadata, person, setting
from engine.errors import HeardError
from engine.flows import demo_clock
from engine.office import LONDON, Office, SystemClock
from engine.recording.timing import morning_of
from heard import bootstrap, installation
from heard.bootstrap import DEMO
from heard.demo import desk, people, story, told
from heard.demo.told import Told
from heard.settings import Settings

DRAFTS = frozenset({"statutory_complaint/2015-09-01"})
"""Left as drafts, so that the version with sign-off is in force and there is a change to publish."""

BEFORE = 150
"""Days before today on which the council took up Heard."""
LOADING, LOADED = "loading", "loaded"
Say = Callable[[str], None]


class CouncilExists(HeardError):
    """The demo council is loaded into an empty database only, and this one holds records already."""


def is_called_for(settings: Settings) -> bool:
    """Whether `heard run` brings in the demo council unasked.

    Only where one process is being tried on a SQLite file in which there is nothing at all, and where an earlier
    loading was cut short. A database that somebody has migrated is meant for earnest, also while nobody is in it.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with closing(Database(settings.database_url)) as database:
        if not bootstrap.has_tables(database):
            return database.is_sqlite and not settings.is_distributed
        return _progress(database) == LOADING


def load(settings: Settings, say: Say, representations: Sequence[Told] | None = None) -> None:
    """Bring in the demo council; a database that has it already is left as it is.

    Raises `CouncilExists` where there are records of another kind. No email leaves the computer, whatever the settings.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with closing(Database(settings.database_url)) as database:
        schema.upgrade(database)
        progress = _progress(database)
        if progress == LOADED:
            say("The demo council is already there; its data stays as it is.")
            return
        if progress is None and not _nobody_is_here(database):
            raise CouncilExists()
        say("Loading the demo council: three months of invented work. This takes one minute to three.")
        _begin(database)
    _fill(settings, told.everything() if representations is None else representations)
    say("The demo council is there.")


def _begin(database: Database) -> None:
    """Mark the database as a demonstration, for good. What a loading that was cut short has left is thrown away."""
    if _progress(database) == LOADING:
        with database.writing() as connection:
            metadata.drop_all(connection)
            connection.exec_driver_sql("DROP TABLE alembic_version")
        schema.upgrade(database)
    with database.writing() as connection:
        connection.execute(insert(setting).values(name=DEMO, value=LOADING))


def _fill(settings: Settings, representations: Sequence[Told]) -> None:
    """Everything happens in this process, at the clock's pace; other processes are to be started afterwards."""
    house = bootstrap.build(replace(settings, smtp_url="", notify=None, broker_url=""))
    try:
        _hurry(house.office.database)
        today = SystemClock().now().astimezone(LONDON).date()
        _open_the_doors(house.office, today)
        story.play(house, desk.sit_down(house.office, today), representations)
        with house.office.database.writing() as connection:
            connection.execute(update(setting).where(setting.c.name == DEMO).values(value=LOADED))
    finally:
        house.close()


def _open_the_doors(office: Office, today: date) -> None:
    """Everything that was there before the first complaint: tables, calendar, procedures, people."""
    demo_clock.advance(office, morning_of(today - timedelta(days=BEFORE)))
    installation.prepare(office, DRAFTS)
    people.move_in(office, today - timedelta(days=3 * 365))


def _hurry(database: Database) -> None:
    """Don't wait for the disk after each of thousands of commits: a loading that is cut short starts anew."""
    if not database.is_sqlite:
        return

    @event.listens_for(database.engine, "connect")
    def _carelessly(connection: Any, record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    database.close()


def _progress(database: Database) -> str | None:
    """How far a loading has come; None where the database is no demonstration."""
    with database.reading() as connection:
        return connection.execute(select(setting.c.value).where(setting.c.name == DEMO)).scalar()


def _nobody_is_here(database: Database) -> bool:
    with database.reading() as connection:
        return not any(
            connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (person, case_file)
        )
