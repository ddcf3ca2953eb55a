"""One task as its page shows it: the question, the case in brief, what is known already, and what comes after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Integer, Row, bindparam, func, select

from engine.casework.clocks import DatedEvent, read_clock
from engine.casework.completion import MEETS, PageFacts
from engine.casework.deputies import Work, in_whose_name
from engine.casework.policy import Action, Actor, Covered, fits, may
from engine.casework.vocabulary import EventKind, Relation, Role
from engine.db.tables import (
    document,
    membership,
    message,
    person,
    role_holding,
    setting,
    task,
    team,
)
from engine.db.together import Together
from engine.office import LONDON, Office
from engine.procedures.definition import Element, FormField
from engine.procedures.following import NextStep, following
from engine.procedures.pages import letter_of
from engine.queries import appointing, found, page_facts, parts, task_row, who
from engine.queries.due import Due, due
from engine.queries.found import (
    HeadRow,
    PromisedRow,
    RecommendationRow,
    RemedyRow,
)
from engine.queries.inbox import flags, stage
from engine.recording import letter_fields
from engine.recording.recipients import held_on
from engine.recording.steps import CHECK_BEFORE_SENDING

_STARTS_CLOCKS = (EventKind.ACKNOWLEDGED, EventKind.STAGE_2_ACKNOWLEDGED)


@dataclass(frozen=True)
class Choice:
    """Somebody who can be chosen, and where they work."""

    id: int
    name: str
    place: str
    answers_here: bool
    """A manager of the case's service: they stand first where a manager is chosen."""


@dataclass(frozen=True)
class Draft:
    """A letter that waits to be sent."""

    template: str
    body: str


@dataclass(frozen=True)
class SentBack:
    """What somebody asked to be changed when they sent the work back."""

    by: str
    on: date
    what: str


@dataclass(frozen=True)
class TaskPage:
    """Everything that the page of a task needs; the columns of the case by name in `case`."""

    id: str
    name: str
    question: str
    form_key: str | None
    fields: tuple[FormField, ...]
    element: Element
    variables: frozenset[str]
    """The names that its procedure declares: answers of these names route the case."""
    stage: str
    due: Due
    assignee: str | None
    mine: bool
    """It can be worked on here and now by the person who looks."""
    covered: Covered | None
    """In whose name they would do it, where it is not in their own."""
    may_claim: bool
    may_release: bool
    may_assign: bool
    """It can be given to somebody else by the person who looks."""
    documents: int
    """How many documents are on the case and not withdrawn."""
    may_add_document: bool
    case: Row[Any]
    flags: tuple[str, ...]
    managers: tuple[str, ...]
    about: tuple[str, ...]
    heads: tuple[HeadRow, ...]
    remedies: tuple[RemedyRow, ...]
    recommendations: tuple[RecommendationRow, ...]
    """Those of the page's stage."""
    promised: tuple[PromisedRow, ...]
    """What the page's stage has promised so far."""
    draft: Draft | None
    left: Mapping[str, Any]
    """What was typed on it before its completion was undone, by question; empty for a task that was never done."""
    sent_back: SentBack | None
    next_steps: tuple[NextStep, ...]
    facts: PageFacts
    reader_id: int
    letter_facts: Mapping[str, Any]
    """What a letter written today is filled from: keys of `engine.recording.letter_fields`."""


def find(office: Office, actor: Actor, task_id: str) -> TaskPage:
    """The page of an open task.

    Raises `NotFound` for whoever may not see the case, and `StaleTask` saying who has completed the task and when.
    """
    today = office.today()
    with office.database.reading() as connection:
        row = task_row.find(connection, actor, task_id, today)
        standing = who.standing(connection, actor.person_id, row.id, today, actor.covers)
        definition = office.library.definition(connection, row.definition_id)
        procedure = definition.compiled.procedure
        element = procedure.elements[row.element]
        named = parts.related_names(connection, [row.id])
        fitting = fits(actor, row.candidate, standing)
        mine = row.assignee_id == actor.person_id
        own = mine or row.only_mine or (fitting and row.assignee_id is None)
        covered = None if own else in_whose_name(actor, Work(row.candidate, row.assignee_id), standing)
        judged, beside = found.of_case(connection, row.id), _BESIDE.read(connection, {"of_case": row.id})
        draft = next((Draft(each.template, each.body or "") for each in beside["draft"]), None)
        template = letter_of(element) or (draft.template if draft else None)
        return TaskPage(
            id=row.task_id,
            name=row.task_name,
            question=element.documentation,
            left=row.answers or {},
            form_key=element.form_key,
            fields=element.fields,
            element=element,
            variables=frozenset(procedure.variables),
            stage=stage(procedure, element.id),
            due=due(row.due_on, row.clock_state, today, office.library.calendar(connection)),
            assignee=row.assignee,
            mine=mine or row.only_mine or covered is not None,
            covered=covered,
            may_claim=fitting and row.assignee_id is None and not row.only_mine,
            may_release=mine
            or (row.assignee_id is not None and (covered is not None or may(actor, Action.ASSIGN_TASK, standing))),
            may_assign=may(actor, Action.ASSIGN_TASK, standing),
            documents=beside["documents"][0].count,
            may_add_document=may(actor, Action.ADD_DOCUMENT, standing),
            case=row,
            flags=flags(row),
            managers=named.get((row.id, Relation.ALLOCATED_MANAGER), ()),
            about=named.get((row.id, Relation.COMPLAINED_ABOUT), ()),
            heads=judged.heads,
            remedies=judged.remedies,
            recommendations=_recommended(judged, element.settings.get("stage")),
            promised=tuple(each for each in judged.promised if each.stage == element.settings.get("stage", "")),
            draft=draft,
            sent_back=_sent_back(connection, row),
            next_steps=following(procedure, element.id, _known(beside["checked"], row)),
            facts=appointing.with_people(
                connection,
                office.library,
                element.form_key,
                page_facts.of_case(connection, row, today, element.settings, procedure.variables),
                row.id,
            ),
            reader_id=actor.person_id,
            letter_facts=letter_fields.gather(
                office.library, connection, row.id, today, actor.person_id, template, _going(template, today)
            ),
        )


