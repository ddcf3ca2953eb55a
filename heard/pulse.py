"""A worker's sign of life: once a minute, as long as it hears the broker and reaches the database."""

import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from threading import Event, Thread

import structlog
from sqlalchemy.exc import SQLAlchemyError

from engine.flows import signs_of_life
from heard import bootstrap
from heard.settings import Settings

EVERY = 60.0
"""Seconds between two signs."""
DEAF = 60.0
"""Seconds after which a worker that has not spoken to the broker gives no sign any more."""

log = structlog.get_logger()


class Pulse:
    """Signs for one worker, from a thread of its own: a database that does not answer must not stop the worker."""

    def __init__(self, settings: Settings, name: str, every: float = EVERY) -> None:
        self._settings, self._name, self._every = settings, f"{signs_of_life.WORKER}{name}", every
        self._heard_at = time.monotonic()
        self._stop = Event()
        self._thread = Thread(target=self._run, name="heard-pulse", daemon=True)
        self._started_at: datetime | None = None

    def start(self) -> None:
        """Sign now, and from now on."""
        self._thread.start()

    def beat(self) -> None:
        """The worker has just spoken to the broker."""
        self._heard_at = time.monotonic()

    def stop(self) -> None:
        """The worker ends in good order: it is not missed."""
        self._stop.set()
        self._thread.join(timeout=5)
        self._try(self._leave)

    def _run(self) -> None:
        while not self._stop.is_set():
            if time.monotonic() - self._heard_at < DEAF:
                self._try(self._sign)
            self._stop.wait(self._every)

    def _try(self, deed: Callable[[], None]) -> None:
        try:
            deed()
        except (SQLAlchemyError, OSError) as trouble:
            log.warning("no_sign_of_life", worker=self._name, error=type(trouble).__name__)

    def _sign(self) -> None:
        # Opened and closed each time: a process of the pool that is made later must inherit no open connection.
        with closing(bootstrap.build(self._settings)) as house:
            self._started_at = self._started_at or house.office.clock.now()
            signs_of_life.sign(house.office, self._name, self._started_at)

    def _leave(self) -> None:
        with closing(bootstrap.build(self._settings)) as house:
            signs_of_life.leave(house.office, self._name)
