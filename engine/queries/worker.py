"""The workers whom a complaint is about: what they were told, what they say, and their own page of it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from engine.casework.policy import Actor
from engine.casework.vocabulary import Relation
from engine.db.tables import case_file, case_relation, person, worker_account
from engine.errors import NotFound
from engine.office import Office
from engine.queries.case_file import CaseFile


@dataclass(frozen=True)
class WorkerRow:
    """Somebody whom the complaint is about, as those who work on the case see it; not told yet: no `told_on`."""

    person_id: int
    name: str
    told: str | None
    told_on: date | None
    account: str | None
    account_on: date | None
    support_contact: str | None
    outcome: str | None
    outcome_on: date | None


@dataclass(frozen=True)
class OwnPage:
    """All that the worker ever sees of it. There is no room for anything of the case beyond its reference."""

    id: int
    reference: str
    told: str
    told_on: date
    account: str | None
    account_on: date | None
    support_contact: str | None
    outcome: str | None
    outcome_on: date | None

    closed_on: date | None = None

    @property
    def is_waited_for(self) -> bool:
        """Whether they can still give their account and have not."""
        return self.account is None and self.outcome is None


def of_case(office: Office, case: CaseFile) -> tuple[WorkerRow, ...]:
    """The workers complained about in a case that was found for this person, by name."""
    r, w, p = case_relation.c, worker_account.c, person.c
    about = (r.case_id == case.id) & (r.person_id == p.id) & (r.relation == Relation.COMPLAINED_ABOUT.value)
    query = (
        select(
            *(p.id, p.name, w.told, w.told_on, w.account, w.account_on, w.support_contact, w.outcome, w.outcome_on),
        )
        .select_from(person)
        .outerjoin(case_relation, about)
        .outerjoin(worker_account, (w.case_id == case.id) & (w.person_id == p.id))
        .where(or_(r.person_id.is_not(None), w.id.is_not(None)))
        .order_by(p.name)
    )
    with office.database.reading() as connection:
        return tuple(WorkerRow(*row) for row in connection.execute(query))


def of_person(office: Office, case: CaseFile, person_id: int) -> WorkerRow:
    """One of them. Raises `NotFound`."""
    found = next((row for row in of_case(office, case) if row.person_id == person_id), None)
    if found is None:
        raise NotFound(what="worker whom the complaint is about")
    return found


def own_page(office: Office, actor: Actor, account_id: int) -> OwnPage:
    """The worker's own page. Raises `NotFound` for everybody else, whatever their role."""
    found = next((page for page in own_pages(office, actor) if page.id == account_id), None)
    if found is None:
        raise NotFound(what="page")
    return found


KEPT_DAYS = 20
"""Working days after the case closed (or the outcome was told, if later) for which their inbox leads to their page."""


def in_inbox(office: Office, actor: Actor) -> tuple[OwnPage, ...]:
    """The pages that their inbox leads to: those of open cases, and of cases that closed a short while ago."""
    pages = own_pages(office, actor)
    if not pages:
        return ()
    with office.database.reading() as connection:
        calendar = office.library.calendar(connection)
    today = office.today()
    return tuple(
        p
        for p in pages
        if p.closed_on is None or today <= calendar.add(max(p.closed_on, p.outcome_on or p.told_on), KEPT_DAYS)
    )


def own_pages(office: Office, actor: Actor) -> tuple[OwnPage, ...]:
    """Every complaint that this person was told is about them, the newest first."""
    w = worker_account.c
    query = (
        select(
            *(w.id, case_file.c.reference, w.told, w.told_on, w.account, w.account_on, w.support_contact),
            *(w.outcome, w.outcome_on, case_file.c.closed_on),
        )
        .join(case_file, case_file.c.id == w.case_id)
        .where(w.person_id == actor.person_id)
        .order_by(w.id.desc())
    )
    with office.database.reading() as connection:
        return tuple(OwnPage(*list(row)) for row in connection.execute(query))
