"""Who may do what: one table, role or relation by action. The list filter and the pages both read it."""

from collections.abc import Mapping
from enum import StrEnum

from engine.casework.actors import Actor as Actor
from engine.casework.actors import Away as Away
from engine.casework.actors import CaseStanding as CaseStanding
from engine.casework.actors import Covered as Covered
from engine.casework.actors import Holding as Holding
from engine.casework.actors import Standing as Standing
from engine.casework.vocabulary import Relation, Role
from engine.errors import NotAllowed


class Action(StrEnum):
    """What a person can ask of the house. The value completes the sentence "You may not ..."."""

    LOG = "log a representation"
    SEE_CASE = "see this case"
    WORK_TASK = "work on this task"
    ASSIGN_TASK = "give this task to somebody"
    EXTEND = "extend a time limit"
    SUSPEND = "pause a time limit"
    CORRECT = "correct a date"
    CHANGE_DETAILS = "change contact details"
    WITHDRAW = "withdraw a representation"
    ESCALATE = "take a complaint to its next stage"
    FREEZE = "put a complaint aside or take it up again"
    REOPEN = "reopen a case"
    REROUTE = "change the procedure of a case"
    UNDO = "undo a completed task"
    JOIN = "put cases together or apart"
    RECORD = "add to the record of this case"
    APPROVE_PAYMENT = "approve a payment"
    INVITE = "invite somebody to an interview"
    TELL_WORKER = "tell the worker complained about"
    OMBUDSMAN = "record what the Ombudsman says"
    KEEP_REGISTER = "keep the register of independent people"
    SEE_REGISTER = "see the register of independent people"
    KEEP_LETTERS = "change the letters"
    SEE_LETTERS = "see the letters' templates"
    RECORD_POST = "record that a letter was posted"
    SEE_PROCEDURES = "see the procedures"
    SEE_PEOPLE = "see who holds which role"
    KEEP_CALENDAR = "change the calendar of working days"
    KEEP_JOBS = "retry or dismiss an incident"
    HOLD_MAIL = "hold or release outgoing mail"
    PUBLISH = "publish a procedure"
    ADD_DOCUMENT = "add a document to this case"
    KEEP_ABSENCES = "say who covers for somebody else"
    MOVE_WORK = "move somebody's work to others"
    SEE_WORKLIST = "see the complaints team's worklist"
    SEE_MEETING_PACK = "see the meeting pack"
    SEE_DIRECTORS_PAGE = "see the director's page"


Grant = Role | Relation | Standing

_OFFICERS: frozenset[Grant] = frozenset({Role.COMPLAINTS_OFFICER})
_EVERYONE: frozenset[Grant] = frozenset({Standing.EVERYONE})
_LEADING: frozenset[Grant] = frozenset({Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DIRECTOR})

POLICY: Mapping[Action, frozenset[Grant]] = {
    Action.LOG: _EVERYONE,
    Action.SEE_CASE: frozenset(
        {
            Role.COMPLAINTS_OFFICER,
            Role.HEAD_OF_SERVICE,
            Role.ASSISTANT_DIRECTOR,
            Role.DIRECTOR,
            Role.ADMIN_SUPPORT,
            Relation.ALLOCATED_MANAGER,
            Relation.INVESTIGATING_OFFICER,
            Relation.INDEPENDENT_PERSON,
            Relation.ADJUDICATING_OFFICER,
            Relation.REVIEWER,
            Relation.PANEL_CHAIR,
            Relation.PANEL_MEMBER,
            Standing.TASK_HOLDER,
            Standing.LINE_MANAGER,
            Standing.TOLD,
            Standing.DEPUTY,
        }
    ),
    # The task's own candidate decides as well; this says who may ever be one.
    Action.WORK_TASK: _EVERYONE,
    Action.ASSIGN_TASK: _OFFICERS,
    Action.EXTEND: _OFFICERS,
    Action.SUSPEND: _OFFICERS,
    Action.CORRECT: _OFFICERS,
    Action.CHANGE_DETAILS: _OFFICERS,
    Action.WITHDRAW: _OFFICERS,
    Action.ESCALATE: _OFFICERS,
    Action.FREEZE: _OFFICERS,
    Action.REOPEN: _OFFICERS,
    Action.REROUTE: _OFFICERS,
    Action.UNDO: _OFFICERS,
    Action.JOIN: _OFFICERS,
    Action.RECORD: _OFFICERS | {Role.ADMIN_SUPPORT, Relation.ALLOCATED_MANAGER, Relation.INVESTIGATING_OFFICER},
    Action.APPROVE_PAYMENT: frozenset({Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DIRECTOR}),
    Action.INVITE: _OFFICERS | {Relation.INVESTIGATING_OFFICER},
    Action.TELL_WORKER: _OFFICERS,
    Action.OMBUDSMAN: _OFFICERS,
    Action.KEEP_REGISTER: _OFFICERS | {Role.ADMINISTRATOR},
    Action.SEE_REGISTER: _OFFICERS | {Role.ADMINISTRATOR, Role.ADMIN_SUPPORT},
    Action.KEEP_LETTERS: _OFFICERS | {Role.PROCESS_OWNER},
    Action.SEE_LETTERS: _OFFICERS | {Role.PROCESS_OWNER, Role.ADMIN_SUPPORT},
    Action.RECORD_POST: _OFFICERS | {Role.ADMIN_SUPPORT},
    Action.SEE_PROCEDURES: _EVERYONE,
    Action.SEE_PEOPLE: _EVERYONE,
    Action.KEEP_CALENDAR: frozenset({Role.ADMINISTRATOR}),
    Action.KEEP_JOBS: frozenset({Role.ADMINISTRATOR, Role.COMPLAINTS_OFFICER}),
    Action.HOLD_MAIL: frozenset({Role.ADMINISTRATOR, Role.COMPLAINTS_OFFICER}),
    Action.PUBLISH: frozenset({Role.PROCESS_OWNER}),
    Action.ADD_DOCUMENT: _OFFICERS
    | {
        Role.ADMIN_SUPPORT,
        Relation.ALLOCATED_MANAGER,
        Relation.INVESTIGATING_OFFICER,
        Relation.INDEPENDENT_PERSON,
        Relation.ADJUDICATING_OFFICER,
        Relation.REVIEWER,
    },
    # Everybody says who covers for themselves; this is about others.
    Action.KEEP_ABSENCES: _OFFICERS | {Role.ADMINISTRATOR},
    Action.MOVE_WORK: _OFFICERS | {Role.ADMINISTRATOR},
    Action.SEE_WORKLIST: _OFFICERS | {Role.ADMIN_SUPPORT},
    Action.SEE_MEETING_PACK: _OFFICERS | _LEADING,
    Action.SEE_DIRECTORS_PAGE: _OFFICERS | {Role.ASSISTANT_DIRECTOR, Role.DIRECTOR},
}


