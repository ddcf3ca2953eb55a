"""The director's one page: seven things to know, and three decisions that wait for somebody at the top."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, and_, exists, func, literal, select

from engine.casework.clocks import ClockState
from engine.casework.policy import JUDGING, Action, Actor, require
from engine.casework.vocabulary import Kind
from engine.db.tables import action, case_file, clock, history, remedy, service, task
from engine.insight import due_work, lines, stuck_work
from engine.insight.lines import Count, Group, Line, Place, Sort, Source, columns
from engine.insight.scope import Scope, of
from engine.insight.worklist import PAGE_SIZE, Section, place_of
from engine.office import Office

BEYOND = 65
"""Working days: the most that stage 2 may take (Getting the Best from Complaints, 3.6)."""
MOST_DECISIONS = 3
OMBUDSMAN = ("ombudsman_draft", "ombudsman_remedy", "ombudsman_reply")
"""Clocks with a day that the Ombudsman has named."""


class Figure(StrEnum):
    """What the page counts; each has the list behind it."""

    OPEN = "open"
    OVERDUE = "overdue"
    STAGE_2 = "stage_2"
    OMBUDSMAN = "ombudsman"
    ACTIONS = "actions"
    DECISIONS = "decisions"


@dataclass(frozen=True)
class OnePage:
    """Everything on it."""

    today: date
    counts: Mapping[Figure, Count]
    oldest: Line | None
    """The open complaint that came in first."""
    next_ombudsman: Line | None
    """The next day that the Ombudsman has named, or the first that was missed."""
    decisions: tuple[Line, ...]
    """The three that have waited longest or are due first."""


def one_page(office: Office, actor: Actor) -> OnePage:
    """The page as this person may see it. Raises `NotAllowed`."""
    require(actor, Action.SEE_DIRECTORS_PAGE)
    with office.database.reading() as connection:
        scope = of(actor, office.today(), office.library.calendar(connection))
        sources = {figure: made(scope) for figure, made in _SOURCES.items()}
        return OnePage(
            today=scope.today,
            counts={figure: _count(connection, each) for figure, each in sources.items()},
            oldest=_first(lines.read(connection, scope, sources[Figure.OPEN], 1)),
            next_ombudsman=_first(lines.read(connection, scope, sources[Figure.OMBUDSMAN], 1)),
            decisions=lines.read(connection, scope, sources[Figure.DECISIONS], MOST_DECISIONS),
        )


def behind(office: Office, actor: Actor, figure: Figure, after: Place | None) -> Section:
    """A page of the list behind a figure. Raises `NotAllowed`."""
    require(actor, Action.SEE_DIRECTORS_PAGE)
    with office.database.reading() as connection:
        scope = of(actor, office.today(), office.library.calendar(connection))
        sources = _SOURCES[figure](scope)
        read = lines.read(connection, scope, sources, PAGE_SIZE + 1, after)
        shown = read[:PAGE_SIZE]
        following = place_of(shown[-1]) if len(read) > PAGE_SIZE else None
        return Section(Group.OVERDUE, shown, _count(connection, sources), following)


def _first(found: tuple[Line, ...]) -> Line | None:
    return found[0] if found else None


def _count(connection: Connection, sources: tuple[Source, ...]) -> Count:
    return lines.counted(sum(sum(each.values()) for each in lines.counts(connection, sources).values()))


def _open(scope: Scope) -> tuple[Source, ...]:
    """Open complaints, the oldest first."""
    return (_cases(scope, literal(True)),)


def _overdue(scope: Scope) -> tuple[Source, ...]:
    """Open complaints that have missed a limit of the procedure."""
    return (_cases(scope, _has_clock(and_(~clock.c.is_guide, clock.c.due_on < scope.today))),)


def _stage_2(scope: Scope) -> tuple[Source, ...]:
    """Open complaints at stage 2 for longer than the law allows."""
    begun = scope.calendar.add(scope.today, -BEYOND)
    beyond = and_(clock.c.name == "stage_2_response", clock.c.started_on < begun)
    return (_cases(scope, _has_clock(beyond)),)


def _ombudsman(scope: Scope) -> tuple[Source, ...]:
    k = clock.c
    query = due_work.limit_lines().where(k.name.in_(OMBUDSMAN), k.due_on.is_not(None), scope.seen())
    return (Source(Group.DUE_SOON, Sort.LIMIT, query, k.due_on, due_work.limit_key()),)


def _actions(scope: Scope) -> tuple[Source, ...]:
    return (due_work.actions(scope, Group.ACTIONS, action.c.due_on < scope.today),)


def _decisions(scope: Scope) -> tuple[Source, ...]:
    """Payments to approve, answers and sign-offs of those who lead, and requests for help: by the day."""
    t = task.c
    leading = and_(t.candidate.in_(sorted(JUDGING)), t.due_on <= scope.horizon)
    judged = and_(t.candidate == "case:adjudicating_officer", t.due_on <= scope.horizon)
    return (
        due_work.tasks(scope, Group.DUE_SOON, leading | judged),
        _payments(scope),
        stuck_work.needs_help(scope),
    )


def _payments(scope: Scope) -> Source:
    """A line for each case with payments to approve, since the last was proposed."""
    r, f, h = remedy.c, case_file.c, history.c
    proposed = (
        select(func.max(h.occurred_on))
        .where(h.case_id == f.id, h.what == "payment_proposed")
        .correlate(case_file)
        .scalar_subquery()
    )
    waits = exists().where(r.case_id == f.id, r.amount.is_not(None), r.approved_on.is_(None))
    day = func.coalesce(proposed, f.received_on)
    query = (
        select(*columns(day=day, key=f.id, what="Approve a payment"))
        .select_from(case_file)
        .join(service, service.c.id == f.service_id)
        .where(waits, scope.seen())
    )
    return Source(Group.BLOCKED, Sort.PAYMENT, query, day, f.id)


def _cases(scope: Scope, within: ColumnElement[bool]) -> Source:
    f = case_file.c
    query = (
        select(*columns(day=f.received_on, key=f.id, what="Received"))
        .select_from(case_file)
        .join(service, service.c.id == f.service_id)
        .where(f.kind == Kind.COMPLAINT.value, within, scope.open_and_seen())
    )
    return Source(Group.QUIET, Sort.CASE, query, f.received_on, f.id)


def _has_clock(within: ColumnElement[bool]) -> ColumnElement[bool]:
    k = clock.c
    ended = (ClockState.ENDED, ClockState.MET)
    return exists().where(k.case_id == case_file.c.id, k.met_on.is_(None), k.state.not_in(ended), within)


_SOURCES: Mapping[Figure, Callable[[Scope], tuple[Source, ...]]] = {
    Figure.OPEN: _open,
    Figure.OVERDUE: _overdue,
    Figure.STAGE_2: _stage_2,
    Figure.OMBUDSMAN: _ombudsman,
    Figure.ACTIONS: _actions,
    Figure.DECISIONS: _decisions,
}
