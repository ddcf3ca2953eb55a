"""What every flow has to hand: the database, the clock, the dispatcher and the council's settings."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.casework.urgency import Urgency
from engine.db.database import Database
from engine.library import Library

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Hint:
    """A job that is due, and how urgent it is among those that are."""

    job_id: int
    urgency: Urgency


class Clock(Protocol):
    """What time it is. Two adapters: the machine's, and one that demo and tests can set."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""


class Dispatcher(Protocol):
    """Who is told that a job is due. Only a hint: the sweep finds whatever was not heard."""

    def hint(self, hints: Sequence[Hint]) -> None:
        """Ask for these jobs to be run soon."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Transaction:
    """One commit's worth of work: a connection, one instant for everything in it, and the jobs to hint at after."""

    connection: Connection
    now: datetime
    hints: list[Hint] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The day in London."""
        return self.now.astimezone(LONDON).date()


@dataclass(frozen=True)
class Office:
    """Made once in the composition root and handed to every flow and query."""

    database: Database
    clock: Clock
    dispatcher: Dispatcher
    library: Library = field(default_factory=Library)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Do a flow's whole work in one commit, then hint at what has become due. Nothing else commits."""
        with self.database.writing() as connection:
            transaction = Transaction(connection, self.clock.now())
            yield transaction
        if transaction.hints:
            self.dispatcher.hint(transaction.hints)

    def today(self) -> date:
        """The day in London."""
        return self.clock.now().astimezone(LONDON).date()