UNTIL_CLOSED = frozenset({Relation.INDEPENDENT_PERSON, Relation.PANEL_CHAIR, Relation.PANEL_MEMBER})
"""Parts that end with the case. So does every other part of somebody from outside the council."""


def may(actor: Actor, action: Action, case: CaseStanding | None = None) -> bool:
    """Whether the policy lets `actor` do this. The person complained about may do nothing with the case."""
    return _refusal(actor, action, case) is None


def require(actor: Actor, action: Action, case: CaseStanding | None = None) -> None:
    """Raise `NotAllowed` with the reason unless the policy lets `actor` do this."""
    why = _refusal(actor, action, case)
    if why is not None:
        raise NotAllowed(action=action.value, why=why)


SIGNING_OFF = frozenset({Role.HEAD_OF_SERVICE})
"""Roles that check what the allocated manager wrote: nobody signs off their own answer."""


JUDGING = SIGNING_OFF | {Role.ASSISTANT_DIRECTOR, Role.DIRECTOR}
"""Roles whose tasks judge a complaint, as every task of a relation does."""


def judges(candidate: str) -> bool:
    """Whether a task for this candidate judges the complaint: nobody who has an interest in it ever holds one."""
    return candidate.startswith("case:") or candidate in JUDGING


def fits(actor: Actor, candidate: str, case: CaseStanding) -> bool:
    """Whether `candidate` (a role, or `case:relation`) means this person for this case."""
    if case.is_complained_about:
        return False
    if Standing.INTERESTED in case.standings and judges(candidate):
        return False
    if candidate in SIGNING_OFF and has_answered(case):
        return False
    if candidate.startswith("case:"):
        return candidate.removeprefix("case:") in case.relations
    return candidate in set(Role) and actor.holds(Role(candidate), case.service_id)


def has_answered(case: CaseStanding) -> bool:
    """Whether the answer is theirs: they are the manager who gives it, or have given one, for themselves or another."""
    return Relation.ALLOCATED_MANAGER in case.relations or Standing.ANSWERED in case.standings


LOOKING_AGAIN = UNTIL_CLOSED | {Relation.INVESTIGATING_OFFICER, Relation.ADJUDICATING_OFFICER, Relation.REVIEWER}
"""Parts that look again at what somebody has done: independence is asked of whoever acts in them, deputies included."""


GOES_WITH_THE_WORK = frozenset({Action.RECORD, Action.ADD_DOCUMENT})
"""What a deputy may do in a case beside its tasks, where the absent person's own part in it grants it to them."""


def through(actor: Actor, action: Action, case: CaseStanding) -> Covered | None:
    """Whose part in the case grants their deputy what goes with the work."""
    if action not in GOES_WITH_THE_WORK or Standing.DEPUTY not in case.standings or has_nothing(case):
        return None
    for covered in actor.covers:
        theirs = case.covered.get(covered.person_id)
        if theirs is not None and not has_nothing(theirs) and POLICY[action] & parts_of(covered, theirs):
            return covered
    return None


def has_nothing(case: CaseStanding) -> bool:
    """Whether nothing can be done here through a cover: it is about them, or they have declared an interest."""
    return case.is_complained_about or Standing.INTERESTED in case.standings


def parts_of(covered: Covered, theirs: CaseStanding) -> frozenset[Relation]:
    """Their parts in a case that a deputy can act in."""
    return theirs.relations if theirs.case_id in covered.looks_again_in else theirs.relations - LOOKING_AGAIN


def in_words(candidate: str) -> str:
    """A role or relation as a person says it: “head of service”, “allocated manager”."""
    return candidate.removeprefix("case:").replace("_", " ")


def _refusal(actor: Actor, action: Action, case: CaseStanding | None) -> str | None:
    if case is not None and case.is_complained_about:
        return "it is not yours to see"
    grants = POLICY[action]
    if Standing.EVERYONE in grants:
        return None
    service_id = case.service_id if case is not None else None
    held = any(isinstance(g, Role) and _holds(actor, g, service_id, case) for g in grants)
    if held or (case is not None and grants & (case.relations | case.standings)):
        return None
    if case is not None and through(actor, action, case) is not None:
        return None
    return "your roles do not include it; ask the complaints team"


def _holds(actor: Actor, role: Role, service_id: int | None, case: CaseStanding | None) -> bool:
    return role in actor.roles if case is None else actor.holds(role, service_id)
