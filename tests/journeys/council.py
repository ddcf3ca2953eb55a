"""The council of the demo before its first complaint, in a SQLite file: its people are there, and its clock is set."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from engine.db import schema
from engine.db.database import Database
from engine.db.tables import setting
from engine.flows import demo_clock
from engine.office import LONDON
from heard import bootstrap, demo, installation
from heard.bootstrap import DEMO
from heard.demo import people
from heard.settings import Settings

BEGINNING = datetime(2026, 10, 5, 9, 30, tzinfo=LONDON)
"""A Monday in a month without bank holidays."""


def settings_for(folder: Path, **more: str) -> Settings:
    """Settings of a house that keeps everything in this folder, looking every second for what is due."""
    given = {"HEARD_DATA_DIR": str(folder), "HEARD_SWEEP_SECONDS": "1", "HEARD_SECRET_KEY": "only for journeys " * 2}
    return Settings.from_env({**given, **more})


def furnish(folder: Path) -> None:
    """Make the council in this folder."""
    settings = settings_for(folder)
    database = Database(settings.database_url)
    schema.upgrade(database)
    with database.writing() as connection:
        connection.execute(insert(setting).values(name=DEMO, value="loaded"))
    database.close()
    house = bootstrap.build(settings)
    demo_clock.advance(house.office, BEGINNING)
    installation.prepare(house.office, demo.DRAFTS)
    people.move_in(house.office, BEGINNING.date() - timedelta(days=3 * 365))
    house.close()


def copy(furnished: Path, folder: Path, now: datetime = BEGINNING) -> None:
    """A council of one's own, in which it is `now`."""
    shutil.copy(furnished / "heard.db", folder / "heard.db")
    house = bootstrap.build(settings_for(folder))
    demo_clock.advance(house.office, now)
    house.close()
