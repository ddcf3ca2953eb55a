"""The migrations make exactly the tables that the code means, on both databases, one step after the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from engine.db import schema
from engine.db.database import Database
from tests.engine.db.drift import drift


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'heard.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres")
    found = Database(str(url))
    yield found
    found.close()


def test_an_empty_database_becomes_what_the_tables_say(database: Database) -> None:
    assert not schema.is_current(database)
    schema.upgrade(database)
    assert schema.is_current(database)
    assert drift(database) == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    schema.upgrade(database)
    schema.upgrade(database)
    assert schema.is_current(database)


def test_the_steps_form_one_line_and_are_numbered_in_order() -> None:
    steps = list(ScriptDirectory(str(schema.STEPS)).walk_revisions())
    assert [step.revision for step in reversed(steps)] == [f"{n:04d}" for n in range(1, len(steps) + 1)]
