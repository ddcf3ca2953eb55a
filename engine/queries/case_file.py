"""One case as its page shows it: what was said, where it stands, who has the ball, and what its clocks say."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from engine.casework.clocks import ClockReading, parse_clock, read_clock
from engine.casework.deputies import Work, in_whose_name
from engine.casework.escalation import stage_2_breaches
from engine.casework.explanation import Explanation, explain
from engine.casework.late_stage_2 import breach_words
from engine.casework.outcome import Outcome, outcome_of
from engine.casework.policy import Actor, CaseStanding, fits
from engine.casework.vocabulary import CaseStatus, Relation
from engine.db.tables import (
    case_file,
    case_relation,
    clock,
    definition,
    person,
    process_instance,
    service,
    task,
)
from engine.errors import NotFound
from engine.office import Office
from engine.queries import events, found, parts, who
from engine.queries.due import Due, due
from engine.queries.events import EventRow
from engine.queries.found import HeadRow, RecommendationRow, RemedyRow
from engine.queries.visibility import visible_cases


@dataclass(frozen=True)
class Related:
    """Somebody with a part in the case."""

    relation: str
    person_id: int
    name: str


@dataclass(frozen=True)
class Ball:
    """An open task, and who has it."""

    task_id: str
    instance_id: int
    name: str
    element: str
    candidate: str
    assignee: str | None
    holders: tuple[str, ...]
    """By name: the one who has claimed it, or everybody who could."""
    due_on: date | None
    mine: bool
    """Claimed by, or open to, the person who looks."""


@dataclass(frozen=True)
class ClockLine:
    """One clock of the case as it reads today."""

    name: str
    sentence: str
    reading: ClockReading
    due: Due


@dataclass(frozen=True)
class InstanceRow:
    """A procedure that the case has gone through or is in."""

    id: int
    definition_id: int
    key: str
    name: str
    version: str
    status: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class CaseFile:
    """Everything that the page of a case needs; the columns of the case itself by name in `row`."""

    row: Row[Any]
    service: str
    today: date
    standing: CaseStanding
    heads: tuple[HeadRow, ...]
    recommendations: tuple[RecommendationRow, ...]
    remedies: tuple[RemedyRow, ...]
    related: tuple[Related, ...]
    balls: tuple[Ball, ...]
    clocks: tuple[ClockLine, ...]
    events: tuple[EventRow, ...]
    instances: tuple[InstanceRow, ...]
    stage_2_late: str | None = None
    """That stage 2 is or was late, by both ways of counting; None where it is not."""

    @property
    def id(self) -> int:
        """The case's key."""
        return int(self.row.id)

    @property
    def reference(self) -> str:
        """What the case is called everywhere."""
        return str(self.row.reference)

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be done."""
        return bool(self.row.status == CaseStatus.OPEN)

    @property
    def outcome(self) -> Outcome | None:
        """What it has come to so far, by its findings and its end."""
        last = [(head.last.finding, head.last.decision) for head in self.heads if head.last is not None]
        return outcome_of(self.row.status, [event.kind for event in events.standing(self.events)], last)

    @property
    def next_deadline(self) -> ClockLine | None:
        """The clock that ends first of those still waited for; a paused or frozen one when nothing else runs."""
        waited = [c for c in self.clocks if self.is_open and _is_waited_for(c)]
        return min(waited, key=lambda c: c.reading.due_on or date.max, default=None)

    @property
    def task_of_mine(self) -> Ball | None:
        """The task that the person who looks can do now."""
        return next((ball for ball in self.balls if ball.mine), None)

    def named(self, relation: Relation) -> tuple[str, ...]:
        """Who stands in a relation to the case."""
        return tuple(r.name for r in self.related if r.relation == relation)

    def clock(self, name: str) -> ClockLine | None:
        """One clock by name."""
        return next((c for c in self.clocks if c.name == name), None)


def find(office: Office, actor: Actor, reference: str) -> CaseFile:
    """The case with this reference. Raises `NotFound`, whether it does not exist or is not this person's to see."""
    today = office.today()
    with office.database.reading() as connection:
        row = visible(connection, actor, reference, today)
        happened = events.of_case(connection, row.id)
        standing = who.standing(connection, actor.person_id, row.id, today, actor.covers)
        clocks = _clocks(office, connection, row.id, happened, today)
        judged = found.of_case(connection, row.id)
        return CaseFile(
            row=row,
            service=row.service,
            today=today,
            standing=standing,
            heads=judged.heads,
            recommendations=judged.recommendations,
            remedies=judged.remedies,
            related=_related(connection, row.id),
            balls=_balls(connection, actor, row, standing, today),
            clocks=clocks,
            events=happened,
            instances=_instances(connection, row.id),
            stage_2_late=_stage_2_late(office, connection, clocks, happened, today)
            if row.status in (CaseStatus.OPEN, CaseStatus.CLOSED)
            else None,
        )


