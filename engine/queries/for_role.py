"""To whom a task that is for a role can be given: whoever holds it, or somebody above where nobody does."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Connection, select

from engine.casework.vocabulary import Role
from engine.db.tables import case_file, person, role_holding
from engine.recording.recipients import held_on

ABOVE: Mapping[Role, tuple[Role, ...]] = {
    Role.TEAM_MANAGER: (Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DIRECTOR),
    Role.HEAD_OF_SERVICE: (Role.ASSISTANT_DIRECTOR, Role.DIRECTOR),
    Role.ASSISTANT_DIRECTOR: (Role.DIRECTOR,),
    Role.ADMIN_SUPPORT: (Role.COMPLAINTS_OFFICER,),
}
"""Who stands in for a role that nobody can act in."""


def can_be_given(
    connection: Connection, candidate: str, case_id: int, today: date, barred: Collection[int]
) -> frozenset[int] | None:
    """Those who can be given a task for this role and the service of the case; None where anybody can.

    Whoever is barred counts as if they did not hold it. Anybody can where nobody is left in the role or above it (the
    case would wait for ever), and where the task is for a part in the case, which independence decides.
    """
    if candidate not in set(Role):
        return None
    h, p = role_holding.c, person.c
    of_case = select(case_file.c.service_id).where(case_file.c.id == case_id).scalar_subquery()
    held = h.service_id.is_(None) | (h.service_id == of_case)
    query = select(h.role, h.person_id).join(person, p.id == h.person_id)
    rows = connection.execute(query.where(p.active, held, held_on(h.from_on, h.to_on, today))).all()
    first = Role(candidate)
    for role in (first, *ABOVE.get(first, ())):
        found = frozenset(row.person_id for row in rows if row.role == role) - frozenset(barred)
        if found:
            return found
    return None
