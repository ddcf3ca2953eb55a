"""The next stage is asked for, or a panel cannot meet on its day: accepted whenever the law says so, however late."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from sqlalchemy import update

from engine.casework import escalation
from engine.casework.completion import LetterWords
from engine.casework.dates import long_date
from engine.casework.escalation import Answer, Ground
from engine.casework.lawful import STATUTORY, CaseAction, CaseState, Message, Stage
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.casework.vocabulary import EventKind
from engine.db.tables import panel
from engine.errors import InvalidAnswers
from engine.office import Office
from engine.queries import case_state
from engine.recording import effects, instances, messages, timing
from engine.recording.case import CaseRecord
from engine.recording.effects import Change, Preview, Seen
from engine.recording.late_right import late_right

REFUSAL = "stage_3_refused"
"""The letter that says why no panel is held, and what can be done about it."""
_FIRST_LIMIT = {STATUTORY: "stage_1_response", "corporate_complaint": "corporate_1_response"}

Typed = Mapping[str, str]


class Way(StrEnum):
    """How somebody asked."""

    TELEPHONE = "telephone"
    EMAIL = "email"
    LETTER = "letter"
    ONLINE_FORM = "online_form"
    IN_PERSON = "in_person"
    ADVOCATE = "advocate"


class Decision(StrEnum):
    """What is said to a request for stage 3 that comes late."""

    ACCEPT = "accept"
    REFUSE = "refuse"


class Cause(StrEnum):
    """Why a panel cannot meet on its day."""

    COMPLAINANT = "complainant"
    MEMBER = "member"
    COUNCIL = "council"


def ask_stage_2(office: Office, actor: Actor, reference: str, typed: Typed) -> None:
    """Stage 2 is asked for. Raises `InvalidAnswers`, `NotAllowed`, `NotFound`; never for being late."""
    effects.do(office, actor.person_id, reference, _stage_2(actor, typed), Seen.of(typed))


def preview_stage_2(office: Office, actor: Actor, reference: str, typed: Typed) -> Preview:
    """What the request would do, with the same checks; nothing is saved."""
    return effects.look(office, actor.person_id, reference, _stage_2(actor, typed))


def ask_stage_3(office: Office, actor: Actor, reference: str, typed: Typed) -> None:
    """Stage 3 is asked for: in time it is accepted; late, it is accepted or refused with a reason that is kept."""
    effects.do(office, actor.person_id, reference, _stage_3(actor, typed, _words(typed)), Seen.of(typed))


def preview_stage_3(office: Office, actor: Actor, reference: str, typed: Typed) -> Preview:
    """What the request, or its refusal, would do."""
    return effects.look(office, actor.person_id, reference, _stage_3(actor, typed, "."))


def move_panel(office: Office, actor: Actor, reference: str, typed: Typed) -> None:
    """The panel cannot meet on its day: another one has to be found, and no clock stops for it."""
    effects.do(office, actor.person_id, reference, _panel(actor, typed), Seen.of(typed))


def preview_move_panel(office: Office, actor: Actor, reference: str, typed: Typed) -> Preview:
    """What that would do."""
    return effects.look(office, actor.person_id, reference, _panel(actor, typed))


def is_late_for_stage_3(typed: Typed, last_on: date | None) -> bool:
    """Whether the day that was typed is after the last one for asking; the page then asks for a decision."""
    asked_on = Reader(typed).day("requested_on", None)
    return asked_on is not None and last_on is not None and asked_on > last_on


def _stage_2(actor: Actor, typed: Typed) -> Change:
    def change(case: CaseRecord) -> tuple[str, ...]:
        state = case_state.permit(case, actor, Action.ESCALATE, CaseAction.ASK_STAGE_2)
        reader = Reader(typed)
        asked_on = reader.day("requested_on", "Enter the day on which they asked", latest=case.transaction.today)
        way = reader.choice("way", Way, "Select how they asked")
        ground = reader.choice("ground", Ground, "Select why stage 2 begins")
        agreed = ground is Ground.AGREED_SKIP
        reason = reader.text("reason", "Enter why stage 1 is not appropriate" if agreed else None, most=4000)
        _check_day(case, reader, asked_on)
        answer = _answer(case, state, asked_on or case.transaction.today)
        refused = escalation.check_ground(ground, answer) if ground is not None else None
        if refused is not None:
            reader.errors["ground"] = refused.rstrip(".")
        reader.check()
        assert asked_on is not None
        assert way is not None
        assert ground is not None
        instances.open_again(case, "Stage 2 was asked for")
        if agreed:
            case.event(EventKind.STAGE_1_SKIPPED, asked_on, ground=ground, reason=reason)
        case.event(EventKind.STAGE_2_REQUESTED, asked_on, ground=ground, reason=reason or None)
        case.note("asked_by", occurred_on=asked_on, payload={"stage": Stage.STAGE_2.value, "way": way.value})
        _go_on(case, state, Stage.STAGE_2, Message.ASK_STAGE_2)
        return () if agreed else answer.advice

    return change


def _check_day(case: CaseRecord, reader: Reader, asked_on: date | None) -> None:
    if asked_on is not None and asked_on < case.value("received_on"):
        reader.errors.setdefault("requested_on", "This is before the day it was received")


def _answer(case: CaseRecord, state: CaseState, asked_on: date) -> Answer:
    """Whether stage 2 can begin on that day, and why. A request is never refused for coming late."""
    rule = timing.readings(case)[_FIRST_LIMIT[state.procedure or ""]].rule
    setting = late_right(case.transaction.connection)
    return escalation.stage_2_on(asked_on, rule, timing.current_events(case), case.calendar, setting)


def _go_on(case: CaseRecord, state: CaseState, stage: Stage, message: Message) -> None:
    assert state.procedure is not None
    instances.go_on_at(case, state.procedure, stage, message, {})


def _stage_3(actor: Actor, typed: Typed, letter_body: str) -> Change:
    def change(case: CaseRecord) -> tuple[str, ...]:
        state = case_state.permit(case, actor, Action.ESCALATE, CaseAction.ASK_STAGE_3)
        reader = Reader(typed)
        asked_on = reader.day("requested_on", "Enter the day on which they asked", latest=case.transaction.today)
        way = reader.choice("way", Way, "Select how they asked")
        _check_day(case, reader, asked_on)
        answer = _answer_3(case, asked_on or case.transaction.today)
        if answer.refused is not None:
            reader.errors.setdefault("requested_on", answer.refused.rstrip("."))
        late, last_on = answer.needs_decision, last_day_for_stage_3(case)
        decision = reader.choice("decision", Decision, _LATE.format(_said(last_on))) if late else Decision.ACCEPT
        reason = reader.text("reason", "Enter the reason for the decision" if late else None, most=4000)
        reader.check()
        assert asked_on is not None
        assert way is not None
        if decision is Decision.REFUSE:
            return _refuse(case, typed, reason, letter_body)
        instances.open_again(case, "Stage 3 was asked for")
        case.event(EventKind.STAGE_3_REQUESTED, asked_on, ground="late" if late else None, reason=reason or None)
        case.note("asked_by", occurred_on=asked_on, payload={"stage": Stage.STAGE_3.value, "way": way.value})
        _go_on(case, state, Stage.STAGE_3, Message.ASK_STAGE_3)
        return (_ACCEPTED_LATE,) if late else ()

    return change


def _answer_3(case: CaseRecord, asked_on: date) -> Answer:
    """Whether a panel can be asked for on that day; a request that comes late wants a decision."""
    rule = timing.readings(case)[_STAGE_3_REQUEST].rule
    return escalation.stage_3_on(asked_on, rule, timing.current_events(case), case.calendar)


_STAGE_3_REQUEST = "stage_3_request"
_LATE = "The 20 working days for asking ended on {}. Select whether it is accepted all the same"
_ACCEPTED_LATE = "It comes late and is accepted: a decision of the council's own, kept with its reason."


def _said(day: date | None) -> str:
    return long_date(day) if day is not None else "an earlier day"


def last_day_for_stage_3(case: CaseRecord) -> date | None:
    """The last of the 20 working days from the day on which the complainant had the answer of stage 2."""
    reading = timing.readings(case).get(_STAGE_3_REQUEST)
    return reading.due_on if reading is not None else None


def _refuse(case: CaseRecord, typed: Typed, reason: str, letter_body: str) -> tuple[str, ...]:
    if not letter_body:
        raise InvalidAnswers({"letter_body": "Enter what the letter should say"})
    today = case.transaction.today
    case.event(EventKind.STAGE_3_REFUSED, today, ground="late", reason=reason)
    messages.letter(case, LetterWords(REFUSAL, letter_body, sent_on=today), told_of_refusal(typed))
    return ("No panel is held. The letter gives the reason and the way to the Ombudsman; they may ask again.",)


def told_of_refusal(typed: Typed) -> Mapping[str, str]:
    """What the letter has to know of it: when they asked, and why it comes too late."""
    asked_on = Reader(typed).day("requested_on", None)
    return {"stage_3_requested_on": asked_on.isoformat() if asked_on else "", "refusal_reason": typed.get("reason", "")}


def _words(typed: Typed) -> str:
    return Reader(typed).text("letter_body")


def _panel(actor: Actor, typed: Typed) -> Change:
    def change(case: CaseRecord) -> tuple[str, ...]:
        case_state.permit(case, actor, Action.ESCALATE, CaseAction.MOVE_PANEL)
        reader = Reader(typed)
        cause = reader.choice("cause", Cause, "Select who cannot come")
        who = reader.text("who", "Enter who it is" if cause is Cause.MEMBER else None, most=120)
        reason = reader.text("reason", "Enter what happened", most=4000)
        reader.check()
        assert cause is not None
        told = f"{who}: {reason}" if who else reason
        case.event(EventKind.PANEL_MOVED, case.transaction.today, ground=cause, reason=told)
        p = panel.c
        arranged = (p.case_id == case.id) & (p.status == "arranged")
        moved = {"status": "moved", "moved_because": cause.value, "note": told}
        case.transaction.connection.execute(update(panel).where(arranged).values(moved))
        instances.tell(case, Message.MOVE_PANEL, {})
        return (_no_clock_stops(case, cause),)

    return change


def _no_clock_stops(case: CaseRecord, cause: Cause) -> str:
    reading = timing.readings(case).get("stage_3_panel")
    by = f": the panel has still to meet by {long_date(reading.due_on)}" if reading and reading.due_on else ""
    blame = {Cause.COMPLAINANT: "the complainant", Cause.MEMBER: "a member", Cause.COUNCIL: "the council"}[cause]
    return f"No clock stops{by}. If it meets later, the record says why: {blame} could not come."
