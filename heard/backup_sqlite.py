"""A SQLite database copied while it is at work, and put back in one move."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, make_url

from engine.db.database import Database
from engine.errors import HeardError

Count = Callable[[Connection], dict[str, int]]
BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a file while somebody has it open."""


class SomebodyAtWork(HeardError):
    """{path} is open in another program. Stop Heard first, then restore: nothing was changed."""


class CopyBroken(HeardError):
    """The copy of the database is not sound ({why}): look at the disk, and at the database with `heard doctor`."""


@dataclass(frozen=True)
class Place:
    """Where a copy is made ready before it takes the database's place."""

    path: Path
    target: Path

    @property
    def url(self) -> str:
        """The copy's address."""
        return f"sqlite:///{self.path}"

    def put(self) -> Path | None:
        """Put the copy where the database belongs, in one move; returns where the one before has been kept."""
        kept = None
        if self.target.exists():
            _alone(self.target)
            kept = self.target.with_name(f"{self.target.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S}Z")
            self.target.rename(kept)
        os.replace(self.path, self.target)
        return kept


def copy(database: Database, folder: Path, count: Count) -> tuple[Path, dict[str, int]]:
    """The database as it is at one moment, with the tables by which words are found; and what is in the copy."""
    file = folder / "heard.db"
    with (
        closing(sqlite3.connect(str(database.url.database))) as source,
        closing(sqlite3.connect(str(file))) as target,
    ):
        source.backup(target)
        # One file without anything beside it, which can be put on a tape or a stick.
        target.execute("PRAGMA journal_mode=DELETE")
        found = target.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise CopyBroken(why=found)
    copied = Database(f"sqlite:///{file}")
    try:
        with copied.reading() as connection:
            counts = count(connection)
    finally:
        copied.close()
    _on_the_disk(file)
    return file, counts


@contextmanager
def aside(url: str, file: Path) -> Iterator[Place]:
    """A copy of the backup beside the database's place. It is gone afterwards, unless it was put there."""
    target = Path(make_url(url).database or "")
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        _alone(target)
    place = Place(target.with_name(f"{target.name}.restoring"), target)
    shutil.copyfile(file, place.path)
    place.path.chmod(0o600)
    try:
        yield place
    finally:
        for left in (place.path, *_beside(place.path)):
            left.unlink(missing_ok=True)


def _alone(path: Path) -> None:
    """Raise `SomebodyAtWork` where another program has the file open; what is beside it goes into it."""
    with closing(sqlite3.connect(str(path), timeout=0.2, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError as busy:
            raise SomebodyAtWork(path=path) from busy
        except sqlite3.DatabaseError:
            return  # it is broken, which is why somebody restores
    for left in _beside(path):
        left.unlink(missing_ok=True)


def _beside(path: Path) -> Iterator[Path]:
    yield from (path.with_name(path.name + ending) for ending in BESIDE)


def _on_the_disk(file: Path) -> None:
    for path in (file, file.parent):
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
    file.chmod(0o600)
