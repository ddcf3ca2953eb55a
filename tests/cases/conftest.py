"""Every story has a council of its own, on a day of its own."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from engine.db.database import Database
from engine.db.tables import definition
from engine.office import Office
from tests.cases import town
from tests.cases.telling import Telling
from tests.council import MONDAY, Deaf, StandingClock, furnish
from web.app import WebSettings, create_app

Begin = Callable[[date], Telling]


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the council, everybody in it and every shipped procedure in force: made once, copied for stories."""
    path = tmp_path_factory.mktemp("town") / "heard.db"
    furnish(f"sqlite:///{path}")
    office = Office(Database(f"sqlite:///{path}"), StandingClock(MONDAY), Deaf())
    town.settle(office)
    with office.transaction() as transaction:  # the council of the other tests keeps the sign-off
        transaction.connection.execute(definition.update().values(status="published", published_at=transaction.now))
    office.database.close()
    return path


@pytest.fixture
def begin(settled: Path, tmp_path: Path) -> Iterator[Begin]:
    """Begins a story on a day: `begin(date(2026, 10, 5))`."""
    opened: list[Telling] = []

    def _begin(day: date) -> Telling:
        url = f"sqlite:///{shutil.copy(settled, tmp_path / f'story-{len(opened)}.db')}"
        clock = StandingClock(datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC))
        office = Office(Database(url), clock, Deaf())
        app = create_app(office, WebSettings(secret_key="only for tests", base_url="http://localhost", demo=True))
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=True)
        opened.append(Telling(office, clock, app, tmp_path / "mail"))
        return opened[-1]

    yield _begin
    for telling in opened:
        telling.office.database.close()
