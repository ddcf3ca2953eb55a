"""What somebody who logged a representation may know of it: its reference, and by when it is acknowledged."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select

from engine.casework.policy import Actor
from engine.casework.vocabulary import Relation
from engine.db.tables import case_file, case_relation, clock
from engine.errors import NotFound
from engine.office import Office
from engine.queries.visibility import visible_cases


@dataclass(frozen=True)
class Receipt:
    """The slip that comes with logging."""

    reference: str
    kind: str
    received_on: date
    acknowledge_by: date | None
    is_late: bool
    """That day has passed already: it was passed on late."""
    may_see: bool
    """Whether this person may also open the case."""


def of(office: Office, actor: Actor, reference: str) -> Receipt:
    """The receipt of a case that this person logged. Raises `NotFound`."""
    today = office.today()
    f, r, c = case_file.c, case_relation.c, clock.c
    logged = and_(r.case_id == f.id, r.relation == Relation.LOGGED_BY, r.person_id == actor.person_id)
    query = (
        select(f.reference, f.kind, f.received_on, c.due_on, visible_cases(actor, today).label("may_see"))
        .join(case_relation, logged)
        .outerjoin(clock, and_(c.case_id == f.id, c.name == "acknowledgement"))
        .where(f.reference == reference)
    )
    with office.database.reading() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(what="confirmation")
    is_late = row.due_on is not None and row.due_on < today
    return Receipt(row.reference, row.kind, row.received_on, row.due_on, is_late, bool(row.may_see))
