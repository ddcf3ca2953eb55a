"""What a row of the inbox says: what to do, by when, for whom, who has it, and what to know before opening it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select

from engine.casework.lawful import OMBUDSMAN
from engine.casework.policy import Action, Actor, CaseStanding, Covered, fits, in_words, may
from engine.casework.vocabulary import CaseStatus, Relation
from engine.db.tables import (
    case_event,
    case_file,
    case_relation,
    clock,
    definition,
    person,
    process_instance,
    task,
)
from engine.office import Office
from engine.procedures.definition import Procedure
from engine.queries import contact_log, parts
from engine.queries.due import Due, due
from engine.queries.inbox_filters import needs_help
from engine.queries.visibility import nobody_can_do, only_i_can_do


@dataclass(frozen=True)
class InboxRow:
    """One task. The complainant's name becomes initials on the page; a child's name is not here at all."""

    task_id: str
    name: str
    due: Due
    reference: str
    complainant_name: str
    stage: str
    """The stage that the task stands in, or the procedure where it has no stages."""
    has_it: str
    """Who has the ball: a person, or the role that could take it."""
    mine: bool
    may_claim: bool
    may_release: bool
    last_contact_on: date | None
    flags: tuple[str, ...]
    put_by_until: date | None = None
    """Put by until this day, where it is still to come."""
    waits_for: str | None = None
    """Who has the next move by the promise that is due first: us, them, somebody_else."""
    waits_until: date | None = None
    covered: Covered | None = None
    """On the list of a deputy: who is away, and for whom it would be done."""
    ended_at: datetime | None = None


def rows(
    office: Office, connection: Connection, actor: Actor, task_ids: Sequence[str], today: date
) -> tuple[InboxRow, ...]:
    """The rows of these tasks, in this order. Whoever asks has seen to it that the actor may see them."""
    if not task_ids:
        return ()
    found = {row.id: row for row in connection.execute(_query(actor, today).where(task.c.id.in_(task_ids)))}
    calendar = office.library.calendar(connection)
    cases = {row.case_id for row in found.values()}
    named, relations = parts.related_names(connection, cases), _relations(connection, actor, cases)
    return tuple(
        _row(
            found[task_id],
            actor,
            CaseStanding(found[task_id].service_id, relations.get(found[task_id].case_id, frozenset())),
            named,
            stage(_procedure(office, connection, found[task_id]), found[task_id].element),
            due(found[task_id].due_on, found[task_id].clock_state, today, calendar),
            today,
        )
        for task_id in task_ids
    )


def _procedure(office: Office, connection: Connection, row: Row[Any]) -> Procedure:
    return office.library.definition(connection, row.definition_id).compiled.procedure


def _query(actor: Actor, today: date) -> Select[Any]:
    t, c, k, e = task.c, case_file.c, clock.c, case_event.c
    clock_of_task = (k.case_id == t.case_id) & (k.name == t.clock)
    last_contact = (
        select(func.max(e.occurred_on))
        .where(e.case_id == c.id, e.corrected_by_id.is_(None), e.kind.in_(contact_log.WRITTEN_TO))
        .scalar_subquery()
    )
    return (
        select(
            *(t.id, t.name, t.element, t.candidate, t.assignee_id, t.due_on, t.case_id, t.not_before, t.ended_at),
            *(c.reference, c.complainant_name, c.service_id, c.is_child, c.safeguarding, c.contact_warning),
            *(c.advocate_name, c.status),
            definition.c.key.label("procedure_key"),
            process_instance.c.definition_id,
            definition.c.name.label("procedure"),
            person.c.name.label("assignee"),
            k.state.label("clock_state"),
            (k.due_on > k.limit_on).label("extended"),
            last_contact.label("last_contact_on"),
            contact_log.last_noted_on().label("last_noted_on"),
            contact_log.next_by().label("next_by"),
            contact_log.next_on().label("next_on"),
            needs_help().label("needs_help"),
            and_(t.status == "open", only_i_can_do(actor, today)).label("only_mine"),
            and_(t.status == "open", nobody_can_do(today)).label("needs_somebody"),
        )
        .join(case_file, c.id == t.case_id)
        .join(process_instance, process_instance.c.id == t.instance_id)
        .join(definition, definition.c.id == process_instance.c.definition_id)
        .outerjoin(person, person.c.id == t.assignee_id)
        .outerjoin(clock, clock_of_task)
    )


def _row(
    row: Row[Any],
    actor: Actor,
    standing: CaseStanding,
    named: Mapping[tuple[int, str], tuple[str, ...]],
    place: str,
    due_then: Due,
    today: date,
) -> InboxRow:
    mine = row.assignee_id == actor.person_id
    helping = (("Needs help",) if row.needs_help else ()) + (("Needs somebody",) if row.needs_somebody else ())
    waits = row.next_by if row.next_by not in (None, "nobody") else None
    return InboxRow(
        task_id=row.id,
        name=row.name,
        due=due_then,
        reference=row.reference,
        complainant_name=row.complainant_name,
        stage=place,
        has_it=_has_it(row, named),
        mine=mine,
        may_claim=row.assignee_id is None and not row.only_mine and fits(actor, row.candidate, standing),
        may_release=mine or (row.assignee_id is not None and may(actor, Action.ASSIGN_TASK, standing)),
        last_contact_on=max(filter(None, (row.last_contact_on, row.last_noted_on)), default=None),
        flags=(*helping, *_beside(row), *flags(row)),
        put_by_until=row.not_before if row.not_before is not None and row.not_before > today else None,
        waits_for=waits,
        waits_until=row.next_on if waits else None,
        ended_at=row.ended_at,
    )


def stage(procedure: Procedure, element: str) -> str:
    """What the page calls the place of a task: the sub-process that it stands in, or the procedure."""
    parent = procedure.elements[element].parent
    return procedure.elements[parent].name if parent is not None else procedure.name


def flags(row: Row[Any]) -> tuple[str, ...]:
    """What somebody should know before they open the case. `row` has the columns of the case and of its clock."""
    raised = {
        "Safeguarding": row.safeguarding,
        "Contact warning": bool(row.contact_warning),
        "Child": row.is_child,
        "Advocate": bool(row.advocate_name),
        "Extended": bool(row.extended),
    }
    return tuple(name for name, up in raised.items() if up)


def _beside(row: Row[Any]) -> tuple[str, ...]:
    """What is still to be done although the complaint itself is over: it must not be lost, nor taken for the whole."""
    if row.status == CaseStatus.OPEN:
        return ()
    over = f"beside a {row.status.replace('_', ' ')} complaint"
    return (f"The Ombudsman, {over}",) if row.procedure_key == OMBUDSMAN else (over.capitalize(),)


def _has_it(row: Row[Any], named: Mapping[tuple[int, str], tuple[str, ...]]) -> str:
    if row.assignee:
        return str(row.assignee)
    names = named.get((row.case_id, row.candidate.removeprefix("case:")), ())
    return ", ".join(names) if names else f"Nobody yet ({in_words(row.candidate)})"


def _relations(connection: Connection, actor: Actor, case_ids: set[int]) -> dict[int, frozenset[Relation]]:
    r = case_relation.c
    query = select(r.case_id, r.relation).where(r.person_id == actor.person_id, r.case_id.in_(case_ids))
    found: dict[int, frozenset[Relation]] = {}
    for row in connection.execute(query):
        found[row.case_id] = found.get(row.case_id, frozenset()) | {Relation(row.relation)}
    return found
