"""Whether this database has just been brought back from a backup: what it does by itself may have been done before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from engine.db.tables import setting

if TYPE_CHECKING:
    from engine.office import Transaction

RESTORED = "restored"
"""The setting that says when this database was brought back, and to which moment."""
CATCHING_UP = timedelta(days=1)
"""How long after a restore a letter that goes by itself may have gone before: until timers have caught up."""
TO = " to "


def note(transaction: Transaction, backed_up_at: datetime) -> None:
    """This database has been brought back, now, to that moment."""
    transaction.connection.execute(delete(setting).where(setting.c.name == RESTORED))
    said = f"{transaction.now.isoformat()}{TO}{backed_up_at.isoformat()}"
    transaction.connection.execute(insert(setting).values(name=RESTORED, value=said))


def may_have_gone(transaction: Transaction, late_since: datetime | None) -> bool:
    """Whether what goes by itself now may have gone in the time that a restore took back.

    For a day after it, whatever it is; and however long Heard stays closed after a restore, what was due before it.
    """
    said = transaction.connection.execute(select(setting.c.value).where(setting.c.name == RESTORED)).scalar()
    if said is None:
        return False
    restored_at = datetime.fromisoformat(said.partition(TO)[0])
    return transaction.now < restored_at + CATCHING_UP or (late_since is not None and late_since <= restored_at)
