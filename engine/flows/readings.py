"""Who has looked at a case: noted apart from its history, which holds only what was done."""

from sqlalchemy import insert

from engine.casework.policy import Actor
from engine.db.tables import reading
from engine.office import Office


def note_reading(office: Office, actor: Actor, case_id: int, page: str) -> None:
    """Note that this person opened this page of a case."""
    with office.transaction() as transaction:
        values = {"case_id": case_id, "person_id": actor.person_id, "page": page, "at": transaction.now}
        transaction.connection.execute(insert(reading).values(values))
