"""How much more several workers do: timers that come due at once, each with its email, by one worker, two and four.

All four are there throughout; those whose turn it is not are told to take nothing. So a busy minute falls on every
number of workers alike.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from time import perf_counter

from celery import Celery
from redis import Redis
from sqlalchemy import ColumnElement, func, select

from engine.casework.urgency import Urgency
from engine.db.tables import job
from engine.dispatch.celery import QUEUES, make_celery
from engine.flows import demo_clock, jobs
from engine.office import Hint
from tests.bench.figures import Figure
from tests.bench.journey import RECEIVED_AT
from tests.bench.running import Running
from tests.modes.running import wait_for

WORKERS = (1, 2, 4)
ROUNDS = 3
BURST = 40
"""Timers that come due at once."""
REMINDED_AT = RECEIVED_AT + timedelta(days=9)
PATIENCE = 180
"""Seconds for one burst, or for the workers to come."""
j = job.c


@dataclass(frozen=True)
class Burst:
    """Timers of so many cases."""

    hints: tuple[Hint, ...]
    case_ids: tuple[int, ...]


def figures(running: Running, rounds: int = ROUNDS, burst: int = BURST) -> Iterator[Figure]:
    """Jobs a second with each number of workers, and as times what one does in the same round."""
    bursts = _bursts(running, rounds * len(WORKERS) + 1, burst)
    crew = Crew(running)
    crew.start()
    crew.do(next(bursts), max(WORKERS))  # with its first job a worker puts its house together
    found: dict[int, list[float]] = {number: [] for number in WORKERS}
    for _ in range(rounds):
        for number in WORKERS:
            found[number].append(crew.do(next(bursts), number))
    for number, rates in found.items():
        times = median(rate / alone for rate, alone in zip(rates, found[WORKERS[0]], strict=True))
        many = number != WORKERS[0]
        yield Figure(
            _name(number),
            round(median(rates), 1),
            "jobs a second",
            rounds,
            round(times, 2) if many else None,
            _name(WORKERS[0]) if many else None,
        )


def _name(workers: int) -> str:
    return f"timers and their emails by {workers} worker{'s'[: workers - 1]} on {os.cpu_count()} cores"


def _bursts(running: Running, number: int, size: int) -> Iterator[Burst]:
    """So many bursts of reminders that are due now; all that was due before them is done."""
    office = running.house.office
    running.council.bring(number * size, "respond")
    jobs.sweep(office, running.house.handlers)
    demo_clock.advance(office, REMINDED_AT)
    query = select(j.id, j.case_id, j.urgency).where(
        j.kind == "timer", j.status == "pending", j.due_at <= office.clock.now(), j.case_id > running.council.others
    )
    with office.database.reading() as connection:
        due = connection.execute(query.order_by(j.case_id.desc())).all()
    for begin in range(0, number * size, size):
        some = due[begin : begin + size]
        assert len(some) == size, "every case has a reminder that is due"
        hints = tuple(Hint(row.id, Urgency(row.urgency)) for row in some)
        yield Burst(hints, tuple(row.case_id for row in some))


class Crew:
    """The workers, and how they are told to take work or to leave it to others."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._celery: Celery = make_celery(running.environment["HEARD_BROKER_URL"], 60)
        self._names: list[str] = []

    def start(self) -> None:
        """All of them, each doing one job at a time; the broker forgets what it was told before."""
        with Redis.from_url(self._running.environment["HEARD_BROKER_URL"]) as broker:
            broker.flushall()
        for number in range(max(WORKERS)):
            worker = ("celery", "-A", "heard.worker:celery", "worker", "--concurrency", "1", "--loglevel", "WARNING")
            name = ("-n", f"bench{number}@%h", "--without-gossip", "--without-mingle")
            self._running.programs.start(f"worker-{number}", *worker, *name)
        wait_for(self._are_all_there, "the workers", seconds=PATIENCE)

    def do(self, burst: Burst, workers: int) -> float:
        """Have a burst done by so many workers; jobs a second, emails included."""
        self._let_work(workers)
        began = perf_counter()
        self._running.house.dispatcher.hint(burst.hints)
        wait_for(lambda: not self._waiting(burst), f"a burst with {workers} workers", seconds=PATIENCE)
        return self._done(burst) / (perf_counter() - began)

    def _are_all_there(self) -> bool:
        self._names = sorted(name for answer in self._celery.control.ping(timeout=1) or () for name in answer)
        return len(self._names) == max(WORKERS)

    def _let_work(self, workers: int) -> None:
        tell = self._celery.control
        for queue in QUEUES.values():
            tell.add_consumer(queue, destination=self._names[:workers], reply=True, timeout=10)
            if self._names[workers:]:
                tell.cancel_consumer(queue, destination=self._names[workers:], reply=True, timeout=10)

    def _waiting(self, burst: Burst) -> int:
        now = self._running.house.office.clock.now()
        return self._count(burst, "pending", j.due_at <= now)

    def _done(self, burst: Burst) -> int:
        return self._count(burst, "done", j.ended_at >= REMINDED_AT)

    def _count(self, burst: Burst, status: str, when: ColumnElement[bool]) -> int:
        query = select(func.count()).where(j.case_id.in_(burst.case_ids), j.status == status, when)
        with self._running.house.office.database.reading() as connection:
            return connection.execute(query).scalar_one()
