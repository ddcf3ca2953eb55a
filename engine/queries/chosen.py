"""The tasks that somebody has selected, and to whom all of them could be given."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engine.casework.policy import Actor
from engine.db.tables import case_file, person, task
from engine.office import Office
from engine.queries import independence, people
from engine.queries.visibility import visible_cases

LOOKED_AT = 25
"""Tasks up to which it is worked out beforehand who is barred from which; the check before it is done looks at all."""


@dataclass(frozen=True)
class Chosen:
    """One task, whose case the person who looks may see."""

    id: str
    name: str
    reference: str
    case_id: int
    candidate: str
    assignee_id: int | None
    assignee: str | None
    due_on: date | None

    @property
    def named(self) -> str:
        """As a sentence names it: "Respond (HRD-26-0007)"."""
        return f"{self.name} ({self.reference})"


@dataclass(frozen=True)
class Candidate:
    """Somebody to whom the tasks could be given."""

    id: int
    name: str
    place: str | None
    barred_from: tuple[Chosen, ...]


def of(office: Office, actor: Actor, ids: Sequence[str]) -> tuple[Chosen, ...]:
    """The tasks with these keys that this person may see, open or not, what is due first on top."""
    t, f, p = task.c, case_file.c, person.c
    query = (
        select(t.id, t.name, f.reference, t.case_id, t.candidate, t.assignee_id, p.name.label("assignee"), t.due_on)
        .join(case_file, f.id == t.case_id)
        .outerjoin(person, p.id == t.assignee_id)
        .where(t.id.in_(ids), visible_cases(actor, office.today()))
        .order_by(t.due_on.asc().nulls_last(), t.id)
    )
    with office.database.reading() as connection:
        return tuple(Chosen(*row) for row in connection.execute(query))


def candidates(office: Office, tasks: Sequence[Chosen]) -> tuple[Candidate, ...]:
    """Who works here and could take at least one of them, those who could take all first, then by name."""
    everybody = people.colleagues(office)
    if len(tasks) > LOOKED_AT:
        return tuple(Candidate(each.id, each.name, each.place, ()) for each in everybody)
    barred = _barred(office, tasks)
    outside = Counter(p for _, guests in barred.values() for p in guests)
    known = [(each.id, each.name, each.place) for each in everybody]
    known += [(p, name, None) for (p, name), count in outside.items() if count == len(barred)]
    found = [
        Candidate(p, name, place, tuple(t for t in tasks if p in barred[t.case_id, t.candidate][0]))
        for p, name, place in known
    ]
    return tuple(
        sorted((c for c in found if len(c.barred_from) < len(tasks)), key=lambda c: (bool(c.barred_from), c.name))
    )


_Barred = dict[tuple[int, str], tuple[frozenset[int], tuple[tuple[int, str], ...]]]


def _barred(office: Office, tasks: Sequence[Chosen]) -> _Barred:
    """Who can hold none of these tasks, by case and candidate, with those from outside who can."""
    today, found = office.today(), _Barred()
    with office.database.reading() as connection:
        for each in tasks:
            if (each.case_id, each.candidate) not in found:
                held = independence.holders_of(connection, each.case_id, each.candidate, today)
                found[each.case_id, each.candidate] = (held.barred, held.from_outside)
    return found
