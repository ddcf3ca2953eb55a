"""Which cases somebody may see: the policy's own table as one condition, for every list, search and count."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, literal, not_, or_, select, true

from engine.casework.policy import (
    JUDGING,
    LOOKING_AGAIN,
    POLICY,
    SIGNING_OFF,
    UNTIL_CLOSED,
    Action,
    Actor,
    Covered,
    Grant,
    Standing,
)
from engine.casework.vocabulary import CaseStatus, Relation, Role
from engine.db.tables import case_file, case_relation, interest, line_management, message, person, role_holding, task
from engine.recording.cover import has_answered
from engine.recording.recipients import held_on

_PART, _SOMEONE = case_relation.alias(), person.alias()
"""Read in a select of their own, wherever that stands: an alias made anew copies its table's columns each time."""


@lru_cache(maxsize=256)
def visible_cases(actor: Actor, today: date) -> ColumnElement[bool]:
    """A condition on `case_file`: true for the cases that `policy.may(actor, Action.SEE_CASE, ...)` opens.

    It is made from the policy's grants, so that a list and a page cannot disagree. Never true for a person
    complained about. Only `case_file` is taken from the query around it, whatever else that reads. The same condition
    for the same actor and day: a page of lists asks for it many times, and making it costs more than asking with it.
    """
    granted = [_granted(grant, actor, today) for grant in sorted(POLICY[Action.SEE_CASE])]
    return and_(not_(_related(actor, Relation.COMPLAINED_ABOUT)), or_(false(), *granted))