def visible(connection: Connection, actor: Actor, reference: str, today: date) -> Row[Any]:
    """The row of a case that this person may see, with the name of its service. Raises `NotFound`."""
    query = (
        select(case_file, service.c.name.label("service"))
        .join(service, service.c.id == case_file.c.service_id)
        .where(case_file.c.reference == reference, visible_cases(actor, today))
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(what=f"case {reference}")
    return row


def why_this_date(office: Office, case: CaseFile, name: str) -> tuple[ClockLine, Explanation]:
    """A clock of the case, and every day from its start to its limit. Raises `NotFound`."""
    line = case.clock(name)
    if line is None:
        raise NotFound(what="time limit")
    with office.database.reading() as connection:
        calendar = office.library.calendar(connection)
    return line, explain(line.reading.rule, events.standing(case.events), calendar, case.today)


def _is_waited_for(line: ClockLine) -> bool:
    """A guide runs beside a limit and is nobody's day to be ready by, so it is never the next deadline."""
    return line.reading.is_waited_for and not line.reading.rule.is_guide


def _related(connection: Connection, case_id: int) -> tuple[Related, ...]:
    r, in_order = case_relation.c, list(Relation)
    query = select(r.relation, r.person_id, person.c.name).join(person, person.c.id == r.person_id)
    rows = connection.execute(query.where(r.case_id == case_id).order_by(person.c.name)).all()
    return tuple(Related(*row) for row in sorted(rows, key=lambda row: in_order.index(row.relation)))


def _balls(
    connection: Connection,
    actor: Actor,
    case: Row[Any],
    standing: CaseStanding,
    today: date,
) -> tuple[Ball, ...]:
    t = task.c
    query = (
        select(
            *(t.id, t.instance_id, t.name, t.element, t.candidate, t.assignee_id, t.due_on),
            person.c.name.label("assignee"),
        )
        .outerjoin(person, person.c.id == t.assignee_id)
        .where(t.case_id == case.id, t.status == "open")
        .order_by(t.due_on.nulls_last(), t.opened_at)
    )
    rows = connection.execute(query).all()
    known = parts.parts(connection, [case.id], {row.candidate for row in rows}, today)
    balls = []
    for row in rows:
        could = known.meant(row.candidate, case.id, case.service_id)
        free = row.assignee_id is None and fits(actor, row.candidate, standing)
        balls.append(
            Ball(
                task_id=row.id,
                instance_id=row.instance_id,
                name=row.name,
                element=row.element,
                candidate=row.candidate,
                assignee=row.assignee,
                holders=(row.assignee,) if row.assignee else could,
                due_on=row.due_on,
                mine=row.assignee_id == actor.person_id
                or free
                or in_whose_name(actor, Work(row.candidate, row.assignee_id), standing) is not None,
            )
        )
    return tuple(balls)


def _clocks(
    office: Office, connection: Connection, case_id: int, happened: tuple[EventRow, ...], today: date
) -> tuple[ClockLine, ...]:
    c = clock.c
    rows = connection.execute(select(c.name, c.sentence).where(c.case_id == case_id)).all()
    if not rows:
        return ()
    calendar, dated = office.library.calendar(connection), events.standing(happened)
    lines = []
    for row in rows:
        reading = read_clock(parse_clock(row.name, row.sentence), dated, calendar, today)
        lines.append(ClockLine(row.name, row.sentence, reading, due(reading.due_on, reading.state, today, calendar)))
    return tuple(sorted(lines, key=lambda line: (line.reading.due_on or date.max, line.name)))


def _stage_2_late(
    office: Office, connection: Connection, clocks: Iterable[ClockLine], happened: tuple[EventRow, ...], today: date
) -> str | None:
    """Whether stage 2 is late, from the request and from the agreed statement; nothing before it was asked for."""
    rules = {line.name: line.reading.rule for line in clocks if line.reading.started_on is not None}
    by_request = rules.get("stage_2_response")
    if by_request is None:
        return None
    from_record = replace(by_request, name="stage_2_from_record", starts_on="record_agreed")
    by_record = rules.get(from_record.name, from_record)
    calendar = office.library.calendar(connection)
    return breach_words(stage_2_breaches(by_request, by_record, events.standing(happened), calendar, today))


def _instances(connection: Connection, case_id: int) -> tuple[InstanceRow, ...]:
    i, d = process_instance.c, definition.c
    query = (
        select(i.id, i.definition_id, d.key, d.name, d.version, i.status, i.started_at, i.ended_at)
        .join(definition, d.id == i.definition_id)
        .where(i.case_id == case_id)
        .order_by(i.id)
    )
    return tuple(InstanceRow(*row) for row in connection.execute(query))
