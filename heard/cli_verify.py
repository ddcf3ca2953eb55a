"""The command `heard verify`: whether the history of every case still is as it was written, entry by entry."""

import argparse
import os
from contextlib import closing

from sqlalchemy import select

from engine.db import schema
from engine.db.tables import case_file
from engine.office import Office
from engine.recording import chain
from heard import bootstrap
from heard.cli_council import NotMigrated
from heard.settings import Settings


def verify(_: argparse.Namespace) -> int:
    """Say for each case whose chain is broken at which entry; the status is 1 where any is."""
    with closing(bootstrap.build(Settings.from_env(os.environ))) as house:
        if not schema.is_current(house.office.database):
            raise NotMigrated()
        count, broken = _broken(house.office)
    for reference, entry in broken:
        print(f"{reference}: broken at entry {entry}. From there on it is not what was written.")
    said = "every history is as it was written" if not broken else f"{len(broken)} broken"
    print(f"{count} cases looked at: {said}.")
    return 1 if broken else 0


def _broken(office: Office) -> tuple[int, list[tuple[str, int]]]:
    """How many cases there are, and those whose history does not hold, each with the first entry that does not fit."""
    f = case_file.c
    with office.database.reading() as connection:
        cases = connection.execute(select(f.id, f.reference).order_by(f.reference)).all()
    found = ((case.reference, _entry(office, case.id)) for case in cases)
    return len(cases), [(reference, entry) for reference, entry in found if entry is not None]


def _entry(office: Office, case_id: int) -> int | None:
    with office.database.reading() as connection:
        if chain.broken_at(connection, case_id) is None:
            return None
    # Somebody may have worked on it meanwhile: looked at again while nobody can.
    with office.transaction() as transaction:
        transaction.connection.execute(select(case_file.c.id).where(case_file.c.id == case_id).with_for_update())
        return chain.broken_at(transaction.connection, case_id)
