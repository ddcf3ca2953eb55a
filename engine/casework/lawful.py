"""What can be done with a case as it stands: one table of rules, for the pages, the deeds and the tests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.casework.deeds import CaseAction as CaseAction
from engine.casework.deeds import Message as Message
from engine.casework.deeds import Stage as Stage
from engine.casework.vocabulary import CaseStatus, EventKind, Kind

STATUTORY, CORPORATE, ADULTS = "statutory_complaint", "corporate_complaint", "adult_social_care"
OMBUDSMAN, INTAKE, REOPENED = "ombudsman", "intake", "reopened"

STAGES: Mapping[str, tuple[Stage, ...]] = {
    STATUTORY: (Stage.STAGE_1, Stage.STAGE_2, Stage.STAGE_3),
    CORPORATE: (Stage.STAGE_1, Stage.STAGE_2),
    ADULTS: (Stage.STAGE_1,),
}
"""The stages of each procedure that answers a complaint."""

TO_THE_OMBUDSMAN = "The next step is the Ombudsman: the complainant can go there themselves"


@dataclass(frozen=True)
class CaseState:
    """What the rules look at: nothing of what anybody said, only where the case stands."""

    status: CaseStatus
    kind: Kind
    procedure: str | None
    """The procedure that answers it, by its key; None before triage."""
    events: frozenset[str]
    """The kinds of the dated events that stand."""
    hears: frozenset[str] = frozenset()
    """The messages that a running procedure listens to now."""
    running: frozenset[str] = frozenset()
    """The procedures that run, by key."""
    in_force: Mapping[str, frozenset[str]] | None = None
    """Every procedure in force by key, with the stages at which its version can begin; None where nobody looked."""
    is_frozen: bool = False
    """Put aside for proceedings elsewhere, and not brought again since."""
    extendable: frozenset[str] = frozenset()
    """The clocks that may be given more time."""
    pausable: frozenset[str] = frozenset()
    paused: frozenset[str] = frozenset()
    has_findings: bool = False
    has_manager: bool = False
    undo_refused: str | None = "Nothing has been completed that could be undone"
    """Why the last completed task cannot be undone; None where it can."""

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be done."""
        return self.status is CaseStatus.OPEN

    def can_begin(self, procedure: str | None, stage: str | None = None) -> bool:
        """Whether a version is in force that can begin, at this stage where one is named."""
        if self.in_force is None:
            return True
        begins = self.in_force.get(procedure or "")
        return begins is not None and (stage is None or stage in begins)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of its procedure; none where it does not answer a complaint."""
        return STAGES.get(self.procedure or "", ())

    @property
    def stage(self) -> Stage:
        """The stage that it has reached."""
        if EventKind.STAGE_3_REQUESTED in self.events and Stage.STAGE_3 in self.stages:
            return Stage.STAGE_3
        if EventKind.STAGE_2_REQUESTED in self.events and Stage.STAGE_2 in self.stages:
            return Stage.STAGE_2
        return Stage.STAGE_1


Rule = Callable[[CaseState], str | None]
"""Why it cannot be done now, as a sentence without its end; None where it can."""


def lawful(state: CaseState) -> Mapping[CaseAction, str | None]:
    """For every action, why it is not lawful now, or None where it is."""
    return {action: rule(state) for action, rule in RULES.items()}


def why_not(state: CaseState, action: CaseAction) -> str | None:
    """Why this is not lawful now; None where it is."""
    return RULES[action](state)


def entries(state: CaseState) -> tuple[str, ...]:
    """Where a case that is opened again can go on: triage, the stage it had reached, the next, or something to add.

    Only what a version in force can begin.
    """
    if not state.stages:
        return tuple(each for each in (INTAKE, REOPENED) if state.can_begin(each))
    can_ask = state.stage is Stage.STAGE_1 and Stage.STAGE_2 in state.stages
    stages = (state.stage, *((Stage.STAGE_2,) if can_ask else ()))
    begun = tuple(stage for stage in stages if state.can_begin(state.procedure, stage))
    return (*begun, *((REOPENED,) if state.can_begin(REOPENED) else ()))


def routes_from(state: CaseState) -> tuple[str, ...]:
    """The other procedures for complaints that a version in force can begin."""
    return tuple(key for key in STAGES if key != state.procedure and state.can_begin(key, Stage.STAGE_1))


def not_in_force(stage: Stage) -> str:
    """Why a stage cannot begin that the law knows and the diagram in force does not."""
    number = stage.value.removeprefix("stage_")
    return f"The procedure in force has no stage {number}: a process owner has to publish a version that has one"


def _open(state: CaseState) -> str | None:
    return None if state.is_open else "The case is not open any more"


def _being_answered(state: CaseState) -> str | None:
    """Open, and not waiting for proceedings elsewhere."""
    if state.is_frozen and state.is_open:
        return "It is put aside for proceedings elsewhere: take it up again first"
    return _open(state)


def _complaint(state: CaseState) -> str | None:
    if state.kind is not Kind.COMPLAINT:
        return f"It is a {state.kind.value}, not a complaint"
    return None if state.stages else "It has not been decided yet which procedure answers it"


def _why_not_stage_2_at_all(state: CaseState) -> str | None:
    if Stage.STAGE_2 not in state.stages and state.stages:
        return f"This procedure has one stage. {TO_THE_OMBUDSMAN}"
    if EventKind.STAGE_2_REQUESTED in state.events:
        return "Stage 2 has been asked for already"
    return None


def _taken_back(state: CaseState) -> str | None:
    """A case that was withdrawn, or never taken on, is opened again before anything else is asked of it."""
    if state.status in (CaseStatus.WITHDRAWN, CaseStatus.NOT_ACCEPTED):
        return f"It was {'withdrawn' if state.status is CaseStatus.WITHDRAWN else 'not accepted'}: open it again first"
    return None


def _frozen(state: CaseState) -> str | None:
    return _being_answered(state) if state.is_frozen and state.is_open else None


def _ask_stage_2(state: CaseState) -> str | None:
    refused = _complaint(state) or _why_not_stage_2_at_all(state) or _taken_back(state) or _frozen(state)
    return refused or _cannot_begin(state, Message.ASK_STAGE_2, Stage.STAGE_2)


def _ask_stage_3(state: CaseState) -> str | None:
    refused = _complaint(state) or _why_not_stage_3_at_all(state) or _taken_back(state) or _frozen(state)
    return refused or _cannot_begin(state, Message.ASK_STAGE_3, Stage.STAGE_3)


def _cannot_begin(state: CaseState, message: Message, stage: Stage) -> str | None:
    """Neither does a running procedure listen, nor can the version in force begin there."""
    if message in state.hears or state.can_begin(state.procedure, stage):
        return None
    return not_in_force(stage)


def _why_not_stage_3_at_all(state: CaseState) -> str | None:
    if Stage.STAGE_3 not in state.stages:
        return f"This procedure has no stage 3. {TO_THE_OMBUDSMAN}"
    if EventKind.STAGE_3_REQUESTED in state.events:
        return "Stage 3 has been asked for already"
    if EventKind.STAGE_2_RESPONSE_SENT not in state.events:
        return "Stage 2 has not been answered yet"
    return None


def _listening(message: Message, otherwise: str) -> Rule:
    return lambda state: _open(state) or (None if message in state.hears else otherwise)


def _put_aside(state: CaseState) -> str | None:
    if state.is_frozen:
        return "It is put aside already"
    return _complaint(state) or _open(state) or (None if Message.FREEZE in state.hears else _NOTHING_TO_PUT_ASIDE)


_NOTHING_TO_PUT_ASIDE = "Nothing is being answered now that could be put aside"


def _resubmit(state: CaseState) -> str | None:
    if not state.is_frozen:
        return "It is not put aside"
    return _complaint(state) or _taken_back(state) or _cannot_begin(state, Message.RESUBMIT, state.stage)


def _ombudsman(state: CaseState) -> str | None:
    if state.kind is not Kind.COMPLAINT:
        return f"The Ombudsman looks at complaints; this is a {state.kind.value}"
    return None if state.can_begin(OMBUDSMAN) else f"No procedure for the Ombudsman’s letters is in force: {_PUBLISH}"


_PUBLISH = "a process owner has to publish one"


def _reroute(state: CaseState) -> str | None:
    if state.procedure in (None, INTAKE):
        return "Its procedure has not been chosen yet: the first page of the case does that"
    return _being_answered(state) or (
        None if routes_from(state) else f"No other procedure for complaints is in force: {_PUBLISH}"
    )


def _reopen(state: CaseState) -> str | None:
    if state.is_open:
        return "The case is open"
    return None if entries(state) else f"No procedure is in force in which it could go on: {_PUBLISH}"


def _undo(state: CaseState) -> str | None:
    return _open(state) or state.undo_refused


def _correct_date(state: CaseState) -> str | None:
    return None if state.events else "No date is on record"


def _correct_finding(state: CaseState) -> str | None:
    return None if state.has_findings else "Nothing has been found yet"


def _change_manager(state: CaseState) -> str | None:
    """Whoever answers is named at triage; once a procedure answers it, somebody can be named or replaced."""
    return _open(state) or (None if state.has_manager or state.stages else "Nobody has been asked to answer it yet")


def _some(of: Callable[[CaseState], frozenset[str]], otherwise: str) -> Rule:
    return lambda state: _being_answered(state) or (None if of(state) else otherwise)


def _always(state: CaseState) -> str | None:
    return None


RULES: Mapping[CaseAction, Rule] = {
    CaseAction.EXTEND: _some(lambda state: state.extendable, "No limit that runs can be extended"),
    CaseAction.SUSPEND: _some(lambda state: state.pausable, "No limit that runs can be paused"),
    CaseAction.RESUME: _some(lambda state: state.paused, "No clock is paused"),
    CaseAction.CORRECT_DATE: _correct_date,
    CaseAction.CORRECT_FINDING: _correct_finding,
    CaseAction.CHANGE_DETAILS: _always,
    CaseAction.CHANGE_MANAGER: _change_manager,
    CaseAction.CHANGE_ABOUT: _open,
    CaseAction.WITHDRAW: _listening(Message.WITHDRAW, "The answer has gone out; there is nothing left to withdraw"),
    CaseAction.ASK_STAGE_2: _ask_stage_2,
    CaseAction.ASK_STAGE_3: _ask_stage_3,
    CaseAction.MOVE_PANEL: _listening(Message.MOVE_PANEL, "No panel is arranged that has still to meet"),
    CaseAction.PUT_ASIDE: _put_aside,
    CaseAction.RESUBMIT: _resubmit,
    CaseAction.OMBUDSMAN: _ombudsman,
    CaseAction.REROUTE: _reroute,
    CaseAction.REOPEN: _reopen,
    CaseAction.UNDO: _undo,
}
"""The table: each action with the rule that says when it is lawful."""
