"""Which cases somebody may see: the policy's own table as one condition, for every list, search and count."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, literal, not_, or_, true

from engine.casework.policy import JUDGING, POLICY, SIGNING_OFF, UNTIL_CLOSED, Action, Actor, Grant, Standing
from engine.casework.vocabulary import CaseStatus, Relation, Role
from engine.db.tables import case_file, case_relation, interest, line_management, message, person, role_holding, task
from engine.recording.recipients import held_on


def visible_cases(actor: Actor, today: date) -> ColumnElement[bool]:
    """A condition on `case_file`: true for the cases that `policy.may(actor, Action.SEE_CASE, ...)` opens.

    It is made from the policy's grants, so that a list and a page cannot disagree. Never true for a person
    complained about. Only `case_file` is taken from the query around it, whatever else that reads.
    """
    granted = [_granted(grant, actor, today) for grant in sorted(POLICY[Action.SEE_CASE])]
    return and_(not_(_related(actor, Relation.COMPLAINED_ABOUT)), or_(false(), *granted))


def readable_interests(actor: Actor, today: date) -> ColumnElement[bool]:
    """A condition on `interest`, outer-joined with `case_file` on the case it is in: what this person may read of it.

    Not one in a case that they may not see, and not one that somebody has declared in them.
    """
    i = interest.c
    of_a_case = or_(i.about_case_id.is_(None), visible_cases(actor, today))
    return and_(of_a_case, or_(i.about_person_id.is_(None), i.about_person_id != actor.person_id))


def fitting_tasks(actor: Actor, today: date) -> ColumnElement[bool]:
    """A condition on `task` joined with `case_file`: the candidate means this person, as `policy.fits` says.

    The case must be visible as well; this says nothing about who has claimed the task.
    """
    r, t = case_relation.alias().c, task.c
    related = exists().where(
        r.case_id == case_file.c.id,
        r.person_id == actor.person_id,
        t.candidate == literal("case:").concat(r.relation),
        or_(_is_open(), not_(or_(r.relation.in_(sorted(UNTIL_CLOSED)), _is_from_outside(actor)))),
    )
    by_role = [(t.candidate == role) & _in_a_service_of(actor, role) for role in sorted(actor.roles)]
    own_answer = t.candidate.in_(sorted(SIGNING_OFF)) & _related(actor, Relation.ALLOCATED_MANAGER)
    return and_(
        not_(own_answer),
        not_(_related(actor, Relation.COMPLAINED_ABOUT)),
        not_(is_not_independent(literal(actor.person_id), today)),
        or_(related, *by_role),
    )


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
        t.candidate.in_(sorted(SIGNING_OFF)),
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
    barred = or_(complained_about.correlate_except(about), own_answer.correlate_except(answers), interested)
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
    r = case_relation.alias().c
    related = exists().where(r.case_id == case_file.c.id, r.relation == relation, r.person_id == actor.person_id)
    if relation is Relation.COMPLAINED_ABOUT:
        return related
    return and_(related, _is_open() if relation in UNTIL_CLOSED else or_(_is_open(), not_(_is_from_outside(actor))))


def _is_open() -> ColumnElement[bool]:
    return case_file.c.status == CaseStatus.OPEN.value


def _is_from_outside(actor: Actor) -> ColumnElement[bool]:
    someone = person.alias()
    return exists().where(someone.c.id == actor.person_id, someone.c.external).correlate_except(someone)


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
}
