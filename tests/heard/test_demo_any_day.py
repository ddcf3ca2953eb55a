"""The demo council can be loaded on any day and at any hour, and never over somebody's records."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from socket import socket

import pytest
import time_machine
from sqlalchemy import func, insert, select

from engine.db import schema
from engine.db.database import Database
from engine.db.tables import case_file, incident, message, person, task
from engine.office import LONDON
from heard import bootstrap, cli, demo
from heard.demo.courses import COURSES
from heard.demo.told import Told, everything
from heard.settings import Settings

DAYS = {
    "a weekday before dawn": datetime(2026, 11, 24, 3, 10, tzinfo=UTC),
    "Good Friday": datetime(2027, 3, 26, 15, 0, tzinfo=UTC),
    "the Sunday on which the clocks go forward": datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
    "the hour that comes twice in autumn": datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    "a summer evening, when it is tomorrow in London": datetime(2027, 7, 5, 23, 30, tzinfo=UTC),
}


def settings_in(folder: Path, **more: str) -> Settings:
    return Settings.from_env({"HEARD_DATA_DIR": str(folder), **more})


NO_BROKER = "redis://127.0.0.1:9/0"
LATELY = (
    "waiting for triage",
    "with the manager",
    "being signed off",
    "being checked",
    "answered",
    "logged late",
    "resumed",
)
OF_EVERYTHING = (
    "panel answered",
    "much beside",
    "ombudsman's remedy",
    "corporate review",
    "compliment shared",
    "corrected",
)
"""Courses that write into nearly every table."""


def told_of(*courses: str) -> tuple[Told, ...]:
    """One representation of each of these courses, the latest of its kind."""
    return tuple(max((t for t in everything() if t.course == course), key=lambda t: t.day) for course in courses)


@pytest.mark.parametrize("moment", DAYS.values(), ids=DAYS.keys())
def test_it_can_be_loaded_on_any_day_at_any_hour(tmp_path: Path, moment: datetime) -> None:
    loads_at(tmp_path, moment, told_of(*LATELY))


def test_it_can_be_loaded_just_after_midnight_on_new_years_day(tmp_path: Path) -> None:
    loads_at(tmp_path, datetime(2027, 1, 1, 0, 5, tzinfo=UTC), told_of(*COURSES))


def loads_at(folder: Path, moment: datetime, story: tuple[Told, ...]) -> None:
    settings = settings_in(folder)
    with time_machine.travel(moment):
        demo.load(settings, lambda _: None, story)
        house = bootstrap.build(settings)
        today, now = house.office.today(), house.office.clock.now()
        house.close()
    assert today == moment.astimezone(LONDON).date()
    assert abs((now - moment).total_seconds()) < 150
    with house.office.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(incident)).scalar_one() == 0
        failed = select(func.count()).where(message.c.status.not_in(("sent", "to_post", "draft")))
        assert connection.execute(failed).scalar_one() == 0
        assert connection.execute(select(func.max(case_file.c.received_on))).scalar_one() <= today
        elements = connection.execute(select(task.c.element).where(task.c.status == "open")).scalars()
        assert {"triage", "respond", "sign_off", "check_and_send"} <= set(elements)
    house.close()


def test_it_can_be_loaded_into_postgresql_and_again_after_it_was_cut_short(tmp_path: Path, postgres: str) -> None:
    settings = settings_in(tmp_path, HEARD_DATABASE_URL=postgres, HEARD_BROKER_URL=NO_BROKER, HEARD_SECRET_KEY="x" * 40)
    with pytest.raises(KeyError):
        demo.load(settings, lambda _: None, (replace(told_of("with the manager")[0], manager="nobody"),))
    of_everything = told_of(*LATELY, *OF_EVERYTHING)
    demo.load(settings, lambda _: None, of_everything)
    database = Database(settings.database_url)
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(case_file)).scalar_one() == len(of_everything)
        assert connection.execute(select(func.count()).select_from(incident)).scalar_one() == 0
    database.close()


def test_on_a_working_day_a_reply_is_due_today_and_on_a_holiday_on_the_next_one(tmp_path: Path) -> None:
    due_next = tuple(t for t in everything() if t.course == "with the manager" and t.day == -10)[:1]
    for moment, expected in (
        (datetime(2026, 11, 24, 12, 0, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 12, 25, 12, 0, tzinfo=UTC), date(2026, 12, 29)),
    ):
        settings = settings_in(tmp_path / moment.date().isoformat())
        with time_machine.travel(moment):
            demo.load(settings, lambda _: None, due_next)
        database = Database(settings.database_url)
        with database.reading() as connection:
            assert connection.execute(select(task.c.due_on).where(task.c.status == "open")).scalar_one() == expected
        database.close()


def test_records_of_another_kind_are_never_touched(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    database = Database(settings.database_url)
    schema.upgrade(database)
    with database.writing() as connection:
        connection.execute(insert(person).values(name="Real Person", email="real@council.example"))
    with pytest.raises(demo.CouncilExists, match="empty database only"):
        demo.load(settings, lambda _: None)
    assert not bootstrap.is_demo(database)
    database.close()


def test_the_command_says_so_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_in(tmp_path)
    database = Database(settings.database_url)
    schema.upgrade(database)
    with database.writing() as connection:
        connection.execute(insert(person).values(name="Real Person", email="real@council.example"))
    database.close()
    monkeypatch.setenv("HEARD_DATA_DIR", str(tmp_path))
    assert cli.main(["demo"]) == 2
    assert "empty database only" in capsys.readouterr().err


def test_a_port_that_is_taken_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    demo.load(settings_in(tmp_path), lambda _: None, ())
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("HEARD_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("HEARD_PORT", str(taken.getsockname()[1]))
        assert cli.main(["run"]) == 2
    assert "HEARD_PORT" in capsys.readouterr().err


def test_a_loading_that_was_cut_short_begins_anew(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    broken = replace(told_of("with the manager")[0], manager="nobody")
    with pytest.raises(KeyError):
        demo.load(settings, lambda _: None, (broken,))
    assert demo.is_called_for(settings)
    demo.load(settings, lambda _: None, told_of("waiting for triage"))
    house = bootstrap.build(settings)
    assert not demo.is_called_for(settings)
    with house.office.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(case_file)).scalar_one() == 1
    house.close()


def test_no_email_of_the_demo_leaves_the_computer(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, HEARD_SMTP_URL="smtp://127.0.0.1:9")
    demo.load(settings, lambda _: None, told_of("with the manager"))
    assert list(settings.mail_dir.glob("*.eml")) != []
    assert "your mail server" in demo.welcome(settings)
