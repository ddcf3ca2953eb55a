"""What does not move by itself: paused or put aside, waiting for an advocate or an answer, undelivered, or unheard."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, case, exists, func, literal, or_, select

from engine.casework.clocks import ClockState
from engine.casework.contacts import ON_THEIR_SIDE
from engine.casework.vocabulary import EventKind, Kind, Relation
from engine.db.tables import (
    case_event,
    case_file,
    case_relation,
    clock,
    contact,
    incident,
    job,
    message,
    person,
    service,
    task,
    task_request,
)
from engine.insight.due_work import task_lines
from engine.insight.lines import NEVER, Group, Sort, Source, columns
from engine.insight.scope import Scope
from engine.queries.contact_log import WRITTEN_TO, is_promise
from engine.queries.visibility import nobody_can_do


def blocked(scope: Scope) -> Sequence[Source]:
    """What waits although nobody has put it off."""
    return (
        _paused(scope),
        _put_aside(scope),
        _proceedings_over(scope),
        _advocates(scope),
        _nobody(scope),
        _letters(scope, Sort.LETTER_FAILED, "failed", "A letter could not be delivered"),
        _letters(scope, Sort.TO_POST, "to_post", "A letter to print and post"),
        _incidents(scope),
        follow_ups(scope, contact.c.next_on < scope.today),
    )


def needs_help(scope: Scope) -> Source:
    """Tasks that somebody cannot do as they are, and has said so."""
    q, t = task_request.c, task.c
    day = _day_of(q.asked_at)
    query = (
        select(*columns(day=day, key=q.id, what=t.name, assignee=person.c.name, detail=q.kind))
        .select_from(task_request)
        .join(task, t.id == q.task_id)
        .join(person, person.c.id == q.asked_by)
    )
    query = _of_a_case(query, q.case_id).where(q.ended_at.is_(None), t.status == "open", scope.seen())
    return Source(Group.NEEDS_HELP, Sort.REQUEST, query, day, q.id)


def quiet(scope: Scope) -> Source:
    """Complaints whose complainant has heard nothing for ten working days, while the council has something to do."""
    f, c, e, t = case_file.c, contact.c, case_event.c, task.c
    spoken = exists().where(
        c.case_id == f.id, c.with_whom.in_(ON_THEIR_SIDE), c.struck_at.is_(None), c.happened_on > scope.quiet_since
    )
    written = exists().where(
        e.case_id == f.id, e.kind.in_(WRITTEN_TO), e.corrected_by_id.is_(None), e.occurred_on > scope.quiet_since
    )
    to_do = exists().where(t.case_id == f.id, t.status == "open")
    heard = _last_heard()
    query = (
        select(*columns(day=heard, key=f.id, what="No contact"))
        .select_from(case_file)
        .join(service, service.c.id == f.service_id)
        .where(f.kind == Kind.COMPLAINT.value, f.received_on <= scope.quiet_since, ~spoken, ~written, to_do)
        .where(scope.open_and_seen())
    )
    return Source(Group.QUIET, Sort.QUIET, query, heard, f.id)


def _last_heard() -> ColumnElement[Any]:
    """The last day on which they heard from the council; the day it came in where they have not yet."""
    c, e = contact.c, case_event.c
    spoken = select(func.max(c.happened_on)).where(
        c.case_id == case_file.c.id, c.with_whom.in_(ON_THEIR_SIDE), c.struck_at.is_(None)
    )
    written = select(func.max(e.occurred_on)).where(
        e.case_id == case_file.c.id, e.kind.in_(WRITTEN_TO), e.corrected_by_id.is_(None)
    )
    ever: Any = [func.coalesce(each.scalar_subquery(), case_file.c.received_on) for each in (spoken, written)]
    return _later(*ever)


def _later(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((one >= other, one), else_=other)


def _paused(scope: Scope) -> Source:
    """One line a case, for the first of its limits that is paused."""
    return _stopped(scope, Sort.PAUSED, ClockState.PAUSED, clock.c.name, EventKind.SUSPENDED)


def _put_aside(scope: Scope) -> Source:
    """Put aside for proceedings that go on."""
    what = literal("Put aside for proceedings elsewhere")
    found = _stopped(scope, Sort.PUT_ASIDE, ClockState.FROZEN, what, EventKind.FROZEN)
    return Source(
        found.group, found.sort, found.query.where(~_has(EventKind.PROCEEDINGS_CONCLUDED)), found.day, found.key
    )


def _proceedings_over(scope: Scope) -> Source:
    """Put aside, though the proceedings have ended: ask whether they bring it again."""
    what = literal("Put aside, and the proceedings have ended")
    found = _stopped(scope, Sort.PROCEEDINGS_OVER, ClockState.FROZEN, what, EventKind.PROCEEDINGS_CONCLUDED)
    return Source(
        found.group, found.sort, found.query.where(_has(EventKind.PROCEEDINGS_CONCLUDED)), found.day, found.key
    )


def _stopped(scope: Scope, sort: Sort, state: ClockState, what: ColumnElement[Any], since: EventKind) -> Source:
    k, f, e = clock.c, case_file.c, case_event.alias("since").c
    before = clock.alias("before").c
    first = ~exists().where(
        before.case_id == k.case_id, before.state == state.value, before.name < k.name, ~before.is_guide
    )
    began = (
        select(func.max(e.occurred_on))
        .where(e.case_id == f.id, e.kind == since.value, e.corrected_by_id.is_(None))
        .correlate(case_file)
        .scalar_subquery()
    )
    day = func.coalesce(began, f.received_on)
    query = select(*columns(day=day, key=k.case_id, what=what)).select_from(clock)
    query = _of_a_case(query, k.case_id).where(k.state == state.value, ~k.is_guide, first, scope.open_and_seen())
    return Source(Group.BLOCKED, sort, query, day, k.case_id)


def _has(kind: EventKind) -> ColumnElement[bool]:
    e = case_event.alias("has").c
    return exists().where(e.case_id == case_file.c.id, e.kind == kind.value, e.corrected_by_id.is_(None))


def _advocates(scope: Scope) -> Source:
    """Somebody asked for an advocate and has none yet."""
    f = case_file.c
    day = func.coalesce(f.advocate_referred_on, f.advocate_offered_on, f.received_on)
    query = (
        select(*columns(day=day, key=f.id, what="Waiting for an advocate", assignee=f.advocacy_provider))
        .select_from(case_file)
        .join(service, service.c.id == f.service_id)
        .where(f.advocate_accepted.is_not(None), f.advocate_accepted, f.advocate_appointed_on.is_(None))
        .where(scope.open_and_seen())
    )
    return Source(Group.BLOCKED, Sort.ADVOCATE, query, day, f.id)


def _nobody(scope: Scope) -> Source:
    """Work that is meant for nobody who is here and may do it."""
    t = task.c
    day = func.coalesce(t.due_on, NEVER)
    query = task_lines().with_only_columns(
        *columns(day=day, key=t.id, what=t.name, candidate=t.candidate, assignee=person.c.name)
    )
    query = query.where(t.status == "open", t.assignee_id.is_(None), nobody_can_do(scope.today), scope.seen())
    return Source(Group.BLOCKED, Sort.NOBODY, query, day, t.id)


def _letters(scope: Scope, sort: Sort, status: str, what: str) -> Source:
    m = message.c
    day = func.coalesce(m.sent_on, _day_of(m.created_at))
    query = select(*columns(day=day, key=m.id, what=what)).select_from(message)
    query = _of_a_case(query, m.case_id).where(m.status == status, m.kind == "letter", scope.seen())
    return Source(Group.BLOCKED, sort, query, day, m.id)


def _incidents(scope: Scope) -> Source:
    """What could not be done by itself, but for letters, which have a line of their own."""
    i, j, f, m = incident.c, job.c, case_file.c, message.c
    day = _day_of(i.raised_at)
    about, someone = case_relation.alias("about").c, [reader.person_id for reader in scope.readers]
    about_a_reader = exists().where(
        about.case_id == j.case_id,
        about.relation == Relation.COMPLAINED_ABOUT.value,
        about.person_id.in_(someone),
    )
    narrowed = scope.service_ids is not None or scope.manager_id is not None
    seen = scope.seen() if narrowed else or_(j.case_id.is_(None), scope.seen())
    letter = and_(m.kind == "letter", m.status == "failed")
    query = (
        select(*columns(day=day, key=i.id, what=j.kind))
        .select_from(incident)
        .join(job, j.id == i.job_id)
        .outerjoin(message, m.id == j.message_id)
        .outerjoin(case_file, f.id == j.case_id)
        .outerjoin(service, service.c.id == f.service_id)
        .where(i.status == "open", or_(m.id.is_(None), ~letter), ~about_a_reader, seen)
    )
    return Source(Group.BLOCKED, Sort.INCIDENT, query, day, i.id)


def follow_ups(scope: Scope, within: ColumnElement[bool]) -> Source:
    """What somebody said that they would do by a day, and has not; `within` is a condition on `contact`."""
    c = contact.c
    found = columns(day=c.next_on, key=c.id, what="A contact to follow up", detail=c.next_by)
    query = select(*found).select_from(contact)
    query = _of_a_case(query, c.case_id).where(is_promise(), within, scope.open_and_seen())
    return Source(Group.BLOCKED, Sort.FOLLOW_UP, query, c.next_on, c.id)


def _day_of(instant: ColumnElement[Any]) -> ColumnElement[Any]:
    """The day of an instant, as near as an order of lines needs it: by the clock in Greenwich."""
    return func.date(instant, type_=Date)


def _of_a_case(query: Select[Any], case_id: ColumnElement[Any]) -> Select[Any]:
    f = case_file.c
    return query.join(case_file, f.id == case_id).join(service, service.c.id == f.service_id)
