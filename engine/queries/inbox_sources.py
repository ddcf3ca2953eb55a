"""Where somebody's work can stand: what leads to it, each a short way over an index."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, and_, literal, select

from engine.casework.policy import POLICY, SIGNING_OFF, Action
from engine.casework.vocabulary import Relation
from engine.db.tables import case_relation, interest, person, task, task_request
from engine.queries.inbox_keys import Keys, Pair
from engine.recording.ties import RESPOND

t, r = task.c, case_relation.c
_GIVE_WORK = sorted(each.value for each in Relation if each in POLICY[Action.SEE_CASE])
"""Parts that a task can be for: no diagram is published that gives one to anybody who does not see the case by it.

An officer has logged cases by the thousand, and none of them is looked at for that.
"""
_MEANT = (r.case_id == t.case_id) & (t.candidate == literal("case:").concat(r.relation))


def claimed_by(people: Sequence[int]) -> Select[Any]:
    """What these people have taken on."""
    return select(t.id).where(t.status == "open", t.assignee_id.in_(people))


def by_relation(people: Sequence[int]) -> Select[Any]:
    """What their part in a case gives these people, claimed or not."""
    return _open().join(case_relation, _MEANT).where(r.person_id.in_(people), r.relation.in_(_GIVE_WORK))


def unclaimed(pairs: Sequence[Pair]) -> Iterator[Select[Any]]:
    """What waits for a role in a service."""
    for role, of in pairs:
        yield _waiting().where(t.candidate == role, t.service_id == of)


def asked_about() -> Select[Any]:
    """What somebody has asked for help with."""
    q = task_request.c
    return _open().join(task_request, q.task_id == t.id).where(q.ended_at.is_(None))


def put_by() -> Select[Any]:
    """What is, or was, put by until a day."""
    return _open().where(t.not_before.is_not(None))


def with_flag(copy: str) -> Select[Any]:
    """What carries a flag, by the name of its copy."""
    return _open().where(t[copy])


def orphans(keys: Keys) -> Iterator[Select[Any]]:
    """Where work may lie that nobody can do: each place holds more than that, and `nobody_can_do` says which it is."""
    p, i = person.c, interest.c
    # A part that nobody has, that somebody has who has left, or that somebody has who may not.
    yield _waiting().where(t.unheld)
    yield _waiting().join(case_relation, _MEANT).join(person, p.id == r.person_id).where(p.active.is_(False))
    yield _waiting().join(case_relation, _MEANT).where(r.person_id.in_(keys.interested))
    # A role that is held, but by nobody who may do it in this case: then the one who stands for all may not.
    by_role = _waiting().where(t.candidate.not_like("case:%"))
    of_case = by_role.join(case_relation, r.case_id == t.case_id)
    about = r.relation == Relation.COMPLAINED_ABOUT.value
    yield of_case.where(r.person_id.in_(keys.one_of_each), about)
    yield by_role.join(interest, i.about_case_id == t.case_id).where(i.person_id.in_(keys.one_of_each))
    yield of_case.join(interest, i.about_person_id == r.person_id).where(i.person_id.in_(keys.one_of_each), about)
    yield from _own_answers(keys)


def _own_answers(keys: Keys) -> Iterator[Select[Any]]:
    """What waits to be signed off by somebody who has answered it."""
    signs = _waiting().where(t.candidate.in_(sorted(SIGNING_OFF)))
    answers = r.relation == Relation.ALLOCATED_MANAGER.value
    yield signs.join(case_relation, r.case_id == t.case_id).where(r.person_id.in_(keys.signing), answers)
    done = task.alias()
    d = done.c
    answered = and_(d.ended_by.in_(keys.signing), d.status == "completed", d.form_key == RESPOND)
    yield signs.join(done, d.case_id == t.case_id).where(answered)


def _open() -> Select[Any]:
    return select(t.id).select_from(task).where(t.status == "open")


def _waiting() -> Select[Any]:
    return _open().where(t.assignee_id.is_(None))
