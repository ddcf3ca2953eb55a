"""Cases of the release before are found by their words as soon as the database is brought up to date."""

from sqlalchemy import select

from engine.db import full_text, schema
from engine.db.database import Database
from engine.db.tables import case_file, case_search
from engine.recording import search_text
from tests.engine.db.drift import drift
from tests.engine.db.test_upgrade import _to
from tests.engine.db.test_upgrade import database as database


def _found(database: Database, words: str) -> list[str]:
    with database.reading() as connection:
        query = select(case_file.c.reference).where(full_text.matches(database, words))
        return list(connection.execute(query).scalars())


def test_a_case_from_before_is_found_by_its_names_words_and_heads(database: Database) -> None:
    schema.upgrade(database)
    for words in ("HRD-26-0001", "invented", "RINGS", "visits cancelled", "nobody rang"):
        assert _found(database, words) == ["HRD-26-0001"], words
    with database.reading() as connection:
        [row] = connection.execute(select(case_search))
        assert row.words == search_text.of_case(connection, row.case_id)


def test_the_way_back_and_forth_leaves_it_to_be_found(database: Database) -> None:
    schema.upgrade(database)
    with database.writing() as connection:
        _to(connection, "down to 0003")
    schema.upgrade(database)
    assert _found(database, "invented") == ["HRD-26-0001"]
    assert drift(database) == []
