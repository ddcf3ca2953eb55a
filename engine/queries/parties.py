"""Further children and complainants of a case, beside those whom the case itself names."""

from dataclasses import dataclass

from sqlalchemy import select

from engine.casework.parties import PartyKind
from engine.db.tables import party
from engine.errors import NotFound
from engine.office import Office
from engine.queries.case_file import CaseFile


@dataclass(frozen=True)
class PartyRow:
    """One of them."""

    id: int
    kind: str
    name: str
    email: str | None
    address: str | None
    reply_by: str | None
    note: str | None

    @property
    def can_be_written_to(self) -> bool:
        """Whether letters can go to them as copies: a further complainant, or a child, with a way to reply."""
        return self.reply_by is not None

    @property
    def is_child(self) -> bool:
        """Whether what they get is in words for a child."""
        return self.kind == PartyKind.CHILD


def of_case(office: Office, case: CaseFile) -> tuple[PartyRow, ...]:
    """The further people of a case that was found for this person, children first."""
    p = party.c
    query = select(p.id, p.kind, p.name, p.email, p.address, p.reply_by, p.note).where(p.case_id == case.id)
    with office.database.reading() as connection:
        return tuple(PartyRow(*row) for row in connection.execute(query.order_by(p.kind, p.id)))


def find(office: Office, case: CaseFile, party_id: int) -> PartyRow:
    """One of them. Raises `NotFound`."""
    found = next((row for row in of_case(office, case) if row.id == party_id), None)
    if found is None:
        raise NotFound(what="person")
    return found
