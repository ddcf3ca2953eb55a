"""What a deputy may do for whoever is away: their work and their part in a case, and nothing either is barred from."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.casework.policy import (
    LOOKING_AGAIN,
    SIGNING_OFF,
    Action,
    Actor,
    CaseStanding,
    Covered,
    Grant,
    fits,
    has_answered,
    has_nothing,
    may,
    parts_of,
    through,
)


@dataclass(frozen=True)
class Work:
    """An open task, as far as it decides whose it is."""

    candidate: str
    assignee_id: int | None


def in_whose_name(actor: Actor, work: Work, case: CaseStanding) -> Covered | None:
    """Who is away and could do this task, where `actor` may do it for them; None where nobody, or not for them.

    A deputy gains nothing that either of the two is barred from. What the actor may do in their own name comes first,
    and is not looked at here.
    """
    if _is_barred(work.candidate, case):
        return None
    for covered in actor.covers:
        theirs = case.covered.get(covered.person_id)
        if theirs is not None and not _is_barred(work.candidate, theirs) and _is_work_of(covered, work, theirs):
            return covered
    return None


def is_deputy(actor: Actor, works: Iterable[Work], case: CaseStanding, grants: frozenset[Grant]) -> bool:
    """Whether a cover gives a part in this case: work that waits for who is away, or their own part in an open one.

    `works` are the open tasks of the case; `grants` whose parts open it.
    """
    if any(in_whose_name(actor, work, case) is not None for work in works):
        return True
    if has_nothing(case) or not case.is_open:
        return False
    return any(
        covered.person_id in case.covered
        and not has_nothing(case.covered[covered.person_id])
        and bool(grants & parts_of(covered, case.covered[covered.person_id]))
        for covered in actor.covers
    )


def acts_for(actor: Actor, action: Action, case: CaseStanding) -> Covered | None:
    """In whose name this is done: None for what somebody may do in their own."""
    alone = Actor(actor.person_id, actor.name, actor.holdings)
    return None if may(alone, action, case) else through(actor, action, case)


def _is_barred(candidate: str, case: CaseStanding) -> bool:
    return has_nothing(case) or (candidate in SIGNING_OFF and has_answered(case))


def _is_work_of(covered: Covered, work: Work, theirs: CaseStanding) -> bool:
    relation = work.candidate.removeprefix("case:")
    if relation in LOOKING_AGAIN and theirs.case_id not in covered.looks_again_in:
        return False
    if work.assignee_id is not None:
        return work.assignee_id == covered.person_id
    return fits(Actor(covered.person_id, covered.name, covered.holdings), work.candidate, theirs)
