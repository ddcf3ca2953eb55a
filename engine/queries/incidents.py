"""What could not be done by itself: work whose attempts are used up, for a person to retry or dismiss."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from engine.casework.incident_advice import what_to_do
from engine.casework.policy import Action, Actor, require
from engine.db.tables import case_file, incident, job, message, person
from engine.errors import NotFound
from engine.office import Office
from engine.queries.visibility import not_about, visible_cases

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

    @property
    def advice(self) -> str:
        """What can be done about it."""
        return what_to_do(self.job_kind, self.cause)

    @property
    def sort(self) -> tuple[str, str]:
        """What it is alike in with others."""
        return self.job_kind, self.cause


def latest(office: Office, actor: Actor) -> tuple[IncidentRow, ...]:
    """Open incidents first, then the ended ones, each newest first; at most a hundred."""
    query = _seen_by(office, actor).order_by(incident.c.ended_at.is_not(None), *_NEWEST).limit(MOST_SHOWN)
    with office.database.reading() as connection:
        return tuple(IncidentRow(**row._mapping) for row in connection.execute(query))


def count_open(office: Office, actor: Actor) -> int:
    """How many are open: more than are shown, on a bad day."""
    found = _seen_by(office, actor).where(incident.c.status == "open").subquery()
    with office.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(found)).scalar_one())


def find(office: Office, actor: Actor, incident_ids: Sequence[int]) -> tuple[IncidentRow, ...]:
    """Some of the incidents, open or ended. Raises `NotFound` where this person may see none of them."""
    query = _seen_by(office, actor).where(incident.c.id.in_(incident_ids)).order_by(*_NEWEST)
    with office.database.reading() as connection:
        found = tuple(IncidentRow(**row._mapping) for row in connection.execute(query))
    if not found:
        raise NotFound(what="incident")
    return found


def alike(office: Office, actor: Actor, incident_id: int) -> list[int]:
    """Every open incident of the same kind and cause as this one, itself among them. Raises `NotFound`."""
    (one,) = find(office, actor, [incident_id])
    same = (job.c.kind == one.job_kind) & (incident.c.cause == one.cause) & (incident.c.status == "open")
    with office.database.reading() as connection:
        return [row.id for row in connection.execute(_seen_by(office, actor).where(same))]


_NEWEST = (incident.c.raised_at.desc(), incident.c.id.desc())


def every_open(office: Office) -> tuple[IncidentRow, ...]:
    """Every open incident with its case, for whoever runs the installation: they have the database anyway."""
    query = _rows(case_file.c.id == job.c.case_id).where(incident.c.status == "open").order_by(*_NEWEST)
    with office.database.reading() as connection:
        return tuple(IncidentRow(**row._mapping) for row in connection.execute(query))


def _seen_by(office: Office, actor: Actor) -> Select[Any]:
    require(actor, Action.KEEP_JOBS)
    seen = and_(case_file.c.id == job.c.case_id, visible_cases(actor, office.today()))
    return _rows(seen).where(not_about(actor, job.c.case_id))


def _rows(of_case: ColumnElement[bool]) -> Select[Any]:
    i = incident.c
    return (
        select(
            *(i.id, i.cause, i.status, i.raised_at, job.c.kind.label("job_kind"), message.c.template),
            *(case_file.c.reference, i.ended_at, person.c.name.label("ended_by"), i.reason),
        )
        .select_from(incident)
        .join(job, job.c.id == i.job_id)
        .outerjoin(message, message.c.id == job.c.message_id)
        .outerjoin(case_file, of_case)
        .outerjoin(person, person.c.id == i.ended_by)
    )
