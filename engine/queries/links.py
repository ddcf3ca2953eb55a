"""The cases that belong together with one: what each is to it, as far as this person may see it."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from engine.casework.policy import Actor
from engine.db.tables import case_file, case_link
from engine.office import Office
from engine.queries.case_file import CaseFile
from engine.queries.visibility import visible_cases

_FROM_HERE = {
    "related": "Linked",
    "merged_into": "This case goes on as part of it",
    "split_from": "This case was taken out of it",
}
_FROM_THERE = {
    "related": "Linked",
    "merged_into": "Goes on as part of this case",
    "split_from": "Was taken out of this case",
}


@dataclass(frozen=True)
class Linked:
    """Another case."""

    reference: str
    kind: str
    words: str
    reason: str | None


def of_case(office: Office, actor: Actor, case: CaseFile) -> tuple[Linked, ...]:
    """The linked cases that this person may see too, by reference; of the others not even the reference."""
    k, f = case_link.c, case_file.c
    either = or_((k.case_id == case.id) & (k.other_id == f.id), (k.other_id == case.id) & (k.case_id == f.id))
    query = (
        select(f.reference, k.kind, k.reason, (k.case_id == case.id).label("from_here"))
        .select_from(case_file)
        .join(case_link, either)
        .where(visible_cases(actor, office.today()))
        .order_by(f.reference)
    )
    with office.database.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(
        Linked(row.reference, row.kind, (_FROM_HERE if row.from_here else _FROM_THERE)[row.kind], row.reason)
        for row in rows
    )
