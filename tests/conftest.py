"""What every test may ask for: real parts (a database, a queue, a mail server, a browser), started once and quickly."""

import pytest
from hypothesis import settings

pytest_plugins = [
    "tests.parts.once",
    "tests.parts.ports",
    "tests.parts.databases",
    "tests.parts.queue",
    "tests.parts.post",
    "tests.parts.notify",
    "tests.parts.browser",
    "tests.parts.templates",
    "tests.council",
]

# Two cores are shared with a database and a browser: an example may take its time, and every run tries the same ones.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

LONGEST = (
    "storm/",
    "journeys/test_accessibility",
    "heard/test_demo",
    "engine/flows/test_whatever_happens",
    "journeys/test_an_",
    "web/test_every_door",
    "journeys/",
    "engine/procedures/test_layout",
    "bench",
    "modes/",
    "cases/",
)
"""Beginnings of the files that take longest by far, the longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take minutes begin first: of two workers one would wait for the other that began one last."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    name = item.nodeid.removeprefix("tests/")
    return next((place for place, beginning in enumerate(LONGEST) if name.startswith(beginning)), len(LONGEST))
