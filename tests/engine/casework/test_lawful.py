"""What can be done with a case in which state: every rule of the table, and what follows for the next stage."""

from dataclasses import replace

import pytest

from engine.casework.lawful import (
    ADULTS,
    CORPORATE,
    INTAKE,
    REOPENED,
    RULES,
    STATUTORY,
    CaseAction,
    CaseState,
    Message,
    Stage,
    entries,
    lawful,
    routes_from,
    why_not,
)
from engine.casework.vocabulary import CaseStatus, EventKind, Kind

OPEN = CaseState(CaseStatus.OPEN, Kind.COMPLAINT, STATUTORY, frozenset({EventKind.RECEIVED}))
NEW = replace(OPEN, procedure=None)


def after(state: CaseState, *events: EventKind) -> CaseState:
    return replace(state, events=state.events | set(events))


ANSWERED = after(OPEN, EventKind.STAGE_1_RESPONSE_SENT)
ASKED = after(ANSWERED, EventKind.STAGE_2_REQUESTED)
ANSWERED_TWICE = after(ASKED, EventKind.STAGE_2_RESPONSE_SENT)
AT_THE_PANEL = after(ANSWERED_TWICE, EventKind.STAGE_3_REQUESTED)


def test_every_action_has_a_rule() -> None:
    assert set(RULES) == set(CaseAction)
    assert set(lawful(OPEN)) == set(CaseAction)


@pytest.mark.parametrize("status", [CaseStatus.OPEN, CaseStatus.CLOSED])
def test_stage_2_is_lawful_open_or_closed_and_however_late(status: CaseStatus) -> None:
    assert why_not(replace(ANSWERED, status=status), CaseAction.ASK_STAGE_2) is None


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (NEW, "not been decided yet"),
        (ASKED, "asked for already"),
        (replace(OPEN, procedure=ADULTS), "one stage"),
        (replace(OPEN, kind=Kind.COMPLIMENT), "a compliment"),
        (replace(OPEN, status=CaseStatus.WITHDRAWN), "open it again first"),
        (replace(OPEN, status=CaseStatus.NOT_ACCEPTED), "open it again first"),
        (replace(OPEN, is_frozen=True), "take it up again first"),
    ],
)
def test_stage_2_is_refused_only_where_there_is_none_to_ask_for(state: CaseState, sentence: str) -> None:
    assert sentence in (why_not(state, CaseAction.ASK_STAGE_2) or "")


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (ASKED, "not been answered yet"),
        (AT_THE_PANEL, "asked for already"),
        (replace(ANSWERED_TWICE, procedure=CORPORATE), "the Ombudsman"),
        (replace(ANSWERED_TWICE, procedure=ADULTS), "the Ombudsman"),
    ],
)
def test_stage_3_comes_after_the_answer_of_stage_2_and_only_the_law_knows_one(state: CaseState, sentence: str) -> None:
    assert why_not(ANSWERED_TWICE, CaseAction.ASK_STAGE_3) is None
    assert sentence.lower() in (why_not(state, CaseAction.ASK_STAGE_3) or "").lower()


@pytest.mark.parametrize(
    ("action", "message"),
    [
        (CaseAction.WITHDRAW, Message.WITHDRAW),
        (CaseAction.MOVE_PANEL, Message.MOVE_PANEL),
        (CaseAction.PUT_ASIDE, Message.FREEZE),
    ],
)
def test_what_a_procedure_has_to_hear_waits_until_it_listens(action: CaseAction, message: Message) -> None:
    assert why_not(OPEN, action) is not None
    hearing = replace(OPEN, hears=frozenset({message}))
    assert why_not(hearing, action) is None
    assert why_not(replace(hearing, status=CaseStatus.CLOSED), action) is not None


def test_what_is_put_aside_is_taken_up_before_anything_moves() -> None:
    aside = replace(OPEN, is_frozen=True, extendable=frozenset({"stage_1_response"}))
    assert why_not(aside, CaseAction.RESUBMIT) is None
    assert why_not(replace(aside, status=CaseStatus.CLOSED), CaseAction.RESUBMIT) is None, "after the year, too"
    for action in (CaseAction.EXTEND, CaseAction.REROUTE, CaseAction.PUT_ASIDE):
        assert why_not(aside, action) is not None
    assert why_not(OPEN, CaseAction.RESUBMIT) is not None


@pytest.mark.parametrize("status", CaseStatus)
def test_the_ombudsman_can_write_of_any_complaint_and_an_end_can_be_opened(status: CaseStatus) -> None:
    state = replace(OPEN, status=status)
    assert why_not(state, CaseAction.OMBUDSMAN) is None
    assert (why_not(state, CaseAction.REOPEN) is None) == (status is not CaseStatus.OPEN)


@pytest.mark.parametrize(
    ("state", "stage"),
    [
        (OPEN, "stage_1"),
        (ASKED, "stage_2"),
        (AT_THE_PANEL, "stage_3"),
        (replace(AT_THE_PANEL, procedure=CORPORATE), "stage_2"),
    ],
)
def test_the_stage_is_the_furthest_that_was_asked_for(state: CaseState, stage: str) -> None:
    assert state.stage == stage


def test_a_case_goes_on_where_it_stood_at_the_next_stage_or_only_to_be_added_to() -> None:
    assert entries(ANSWERED) == (Stage.STAGE_1, Stage.STAGE_2, REOPENED)
    assert entries(ASKED) == (Stage.STAGE_2, REOPENED)
    assert entries(replace(OPEN, procedure=ADULTS)) == (Stage.STAGE_1, REOPENED)
    assert entries(NEW) == (INTAKE, REOPENED)


def test_what_is_not_there_cannot_be_put_right() -> None:
    assert why_not(OPEN, CaseAction.CORRECT_FINDING) is not None
    assert why_not(replace(OPEN, has_findings=True), CaseAction.CORRECT_FINDING) is None
    assert why_not(NEW, CaseAction.CHANGE_MANAGER) is not None
    assert why_not(OPEN, CaseAction.CHANGE_MANAGER) is None, "the first manager can be named as well"
    assert why_not(OPEN, CaseAction.UNDO) is not None
    assert why_not(replace(OPEN, undo_refused=None), CaseAction.UNDO) is None
    assert why_not(NEW, CaseAction.REROUTE) is not None


def test_what_no_version_in_force_can_begin_is_refused_in_words() -> None:
    old = replace(OPEN, in_force={STATUTORY: frozenset({Stage.STAGE_1}), INTAKE: frozenset()})
    for deed, sentence in (
        (CaseAction.ASK_STAGE_2, "has no stage 2"),
        (CaseAction.REROUTE, "No other procedure for complaints"),
        (CaseAction.OMBUDSMAN, "No procedure for the Ombudsman"),
    ):
        assert sentence in (why_not(old, deed) or ""), deed
    assert entries(replace(old, status=CaseStatus.CLOSED)) == (Stage.STAGE_1,)
    listening = replace(old, hears=frozenset({Message.ASK_STAGE_2}))
    assert why_not(listening, CaseAction.ASK_STAGE_2) is None, "the version in which it runs has one"
    new = replace(
        old, in_force={STATUTORY: frozenset(Stage), CORPORATE: frozenset({Stage.STAGE_1}), REOPENED: frozenset()}
    )
    assert why_not(new, CaseAction.ASK_STAGE_2) is None
    assert routes_from(new) == (CORPORATE,)
    assert entries(replace(new, status=CaseStatus.CLOSED)) == (Stage.STAGE_1, Stage.STAGE_2, REOPENED)
