"""The facts that a letter is filled from, as plain values: kept as they were when it was sent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from engine.casework.clocks import DatedEvent, parse_clock
from engine.casework.late_stage_1 import LateRight, right_to_stage_2_after
from engine.casework.vocabulary import Relation, Role
from engine.db.tables import case_event, case_file, case_relation, clock, head, person, remedy, role_holding, setting
from engine.library import Library
from engine.recording.recipients import held_on

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord


def of_case(case: CaseRecord, written_on: date) -> dict[str, Any]:
    """The facts of a case that is being written to, its changes included, for a letter of that day."""
    fields = gather(case.library, case.transaction.connection, case.id, written_on, case.actor_id)
    changed = {name: case.changes[name] for name in _OF_THE_CASE if name in case.changes}
    return {**fields, **{_OF_THE_CASE[name]: _plain(value) for name, value in changed.items()}}


def gather(
    library: Library, connection: Connection, case_id: int, today: date, writer_id: int | None
) -> dict[str, Any]:
    """The facts of a case as recorded: JSON values only, dates as ISO text (`notifications.stored` reads them)."""
    row = connection.execute(select(case_file).where(case_file.c.id == case_id)).one()
    fields: dict[str, Any] = {_OF_THE_CASE[name]: _plain(getattr(row, name)) for name in _OF_THE_CASE}
    fields.update(
        letter_date=today.isoformat(), heads=_heads(connection, case_id), remedies=_remedies(connection, case_id)
    )
    fields.update(_clock(connection, case_id), **_latest(connection, case_id), **_council(connection))
    fields.update(_right_to_stage_2(library, connection, case_id))
    fields["ask_stage_2_by"] = library.calendar(connection).add(today, ASK_STAGE_2_WITHIN).isoformat()
    fields["answering_manager"] = _named(connection, case_id, Relation.ALLOCATED_MANAGER)
    fields["officer_name"] = _officer(connection, writer_id, today) or COMPLAINTS_TEAM
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
STAGE_1_RESPONSE = "stage_1_response"

ASK_STAGE_2_WITHIN = 20
"""Working days from the answer that guidance names for asking; a later request is accepted all the same."""


def _heads(connection: Connection, case_id: int) -> list[dict[str, Any]]:
    h = head.c
    query = select(h.number, h.text, h.desired_outcome, h.finding, h.reason).where(h.case_id == case_id)
    return [dict(row._mapping) for row in connection.execute(query.order_by(h.number))]


def _remedies(connection: Connection, case_id: int) -> list[dict[str, Any]]:
    r = remedy.c
    query = select(r.kind, r.note).where(r.case_id == case_id, r.amount.is_(None)).order_by(r.kind)
    return [dict(row._mapping) for row in connection.execute(query)]


def _clock(connection: Connection, case_id: int) -> dict[str, Any]:
    """The limit that the letter speaks of: stage 1's, once it is known."""
    c = clock.c
    row = connection.execute(
        select(c.due_on, c.maximum_on).where(c.case_id == case_id, c.name == STAGE_1_RESPONSE)
    ).one_or_none()
    return {} if row is None else {"due_on": _plain(row.due_on), "maximum_on": _plain(row.maximum_on)}


def _right_to_stage_2(library: Library, connection: Connection, case_id: int) -> dict[str, Any]:
    """When a late answer gives the right to stage 2: as things are, and if more time is taken."""
    c, e = clock.c, case_event.c
    sentence = connection.execute(
        select(c.sentence).where(c.case_id == case_id, c.name == STAGE_1_RESPONSE)
    ).scalar_one_or_none()
    if sentence is None:
        return {}
    current = select(e.kind, e.occurred_on, e.clock, e.until_on, e.ground).where(
        e.case_id == case_id, e.corrected_by_id.is_(None)
    )
    events = [DatedEvent(*row) for row in connection.execute(current.order_by(e.occurred_on, e.id))]
    rule, calendar = parse_clock(STAGE_1_RESPONSE, sentence), library.calendar(connection)
    after = right_to_stage_2_after(rule, events, calendar)
    day_20 = right_to_stage_2_after(rule, events, calendar, LateRight.ALWAYS_AFTER_THE_MAXIMUM)
    return {"stage_2_right_after": _plain(after), "stage_1_day_20": _plain(day_20)}


def _latest(connection: Connection, case_id: int) -> dict[str, Any]:
    """The last extension, overrun, suspension and withdrawal, each under its own name."""
    e = case_event.c
    query = (
        select(e.kind, e.occurred_on, e.until_on, e.ground, e.reason)
        .where(e.case_id == case_id, e.corrected_by_id.is_(None))
        .where(e.kind.in_(("extended", "overrun", "withdrawn", "stage_1_response_sent")))
        .order_by(e.id)
    )
    latest: dict[str, Any] = {}
    for row in connection.execute(query):
        latest[row.kind] = {name: _plain(value) for name, value in row._mapping.items() if value is not None}
    return latest


def _council(connection: Connection) -> dict[str, Any]:
    s = setting.c
    rows = connection.execute(select(s.name, s.value).where(s.name.in_(COUNCIL_SETTINGS)))
    return {row.name: row.value for row in rows}


def _named(connection: Connection, case_id: int, relation: Relation) -> str | None:
    r = case_relation.c
    query = select(person.c.name).join(case_relation, r.person_id == person.c.id)
    return connection.execute(query.where(r.case_id == case_id, r.relation == relation)).scalars().first()


def _officer(connection: Connection, writer_id: int | None, today: date) -> str | None:
    """Whom to ask: the officer who writes. A manager's letter, or one that no person has in hand, names the team."""
    h = role_holding.c
    officers = select(h.person_id).where(h.role == Role.COMPLAINTS_OFFICER.value, held_on(h.from_on, h.to_on, today))
    query = select(person.c.name).where(person.c.id == writer_id, person.c.active, person.c.id.in_(officers))
    return connection.execute(query).scalar()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
