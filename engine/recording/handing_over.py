"""What somebody has in hand in one case goes to whoever takes over, as far as independence lets it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select, update

from engine.casework.moving import PARTS, Plan, Sort, Why
from engine.casework.policy import in_words
from engine.casework.vocabulary import Relation
from engine.db.tables import action, case_relation, task
from engine.recording import answers, given
from engine.recording.case import CaseRecord
from engine.recording.promises import OPEN

Bars = Callable[[CaseRecord, Relation, int], str | None]
"""Why somebody cannot have a part in the case; None where they can."""
BarsTask = Callable[[CaseRecord, Row[Any], int], str | None]
"""The same of one of its tasks."""


@dataclass(frozen=True)
class Checks:
    """What is asked before anything goes to somebody."""

    part: Bars
    task: BarsTask


@dataclass
class HandedOver:
    """What became of it in one case."""

    moved: list[str] = field(default_factory=list)
    """Sorts of work, or names of tasks."""
    left: list[str] = field(default_factory=list)
    """What a person has to decide, a sentence each without its end."""
    people: list[int] = field(default_factory=list)
    """Who took something over."""


def hand_over(case: CaseRecord, plan: Plan, checks: Checks) -> HandedOver:
    """Move parts, then tasks, then promised actions; the history says what went from whom to whom."""
    done = HandedOver()
    _parts(case, plan, checks, done)
    _tasks(case, plan, checks, done)
    _actions(case, plan, checks, done)
    if done.moved:
        people = [plan.person_id, *dict.fromkeys(done.people)]
        case.note("work_moved", payload={"people": people, "what": done.moved, "why": plan.why.value})
    return done


def _parts(case: CaseRecord, plan: Plan, checks: Checks, done: HandedOver) -> None:
    for part in PARTS:
        relation, successor = Relation(part.value), plan.to.get(part)
        people = _related(case, relation)
        if plan.person_id not in people or successor is None:
            continue
        why = checks.part(case, relation, successor)
        if why is not None:
            done.left.append(f"{in_words(relation)}: {why}")
            continue
        after = tuple(dict.fromkeys(successor if p == plan.person_id else p for p in people))
        answers.relate(case, relation, after)
        _let_go(case, plan.person_id, relation)
        done.moved.append(in_words(relation))
        done.people.append(successor)


def _related(case: CaseRecord, relation: Relation) -> tuple[int, ...]:
    r = case_relation.c
    query = select(r.person_id).where(r.case_id == case.id, r.relation == relation.value).order_by(r.person_id)
    return tuple(case.transaction.connection.execute(query).scalars())


def _let_go(case: CaseRecord, person_id: int, relation: Relation) -> None:
    """What they had claimed in this part is open to whoever has the part now."""
    for row in _held(case, person_id):
        if row.candidate == f"case:{relation.value}":
            given.to(case, row, None)


def _tasks(case: CaseRecord, plan: Plan, checks: Checks, done: HandedOver) -> None:
    successor = plan.to.get(Sort.TASKS)
    for row in _held(case, plan.person_id):
        why = "nobody takes it over" if successor is None else checks.task(case, row, successor)
        if why is None and successor is not None:
            given.to(case, row, successor)
            done.moved.append(row.name)
            done.people.append(successor)
        elif plan.why is Why.LEAVES:
            given.to(case, row, None)
            done.left.append(f"“{row.name}” is back on the list: {why}")
        elif successor is not None:
            done.left.append(f"“{row.name}”: {why}")


def _held(case: CaseRecord, person_id: int) -> list[Row[Any]]:
    t = task.c
    query = select(t.id, t.name, t.element, t.candidate, t.form_key, t.case_id)
    theirs = query.where(t.case_id == case.id, t.status == "open", t.assignee_id == person_id).order_by(t.opened_at)
    return list(case.transaction.connection.execute(theirs))


def _actions(case: CaseRecord, plan: Plan, checks: Checks, done: HandedOver) -> None:
    successor, a = plan.to.get(Sort.ACTIONS), action.c
    theirs = (a.case_id == case.id) & (a.owner_id == plan.person_id) & (a.status == OPEN)
    found = case.transaction.connection.execute(select(a.id).where(theirs)).scalars().all()
    if not found or successor is None:
        return
    if successor in _related(case, Relation.COMPLAINED_ABOUT):
        done.left.append("promised actions: the complaint is about them")
        return
    case.transaction.connection.execute(update(action).where(theirs).values(owner_id=successor))
    done.moved.append("promised action" if len(found) == 1 else f"{len(found)} promised actions")
    done.people.append(successor)
