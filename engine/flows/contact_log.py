"""A contact is noted: a telephone call, a visit, a word with the social worker."""

from collections.abc import Mapping

from sqlalchemy import insert

from engine.casework.contacts import read_contact
from engine.casework.policy import Action, Actor
from engine.db.tables import contact
from engine.office import Office
from engine.queries import permission
from engine.recording.case import open_case


def add(office: Office, actor: Actor, reference: str, typed: Mapping[str, str]) -> None:
    """Put a contact on the record of a case, closed ones too. Raises `InvalidAnswers`, `NotAllowed`, `NotFound`."""
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.RECORD)
        made = read_contact(typed, transaction.today)
        values = {
            "case_id": case.id,
            "happened_on": made.happened_on,
            "way": made.way.value,
            "with_whom": made.with_whom.value,
            "note": made.note,
            "recorded_at": transaction.now,
            "recorded_by": actor.person_id,
        }
        transaction.connection.execute(insert(contact).values(values))
        said = {"way": made.way.value, "with_whom": made.with_whom.value}
        case.note("contact_added", occurred_on=made.happened_on, payload=said)
