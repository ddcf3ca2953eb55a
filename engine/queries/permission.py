"""Whether somebody may do something to a case that is open for writing."""

from engine.casework.deputies import acts_for
from engine.casework.policy import Action, Actor, CaseStanding, require
from engine.errors import NotFound
from engine.queries import who
from engine.recording.case import CaseRecord


def check(case: CaseRecord, actor: Actor, action: Action) -> CaseStanding:
    """What the person is to the case. Raises `NotFound` for the person complained about, `NotAllowed` for others.

    From here on the history says for whom it is done, where that is somebody whose deputy they are.
    """
    today = case.transaction.today
    standing = who.standing(case.transaction.connection, actor.person_id, case.id, today, actor.covers)
    if standing.is_complained_about:
        raise NotFound(what=f"case {case.row.reference}")
    require(actor, action, standing)
    away = acts_for(actor, action, standing)
    if away is not None:
        case.on_behalf_of_id = away.person_id
    return standing
