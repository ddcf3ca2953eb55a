"""The number that a case is called by everywhere, given once and never twice."""

from contextlib import suppress

from sqlalchemy import bindparam, insert, update
from sqlalchemy.exc import IntegrityError

from engine.db.tables import reference_series
from engine.office import Transaction

_COUNT_ON = (
    update(reference_series)
    .where(reference_series.c.name == bindparam("series"))
    .values(last=reference_series.c.last + 1)
    .returning(reference_series.c.last)
)


def next_reference(transaction: Transaction) -> str:
    """HRD-26-0001: the year it was logged, and a number that says nothing about anybody.

    Counted in a row of its own: two people who log at once get two numbers, and no case has to be looked at.
    """
    name = f"HRD-{transaction.today:%y}"
    number = _count_on(transaction, name)
    if number is None:
        with suppress(IntegrityError), transaction.connection.begin_nested():  # somebody else began the year
            transaction.connection.execute(insert(reference_series).values(name=name, last=0))
        number = _count_on(transaction, name)
    return f"{name}-{number:04d}"


def _count_on(transaction: Transaction, name: str) -> int | None:
    return transaction.connection.execute(_COUNT_ON, {"series": name}).scalar()
