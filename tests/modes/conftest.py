"""The house in its distributed form, nothing of it started yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.modes.running import Distributed, furnish_demo
from tests.parts.databases import PostgresServer
from tests.parts.ports import find_free_port
from tests.parts.post import Postbox


@pytest.fixture
def distributed(postgres_server: PostgresServer, tmp_path: Path, smtp_server: Postbox) -> Iterator[Distributed]:
    """PostgreSQL, a broker and a mail server; worker and beat start when the test says so."""
    with postgres_server.copy_of(furnish_demo) as url:
        running = Distributed(tmp_path, url, find_free_port(), smtp_server.url)
        yield running
        running.close()
