"""The demo council with its whole story, told once for all tests that look at it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest
import time_machine

from heard import bootstrap, demo
from heard.bootstrap import House
from heard.settings import Settings
from tests.parts.once import Once

A_MONDAY = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
LOADING = timedelta(minutes=10)
"""Longer than it takes: what was written last is not written in the future of who looks at it."""


def settings_in(folder: Path) -> Settings:
    """Settings of a house that keeps everything in this folder."""
    return Settings.from_env({"HEARD_DATA_DIR": str(folder)})


def quietly(text: str) -> None:
    """Where the loading's progress goes."""


@pytest.fixture(scope="module")
def house(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The whole demo council, loaded on a working day before noon."""
    folder = copytree(once("demo", _tell), tmp_path_factory.mktemp("demo"), dirs_exist_ok=True)
    with time_machine.travel(A_MONDAY + LOADING):
        made = bootstrap.build(settings_in(folder))
        yield made
        made.close()


def _tell(folder: Path) -> None:
    with time_machine.travel(A_MONDAY):
        demo.load(settings_in(folder), quietly)
