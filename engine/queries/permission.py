"""Whether somebody may do something to a case that is open for writing."""

from engine.casework.policy import Action, Actor, CaseStanding, require
from engine.errors import NotFound
from engine.queries import who
from engine.recording.case import CaseRecord


def check(case: CaseRecord, actor: Actor, action: Action) -> CaseStanding:
    """What the person is to the case. Raises `NotFound` for the person complained about, `NotAllowed` for others."""
    standing = who.standing(case.transaction.connection, actor.person_id, case.id, case.transaction.today)
    if standing.is_complained_about:
        raise NotFound(what=f"case {case.row.reference}")
    require(actor, action, standing)
    return standing
