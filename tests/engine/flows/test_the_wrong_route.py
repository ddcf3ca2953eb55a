"""A case in the wrong procedure goes to the right one, with the day of receipt that it always had."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, select

from engine.casework.vocabulary import Channel, Kind
from engine.db.tables import case_event, case_file, case_relation, head, message, process_instance
from engine.db.tables import clock as clock_table
from engine.errors import InvalidAnswers, NotFound
from engine.flows import correcting, receive, rerouting
from engine.flows.receive import Received, ReplyBy
from engine.office import Office
from engine.queries import case_file as case_file_query
from engine.queries import case_state
from tests import later_stages
from tests.council import MONDAY, StandingClock
from tests.stories import logged
from tests.story import (
    check_and_send,
    log,
    log_and_triage,
    open_elements,
    respond,
    rows,
    sign_off,
    somebody,
    timers,
    triage,
)

TO_CORPORATE = {"procedure": "corporate_complaint", "stage": "stage_1", "reason": "It is about a car park."}


def test_the_case_goes_to_the_start_of_the_right_procedure(office: Office, clock: StandingClock) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    clock.forward(days=2)
    preview = rerouting.preview(office, olive, reference, TO_CORPORATE)
    assert preview.gone == ("Respond",)
    assert preview.opened == ("Respond",)
    assert preview.drafted == ("correction",)
    gone = [m.clock for m in preview.moved if m.state_after is None]
    assert "stage_1_response" in gone
    rerouting.reroute(office, olive, reference, TO_CORPORATE)
    assert open_elements(office) == {"respond"}
    limits = {row.name: row.due_on for row in rows(office, select(clock_table.c.name, clock_table.c.due_on))}
    assert limits["corporate_1_response"] == date(2026, 10, 19), "from the day it was acknowledged"
    assert "stage_1_response" not in limits
    (case,) = rows(office, select(case_file.c.procedure, case_file.c.received_on))
    assert tuple(case) == ("corporate_complaint", date(2026, 10, 5))
    (draft,) = rows(office, select(message).where(message.c.template == "correction"))
    assert draft.status == "draft"
    assert {row.clock for row in timers(office, "pending")} & {"stage_1_response"} == set()


def test_an_answer_that_was_given_stands_as_stage_1_and_stage_2_begins(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    rerouting.reroute(office, olive, reference, TO_CORPORATE)
    respond(office)
    check_and_send(office)
    statutory = {"procedure": "statutory_complaint", "stage": "stage_2", "reason": "It is about a child in care."}
    with pytest.raises(InvalidAnswers) as refused:
        rerouting.reroute(office, olive, reference, statutory)
    assert refused.value.errors == {"requested_on": "Enter the day on which stage 2 was asked for or agreed"}
    rerouting.reroute(office, olive, reference, {**statutory, "requested_on": "2026-10-05"})
    assert open_elements(office) == {"accept_and_appoint"}
    (limit,) = rows(office, select(clock_table.c.due_on).where(clock_table.c.name == "stage_2_response"))
    assert limit.due_on == date(2026, 11, 9)


def test_begun_again_at_stage_1_the_answer_of_the_wrong_procedure_is_none(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    respond(office)
    sign_off(office)
    check_and_send(office)
    rerouting.reroute(office, olive, reference, TO_CORPORATE)
    e = case_event.c
    (answer,) = rows(office, select(e.corrected_by_id).where(e.kind == "stage_1_response_sent"))
    (instead,) = rows(office, select(e.kind).where(e.id == answer.corrected_by_id))
    assert instead.kind == "undone"
    (limit,) = rows(office, select(clock_table.c.met_on).where(clock_table.c.name == "corporate_1_response"))
    assert limit.met_on is None


@pytest.mark.parametrize(
    ("changed", "question", "sentence"),
    [
        ({"procedure": "statutory_complaint"}, "procedure", "goes through this procedure already"),
        ({"stage": "stage_2"}, "stage", "begins at stage 1"),
        ({"reason": ""}, "reason", "Enter why"),
    ],
)
def test_what_cannot_be_is_said_beside_the_question(
    office: Office, changed: dict[str, str], question: str, sentence: str
) -> None:
    reference = log_and_triage(office)
    with pytest.raises(InvalidAnswers) as refused:
        rerouting.reroute(office, somebody(office, "olive"), reference, {**TO_CORPORATE, **changed})
    assert sentence in refused.value.errors[question]


def test_of_what_ran_nothing_runs_on(office: Office) -> None:
    reference = log_and_triage(office)
    rerouting.reroute(office, somebody(office, "olive"), reference, TO_CORPORATE)
    states = [row.status for row in rows(office, select(process_instance.c.status).order_by(process_instance.c.id))]
    assert states == ["completed", "ended", "active"]


def test_the_letter_can_stand_as_the_acknowledgement(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    rerouting.reroute(office, olive, reference, TO_CORPORATE)
    (draft,) = rows(office, select(message.c.fields).where(message.c.template == "correction"))
    told = draft.fields["corrected"]
    assert "the corporate procedure, and begins there at stage 1." in told
    assert "within 10 working days, or 20 where we need more time and tell you why" in told
    assert "by Monday 19 October 2026" in told
    assert "will answer it." in told


def test_whoever_was_praised_has_no_part_in_the_complaint_that_it_really_is(office: Office) -> None:
    reference = logged(office, kind=Kind.COMPLIMENT, praised_person=4)
    assert _parts(office) == {("logged_by", 1), ("praised", 4)}
    to_statutory = {"procedure": "statutory_complaint", "stage": "stage_1", "reason": "It complains of her."}
    rerouting.reroute(office, somebody(office, "olive"), reference, to_statutory)
    assert _parts(office) == {("logged_by", 1)}
    with pytest.raises(NotFound):
        case_file_query.find(office, somebody(office, "max"), reference)


def _parts(office: Office) -> set[tuple[str, int]]:
    return {(row.relation, row.person_id) for row in rows(office, select(case_relation))}


PRAISED = Received(
    kind=Kind.COMPLIMENT,
    received_on=MONDAY.date(),
    channel=Channel.EMAIL,
    service_id=1,
    complainant_name="Jo Invented",
    words="Thank you. But nobody rings me back.",
    reply_by=ReplyBy.EMAIL,
    complainant_email="jo@example.invalid",
)


@pytest.mark.parametrize("kind", [Kind.COMPLIMENT, Kind.COMMENT])
def test_praise_that_is_a_complaint_after_all_becomes_one_and_is_triaged(office: Office, kind: Kind) -> None:
    reference = receive.receive(office, somebody(office, "olive"), replace(PRAISED, kind=kind))
    olive, to_statutory = somebody(office, "olive"), {**TO_CORPORATE, "procedure": "statutory_complaint"}
    preview = rerouting.preview(office, olive, reference, to_statutory)
    assert preview.opened == ("Triage and acknowledge",)
    assert preview.drafted == (), "nobody was told of a procedure before, so nothing is put right"
    rerouting.reroute(office, olive, reference, to_statutory)
    assert open_elements(office) == {"triage"}
    (case,) = rows(office, select(case_file.c.kind, case_file.c.procedure))
    assert tuple(case) == ("complaint", None)
    triage(office, reference)
    (case,) = rows(office, select(case_file.c.kind, case_file.c.procedure))
    assert tuple(case) == ("complaint", "statutory_complaint")
    respond(office, reference)
    assert rows(office, select(message.c.id).where(message.c.template == "acknowledgement"))


def test_what_triage_took_for_praise_comes_back_to_triage_with_its_limit(office: Office) -> None:
    reference, olive = log(office), somebody(office, "olive")
    triage(office, reference, route="compliment")
    assert rows(office, select(case_file.c.kind))[0].kind == "compliment"
    rerouting.reroute(office, olive, reference, TO_CORPORATE)
    limits = {row.name: row.state for row in rows(office, select(clock_table.c.name, clock_table.c.state))}
    assert limits["acknowledgement"] == "running", "it was never a compliment: it has still to be acknowledged"
    assert "compliment_shared" not in limits
    triage(office, reference, route="corporate")
    (case,) = rows(office, select(case_file.c.kind, case_file.c.procedure))
    assert tuple(case) == ("complaint", "corporate_complaint")


def test_nothing_is_answered_of_which_nothing_was_complained(office: Office) -> None:
    reference = log_and_triage(office)
    with office.transaction() as transaction:
        transaction.connection.execute(delete(head))
    with pytest.raises(InvalidAnswers) as refused:
        respond(office, reference)
    assert "ask the complaints team to settle the heads" in refused.value.errors["heads"]
    rerouting.reroute(office, somebody(office, "olive"), reference, TO_CORPORATE)
    assert open_elements(office) == {"triage"}, "another procedure begins with them"


def test_where_nobody_was_to_answer_the_first_manager_can_be_named(office: Office) -> None:
    reference = log(office)
    triage(office, reference, route="adults")
    with office.transaction() as transaction:
        transaction.connection.execute(delete(case_relation))
    named = {"manager": "4", "reason": "Nobody was to answer it."}
    correcting.change_manager(office, somebody(office, "olive"), reference, named)
    related = rows(office, select(case_relation.c.relation, case_relation.c.person_id))
    assert [tuple(row) for row in related] == [("allocated_manager", 4)]


def test_a_procedure_of_one_stage_begins_with_it_and_back_again(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    rerouting.reroute(office, olive, reference, {**TO_CORPORATE, "procedure": "adult_social_care"})
    assert open_elements(office) == {"agree_plan"}
    rerouting.reroute(office, olive, reference, {**TO_CORPORATE, "procedure": "statutory_complaint"})
    assert open_elements(office) == {"respond"}


def test_of_the_later_stages_of_the_wrong_procedure_nothing_stands(office: Office) -> None:
    later_stages.come(office)
    reference, olive = later_stages.through_stage_2(office), somebody(office, "olive")
    later_stages.ask_stage_3(office, reference)
    rerouting.reroute(office, olive, reference, TO_CORPORATE)
    e = case_event.c
    stands = {row.kind for row in rows(office, select(e.kind).where(e.corrected_by_id.is_(None)))}
    assert not {kind for kind in stands if kind.startswith(("stage_2", "stage_3"))}
    rerouting.reroute(office, olive, reference, {**TO_CORPORATE, "procedure": "statutory_complaint"})
    assert case_state.of_file(office, case_file_query.find(office, olive, reference)).stage == "stage_1"
