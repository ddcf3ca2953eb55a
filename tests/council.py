"""An office with a few invented people, for tests that want the engine moving."""

import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import insert

from engine.casework.bank_holidays import england
from engine.db.database import Database
from engine.db.tables import (
    bank_holiday,
    line_management,
    membership,
    metadata,
    person,
    role_holding,
    service,
    setting,
    team,
)
from engine.flows import deployments
from engine.office import Hint, Office
from tests.parts.databases import PostgresServer

BPMN = Path(__file__).parents[1] / "bpmn"
LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC).date()
MONDAY = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
PASSWORD = "heard-by-everybody"
HASHED = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

PEOPLE: dict[str, tuple[int, str, list[tuple[str, int | None]]]] = {
    "olive": (1, "Olive Officer", [("complaints_officer", None)]),
    "oscar": (2, "Oscar Officer", [("complaints_officer", None)]),
    "mara": (3, "Mara Manager", [("team_manager", 1)]),
    "max": (4, "Max Manager", [("team_manager", 1)]),
    "heather": (5, "Heather Head", [("head_of_service", 1)]),
    "ada": (6, "Ada Administrator", [("administrator", None)]),
    "sam": (7, "Sam Socialworker", []),
    "lena": (8, "Lena Line", []),
}
"""Sign-in name, then key, name and roles with their service."""


class StandingClock:
    """A clock that tests put forward."""

    def __init__(self, now: datetime) -> None:
        self.instant = now

    def now(self) -> datetime:
        return self.instant

    def forward(self, **span: int) -> None:
        self.instant += timedelta(**span)


class Deaf:
    """Hints go unheard: these tests look at pages, and no job has to run for them."""

    def hint(self, hints: Sequence[Hint]) -> None:
        return None


@pytest.fixture
def clock() -> StandingClock:
    """Ten in the morning of Monday 5 October 2026, when the version with sign-off is not in force any more."""
    return StandingClock(MONDAY)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the council in it, made once and copied for each test."""
    path = tmp_path_factory.mktemp("council") / "heard.db"
    furnish(f"sqlite:///{path}")
    return path


@pytest.fixture
def office(tmp_path: Path, clock: StandingClock, furnished: Path) -> Iterator[Office]:
    """An office on SQLite with `PEOPLE`, two services and the shipped diagrams, the version with sign-off in force."""
    path = shutil.copy(furnished, tmp_path / "heard.db")
    yield from _opened(f"sqlite:///{path}", clock)


@pytest.fixture(params=["sqlite", "postgresql"])
def either_office(request: pytest.FixtureRequest, tmp_path: Path, clock: StandingClock) -> Iterator[Office]:
    """The same office twice: whoever asks is tried on both databases."""
    if request.param == "sqlite":
        path = shutil.copy(request.getfixturevalue("furnished"), tmp_path / "heard.db")
        yield from _opened(f"sqlite:///{path}", clock)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.copy_of(furnish) as url:
        yield from _opened(url, clock)


def _opened(url: str, clock: StandingClock) -> Iterator[Office]:
    found = Office(Database(url), clock, Deaf())
    yield found
    found.database.close()


def furnish(url: str) -> None:
    """Put the council into an empty database, to be copied."""
    open_office(url, StandingClock(MONDAY)).database.close()


def open_office(url: str, clock: StandingClock) -> Office:
    """The same council on an empty database of any kind."""
    database = Database(url)
    metadata.create_all(database.engine)
    found = Office(database, clock, Deaf())
    _people(found)
    deployments.seed(found, BPMN, drafts=frozenset({"statutory_complaint/2015-09-01"}))
    return found


def _people(office: Office) -> None:
    rows: list[dict[str, Any]] = [
        {"id": key, "name": name, "email": f"{login}@heard.invalid", "password_hash": HASHED}
        for login, (key, name, _) in PEOPLE.items()
    ]
    roles = [
        {"person_id": key, "role": role, "service_id": of, "from_on": LONG_AGO}
        for key, _, held in PEOPLE.values()
        for role, of in held
    ]
    since: dict[str, Any] = {"from_on": LONG_AGO}
    with office.transaction() as transaction:
        put = transaction.connection.execute
        put(insert(service), [{"id": 1, "name": "Children in care"}, {"id": 2, "name": "Disabled children"}])
        put(insert(team), [{"id": 1, "name": "North team", "service_id": 1}])
        put(insert(person), rows)
        put(insert(role_holding), roles)
        put(insert(membership), [{"person_id": 3, "team_id": 1, **since}, {"person_id": 7, "team_id": 1, **since}])
        put(insert(line_management), [{"person_id": 3, "manager_id": 8, **since}])
        put(insert(bank_holiday), [_holiday(day, transaction.now) for day in england()])
        put(insert(setting), [{"name": n, "value": v} for n, v in SETTINGS.items()])
        if not office.database.is_sqlite:
            for table in ("service", "team", "person"):  # the keys above were given: the next one comes after them
                counted = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
                transaction.connection.exec_driver_sql(counted)


SETTINGS = {
    "council_name": "Fernshire Council",
    "council_address": "Council House\nFern Street\nFernbury FB1 1AA",
    "council_phone": "01632 960000",
    "council_email": "complaints@fernshire.invalid",
    "advocacy_provider": "Fernshire Young Voices",
    "advocacy_contact": "01632 960111",
}


def _holiday(day: Any, now: datetime) -> dict[str, Any]:
    return {"day": day.day, "name": day.name, "source": day.source, "recorded_at": now}