def not_about(actor: Actor, case_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """A condition: it belongs to no complaint about this person, of which they hear nothing, and to any other or none.

    For what the house is kept running by; whoever keeps it may see more there than the cases that are theirs to see.
    """
    r = case_relation.c
    about_me = select(r.case_id).where(r.person_id == actor.person_id, r.relation == Relation.COMPLAINED_ABOUT.value)
    return or_(case_id.is_(None), case_id.not_in(about_me))


def readable_interests(actor: Actor, today: date) -> ColumnElement[bool]:
    """A condition on `interest`, outer-joined with `case_file` on the case it is in: what this person may read of it.

    Not one in a case that they may not see, and not one that somebody has declared in them.
    """
    i = interest.c
    of_a_case = or_(i.about_case_id.is_(None), visible_cases(actor, today))
    return and_(of_a_case, or_(i.about_person_id.is_(None), i.about_person_id != actor.person_id))


@lru_cache(maxsize=256)
def fitting_tasks(actor: Actor, today: date) -> ColumnElement[bool]:
    """A condition on `task` joined with `case_file`: the candidate means this person, as `policy.fits` says.

    The case must be visible as well; this says nothing about who has claimed the task.
    """
    part, t = case_relation.alias(), task.c
    r = part.c
    related = exists().where(
        r.case_id == case_file.c.id,
        r.person_id == actor.person_id,
        t.candidate == literal("case:").concat(r.relation),
        or_(_is_open(), not_(or_(r.relation.in_(sorted(UNTIL_CLOSED)), _is_from_outside(actor)))),
    )
    # Asked of a deputy it stands two selects deep, where every table that is not named here has to be the one outside.
    related = related.correlate_except(part)
    by_role = [(t.candidate == role) & _in_a_service_of(actor, role) for role in sorted(actor.roles)]
    return and_(
        not_(_own_answer(actor)),
        not_(_related(actor, Relation.COMPLAINED_ABOUT)),
        not_(is_not_independent(literal(actor.person_id), today)),
        or_(related, *by_role),
    )


def covered_tasks(actor: Actor, today: date) -> ColumnElement[bool]:
    """A condition on `task` joined with `case_file`: an open one may be done for somebody away (`in_whose_name`).

    What it is true for lies in visible cases. Made from `actor.covers` alone: what is theirs in their own name is
    `fitting_tasks`, and may be among these as well.
    """
    return or_(false(), *(task_covered_for(actor, each, today) for each in actor.covers))


def task_covered_for(actor: Actor, covered: Covered, today: date) -> ColumnElement[bool]:
    """The same for one of those who are away."""
    t, theirs = task.c, Actor(covered.person_id, covered.name, covered.holdings)
    in_hand = t.assignee_id.is_not(None) & (t.assignee_id == covered.person_id)
    personal = t.candidate.in_([f"case:{relation}" for relation in sorted(LOOKING_AGAIN)])
    barred = (_own_answer(actor), _own_answer(theirs), *_has_nothing(actor, today), *_has_nothing(theirs, today))
    return and_(
        or_(in_hand, t.assignee_id.is_(None) & fitting_tasks(theirs, today)),
        or_(not_(personal), case_file.c.id.in_(sorted(covered.looks_again_in))),
        *(not_(each) for each in barred),
    )


def _is_deputy(actor: Actor, today: date) -> ColumnElement[bool]:
    """A condition on `case_file`, as `deputies.is_deputy` says: of somebody away with work or a part in the case."""
    return or_(false(), *(_covered_case(actor, each, today) for each in actor.covers))


def _covered_case(actor: Actor, covered: Covered, today: date) -> ColumnElement[bool]:
    t, theirs = task.c, Actor(covered.person_id, covered.name, covered.holdings)
    waits = exists(
        select(t.id)
        .where(t.case_id == case_file.c.id, t.status == "open", task_covered_for(actor, covered, today))
        .correlate(case_file)
    )
    parts = sorted(grant for grant in POLICY[Action.SEE_CASE] if isinstance(grant, Relation))
    here = case_file.c.id.in_(sorted(covered.looks_again_in))
    related = [_related(theirs, each) & here if each in LOOKING_AGAIN else _related(theirs, each) for each in parts]
    barred = (*_has_nothing(actor, today), *_has_nothing(theirs, today))
    return or_(waits, and_(_is_open(), or_(false(), *related), *(not_(each) for each in barred)))


def _has_nothing(actor: Actor, today: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Where nothing can be done through a cover: it is about them, or they have declared an interest."""
    return _related(actor, Relation.COMPLAINED_ABOUT), _has_an_interest(literal(actor.person_id), today)


def _own_answer(actor: Actor) -> ColumnElement[bool]:
    """A condition on `task` joined with `case_file`: signing off what this person answers, or has answered."""
    answered = or_(_related(actor, Relation.ALLOCATED_MANAGER), has_answered(case_file.c.id, actor.person_id))
    return task.c.candidate.in_(sorted(SIGNING_OFF)) & answered


def is_not_independent(person_id: ColumnElement[int], today: date) -> ColumnElement[bool]:
    """A condition on `task` joined with `case_file`: it judges what this person has declared an interest in."""
    # The task first: most tasks are for officers, and then no interest is looked for.
    return and_(_judging(), _has_an_interest(person_id, today))


def _has_an_interest(person_id: ColumnElement[int], today: date) -> ColumnElement[bool]:
    """A condition on `case_file`: they have declared an interest in it, its service or somebody complained about."""
    declared, about = interest.alias(), case_relation.alias()
    i, r = declared.c, about.c
    named = exists().where(
        r.case_id == case_file.c.id, r.relation == Relation.COMPLAINED_ABOUT.value, r.person_id == i.about_person_id
    )
    touches = or_(
        i.about_case_id == case_file.c.id,
        i.about_service_id == case_file.c.service_id,
        named.correlate_except(about),
    )
    return (
        exists()
        .where(i.person_id == person_id, held_on(i.from_on, i.to_on, today), touches)
        .correlate_except(declared, about)
    )


def _judging() -> ColumnElement[bool]:
    """A condition on `task`: it judges the complaint, as `policy.judges` says."""
    return or_(task.c.candidate.like("case:%"), task.c.candidate.in_(sorted(JUDGING)))


@lru_cache(maxsize=256)
def only_i_can_do(actor: Actor, today: date) -> ColumnElement[bool]:
    """A condition on `task` joined with `case_file`: unclaimed, and meant for this person and nobody else today.

    Such a task needs no claiming: a head of service who comes twice a month finds the sign-off at once.
    """
    r, h, p, t = case_relation.alias().c, role_holding.alias().c, person.alias().c, task.c
    related_too = exists().where(
        r.case_id == case_file.c.id,
        r.person_id != actor.person_id,
        t.candidate == literal("case:").concat(r.relation),
    )
    holds_it_too = exists().where(
        h.role == t.candidate,
        h.person_id != actor.person_id,
        or_(h.service_id.is_(None), h.service_id == case_file.c.service_id),
        held_on(h.from_on, h.to_on, today),
        p.id == h.person_id,
        p.active,
    )
    return and_(t.assignee_id.is_(None), fitting_tasks(actor, today), not_(related_too), not_(holds_it_too))


@lru_cache(maxsize=4)
def nobody_can_do(today: date) -> ColumnElement[bool]:
    """A condition on `task` joined with `case_file`: unclaimed, and meant for nobody who is here and may do it.

    The only head of service is complained about, or has answered; the manager has left: somebody must be found.
    """
    related, holding, someone = case_relation.alias(), role_holding.alias(), person.alias()
    about, answers = case_relation.alias(), case_relation.alias()
    r, h, p, t = related.c, holding.c, someone.c, task.c
    of_the_case = case_file.c.id
    complained_about = exists().where(
        about.c.case_id == of_the_case,
        about.c.person_id == p.id,
        about.c.relation == Relation.COMPLAINED_ABOUT.value,
    )
    own_answer = exists().where(
        answers.c.case_id == of_the_case,
        answers.c.person_id == p.id,
        answers.c.relation == Relation.ALLOCATED_MANAGER.value,
    )
    signs_own = t.candidate.in_(sorted(SIGNING_OFF)) & or_(
        own_answer.correlate_except(answers), has_answered(of_the_case, p.id)
    )
    holds = exists().where(
        h.role == t.candidate,
        or_(h.service_id.is_(None), h.service_id == case_file.c.service_id),
        held_on(h.from_on, h.to_on, today),
        h.person_id == p.id,
    )
    is_related = exists().where(
        r.case_id == of_the_case, r.person_id == p.id, t.candidate == literal("case:").concat(r.relation)
    )
    # Two selects deep, only what is named here is a table of its own.
    interested = is_not_independent(p.id, today)
    barred = or_(complained_about.correlate_except(about), signs_own, interested)
    meant = or_(holds.correlate_except(holding), is_related.correlate_except(related))
    somebody = exists().where(p.active, not_(barred), meant).correlate_except(someone)
    return and_(t.assignee_id.is_(None), not_(somebody))


def _granted(grant: Grant, actor: Actor, today: date) -> ColumnElement[bool]:
    if isinstance(grant, Role):
        return _in_a_service_of(actor, grant)
    if isinstance(grant, Relation):
        return _related(actor, grant)
    return _STANDINGS[grant](actor, today)


def _in_a_service_of(actor: Actor, role: Role) -> ColumnElement[bool]:
    services = {holding.service_id for holding in actor.holdings if holding.role == role}
    if None in services:
        return true()
    return case_file.c.service_id.in_(sorted(s for s in services if s is not None)) if services else false()


def _related(actor: Actor, relation: Relation) -> ColumnElement[bool]:
    """That it is about them never ends; parts that `policy.UNTIL_CLOSED` names, and all of outsiders, end with it."""
    r = _PART.c
    related = exists().where(r.case_id == case_file.c.id, r.relation == relation, r.person_id == actor.person_id)
    related = related.correlate_except(_PART)
    if relation is Relation.COMPLAINED_ABOUT:
        return related
    return and_(related, _is_open() if relation in UNTIL_CLOSED else or_(_is_open(), not_(_is_from_outside(actor))))


def _is_open() -> ColumnElement[bool]:
    return case_file.c.status == CaseStatus.OPEN.value


def _is_from_outside(actor: Actor) -> ColumnElement[bool]:
    found = exists().where(_SOMEONE.c.id == actor.person_id, _SOMEONE.c.external)
    return found.correlate_except(_SOMEONE)


def _holds_a_task(actor: Actor) -> ColumnElement[bool]:
    t = task.alias().c
    return exists().where(t.case_id == case_file.c.id, t.assignee_id == actor.person_id, t.status == "open")


def _was_told(actor: Actor) -> ColumnElement[bool]:
    m = message.alias().c
    notice = exists().where(m.case_id == case_file.c.id, m.to_person_id == actor.person_id, m.kind == "notice")
    return and_(_is_open(), notice, not_(_is_from_outside(actor)))


def _manages_who_answers(actor: Actor, today: date) -> ColumnElement[bool]:
    r, line = case_relation.alias().c, line_management.alias().c
    return exists().where(
        r.case_id == case_file.c.id,
        r.relation == Relation.ALLOCATED_MANAGER,
        line.person_id == r.person_id,
        line.manager_id == actor.person_id,
        held_on(line.from_on, line.to_on, today),
    )


_STANDINGS: Mapping[Standing, Callable[[Actor, date], ColumnElement[bool]]] = {
    Standing.EVERYONE: lambda actor, today: true(),
    Standing.TASK_HOLDER: lambda actor, today: _holds_a_task(actor),
    Standing.LINE_MANAGER: _manages_who_answers,
    Standing.TOLD: lambda actor, today: _was_told(actor),
    Standing.DEPUTY: lambda actor, today: _is_deputy(actor, today),
}
