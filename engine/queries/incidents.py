"""What could not be done by itself: work whose attempts are used up, for a person to retry or dismiss."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from engine.casework.policy import Action, Actor, require
from engine.casework.vocabulary import Relation
from engine.db.tables import case_file, case_relation, incident, job, message, person
from engine.errors import NotFound
from engine.office import Office
from engine.queries.visibility import visible_cases

MOST_SHOWN = 100


@dataclass(frozen=True)
class IncidentRow:
    """One incident."""

    id: int
    cause: str
    status: str
    raised_at: datetime
    job_kind: str
    template: str | None
    """Which letter or notice could not be delivered."""
    reference: str | None
    """None: no case, or one that is not this person's to see."""
    ended_at: datetime | None
    ended_by: str | None
    reason: str | None


def latest(office: Office, actor: Actor) -> tuple[IncidentRow, ...]:
    """Open incidents first, then the ended ones, each newest first; at most a hundred."""
    require(actor, Action.KEEP_JOBS)
    i = incident.c
    seen = and_(case_file.c.id == job.c.case_id, visible_cases(actor, office.today()))
    r = case_relation.c
    about_me = select(r.case_id).where(r.person_id == actor.person_id, r.relation == Relation.COMPLAINED_ABOUT.value)
    query = (
        select(
            *(i.id, i.cause, i.status, i.raised_at, job.c.kind.label("job_kind"), message.c.template),
            *(case_file.c.reference, i.ended_at, person.c.name.label("ended_by"), i.reason),
        )
        .select_from(incident)
        .join(job, job.c.id == i.job_id)
        .outerjoin(message, message.c.id == job.c.message_id)
        .outerjoin(case_file, seen)
        .outerjoin(person, person.c.id == i.ended_by)
        .where(or_(job.c.case_id.is_(None), job.c.case_id.not_in(about_me)))
        .order_by(i.ended_at.is_not(None), i.raised_at.desc(), i.id.desc())
        .limit(MOST_SHOWN)
    )
    with office.database.reading() as connection:
        return tuple(IncidentRow(**row._mapping) for row in connection.execute(query))


def find(office: Office, actor: Actor, incident_id: int) -> IncidentRow:
    """One of the incidents. Raises `NotFound`."""
    found = next((row for row in latest(office, actor) if row.id == incident_id), None)
    if found is None:
        raise NotFound(what="incident")
    return found