def letter_facts_after(
    office: Office, page: TaskPage, template: str, events: Sequence[DatedEvent]
) -> Mapping[str, Any]:
    """What the letter is filled from when the page is finished as it is typed: `events` is what it records."""
    today = page.facts.today
    foreseen = (*_going(template, today), *events)
    with office.database.reading() as connection:
        return letter_fields.gather(office.library, connection, page.case.id, today, page.reader_id, template, foreseen)


def _going(template: str | None, today: date) -> tuple[DatedEvent, ...]:
    """An acknowledgement starts the clock whose limit it names: it will have gone when it is read."""
    kind = MEETS.get(template or "")
    return (DatedEvent(kind.value, today),) if kind in _STARTS_CLOCKS else ()


def choices(office: Office, service_id: int) -> tuple[Choice, ...]:
    """Everybody who works here today, with where; the managers of this service marked."""
    today = office.today()
    with office.database.reading() as connection:
        places, managers = _places(connection, today), _managers(connection, service_id, today)
        everybody = who.people(connection).items()
        return tuple(Choice(key, name, places.get(key, ""), key in managers) for key, name in everybody)


def limits(
    office: Office, key: str, name: str, received_on: date, more: Sequence[DatedEvent] = ()
) -> tuple[date | None, date | None]:
    """The due date and the furthest day of a clock that would run from this day of receipt; for a first letter.

    `more`: what else will have happened when that letter goes.
    """
    with office.database.reading() as connection:
        rules = office.library.in_effect(connection, key, received_on).compiled.procedure.clocks
        if name not in rules:
            return None, None
        events = (DatedEvent(EventKind.RECEIVED, received_on), *more)
        reading = read_clock(rules[name], events, office.library.calendar(connection), office.today())
    return reading.due_on, reading.maximum_on


def _recommended(judged: found.Found, stage: str | None) -> tuple[RecommendationRow, ...]:
    """What was recommended at the stage that the page is about; at all of them where the diagram names none."""
    return tuple(each for each in judged.recommendations if stage in (None, each.stage))


def _ask_beside() -> Together:
    m, d, case_id = message.c, document.c, bindparam("of_case", type_=Integer)
    return Together(
        draft=select(m.template, m.body)
        .where(m.case_id == case_id, m.kind == "letter", m.status == "draft")
        .order_by(m.id.desc())
        .limit(1),
        documents=select(func.count().label("count"))
        .select_from(document)
        .where(d.case_id == case_id, d.withdrawn_at.is_(None)),
        checked=select(setting.c.value).where(setting.c.name == CHECK_BEFORE_SENDING),
    )


_BESIDE = _ask_beside()
"""The letter in hand, how many documents there are, and whether letters are checked before they go."""


def _sent_back(connection: Connection, row: Row[Any]) -> SentBack | None:
    """What was asked for by the task whose end opened this one: both carry the instant of that step."""
    t = task.c
    query = (
        select(t.answers, t.ended_at, person.c.name)
        .join(person, person.c.id == t.ended_by)
        .where(t.instance_id == row.instance_id, t.status == "completed")
        .where(t.ended_at == row.opened_at, t.element != row.element)
    )
    for ended in connection.execute(query):
        what = (ended.answers or {}).get("what_to_change")
        if what:
            return SentBack(ended.name, ended.ended_at.astimezone(LONDON).date(), what)
    return None


def _known(checked: Sequence[Any], row: Row[Any]) -> dict[str, bool]:
    """The routing facts that are settled before anybody decides."""
    return {CHECK_BEFORE_SENDING: all(each.value != "no" for each in checked), "is_child": bool(row.is_child)}


def _places(connection: Connection, today: date) -> dict[int, str]:
    m = membership.c
    query = select(m.person_id, team.c.name).join(team, team.c.id == m.team_id)
    return {row.person_id: row.name for row in connection.execute(query.where(held_on(m.from_on, m.to_on, today)))}


def _managers(connection: Connection, service_id: int, today: date) -> frozenset[int]:
    h = role_holding.c
    roles = (Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE)
    here = h.service_id.is_(None) | (h.service_id == service_id)
    query = select(h.person_id).where(h.role.in_(roles), here, held_on(h.from_on, h.to_on, today))
    return frozenset(connection.execute(query).scalars())
