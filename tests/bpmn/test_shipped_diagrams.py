"""Every diagram that a new installation begins with: what it promises to the rooms that name its parts."""

from datetime import date

import pytest

from engine.procedures.blocks import CATALOGUE
from engine.procedures.definition import Procedure, TimerText
from engine.procedures.lint import lint
from engine.procedures.reader import read
from engine.spiff.parse import compile_definition
from tests.engine.procedures.examples import BPMN, SHIPPED, shipped

VERSIONS = ("2006-09-01", "2014-10-01", "2015-09-01")
every_version = pytest.mark.parametrize("version", VERSIONS)


def stage_1(version: str) -> Procedure:
    return read(shipped(f"statutory_complaint/{version}.bpmn"))


def condition_from(procedure: Procedure, source: str, target: str) -> str | None:
    (flow,) = [each for each in procedure.flows.values() if (each.source, each.target) == (source, target)]
    return flow.condition


def test_intake_and_three_versions_of_the_statutory_complaint_are_shipped() -> None:
    assert set(SHIPPED) >= {"intake/2006-09-01.bpmn", *(f"statutory_complaint/{each}.bpmn" for each in VERSIONS)}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_version_is_named_by_its_day_and_its_process_by_its_folder(name: str) -> None:
    path = BPMN / name
    assert date.fromisoformat(path.stem).isoformat() == path.stem
    assert read(shipped(name)).key == path.parent.name


@pytest.mark.parametrize("name", SHIPPED)
def test_it_may_be_published_as_it_stands(name: str) -> None:
    assert lint(shipped(name)) == ()


@pytest.mark.parametrize("name", SHIPPED)
def test_the_engine_takes_it(name: str) -> None:
    assert compile_definition(shipped(name)).procedure == read(shipped(name))


def test_intake_routes_by_what_triage_decided() -> None:
    intake = read(shipped("intake/2006-09-01.bpmn"))
    triage = intake.elements["triage"]
    assert (triage.candidate, triage.form_key) == ("complaints_officer", "triage")
    assert condition_from(intake, "route_decided", "start_statutory") == "route == 'statutory'"
    assert condition_from(intake, "route_decided", "record_resolved") == "route == 'resolved'"
    assert condition_from(intake, "route_decided", "record_not_accepted") is None
    assert intake.variables["route"].default == "not_accepted"
    assert intake.elements["start_statutory"].inputs == {"procedure": "statutory_complaint", "entry": "stage_1"}
    assert intake.elements["record_resolved"].inputs == {"status": "closed"}
    assert intake.elements["record_not_accepted"].inputs == {"status": "not_accepted"}


def test_a_late_acknowledgement_is_told_to_the_line_manager() -> None:
    intake = read(shipped("intake/2006-09-01.bpmn"))
    overdue = intake.elements["acknowledgement_overdue"]
    assert (overdue.timer, overdue.interrupting) == (TimerText("acknowledgement", 1), False)
    assert intake.elements["escalate_triage"].inputs == {
        "to": "owner_line_manager",
        "notice": "acknowledgement_overdue",
    }


@every_version
def test_the_ladder_of_reminders_stands_on_the_stage(version: str) -> None:
    procedure = stage_1(version)
    ladder = {
        "three_days_before": (-3, "remind_owner", "owner", "due_in_three_days"),
        "one_day_before": (-1, "remind_owner_and_manager", "owner, owner_line_manager", "due_tomorrow"),
        "one_day_after": (1, "escalate", "owner, owner_line_manager, head_of_service", "overdue"),
    }
    for rung, (offset, told, to, notice) in ladder.items():
        event = procedure.elements[rung]
        assert (event.attached_to, event.interrupting) == ("stage_1", False)
        assert event.timer == TimerText("stage_1_response", offset)
        assert procedure.flows[event.outgoing[0]].target == told
        assert procedure.elements[told].inputs == {"to": to, "notice": notice}


@every_version
def test_the_day_after_the_limit_asks_the_officer_to_say_sorry(version: str) -> None:
    procedure = stage_1(version)
    overrun = procedure.elements["record_overrun"]
    assert (overrun.candidate, overrun.form_key, overrun.parent) == ("complaints_officer", "overrun", None)
    assert procedure.flows[procedure.elements["escalate"].outgoing[0]].target == "record_overrun"


@pytest.mark.parametrize(
    "name", [name for name in SHIPPED if not name.startswith(("comment/", "ombudsman/", "reopened/"))]
)
def test_a_withdrawal_ends_the_procedure_wherever_it_stands(name: str) -> None:
    procedure = read(shipped(name))
    withdrawn = [each for each in procedure.elements.values() if each.message == "withdraw"]
    assert withdrawn
    assert all(each.interrupting for each in withdrawn)
    assert {procedure.flows[each.outgoing[0]].target for each in withdrawn} == {"record_withdrawal"}
    assert procedure.elements["record_withdrawal"].inputs == {"status": "withdrawn"}
    assert procedure.elements[procedure.flows[procedure.elements["record_withdrawal"].outgoing[0]].target].event == (
        "terminate"
    )


@every_version
def test_only_the_version_of_2014_asks_the_head_of_service_to_sign_off(version: str) -> None:
    procedure = stage_1(version)
    assert ("sign_off" in procedure.elements) is (version == "2014-10-01")
    assert ("signed_off" in procedure.variables) is (version == "2014-10-01")
    if version == "2014-10-01":
        assert procedure.elements["sign_off"].candidate == "head_of_service"
        assert condition_from(procedure, "signed_off_gateway", "respond") == "signed_off == 'send_back'"
        assert condition_from(procedure, "signed_off_gateway", "check_wanted") is None


@every_version
def test_the_check_before_sending_can_be_switched_off(version: str) -> None:
    procedure = stage_1(version)
    assert condition_from(procedure, "check_wanted", "send_response") == "not check_before_sending"
    assert condition_from(procedure, "check_wanted", "check_and_send") is None
    assert condition_from(procedure, "checked_gateway", "respond") == "checked == 'send_back'"
    assert procedure.elements["send_response"].inputs == {"letter": "stage_1_response"}


@every_version
def test_the_close_out_comes_five_working_days_after_the_reply(version: str) -> None:
    procedure = stage_1(version)
    assert procedure.elements["close_out_due"].timer == TimerText("close_out", 0)
    assert procedure.clocks["close_out"].days == 5
    assert procedure.elements["record_close_out"].inputs == {"event": "close_out_recorded"}
    assert procedure.elements["close"].inputs == {"status": "closed"}


@every_version
def test_the_law_of_stage_1_is_the_same_in_every_version(version: str) -> None:
    procedure = stage_1(version)
    response, maximum = procedure.clocks["stage_1_response"], procedure.clocks["stage_1_maximum"]
    assert (response.days, response.extended_days, response.pausable) == (10, 20, True)
    assert (maximum.days, maximum.extended_days, maximum.pausable) == (20, None, False)


@pytest.mark.parametrize("name", SHIPPED)
def test_no_page_asks_more_than_seven_questions_and_every_block_is_known(name: str) -> None:
    for element in read(shipped(name)).elements.values():
        assert len(element.fields) <= 7
        assert element.topic is None or element.topic in CATALOGUE
        assert "complained_about" not in f"{element.candidate} {element.inputs}"
