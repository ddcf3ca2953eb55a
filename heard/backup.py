"""A backup of the database, and bringing it back: whole, checked, and without a letter that goes out twice.

The database is everything: cases, documents, letters as they were sent, history, jobs and state. What signs the
sessions is not in it (whoever finds a backup could sign in as anybody): after a restore on a new machine everybody
signs in again. Files of the file mailer are not in it either: each stands in the database as it was sent.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, func, select

from engine.db import schema
from engine.db.database import Database
from engine.db.tables import case_file, document_version, history, incident, job, message, person, task
from engine.errors import HeardError
from engine.flows import uncertain
from heard import backup_postgresql, backup_sqlite, bootstrap
from heard.settings import Settings

MANIFEST = "manifest.json"
COUNTED = (case_file, task, history, message, document_version, job, incident, person)
"""What is counted when a backup is made and again when it has been brought back."""


class NotABackup(HeardError):
    """{folder} is not a backup that can be brought back: {why}."""


class NothingToBackUp(HeardError):
    """There are no tables of Heard in this database: there is nothing to back up."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    heard: str
    database: str
    """sqlite or postgresql: a backup goes back into the same kind."""
    taken_at: str
    file: str
    sha256: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Restored:
    """What came of a restore."""

    manifest: Manifest
    uncertain: int
    """Letters of which nobody knows whether they have gone out."""
    before: Path | None
    """Where the SQLite file that was there before has been put."""


def back_up(settings: Settings, folder: Path) -> Path:
    """Make a backup in a new folder below this one, readable by its owner alone, and return it. Nobody has to stop."""
    taken_at = datetime.now(UTC)
    made = folder / f"heard-{taken_at:%Y%m%dT%H%M%S}Z"
    database = Database(settings.database_url)
    try:
        missing = database.is_sqlite and not Path(database.url.database or "").exists()
        if missing or not bootstrap.has_tables(database):
            raise NothingToBackUp()
        made.mkdir(parents=True, mode=0o700)
        kind, make = ("sqlite", backup_sqlite.copy) if database.is_sqlite else ("postgresql", backup_postgresql.dump)
        file, counts = make(database, made, counted)
    finally:
        database.close()
    manifest = Manifest(version("heard"), kind, taken_at.isoformat(), file.name, _digest(file), counts)
    _write(made / MANIFEST, json.dumps(asdict(manifest), indent=2) + "\n")
    return made


def restore(settings: Settings, folder: Path) -> Restored:
    """Bring a backup back. Raises `NotABackup` before anything is touched, and where less came back than went in.

    The tables are brought to this release, and every letter that was on its way waits for a person.
    """
    manifest = _read(folder)
    kind = "sqlite" if settings.database_url.startswith("sqlite") else "postgresql"
    if manifest.database != kind:
        raise NotABackup(folder=folder, why=f"it is of {manifest.database}, and HEARD_DATABASE_URL is of {kind}")
    file = folder / manifest.file
    if kind == "postgresql":
        backup_postgresql.bring_back(settings.database_url, file)
        return Restored(manifest, _settle(settings, folder, manifest), None)
    with backup_sqlite.aside(settings.database_url, file) as place:
        letters = _settle(replace(settings, database_url=place.url), folder, manifest)
        before = place.put()
    return Restored(manifest, letters, before)


def _settle(settings: Settings, folder: Path, manifest: Manifest) -> int:
    """Look whether everything is there, before anybody works with it; then bring it up to date."""
    database = Database(settings.database_url)
    try:
        with database.reading() as connection:
            found = counted(connection)
        if found != manifest.counts:
            raise NotABackup(folder=folder, why=f"{found} came back of {manifest.counts}")
        schema.upgrade(database)
    finally:
        database.close()
    return after_restore(settings, datetime.fromisoformat(manifest.taken_at))


def after_restore(settings: Settings, backed_up_at: datetime) -> int:
    """Stop the letters that were on their way at that moment; returns how many. For restores that others have done."""
    house = bootstrap.build(settings)
    try:
        return uncertain.mark(house.office, backed_up_at)
    finally:
        house.close()


def counted(connection: Connection) -> dict[str, int]:
    """How many rows there are of what matters."""
    queries = {table.name: select(func.count()).select_from(table) for table in COUNTED}
    return {name: connection.execute(query).scalar_one() for name, query in queries.items()}


def _read(folder: Path) -> Manifest:
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise NotABackup(folder=folder, why=f"its {MANIFEST} is missing or cannot be read") from error
    file = folder / manifest.file
    if not file.is_file():
        raise NotABackup(folder=folder, why=f"{manifest.file} is missing")
    if _digest(file) != manifest.sha256:
        raise NotABackup(folder=folder, why=f"{manifest.file} is not what was written: its checksum differs")
    return manifest


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _write(path: Path, text: str) -> None:
    """Last of all, and on the disk: without it a folder is no backup."""
    with path.open("w") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
