"""Who is there: each worker signs once a minute, and whoever looks for due work takes turns."""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from engine.db.tables import sign_of_life
from engine.office import Office, Transaction

WORKER, TURN = "worker:", "turn"
"""How the name of a worker's sign begins, and the name of the sign of whoever looked for due work last."""
LONGEST_NAME = 80
GONE = timedelta(days=1)
"""After so long without a sign a worker is not missed any more: it was taken away for good."""

s = sign_of_life.c


def sign(office: Office, name: str, started_at: datetime) -> None:
    """Somebody is there, since then; written over the last sign under that name. Old signs of others are cleared."""
    with office.transaction() as transaction:
        values = {"started_at": started_at, "at": transaction.now}
        if not _changed(transaction, name, values):
            transaction.connection.execute(insert(sign_of_life).values(name=_short(name), **values))
        gone = s.name.startswith(WORKER) & (s.at < transaction.now - GONE)
        transaction.connection.execute(delete(sign_of_life).where(gone))


def leave(office: Office, name: str) -> None:
    """Whoever stops in good order is not missed."""
    with office.transaction() as transaction:
        transaction.connection.execute(delete(sign_of_life).where(s.name == _short(name)))


def takes_turn(office: Office, every: timedelta) -> bool:
    """Whether it is time to look for due work, and nobody else has just begun: two beats do not look twice as often.

    A turn is half of `every` at least, so that a beat that comes a little early is not sent away.
    """
    with office.transaction() as transaction:
        is_due = s.at <= transaction.now - every / 2
        change = update(sign_of_life).where(s.name == TURN, is_due).values(at=transaction.now)
        if transaction.connection.execute(change).rowcount:
            return True
        last = transaction.connection.execute(select(s.at).where(s.name == TURN)).scalar()
        if last is None:
            first = {"name": TURN, "started_at": transaction.now, "at": transaction.now}
            transaction.connection.execute(insert(sign_of_life).values(first))
            return True
        # A clock that was put back must not stop the looking.
        return last > transaction.now + every and _changed(transaction, TURN, {"at": transaction.now})


def _changed(transaction: Transaction, name: str, values: dict[str, datetime]) -> bool:
    change = update(sign_of_life).where(s.name == _short(name)).values(values)
    return bool(transaction.connection.execute(change).rowcount)


def _short(name: str) -> str:
    return name[:LONGEST_NAME]
