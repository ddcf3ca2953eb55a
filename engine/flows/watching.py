"""Whether anybody looks for due work: a sign of life with every look, and an outage where there was none for long."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.db.tables import outage, sign_of_life
from engine.office import Office, Transaction

SWEEP = "sweep"
"""The name under which looking for due work gives its sign."""
PAUSE = timedelta(minutes=1)
"""How long a sign is good for: looking for work is to cost nothing."""
SHORTEST_OUTAGE, SWEEPS_MISSED = timedelta(minutes=15), 20

log = structlog.get_logger()
s = sign_of_life.c


def gap_after(sweep_seconds: int) -> timedelta:
    """How long there may be no sign before it is an outage: many sweeps, and longer than any restart."""
    return max(SHORTEST_OUTAGE, SWEEPS_MISSED * timedelta(seconds=sweep_seconds))


@dataclass
class Watch:
    """One process's watch: it remembers when it last gave a sign, so that most looks ask the database nothing."""

    _given: datetime | None = field(default=None)

    def sign(self, office: Office, gap: timedelta) -> None:
        """Say that somebody looks for due work now; at most once a minute. A silence longer than `gap` is an outage."""
        now = office.clock.now()
        if self._given is None or not _is_fresh(self._given, now):
            sign(office, gap)
            self._given = now


def sign(office: Office, gap: timedelta) -> None:
    """The same for a process that remembers nothing: it reads the last sign, and writes where that is a minute old.

    However many processes come to it at once, the silence before is written down as one outage.
    """
    with office.database.reading() as connection:
        last = connection.execute(select(sign_of_life).where(s.name == SWEEP)).one_or_none()
    if last is not None and _is_fresh(last.at, office.clock.now()):
        return
    with office.transaction() as transaction:
        if last is None:
            _begin(transaction)
        else:
            _go_on(transaction, last, gap)


def _is_fresh(given: datetime, now: datetime) -> bool:
    return timedelta(0) <= now - given < PAUSE


def _begin(transaction: Transaction) -> None:
    values = {"name": SWEEP, "started_at": transaction.now, "at": transaction.now}
    with suppress(IntegrityError), transaction.connection.begin_nested():  # another process was quicker
        transaction.connection.execute(insert(sign_of_life).values(values))


def _go_on(transaction: Transaction, last: Row[tuple[str, datetime, datetime]], gap: timedelta) -> None:
    silence = transaction.now - last.at
    values = {"at": transaction.now} if silence <= gap else {"at": transaction.now, "started_at": transaction.now}
    mine = update(sign_of_life).where(s.name == SWEEP, s.at == last.at).values(values)
    if transaction.connection.execute(mine).rowcount != 1 or silence <= gap:
        return  # another process was quicker, and has written down what there was
    transaction.connection.execute(insert(outage).values(from_at=last.at, to_at=transaction.now))
    log.warning("outage", minutes=round(silence.total_seconds() / 60))
