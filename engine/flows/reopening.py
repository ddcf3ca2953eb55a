"""A case that is over is opened again, with a reason, where it has to go on: a stage once more, or something to add."""

from collections.abc import Mapping

from engine.casework.lawful import INTAKE, REOPENED, CaseAction, CaseState, Message, Stage, entries
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.casework.vocabulary import EventKind
from engine.office import Office
from engine.queries import case_state
from engine.recording import effects, ends, instances, steps
from engine.recording.case import CaseRecord
from engine.recording.effects import Change, Preview, Seen

Typed = Mapping[str, str]


def reopen(office: Office, actor: Actor, reference: str, typed: Typed) -> None:
    """Open a closed, withdrawn or not accepted case again. Raises `InvalidAnswers`, `NotAllowed`, `NotFound`."""
    effects.do(office, actor.person_id, reference, _reopen(actor, typed), Seen.of(typed))


def preview(office: Office, actor: Actor, reference: str, typed: Typed) -> Preview:
    """What that would do to dates and tasks."""
    return effects.look(office, actor.person_id, reference, _reopen(actor, typed))


def _reopen(actor: Actor, typed: Typed) -> Change:
    def change(case: CaseRecord) -> tuple[str, ...]:
        state = case_state.permit(case, actor, Action.REOPEN, CaseAction.REOPEN)
        reader = Reader(typed)
        entry = typed.get("entry", "")
        if entry not in entries(state):
            reader.errors["entry"] = "Select where it goes on"
        reason = reader.text("reason", "Enter why it is opened again", most=4000)
        asked_on = None
        if entry == Stage.STAGE_2 and state.stage is Stage.STAGE_1:
            asked_on = reader.day("requested_on", "Enter the day on which they asked", latest=case.transaction.today)
            if asked_on is not None and asked_on < case.value("received_on"):
                reader.errors.setdefault("requested_on", "This is before the day it was received")
        reader.check()
        instances.open_again(case, reason, ends.BESIDE if entry == REOPENED else None)
        if asked_on is not None:
            case.event(EventKind.STAGE_2_REQUESTED, asked_on, ground="reopened", reason=reason)
        _go_on(case, state, entry)
        return _advice(state, entry)

    return change


def _go_on(case: CaseRecord, state: CaseState, entry: str) -> None:
    if entry in (INTAKE, REOPENED):
        steps.start_procedure(case, entry, None)
        return
    assert state.procedure is not None
    if entry != state.stage:
        instances.go_on_at(case, state.procedure, entry, Message.ASK_STAGE_2, {})
        return
    for each in instances.running(case):
        if each.key == state.procedure:
            instances.end(case, each)
    steps.start_procedure(case, state.procedure, entry)


def _advice(state: CaseState, entry: str) -> tuple[str, ...]:
    answered = {Stage.STAGE_1: EventKind.STAGE_1_RESPONSE_SENT, Stage.STAGE_2: EventKind.STAGE_2_RESPONSE_SENT}
    if entry == REOPENED:
        return ("No limit runs for it. A task opens for what is to be added; the case closes when it is done.",)
    if entry == state.stage and answered.get(state.stage) in state.events:
        return ("The limit of this stage was met by the answer that went out: a further one has no limit in law.",)
    return ()
