"""What is read together comes back as it would one by one, on both databases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, Integer, LargeBinary, MetaData, String, Table, bindparam, select

from engine.db.columns import UTCDateTime
from engine.db.database import Database
from engine.db.together import Together

_THINGS = Table(
    "thing",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("of", Integer),
    Column("name", String(40)),
    Column("on", Date),
    Column("at", UTCDateTime),
    Column("is_so", Boolean),
    Column("said", JSON),
    Column("bytes", LargeBinary),
)
_T = _THINGS.c
_OF = bindparam("of_one", type_=Integer)
_WHOLE = select(_T.id, _T.name, _T.on, _T.at, _T.is_so, _T.said).where(_T.of == _OF).order_by(_T.id.desc())
_OTHERS = select(_T.name).where(_T.of != _OF, _T.id.in_(bindparam("among", expanding=True))).order_by(_T.name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    made = Database("sqlite://" if request.param == "sqlite" else str(request.getfixturevalue("postgres")))
    yield made
    made.close()


def test_what_is_read_together_is_what_is_read_one_by_one(database: Database) -> None:
    full = {
        "name": "Siân’s “heads”\n",
        "on": date(2026, 10, 5),
        "at": datetime(2026, 10, 5, 9, 0, 0, 123456, tzinfo=UTC),
        "is_so": True,
        "said": [["t", 1, None, {"a": "b"}]],
    }
    empty = dict.fromkeys(full)
    with database.writing() as connection:
        _THINGS.create(connection)
        rows = [
            {"of": 1, **full},
            {"of": 1, **empty},
            {"of": 1, **full, "is_so": False},
            {"of": 2, **full, "name": "z"},
        ]
        for row in rows:
            connection.execute(_THINGS.insert(), row)
        asked = {"of_one": 1, "among": [1, 2, 4]}
        found = Together(whole=_WHOLE, others=_OTHERS, nothing=_OTHERS.where(_T.id < 0)).read(connection, asked)
        assert found["whole"] == [tuple(row) for row in connection.execute(_WHOLE, asked)]
        assert [type(row.is_so) for row in found["whole"]] == [bool, type(None), bool]
        assert found["others"] == [("z",)]
        assert found["nothing"] == []


def test_what_would_not_come_back_as_it_was_is_refused_at_once() -> None:
    with pytest.raises(TypeError):
        Together(bytes=select(_T.bytes))
