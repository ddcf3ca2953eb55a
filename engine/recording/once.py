"""A form that is sent twice is done once: what came of it the first time is found again for a day."""

from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select

from engine.db.tables import form_taken
from engine.office import Transaction

KEPT_FOR = timedelta(days=1)


def made_of(connection: Connection, sign: str) -> int | None:
    """The key of what came of a form with this sign; None where it has not been taken.

    Two that are sent in one moment wait for each other where the flow asks this after it has opened the case.
    """
    query = select(form_taken.c.made).where(form_taken.c.sign == sign)
    return connection.execute(query).scalar() if sign else None


def took(transaction: Transaction, sign: str, made: int) -> None:
    """Note what came of a form, in the commit that did it. A form without a sign is none that anybody sends twice."""
    if not sign:
        return
    connection, t = transaction.connection, form_taken.c
    connection.execute(delete(form_taken).where(t.taken_at < transaction.now - KEPT_FOR))
    connection.execute(insert(form_taken).values(sign=sign, made=made, taken_at=transaction.now))
