"""A PostgreSQL database dumped as it is at one moment, and brought back into an empty one."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import URL, Connection, make_url, text

from engine.db.database import Database
from engine.errors import HeardError

Count = Callable[[Connection], dict[str, int]]
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"


class NoProgram(HeardError):
    """{name} is not on the PATH: install PostgreSQL's client programs, of the server's version or newer."""


class ProgramFailed(HeardError):
    """{name} gave up: {why}"""


class SomebodyAtWork(HeardError):
    """{count} other connections are open to this database. Stop web, worker and beat first: nothing was changed."""


class NotEmpty(HeardError):
    """This database is not empty. Make a new one with createdb, and let HEARD_DATABASE_URL name it."""


def dump(database: Database, folder: Path, count: Count) -> tuple[Path, dict[str, int]]:
    """Dump what one snapshot sees, and count in the same snapshot. Needs pg_dump."""
    file = folder / "heard.dump"
    engine = database.engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        file.touch(mode=0o600)
        form = ("--format=custom", "--no-owner", "--no-privileges")
        _run(database.url, "pg_dump", *form, f"--snapshot={snapshot}", f"--file={file}")
        return file, count(connection)


def bring_back(url: str, file: Path) -> None:
    """Restore into the database of this address, which is empty and which nobody else has open. Needs pg_restore."""
    database = Database(url)
    try:
        with database.reading() as connection:
            others = connection.execute(text(OTHERS)).scalar_one()
            if others:
                raise SomebodyAtWork(count=others)
            if connection.execute(text(TABLES)).scalar_one():
                raise NotEmpty()
    finally:
        database.close()
    form = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
    _run(make_url(url), "pg_restore", *form, f"--dbname={make_url(url).database}", str(file))
    _look_over(url)


def _look_over(url: str) -> None:
    """What the planner knows of the tables is not in a dump: without it an inbox takes a hundred times as long."""
    database = Database(url)
    try:
        with database.writing() as connection:
            connection.execute(text("ANALYZE"))
    finally:
        database.close()


def _run(url: URL, name: str, *arguments: str) -> None:
    program = shutil.which(name)
    if program is None:
        raise NoProgram(name=name)
    # By the environment, for everybody on the machine can read the arguments of a program.
    environment = {**os.environ, **dict(_address(url))}
    done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise ProgramFailed(name=name, why=(done.stderr.strip().splitlines() or ["no reason given"])[0])


def _address(url: URL) -> Iterator[tuple[str, str]]:
    """The database's address as PostgreSQL's programs read it from their environment."""
    query = {name: value if isinstance(value, str) else value[-1] for name, value in url.query.items()}
    given = {
        "PGHOST": query.get("host") or url.host,
        "PGPORT": query.get("port") or (str(url.port) if url.port else None),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": query.get("sslmode"),
        "PGSSLROOTCERT": query.get("sslrootcert"),
    }
    yield from ((name, value) for name, value in given.items() if value)
