"""One busy day from beginning to end: people come, work and go, and then it is reckoned."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import text

from tests.load import processor, reckoning
from tests.load.books import Asked, Books
from tests.load.council import HEAD, Busy, Worker, furnish, roster
from tests.load.people import Person
from tests.load.reading import Day
from tests.parts.databases import PostgresServer
from tests.storm.council import running

WORKERS = 1


@dataclass(frozen=True)
class Passed:
    """What came of a day."""

    asked: Sequence[Asked]
    seconds: float
    processor: Mapping[str, float]
    """Seconds of a core, by who had it."""
    done: Mapping[str, int]
    errors: Sequence[str]
    wrongs: Sequence[str]
    """Lost updates, and whatever the record says that nobody was told. Empty: all is well."""


@dataclass(frozen=True)
class Plan:
    """What is meant to be."""

    people: int
    seed: int
    minutes: float
    """At most."""
    pace: float = 1
    """1: as people work. Less: quicker."""
    deeds: int | None = None
    """After so many somebody goes home; None: when the time is over."""


def a_day(folder: Path, server: PostgresServer, plan: Plan) -> Passed:
    """Let people work, and hold the record against what they were told."""
    staff, books = roster(plan.people), Books()
    with running(Busy, server, partial(furnish, plan.people), folder, WORKERS) as council:
        reckoning.rest(council.house.office)
        parts, completed = _parts(council), reckoning.completed(council.house.office)
        before = _spent(parts)
        seconds = _work(council, books, staff, plan)
        spent = {name: now - before[name] for name, now in _spent(parts).items()}
        reckoning.rest(council.house.office)
        done = {
            "tasks finished": len(books.finished),
            "complaints and compliments logged": len(books.logged),
            "notes": len(books.noted),
            "drafts left for later": len(books.drafts),
            "times somebody else was faster": sum(each.status == 409 for each in books.asked),
            "emails": len(council.postbox.messages),
        }
        wrongs = tuple(reckoning.wrongs(council, books, completed))
        return Passed(books.asked, seconds, spent, done, books.errors, wrongs)


def _work(council: Busy, books: Books, staff: Sequence[Worker], plan: Plan) -> float:
    """All of them at once, until the day is over; how many seconds it took."""
    day = Day(council.address, books, Event(), plan.pace, council.house.office.today(), plan.deeds)
    people = [Person(day, each, _other_head(each, staff), plan.seed) for each in staff]
    threads = [Thread(target=person.work) for person in people]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0, began + plan.minutes * 60 - time.monotonic()))
    day.over.set()
    for thread in threads:
        thread.join()
    return time.monotonic() - began


def _other_head(worker: Worker, staff: Sequence[Worker]) -> Worker | None:
    heads = [each for each in staff if each.part == HEAD and each.service_id == worker.service_id]
    return next((each for each in heads if each != worker), None)


def _parts(council: Busy) -> dict[str, tuple[int, ...]]:
    with council.house.office.database.reading() as connection:
        here = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    return {
        "web": (council.web,),
        "worker and beat": council.behind,
        "database": (processor.parent(here),),
    }


def _spent(parts: Mapping[str, Sequence[int]]) -> dict[str, float]:
    of_others = {name: sum(map(processor.seconds, pids)) for name, pids in parts.items()}
    return {**of_others, "the people themselves": processor.own()}
