"""The commands `heard verify` and `heard reindex`: whether every history holds, every case agrees and is found."""

import argparse
import os
from collections.abc import Iterator
from contextlib import closing

from sqlalchemy import select

from engine.casework.dates import how_many
from engine.db import schema
from engine.db.tables import case_file, case_search
from engine.office import Office
from engine.recording import agreement, chain, search_text
from heard import bootstrap
from heard.cli_council import NotMigrated
from heard.settings import Settings


def verify(_: argparse.Namespace) -> int:
    """Say of each case what does not hold: its history, its search, or where it contradicts itself; then status 1."""
    with closing(bootstrap.build(Settings.from_env(os.environ))) as house:
        if not schema.is_current(house.office.database):
            raise NotMigrated()
        count, broken = _broken(house.office)
        unfound = _unfound(house.office)
        contradicted = list(_contradicted(house.office))
    for reference, entry in broken:
        print(f"{reference}: broken at entry {entry}. From there on it is not what was written.")
    for reference in unfound:
        print(f"{reference}: a search does not find it by all of its words. Run heard reindex.")
    for reference, sentence in contradicted:
        print(f"{reference}: {sentence}.")
    said = "every history is as it was written" if not broken else f"{len(broken)} broken"
    print(f"{count} cases looked at: {said}.")
    if not contradicted:
        print("State, tasks, timers, messages and history of every case agree.")
    return 1 if broken or unfound or contradicted else 0


def reindex(_: argparse.Namespace) -> int:
    """Make the words by which cases are found anew, where they are not those that stand in the case."""
    with closing(bootstrap.build(Settings.from_env(os.environ))) as house:
        if not schema.is_current(house.office.database):
            raise NotMigrated()
        unfound = _unfound(house.office)
        for reference in unfound:
            _make_anew(house.office, reference)
    again = f"{how_many(len(unfound), 'case')} put back into the search."
    print(again if unfound else "Every case is found by all of its words.")
    return 0


def _unfound(office: Office) -> list[str]:
    """The cases that a search does not find by all of their words; those at work meanwhile are looked at again."""
    with office.database.reading() as connection:
        suspected = search_text.out_of_step(connection)
    return [reference for case_id, reference in suspected if not _is_found(office, case_id)]


def _contradicted(office: Office) -> Iterator[tuple[str, str]]:
    """What of a case says otherwise than the rest of it, case by case, each looked at while nobody can change it."""
    with office.database.reading() as connection:
        cases = connection.execute(select(case_file.c.id, case_file.c.reference).order_by(case_file.c.reference)).all()
    for case in cases:
        with office.transaction() as transaction:
            sentences = list(agreement.disagreements(office, transaction, case.id))
        yield from ((case.reference, sentence) for sentence in sentences)


def _is_found(office: Office, case_id: int) -> bool:
    with office.transaction() as transaction:
        connection = transaction.connection
        connection.execute(select(case_file.c.id).where(case_file.c.id == case_id).with_for_update())
        kept = connection.execute(select(case_search.c.words).where(case_search.c.case_id == case_id)).scalar()
        return bool(kept == search_text.of_case(connection, case_id))


def _make_anew(office: Office, reference: str) -> None:
    with office.transaction() as transaction:
        query = select(case_file.c.id).where(case_file.c.reference == reference).with_for_update()
        search_text.write(transaction.connection, transaction.connection.execute(query).scalar_one())


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
