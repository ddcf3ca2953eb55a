"""The facts that a letter is filled from, as plain values: kept as they were when it was sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Date, Integer, bindparam, select

from engine.casework.calendar import WorkingCalendar
from engine.casework.clocks import DatedEvent
from engine.casework.letter_subject import subject_of
from engine.casework.vocabulary import Relation, Role
from engine.db.tables import case_file, case_relation, person, role_holding, setting
from engine.db.together import Rows, Together
from engine.library import CALENDAR_STAMP, Library
from engine.recording import letter_days, letter_found, letter_reports, letter_story
from engine.recording.recipients import held_on

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord


def of_case(case: CaseRecord, written_on: date, template: str | None = None) -> dict[str, Any]:
    """The facts of a case that is being written to, its changes included, for this letter of that day."""
    connection = case.transaction.connection
    found = _FACTS.read(connection, {"of_case": case.id, "today": written_on, "writer": case.actor_id})
    case.know_calendar(found["calendar"][0])
    fields = _told(found, case.calendar, connection, case.id, written_on, template)
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
    found = _FACTS.read(connection, {"of_case": case_id, "today": today, "writer": writer_id})
    calendar = library.calendar_as_of(connection, found["calendar"][0])
    return _told(found, calendar, connection, case_id, today, template, foreseen)


def _told(
    found: Rows,
    calendar: WorkingCalendar,
    connection: Connection,
    case_id: int,
    today: date,
    template: str | None,
    foreseen: Sequence[DatedEvent] = (),
) -> dict[str, Any]:
    days = letter_days.days_of(found, calendar, today, foreseen)
    subject = subject_of(template, days.stage_2_requested_on)
    fields: dict[str, Any] = {
        **{name: _plain(value) for name, value in found["case"][0]._asdict().items()},
        "letter_date": today.isoformat(),
        "stage": subject.stage,
        **letter_found.of_stage(found, subject.stage),
        **days.facts(subject),
        **letter_days.panel_facts(found, calendar),
        **letter_reports.of_letter(connection, case_id, template),
        **letter_story.told(connection, case_id, template),
        **{row.name: row.value for row in found["council"]},
        **_people(found["parts"]),
        "director": next((row.name for row in found["director"]), None),
        "officer_name": next((row.name for row in found["officer"]), COMPLAINTS_TEAM),
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


def _people(parts: Iterable[Any]) -> dict[str, Any]:
    """Who has which part in the case, by name."""
    named: dict[str, list[str]] = {}
    for relation, name in parts:
        named.setdefault(relation, []).append(name)
    found: dict[str, Any] = {_ONE[relation]: named[relation][0] for relation in _ONE if relation in named}
    return {**found, "panel_members": named.get(Relation.PANEL_MEMBER, [])}


def _ask() -> Together:
    """Everything that is read for every letter, made once; `of_case`, `today` and `writer` say of what."""
    f, r, s, p, h = case_file.c, case_relation.c, setting.c, person.c, role_holding.c
    of_case, today = bindparam("of_case", type_=Integer), bindparam("today", type_=Date)
    of_service = select(f.service_id).where(f.id == of_case).scalar_subquery()
    held = held_on(h.from_on, h.to_on, today)
    officers = select(h.person_id).where(h.role == Role.COMPLAINTS_OFFICER.value, held)
    return Together(
        case=select(*(f[name].label(told) for name, told in _OF_THE_CASE.items())).where(f.id == of_case),
        **letter_days.READS,
        **letter_found.READS,
        calendar=CALENDAR_STAMP,
        council=select(s.name, s.value).where(s.name.in_(COUNCIL_SETTINGS)),
        parts=select(r.relation, p.name).join(person, r.person_id == p.id).where(r.case_id == of_case).order_by(p.name),
        # Who holds the role for the service, or for the whole council.
        director=select(p.name)
        .join(role_holding, h.person_id == p.id)
        .where(h.role == Role.DIRECTOR.value, h.service_id.is_(None) | (h.service_id == of_service), p.active, held)
        .order_by(h.service_id.is_(None), p.id)
        .limit(1),
        # Whom to ask: the officer who writes. A manager's letter, or one that nobody has in hand, names the team.
        officer=select(p.name).where(p.id == bindparam("writer", type_=Integer), p.active, p.id.in_(officers)),
    )


_FACTS = _ask()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
