"""The facts that a letter is filled from, as plain values: kept as they were when it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from engine.casework.clocks import DatedEvent
from engine.casework.letter_subject import subject_of
from engine.casework.vocabulary import Relation, Role
from engine.db.tables import case_file, case_relation, person, role_holding, setting
from engine.library import Library
from engine.recording import letter_days, letter_found, letter_reports, letter_story
from engine.recording.recipients import held_on

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord


def of_case(case: CaseRecord, written_on: date, template: str | None = None) -> dict[str, Any]:
    """The facts of a case that is being written to, its changes included, for this letter of that day."""
    fields = gather(case.library, case.transaction.connection, case.id, written_on, case.actor_id, template)
    changed = {name: case.changes[name] for name in _OF_THE_CASE if name in case.changes}
    return {**fields, **{_OF_THE_CASE[name]: _plain(value) for name, value in changed.items()}}


def gather(
    library: Library,
    connection: Connection,
    case_id: int,
    today: date,
    writer_id: int | None,
    template: str | None = None,
    foreseen: Sequence[DatedEvent] = (),
) -> dict[str, Any]:
    """The facts of a case as recorded, by the names of `letter_facts`: what is not known is left out.

    JSON values only, dates as ISO text (`notifications.stored` reads them). The letter's template says which stage's
    findings are meant and which clock; without one those of the first answer. `foreseen`: what will have happened when
    the letter goes.
    """
    row = connection.execute(select(case_file).where(case_file.c.id == case_id)).one()
    calendar = library.calendar(connection)
    days = letter_days.days_of(connection, case_id, calendar, today, foreseen)
    subject = subject_of(template, days.stage_2_requested_on)
    fields: dict[str, Any] = {
        **{_OF_THE_CASE[name]: _plain(getattr(row, name)) for name in _OF_THE_CASE},
        "letter_date": today.isoformat(),
        "stage": subject.stage,
        **letter_found.of_stage(connection, case_id, subject.stage),
        **days.facts(subject),
        **letter_days.panel_facts(connection, case_id, calendar),
        **letter_reports.of_letter(connection, case_id, template),
        **letter_story.told(connection, case_id, template),
        **_council(connection),
        **_people(connection, case_id),
        "director": _holder(connection, Role.DIRECTOR, row.service_id, today),
        "officer_name": _officer(connection, writer_id, today) or COMPLAINTS_TEAM,
    }
    return {name: value for name, value in fields.items() if value not in (None, "")}


_OF_THE_CASE = {
    "reference": "reference",
    "complainant_name": "complainant_name",
    "complainant_address": "complainant_address",
    "is_child": "is_child",
    "child_name": "child_name",
    "advocate_name": "advocate_name",
    "received_on": "received_on",
    "route_reason": "route_reason",
    "procedure": "procedure",
    "consent_on": "consent_on",
}

COUNCIL_SETTINGS = (
    "council_name",
    "council_address",
    "council_phone",
    "council_email",
    "advocacy_provider",
    "advocacy_contact",
    "notice",
)
"""Settings of the council that letters print; `notice` marks a demonstration."""


COMPLAINTS_TEAM = "the complaints team"

_ONE = {
    Relation.ALLOCATED_MANAGER: "answering_manager",
    Relation.INVESTIGATING_OFFICER: "investigating_officer",
    Relation.INDEPENDENT_PERSON: "independent_person",
    Relation.ADJUDICATING_OFFICER: "adjudicating_officer",
    Relation.REVIEWER: "reviewer",
    Relation.PANEL_CHAIR: "panel_chair",
}
"""Relations that one person has to a case, by the name that letters know them under."""


def _council(connection: Connection) -> dict[str, Any]:
    s = setting.c
    rows = connection.execute(select(s.name, s.value).where(s.name.in_(COUNCIL_SETTINGS)))
    return {row.name: row.value for row in rows}


def _people(connection: Connection, case_id: int) -> dict[str, Any]:
    """Who has which part in the case, by name."""
    r = case_relation.c
    query = select(r.relation, person.c.name).join(person, r.person_id == person.c.id).where(r.case_id == case_id)
    named: dict[str, list[str]] = {}
    for relation, name in connection.execute(query.order_by(person.c.name)):
        named.setdefault(relation, []).append(name)
    found: dict[str, Any] = {_ONE[relation]: named[relation][0] for relation in _ONE if relation in named}
    return {**found, "panel_members": named.get(Relation.PANEL_MEMBER, [])}


def _holder(connection: Connection, role: Role, service_id: int, today: date) -> str | None:
    """Who holds a role for the service, or for the whole council."""
    h = role_holding.c
    query = select(person.c.name).join(role_holding, h.person_id == person.c.id)
    here = h.service_id.is_(None) | (h.service_id == service_id)
    current = query.where(h.role == role.value, here, person.c.active, held_on(h.from_on, h.to_on, today))
    return connection.execute(current.order_by(h.service_id.is_(None), person.c.id)).scalars().first()


def _officer(connection: Connection, writer_id: int | None, today: date) -> str | None:
    """Whom to ask: the officer who writes. A manager's letter, or one that no person has in hand, names the team."""
    h = role_holding.c
    officers = select(h.person_id).where(h.role == Role.COMPLAINTS_OFFICER.value, held_on(h.from_on, h.to_on, today))
    query = select(person.c.name).where(person.c.id == writer_id, person.c.active, person.c.id.in_(officers))
    return connection.execute(query).scalar()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
