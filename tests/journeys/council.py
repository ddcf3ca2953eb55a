"""Councils to visit, each in a SQLite file: that of the demo before its first complaint, and with its story told."""

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import time_machine
from sqlalchemy import insert, select, update

from engine.db import schema
from engine.db.database import Database
from engine.db.tables import incident, job, setting
from engine.flows import demo_clock
from engine.office import LONDON
from heard import bootstrap, demo, installation
from heard.bootstrap import DEMO
from heard.demo import people
from heard.demo.told import Told
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
    set_clock(folder, now)


def tell(folder: Path, story: Sequence[Told] | None = None) -> None:
    """Make a council in this folder in which the demo's story has been told, or a part of it, up to `BEGINNING`."""
    with time_machine.travel(BEGINNING, tick=True):
        demo.load(settings_for(folder), lambda words: None, story)
    set_clock(folder, BEGINNING)
    fail_two_deliveries(folder)


def fail_two_deliveries(folder: Path) -> None:
    """Say of two emails that they could not be delivered; one of these incidents has been dismissed."""
    database = Database(settings_for(folder).database_url)
    cause = "MailRefused: The mail server refused the message for good (code 550)."
    with database.writing() as connection:
        delivered = select(job.c.id, job.c.case_id).where(job.c.kind == "deliver", job.c.case_id.is_not(None))
        ids = connection.execute(delivered.order_by(job.c.id.desc()).limit(2)).scalars().all()
        connection.execute(update(job).where(job.c.id.in_(ids)).values(status="incident", last_error=cause))
        stuck = {"cause": cause, "raised_at": BEGINNING - timedelta(hours=16), "status": "open"}
        ended = {"status": "dismissed", "ended_at": BEGINNING, "ended_by": 1, "reason": "Told by telephone instead."}
        connection.execute(insert(incident).values({**stuck, "job_id": ids[0]}))
        connection.execute(insert(incident).values({**stuck, **ended, "job_id": ids[1]}))
    database.close()


def set_clock(folder: Path, now: datetime) -> None:
    """Say what time it is at the council in this folder."""
    house = bootstrap.build(settings_for(folder))
    demo_clock.advance(house.office, now)
    house.close()
