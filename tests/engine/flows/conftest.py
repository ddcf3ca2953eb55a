"""Flows are tried on both databases."""

from pathlib import Path

import pytest

from engine.office import Office
from tests.story import Sweeper


@pytest.fixture
def office(either_office: Office) -> Office:
    """An office of the invented council, on SQLite and then on PostgreSQL."""
    return either_office


@pytest.fixture
def sweep(office: Office, tmp_path: Path) -> Sweeper:
    """Does what is due when it is called."""
    return Sweeper(office, tmp_path / "mail")
