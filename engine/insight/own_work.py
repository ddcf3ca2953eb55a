"""What is due for one person: their tasks, the limits of their cases, their panels, promises and follow-ups."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_

from engine.casework.policy import Actor, Covered
from engine.casework.vocabulary import Relation
from engine.db.tables import action, case_file, case_relation, clock, contact, panel, task
from engine.insight import due_work, stuck_work
from engine.insight.due_work import between
from engine.insight.lines import Group, Source
from engine.insight.scope import Scope
from engine.queries.visibility import only_i_can_do, task_covered_for

ANSWERING = frozenset(
    {
        Relation.ALLOCATED_MANAGER,
        Relation.INVESTIGATING_OFFICER,
        Relation.ADJUDICATING_OFFICER,
        Relation.REVIEWER,
    }
)
"""Parts whose holders keep the limits of the case."""
AT_A_PANEL = ANSWERING | {Relation.INDEPENDENT_PERSON, Relation.PANEL_CHAIR, Relation.PANEL_MEMBER}


@dataclass(frozen=True)
class Span:
    """From one day to another, both of them in."""

    first: date
    last: date


def mine(scope: Scope, span: Span) -> Sequence[Source]:
    """What falls due for the one reader of the scope."""
    (me,) = scope.readers
    first, last, t = span.first, span.last, task.c
    in_hand = or_(t.assignee_id.is_not(None) & (t.assignee_id == me.person_id), only_i_can_do(me, scope.today))
    return (
        due_work.tasks(scope, Group.DUE_SOON, and_(between(t.due_on, first, last), in_hand)),
        due_work.limits(scope, Group.DUE_SOON, and_(between(clock.c.due_on, first, last), _has_a_part(me, ANSWERING))),
        due_work.panels(
            scope, Group.DUE_SOON, and_(between(panel.c.meets_on, first, last), _has_a_part(me, AT_A_PANEL))
        ),
        _my_actions(scope, me, span),
        stuck_work.follow_ups(
            scope, and_(between(contact.c.next_on, first, last), contact.c.recorded_by == me.person_id)
        ),
    )


def covered(scope: Scope, span: Span, away: Covered) -> Source:
    """The tasks of somebody who is away, as far as their deputy may do them."""
    (me,) = scope.readers
    theirs = task_covered_for(me, away, scope.today)
    return due_work.tasks(scope, Group.DUE_SOON, and_(between(task.c.due_on, span.first, span.last), theirs))


def everybody(scope: Scope, span: Span) -> Sequence[Source]:
    """What falls due for anybody, complainants included."""
    first, last = span.first, span.last
    return (
        due_work.tasks(scope, Group.DUE_SOON, between(task.c.due_on, first, last)),
        due_work.limits(scope, Group.DUE_SOON, between(clock.c.due_on, first, last)),
        due_work.windows(scope, Group.DUE_SOON, between(clock.c.due_on, first, last)),
        due_work.panels(scope, Group.DUE_SOON, between(panel.c.meets_on, first, last)),
        due_work.actions(scope, Group.DUE_SOON, between(action.c.due_on, first, last)),
        stuck_work.follow_ups(scope, between(contact.c.next_on, first, last)),
    )


def _my_actions(scope: Scope, me: Actor, span: Span) -> Source:
    """Theirs to see to, whether or not they see the case; never of one that is about them."""
    mine = and_(action.c.owner_id == me.person_id, between(action.c.due_on, span.first, span.last))
    found = due_work.actions(replace(scope, readers=()), Group.DUE_SOON, mine)
    return replace(found, query=found.query.where(~_has_a_part(me, {Relation.COMPLAINED_ABOUT})))


def _has_a_part(me: Actor, relations: frozenset[Relation] | set[Relation]) -> ColumnElement[bool]:
    r = case_relation.alias("of_mine").c
    return exists().where(
        r.case_id == case_file.c.id,
        r.person_id == me.person_id,
        r.relation.in_(sorted(relation.value for relation in relations)),
    )
