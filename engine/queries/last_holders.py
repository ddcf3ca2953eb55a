"""A role that the council cannot do without, and that nobody else holds: what it would be left without."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import exists, not_, or_, select

from engine.casework.vocabulary import Role
from engine.db.tables import person, role_holding, service
from engine.office import Office
from engine.recording.recipients import held_on

WITHOUT: Mapping[Role, str] = {
    Role.COMPLAINTS_OFFICER: "nobody triages what comes in, and nobody checks or sends letters",
    Role.ADMINISTRATOR: "nobody sees to what has gone wrong in Heard",
}
"""What would be, by the role that nobody holds."""


@dataclass(frozen=True)
class LastHolder:
    """A role that somebody is the last to hold."""

    name: str
    role: Role
    service: str | None
    """Held for this service; None: for all of them."""

    @property
    def warning(self) -> str:
        """What to know before they go, a sentence or two."""
        what, where = self.role.value.replace("_", " "), self.service or "all services"
        return (
            f"{self.name} is the last {what} for {where}. Once they have left {WITHOUT[self.role]}. "
            "Have somebody else given the role first."
        )


def last_in(office: Office, person_id: int) -> tuple[LastHolder, ...]:
    """Which roles of that sort only this person holds today; a colleague who holds one for all services will do.

    Nothing for one who has left already.
    """
    other, colleague, today = role_holding.alias(), person.alias(), office.today()
    h, o, p = role_holding.c, other.c, person.c
    here = exists().where(colleague.c.id == o.person_id, colleague.c.active).correlate(other)
    covers = or_(o.service_id.is_(None), o.service_id == h.service_id)
    somebody_else = exists().where(o.role == h.role, o.person_id != h.person_id, held_on(o.from_on, o.to_on, today))
    query = (
        select(p.name, h.role, service.c.name.label("service"))
        .select_from(role_holding.join(person).outerjoin(service, service.c.id == h.service_id))
        .where(h.person_id == person_id, p.active, h.role.in_([role.value for role in WITHOUT]))
        .where(held_on(h.from_on, h.to_on, today), not_(somebody_else.where(covers, here).correlate(role_holding)))
        .order_by(h.role, service.c.name)
    )
    with office.database.reading() as connection:
        return tuple(LastHolder(row.name, Role(row.role), row.service) for row in connection.execute(query).all())
