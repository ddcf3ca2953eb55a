"""Words find the same cases on both databases, and nothing that is typed means anything else to either."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from engine.casework.search_words import kept, looked_for
from engine.db import full_text
from engine.db.database import Database
from engine.db.tables import case_file, case_search, metadata, service

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
TEXTS = {
    1: "HRD-26-0001 Siân Éva O’Brien. Nobody rings me back.",
    2: "HRD-26-0002 Will Smith-Jones. The bus was late, and late again.",
    3: "HRD-26-0012 Łukasz Nowak, 14 Cinder Lane; NEAR the school AND NOT far.",
    4: "हिन्दी 王小明 🙂",
    5: "",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'heard.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres")
    made = Database(str(url))
    metadata.create_all(made.engine)
    with made.writing() as connection:
        connection.execute(insert(service), [{"id": 1, "name": "Children in care"}])
        connection.execute(insert(case_file), [_case(key) for key in TEXTS])
        connection.execute(insert(case_search), [{"case_id": key, "words": kept([t])} for key, t in TEXTS.items()])
    yield made
    made.close()


def _case(key: int) -> dict[str, object]:
    told = {"kind": "complaint", "status": "open", "received_on": NOW.date(), "logged_at": NOW, "channel": "letter"}
    whom = {"service_id": 1, "complainant_name": "Jo", "reply_by": "post", "is_child": False, "words": "–"}
    return {"id": key, "reference": f"HRD-26-{key:04d}", **told, **whom, "history_seq": 0, "history_head": bytes(32)}


def found(database: Database, typed: str) -> list[int]:
    with database.reading() as connection:
        query = select(case_file.c.id).where(full_text.matches(database, typed)).order_by(case_file.c.id)
        return list(connection.execute(query).scalars())


@pytest.mark.parametrize(
    ("typed", "cases"),
    [
        ("SIÂN", [1]),
        ("sian nobody", [1]),
        ("obrien", [1]),
        ("will", [2]),
        ("the", [2, 3]),
        ("la", [2, 3]),
        ("hrd-26-0012", [3]),
        ("26 0012", [3]),
        ("0012", [3]),
        ("26", [1, 2, 3]),
        ("near and not", [3]),
        ("lukasz", [3]),
        ("हिन्दी", [4]),
        ("王", [4]),
        ("sian will", []),
        ("ill", []),
        ("", [1, 2, 3, 4, 5]),
        (" \n ", [1, 2, 3, 4, 5]),
    ],
)
def test_every_word_or_one_that_begins_with_it_is_somewhere_in_the_case(
    database: Database, typed: str, cases: list[int]
) -> None:
    assert found(database, typed) == cases


@pytest.mark.parametrize(
    ("typed", "cases"),
    [
        ('"', []),
        ("*", []),
        ("🙂", []),
        ("\x00", []),
        ("%", []),
        ("\\", []),
        ("wi*", [2]),
        ('"will', [2]),
        ("wi%", [2]),
        ("'; DROP TABLE case_file; --", []),
        ("will NEAR(smith, 5)", []),
        ("will AND nowak", []),
        ("smith OR nowak", []),
        ("NOT", [3]),
        ("words:will", []),
        ("^will", [2]),
        ("-will", [2]),
        ("will | nowak", []),
        ("!will", [2]),
        ("wi\x00ll", []),
        ("will:*", [2]),
        ("'will' <-> 'smith'", [2]),
        ("\ud800 will", [2]),
    ],
)
def test_no_sign_is_taken_for_a_question_of_the_databases(database: Database, typed: str, cases: list[int]) -> None:
    assert found(database, typed) == cases


@pytest.mark.parametrize("typed", ["x" * 10_000, "word " * 2_000, '"' * 10_000, "🙂" * 10_000, "a'" * 5_000])
def test_however_much_is_typed_an_answer_comes(database: Database, typed: str) -> None:
    assert found(database, typed) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=60))
def test_whatever_is_typed_finds_what_the_words_say(database: Database, typed: str) -> None:
    wanted = looked_for(typed)
    said = {key: kept([text]) for key, text in TEXTS.items()}
    has = [key for key, words in said.items() if all(any(w.startswith(each) for w in words) for each in wanted)]
    expected = list(TEXTS) if not typed.strip() else has if wanted else []
    assert found(database, typed) == expected


def test_what_is_written_anew_is_found_anew_and_what_is_taken_away_is_not(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(update(case_search).where(case_search.c.case_id == 1).values(words=kept(["Zebra"])))
        connection.execute(delete(case_search).where(case_search.c.case_id == 2))
    assert found(database, "zebra") == [1]
    assert found(database, "sian") == []
    assert found(database, "will") == []
    assert found(database, "hrd") == [3]


def test_the_words_come_back_as_they_were_put(database: Database) -> None:
    with database.reading() as connection:
        stored = {row.case_id: row.words for row in connection.execute(select(case_search))}
    assert stored == {key: kept([text]) for key, text in TEXTS.items()}


def test_a_search_asks_the_index_and_reads_no_case_that_does_not_match(database: Database) -> None:
    query = full_text.matching(database, looked_for("zebra"))
    with database.writing() as connection:
        if database.is_sqlite:
            plan = connection.exec_driver_sql(
                "EXPLAIN QUERY PLAN SELECT rowid FROM case_words WHERE case_words MATCH '\"zebra\" *'"
            ).all()
            assert "VIRTUAL TABLE INDEX" in str(plan)
            return
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        compiled = query.compile(connection, compile_kwargs={"render_postcompile": True})
        plan = connection.exec_driver_sql(f"EXPLAIN {compiled}", dict(compiled.params)).all()
    assert "ix_case_search_words" in str(plan)
