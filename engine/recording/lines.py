"""Who manages whom from today on. Earlier lines stay on record: independence asks who led whom at the time."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import Connection, insert, select, update

from engine.db.tables import line_management
from engine.office import Transaction
from engine.recording.recipients import held_on


def change(transaction: Transaction, person_id: int, manager_id: int, instead_of: int | None = None) -> None:
    """Give somebody another line manager from today; `instead_of` names the one who ends, None all of them."""
    line, today = line_management.c, transaction.today
    ending = (line.person_id == person_id) & held_on(line.from_on, line.to_on, today) & (line.manager_id != manager_id)
    if instead_of is not None:
        ending &= line.manager_id == instead_of
    transaction.connection.execute(update(line_management).where(ending).values(to_on=today - timedelta(days=1)))
    held = held_on(line.from_on, line.to_on, today)
    known = select(line.id).where(line.person_id == person_id, line.manager_id == manager_id, held)
    if transaction.connection.execute(known).first() is None:
        new = {"person_id": person_id, "manager_id": manager_id, "from_on": today}
        transaction.connection.execute(insert(line_management).values(new))


def above(connection: Connection, person_id: int, today: date) -> frozenset[int]:
    """Everybody above somebody today, however far: none of them can come to stand below."""
    line = line_management.c
    found: set[int] = set()
    asked: Collection[int] = {person_id}
    while asked:
        query = select(line.manager_id).where(line.person_id.in_(asked), held_on(line.from_on, line.to_on, today))
        asked = set(connection.execute(query).scalars()) - found
        found |= asked
    return frozenset(found)
