"""Flows are tried on both databases, and whatever they did: what open tasks carry of their cases is true afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.office import Office
from tests.copies import astray
from tests.story import Sweeper


@pytest.fixture
def office(either_office: Office) -> Iterator[Office]:
    """An office of the invented council, on SQLite and then on PostgreSQL."""
    yield either_office
    assert astray(either_office) == []


@pytest.fixture
def sweep(office: Office, tmp_path: Path) -> Sweeper:
    """Does what is due when it is called."""
    return Sweeper(office, tmp_path / "mail")
