"""The wrong procedure was chosen: what runs ends, the right one begins, and the day of receipt stays what it is."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from engine.casework.completion import LetterWords
from engine.casework.dates import how_many, long_date
from engine.casework.lawful import (
    ADULTS,
    CORPORATE,
    INTAKE,
    STAGES,
    STATUTORY,
    CaseAction,
    CaseState,
    Stage,
    not_in_force,
)
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.casework.vocabulary import EventKind, Kind, Relation
from engine.db.tables import case_event, case_relation, head, person
from engine.office import Office
from engine.queries import case_state
from engine.recording import answers, effects, instances, messages, steps, timing
from engine.recording.case import CaseRecord
from engine.recording.effects import Change, Preview, Seen

CORRECTION = "correction"
"""A letter that puts an earlier one right: begun with the change, and sent by a person."""

Typed = Mapping[str, str]


class Procedure(StrEnum):
    """The procedures that a complaint can be sent to."""

    STATUTORY = STATUTORY
    CORPORATE = CORPORATE
    ADULTS = ADULTS


NAMES: Mapping[Procedure, str] = {
    Procedure.STATUTORY: "the statutory procedure of the Children Act",
    Procedure.CORPORATE: "the corporate procedure",
    Procedure.ADULTS: "the procedure for adults' social care",
}


def reroute(office: Office, actor: Actor, reference: str, typed: Typed) -> None:
    """Send a case through another procedure. Raises `InvalidAnswers`, `NotAllowed`, `NotFound`."""
    effects.do(office, actor.person_id, reference, _reroute(actor, typed), Seen.of(typed))


def preview(office: Office, actor: Actor, reference: str, typed: Typed) -> Preview:
    """What that would do to dates, tasks and letters."""
    return effects.look(office, actor.person_id, reference, _reroute(actor, typed))


def stages_of(procedure: str, answered: bool) -> tuple[Stage, ...]:  # noqa: FBT001 - a fact of the case
    """Where the right procedure can begin; stage 2 directly where a substantive answer was given already."""
    all_of_it = STAGES.get(procedure, ())
    return tuple(s for s in all_of_it if s is Stage.STAGE_1 or (s is Stage.STAGE_2 and answered))


def _reroute(actor: Actor, typed: Typed) -> Change:
    def change(case: CaseRecord) -> tuple[str, ...]:
        state = case_state.permit(case, actor, Action.REROUTE, CaseAction.REROUTE)
        reader = Reader(typed)
        procedure = reader.choice("procedure", Procedure, "Select the right procedure")
        stage = reader.choice("stage", Stage, "Select where it begins")
        asked_on = reader.day("requested_on", None, latest=case.transaction.today)
        reason = reader.text("reason", "Enter why the other procedure is the right one", most=4000)
        _check(reader, state, procedure, stage, asked_on)
        reader.check()
        assert procedure is not None
        assert stage is not None
        instances.end_all(case)
        said = {"from": state.procedure, "to": procedure.value, "stage": stage.value, "reason": reason}
        case.note("rerouted", payload=said)
        case.set(kind=Kind.COMPLAINT.value, route_reason=reason)
        _praised_no_more(case)
        if _wants_triage(case, state, stage):
            return _triage_again(case, stage, reason)
        case.set(procedure=procedure.value)
        _settle_events(case, stage, asked_on, reason)
        instances.drop_open_clocks(case, procedure.value)
        steps.start_procedure(case, procedure.value, stage.value)
        _begin_letter(case, procedure, stage)
        return _advice(stage)

    return change


def _wants_triage(case: CaseRecord, state: CaseState, stage: Stage) -> bool:
    """Whether it is not known yet what is complained of, or who answers it: triage asks for both."""
    heads = select(head.c.number).where(head.c.case_id == case.id).limit(1)
    has_heads = case.transaction.connection.execute(heads).first() is not None
    return not has_heads or (stage is Stage.STAGE_1 and not state.has_manager)


def _triage_again(case: CaseRecord, stage: Stage, reason: str) -> tuple[str, ...]:
    """What came as praise or a suggestion has neither heads nor a manager, and nobody has acknowledged it."""
    case.set(procedure=None)
    if stage is Stage.STAGE_1:
        _settle_events(case, stage, None, reason)
    _take_back(case, EventKind.RECLASSIFIED, f"It is a complaint after all: {reason}")
    instances.drop_open_clocks(case, INTAKE)
    steps.start_procedure(case, INTAKE, None)
    return (_TRIAGE, _KEPT)


_KEPT = "The day of receipt stays, so the days that have gone by count."
_TRIAGE = (
    "It goes to triage first: what is complained of and who answers are settled there, and the acknowledgement is sent."
    " Choose the procedure there as well."
)


def _check(
    reader: Reader, state: CaseState, procedure: Procedure | None, stage: Stage | None, asked_on: date | None
) -> None:
    answered = EventKind.STAGE_1_RESPONSE_SENT in state.events
    if procedure is not None and procedure == state.procedure:
        reader.errors["procedure"] = "It goes through this procedure already"
    elif procedure is not None and stage is not None and stage not in stages_of(procedure, answered):
        reader.errors["stage"] = _NOT_THERE if answered else _NOT_ANSWERED
    elif procedure is not None and stage is not None and not state.can_begin(procedure, stage):
        reader.errors["stage"] = not_in_force(stage)
    if stage is Stage.STAGE_2 and asked_on is None and EventKind.STAGE_2_REQUESTED not in state.events:
        reader.errors.setdefault("requested_on", "Enter the day on which stage 2 was asked for or agreed")


_NOT_THERE = "This procedure has no such stage"
_NOT_ANSWERED = "Nothing has been answered yet, so it begins at stage 1"


def _settle_events(case: CaseRecord, stage: Stage, asked_on: date | None, reason: str) -> None:
    """Begun again at stage 1, an answer of the wrong procedure is no answer; at stage 2 it stands as the first."""
    wrong = (*_OF_THE_WRONG_ROUTE, *_LATER) if stage is Stage.STAGE_1 else _LATER
    for kind in wrong:
        _take_back(case, kind, f"It belonged to another procedure: {reason}")
    if stage is Stage.STAGE_2 and asked_on is not None:
        _take_back(case, EventKind.STAGE_2_REQUESTED, f"It belonged to another procedure: {reason}")
        case.event(EventKind.STAGE_2_REQUESTED, asked_on, ground="rerouted", reason=reason)


_LATER = (
    EventKind.RECORD_AGREED,
    EventKind.INVESTIGATION_REPORTED,
    EventKind.STAGE_2_RESPONSE_SENT,
    EventKind.STAGE_2_RESPONSE_RECEIVED,
    EventKind.STAGE_3_REQUESTED,
    EventKind.STAGE_3_REFUSED,
    EventKind.STAGE_3_ACKNOWLEDGED,
    EventKind.REFERRED_EARLY,
    EventKind.CHAIR_APPOINTED,
    EventKind.PANEL_ARRANGED,
    EventKind.PAPERS_SENT,
    EventKind.PANEL_HELD,
    EventKind.PANEL_REPORT_RECEIVED,
    EventKind.STAGE_3_RESPONSE_SENT,
)
"""What comes after the answer of the first stage: nothing of it was done in the right procedure."""

_OF_THE_WRONG_ROUTE = (
    EventKind.STAGE_1_RESPONSE_SENT,
    EventKind.STAGE_1_RESPONSE_RECEIVED,
    EventKind.CLOSE_OUT_RECORDED,
    EventKind.STAGE_2_REQUESTED,
    EventKind.STAGE_2_ACKNOWLEDGED,
    EventKind.PLAN_AGREED,
)


def _take_back(case: CaseRecord, kind: EventKind, reason: str) -> None:
    e, connection = case_event.c, case.transaction.connection
    current = (e.case_id == case.id) & (e.kind == kind.value) & e.corrected_by_id.is_(None)
    for row in connection.execute(select(case_event).where(current)).all():
        case.take_back(row, reason)


def _praised_no_more(case: CaseRecord) -> None:
    """A compliment that is a complaint praises nobody, and nobody gets a copy of it."""
    r = case_relation.c
    for relation in (Relation.PRAISED, Relation.COPIED):
        theirs = select(r.person_id).where(r.case_id == case.id, r.relation == relation.value)
        if case.transaction.connection.execute(theirs).first() is not None:
            answers.relate(case, relation, ())


def _begin_letter(case: CaseRecord, procedure: Procedure, stage: Stage) -> None:
    """The letter stands in place of the acknowledgement: which procedure it is, by when, and who answers."""
    corrected = " ".join(
        (
            "We said that your complaint would go through another procedure.",
            f"It goes through {NAMES[procedure]}, and begins there at {stage.value.replace('_', ' ')}.",
            _limits(case, procedure, stage),
            _who_answers(case, stage),
        )
    )
    messages.letter(case, LetterWords(CORRECTION, ""), {"corrected": corrected})
    case.note("letter_begun", payload={"letter": CORRECTION})


_ANSWERED: Mapping[tuple[Procedure, Stage], str] = {
    (Procedure.STATUTORY, Stage.STAGE_1): "stage_1_response",
    (Procedure.STATUTORY, Stage.STAGE_2): "stage_2_response",
    (Procedure.CORPORATE, Stage.STAGE_1): "corporate_1_response",
    (Procedure.CORPORATE, Stage.STAGE_2): "corporate_2_response",
}
"""The limit by which each stage is answered."""


def _limits(case: CaseRecord, procedure: Procedure, stage: Stage) -> str:
    """By when it is answered, and how long it may take at most; for adults' social care a plan says so."""
    reading = timing.readings(case).get(_ANSWERED.get((procedure, stage), ""))
    if reading is None:
        return "We will agree with you how it is looked into, and by when you have our answer."
    rule = reading.rule
    more = rule.extended_days
    longest = "" if more is None else f", or {more} where we need more time and tell you why"
    by = f": by {long_date(reading.due_on)}" if reading.due_on else ", which begin with our acknowledgement"
    return f"We answer within {how_many(rule.days)}{longest}{by}."


def _who_answers(case: CaseRecord, stage: Stage) -> str:
    p, r = person.c, case_relation.c
    manager = (r.case_id == case.id) & (r.relation == Relation.ALLOCATED_MANAGER.value)
    names = select(p.name).join(case_relation, r.person_id == p.id).where(manager).order_by(p.name)
    found = list(case.transaction.connection.execute(names).scalars())
    if stage is Stage.STAGE_1 and found:
        return f"{' and '.join(found)} will answer it."
    return "We will write to you with the name of the person who looks into it."


def _advice(stage: Stage) -> tuple[str, ...]:
    begins = "The answer that was given stands as stage 1; stage 2 begins." if stage is Stage.STAGE_2 else ""
    return tuple(words for words in (begins, _KEPT, _LETTER) if words)


_LETTER = "A letter that puts the acknowledgement right is begun. Nothing is sent until somebody sends it."
