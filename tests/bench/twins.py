"""A council's database and a copy of it: what the house does to the first is written, bare, to the second."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engine.db.database import Database
from tests.bench.journey import RECEIVED_AT, Council, staff
from tests.bench.statements import Write
from tests.council import StandingClock, open_office
from tests.parts.databases import own_server

DURABLE = ("fsync = on", "synchronous_commit = on", "full_page_writes = on")


@dataclass(frozen=True)
class Twins:
    """One council, and a driver's own connection to the copy of its database."""

    database: str
    council: Council
    copy: Any
    begin: str | None

    def write(self, writes: Sequence[Write]) -> None:
        """The bare transaction: the same rows, one commit, nothing read and nothing thought about."""
        cursor = self.copy.cursor()
        if self.begin is not None:
            cursor.execute(self.begin)
        for statement, parameters, many in writes:
            (cursor.executemany if many else cursor.execute)(statement, parameters)
            if cursor.description is not None and not many:
                cursor.fetchall()  # what comes back is fetched on both sides
        self.copy.commit()

    def rows(self, table: str) -> tuple[int, int]:
        """How many rows a table has here and in the copy: the same, or the floor has not written what we wrote."""
        query = f"SELECT count(*) FROM {table}"
        with self.council.office.database.reading() as connection:
            here = connection.exec_driver_sql(query).scalar_one()
        there = self.copy.cursor().execute(query).fetchone()[0]
        self.copy.commit()
        return here, there


@contextmanager
def on_postgresql() -> Iterator[Twins]:
    """Twins on PostgreSQL, each commit waiting for the disk."""
    with own_server(DURABLE) as server, server.database() as url:
        council = _council(url)
        council.office.database.close()
        with (
            server.database(template=str(council.office.database.url.database)) as other,
            _paired("PostgreSQL", council, other, begin=None) as twins,
        ):
            yield twins


@contextmanager
def on_sqlite() -> Iterator[Twins]:
    """Twins on SQLite with `synchronous=FULL`."""
    with TemporaryDirectory(prefix="heard-bench-") as folder:
        first, second = Path(folder) / "first.db", Path(folder) / "second.db"
        council = _council(f"sqlite:///{first}")
        council.office.database.close()
        shutil.copy(first, second)
        with _paired("SQLite", council, f"sqlite:///{second}", begin="BEGIN IMMEDIATE") as twins:
            yield twins


def _council(url: str) -> Council:
    clock = StandingClock(RECEIVED_AT)
    return staff(open_office(url, clock), clock)


@contextmanager
def _paired(name: str, council: Council, copy_url: str, begin: str | None) -> Iterator[Twins]:
    other = Database(copy_url)
    copy = other.engine.raw_connection()
    try:
        yield Twins(name, council, copy, begin)
    finally:
        copy.close()
        other.close()
        council.office.database.close()
