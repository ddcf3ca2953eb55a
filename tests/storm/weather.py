"""A storm: what kills, cuts off and mends again, at random moments from a known beginning."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from threading import Event, Thread

from sqlalchemy.exc import SQLAlchemyError

from tests.storm.council import Council


@dataclass(frozen=True)
class Gust:
    """One thing that happened, from when to when by the clock of this machine (`time.monotonic`)."""

    what: str
    began: float
    ended: float


class Weather:
    """Lets one thing after another go wrong until it is told to clear up."""

    def __init__(self, council: Council, seed: int, most_calm: float) -> None:
        self._council, self._chance, self._most_calm = council, Random(seed), most_calm
        self._clear = Event()
        self.gusts: list[Gust] = []
        self._thread = Thread(target=self._blow, name="weather")
        self.failed: list[BaseException] = []

    def start(self) -> None:
        """Let it begin."""
        self._thread.start()

    def let_pass(self, time_of_the_council: timedelta) -> None:
        """Put the council's clock on in the middle of the storm: whatever is in hand has then taken too long."""
        began = time.monotonic()
        while True:
            with suppress(SQLAlchemyError):
                self._council.let_leases_run_out(time_of_the_council)
                break
        self.gusts.append(Gust("the clock is put on", began, time.monotonic()))

    def clear_up(self) -> None:
        """End it, and see that everything runs again."""
        self._clear.set()
        self._thread.join()
        if self.failed:
            raise self.failed[0]

    def _blow(self) -> None:
        kinds = list(self._kinds.items())
        try:
            while not self._clear.wait(self._chance.uniform(0.2, self._most_calm)):
                # Each kind in its turn, in an order of chance: a short storm has all of them, too.
                if len(self.gusts) % len(kinds) == 0:
                    self._chance.shuffle(kinds)
                what, blow = kinds[len(self.gusts) % len(kinds)]
                began = time.monotonic()
                blow()
                self.gusts.append(Gust(what, began, time.monotonic()))
        except BaseException as error:  # noqa: BLE001 - raised again by `clear_up`
            self.failed.append(error)

    @property
    def _kinds(self) -> Mapping[str, Callable[[], None]]:
        council = self._council
        return {
            "a worker is killed": self._kill_a_worker,
            "the web is killed": council.kill_web,
            "beat is killed": council.kill_beat,
            "the broker forgets": council.flush_broker,
            "the broker is killed": council.kill_broker,
            "the database is killed": council.kill_database,
            "the database hangs up": council.cut_connections,
            "the mail server refuses": lambda: self._mail(council.postbox.refuse),
            "the mail server stalls": lambda: self._mail(council.postbox.stall),
            "the mail server keeps its answer to itself": lambda: self._mail(council.postbox.fall_silent),
        }

    def _kill_a_worker(self) -> None:
        self._council.kill_worker(self._chance.randrange(self._council.workers))
        with suppress(Exception):  # the database may be coming back just then; the lease runs out later
            self._council.let_leases_run_out()

    def _mail(self, change: Callable[[], None]) -> None:
        change()
        self._clear.wait(self._chance.uniform(0.5, 2))
        self._council.postbox.accept()
