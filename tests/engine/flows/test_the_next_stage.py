"""Stage 2 and stage 3 are asked for: never refused where the law accepts it, with a reason where there is a choice."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.db.tables import case_event, case_file, message, panel, process_instance
from engine.errors import InvalidAnswers, NotAllowed
from engine.flows import council, escalating
from engine.office import Office
from tests import later_stages as later
from tests.council import StandingClock
from tests.story import (
    CLOSE_OUT,
    Sweeper,
    check_and_send,
    complete,
    log_and_triage,
    open_elements,
    respond,
    rows,
    sign_off,
    somebody,
)

ASKED = {"requested_on": "2026-10-05", "way": "telephone", "ground": "not_happy"}


def answered(office: Office) -> str:
    """A complaint whose answer went out today."""
    reference = log_and_triage(office)
    respond(office)
    sign_off(office)
    check_and_send(office)
    return reference


def status(office: Office, reference: str) -> str:
    (row,) = rows(office, select(case_file.c.status).where(case_file.c.reference == reference))
    return str(row.status)


def test_stage_2_begins_where_the_complainant_is_not_happy_with_the_answer(office: Office) -> None:
    reference, olive = answered(office), somebody(office, "olive")
    preview = escalating.preview_stage_2(office, olive, reference, ASKED)
    assert "Accept and appoint" in preview.opened
    new = {m.clock: m.after for m in preview.moved}
    assert new["stage_2_response"] == date(2026, 11, 9), "25 working days from 5 October"
    assert open_elements(office) == set(), "nothing is kept of a look"
    escalating.ask_stage_2(office, olive, reference, ASKED)
    assert open_elements(office) == {"accept_and_appoint"}


def test_it_begins_at_once_where_both_agree_that_stage_1_is_not_appropriate(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    skip = {**ASKED, "ground": "agreed_skip"}
    with pytest.raises(InvalidAnswers) as refused:
        escalating.ask_stage_2(office, olive, reference, skip)
    assert refused.value.errors == {"reason": "Enter why stage 1 is not appropriate"}
    escalating.ask_stage_2(office, olive, reference, {**skip, "reason": "Three services are in it."})
    assert open_elements(office) == {"accept_and_appoint"}, "and the manager has nothing to answer any more"


def test_no_answer_is_no_reason_to_be_unhappy_with_it_and_a_punctual_one_is_not_late(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    for ground, sentence in (("not_happy", "has not been answered yet"), ("stage_1_late", "was not late on that day")):
        with pytest.raises(InvalidAnswers) as refused:
            escalating.ask_stage_2(office, olive, reference, {**ASKED, "ground": ground})
        assert sentence in refused.value.errors["ground"]


def test_a_late_answer_gives_the_right_to_it(office: Office, clock: StandingClock) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    clock.forward(days=15)
    late = {"requested_on": "2026-10-20", "way": "email", "ground": "stage_1_late"}
    escalating.ask_stage_2(office, olive, reference, late)
    assert "accept_and_appoint" in open_elements(office)


def test_a_request_weeks_late_opens_the_closed_case_and_no_reason_is_asked(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    reference, olive = answered(office), somebody(office, "olive")
    clock.forward(days=8)
    sweep()
    complete(office, "mara", "close_out", CLOSE_OUT)
    assert status(office, reference) == "closed"
    clock.forward(days=60)
    sweep()
    asked = {"requested_on": office.today().isoformat(), "way": "letter", "ground": "not_happy"}
    escalating.ask_stage_2(office, olive, reference, asked)
    assert status(office, reference) == "open"
    assert open_elements(office) == {"accept_and_appoint"}
    running = rows(office, select(process_instance.c.id).where(process_instance.c.status == "active"))
    assert len(running) == 1, "never two of the same procedure at once"


def test_it_is_asked_for_once(office: Office) -> None:
    reference, olive = answered(office), somebody(office, "olive")
    escalating.ask_stage_2(office, olive, reference, ASKED)
    with pytest.raises(NotAllowed, match="stage 2 has been asked for already"):
        escalating.ask_stage_2(office, olive, reference, ASKED)


def test_only_the_complaints_team_records_it(office: Office) -> None:
    reference = answered(office)
    with pytest.raises(NotAllowed):
        escalating.ask_stage_2(office, somebody(office, "mara"), reference, ASKED)


def test_stage_3_waits_for_the_answer_of_stage_2(office: Office) -> None:
    reference, olive = answered(office), somebody(office, "olive")
    with pytest.raises(NotAllowed, match="stage 2 has not been answered yet"):
        escalating.ask_stage_3(office, olive, reference, ASKED)


def answered_twice(office: Office, received_on: str) -> str:
    """A complaint whose answer at stage 2 was with the complainant on a day."""
    reference, olive = answered(office), somebody(office, "olive")
    escalating.ask_stage_2(office, olive, reference, ASKED)
    with office.transaction() as transaction:
        (row,) = transaction.connection.execute(select(case_file.c.id).where(case_file.c.reference == reference))
        for kind in ("stage_2_response_sent", "stage_2_response_received"):
            transaction.connection.execute(
                case_event.insert().values(
                    case_id=row.id,
                    kind=kind,
                    occurred_on=date.fromisoformat(received_on),
                    recorded_at=transaction.now,
                )
            )
    return reference


def test_a_late_request_for_stage_3_is_a_decision_with_a_reason(office: Office, clock: StandingClock) -> None:
    reference, olive = answered_twice(office, "2026-10-05"), somebody(office, "olive")
    clock.forward(days=30)
    asked = {"requested_on": "2026-11-04", "way": "email"}
    with pytest.raises(InvalidAnswers) as refused:
        escalating.ask_stage_3(office, olive, reference, asked)
    assert "ended on Monday 2 November 2026" in refused.value.errors["decision"]
    accepted = {**asked, "decision": "accept", "reason": "She was in hospital."}
    refuse = {**asked, "decision": "refuse", "reason": "No reason was given.", "letter_body": "We are sorry."}
    escalating.ask_stage_3(office, olive, reference, refuse)
    sent = rows(office, select(message.c.template, message.c.fields).where(message.c.template == "stage_3_refused"))
    assert [row.fields["refusal_reason"] for row in sent] == ["No reason was given."]
    escalating.ask_stage_3(office, olive, reference, accepted)
    assert open_elements(office) == {"acknowledge_stage_3"}, "they asked again, and it was accepted"


def test_a_panel_that_cannot_meet_is_moved_and_no_clock_stops_for_it(office: Office) -> None:
    later.come(office)
    reference, olive = later.through_stage_2(office), somebody(office, "olive")
    asked = {"requested_on": office.today().isoformat(), "way": "email"}
    escalating.ask_stage_3(office, olive, reference, asked)
    with pytest.raises(NotAllowed, match="no panel is arranged"):
        escalating.move_panel(office, olive, reference, {"cause": "member"})
    later.to_a_panel(office)
    later.arrange_panel(office, date(2026, 10, 28))
    with pytest.raises(InvalidAnswers) as refused:
        escalating.move_panel(office, olive, reference, {"cause": "member"})
    assert set(refused.value.errors) == {"who", "reason"}
    ill = {"cause": "complainant", "who": "", "reason": "She is in hospital until November."}
    preview = escalating.preview_move_panel(office, olive, reference, ill)
    assert "No clock stops: the panel has still to meet by" in " ".join(preview.advice)
    assert {m.clock for m in preview.moved if m.is_moved} <= {"panel_day", "panel_papers"}
    escalating.move_panel(office, olive, reference, ill)
    assert "arrange_panel" in open_elements(office)
    (row,) = rows(office, select(panel))
    assert (row.status, row.moved_because, row.note) == ("moved", "complainant", "She is in hospital until November.")
    (event,) = rows(office, select(case_event).where(case_event.c.kind == "panel_moved"))
    assert event.ground == "complainant", "the cause of a breach is on record"
    later.arrange_panel(office, date(2026, 11, 4))


def test_stage_3_is_not_asked_for_before_stage_2_was_answered(office: Office) -> None:
    reference, olive = answered_twice(office, "2026-10-05"), somebody(office, "olive")
    with office.transaction() as transaction:
        e = case_event.c
        earlier = case_event.update().where(e.kind == "received").values(occurred_on=date(2026, 9, 1))
        transaction.connection.execute(earlier)
        transaction.connection.execute(case_file.update().values(received_on=date(2026, 9, 1)))
    for requested_on in ("2026-10-02", "2026-09-04"):
        with pytest.raises(InvalidAnswers) as refused:
            escalating.ask_stage_3(office, olive, reference, {"requested_on": requested_on, "way": "email"})
        assert refused.value.errors == {
            "requested_on": "Stage 2 was answered on Monday 5 October 2026: no panel can be asked for before that"
        }


def test_a_council_can_have_the_right_to_stage_2_wait_for_day_20(office: Office, clock: StandingClock) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    council.change(office, "stage_2_right", "always_after_the_maximum")
    clock.forward(days=29)
    late = {"way": "email", "ground": "stage_1_late"}
    with pytest.raises(InvalidAnswers) as refused:
        escalating.preview_stage_2(office, olive, reference, {**late, "requested_on": "2026-11-02"})
    assert refused.value.errors == {"ground": "The answer at stage 1 was not late on that day"}
    escalating.preview_stage_2(office, olive, reference, {**late, "requested_on": "2026-11-03"})
    council.change(office, "stage_2_right", "")
    escalating.preview_stage_2(office, olive, reference, {**late, "requested_on": "2026-10-20"})
