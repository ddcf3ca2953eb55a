"""What a diagram says is what the engine, the pages and the reports are told."""

import subprocess
import sys
from dataclasses import FrozenInstanceError

import pytest

from engine.errors import ProcedureRefused
from engine.procedures.definition import Option, TimerText
from engine.procedures.reader import read
from tests.engine.procedures.examples import chain, diagram, end, shipped, simple, start, task, timer_on

STAGE_1_2014 = "statutory_complaint/2014-10-01.bpmn"


def test_a_task_says_who_and_on_which_page() -> None:
    procedure = read(shipped(STAGE_1_2014))
    respond = procedure.elements["respond"]
    assert (respond.kind, respond.name, respond.parent) == ("userTask", "Respond", "stage_1")
    assert (respond.candidate, respond.form_key) == ("case:allocated_manager", "respond")
    assert respond.documentation.startswith("Speak with the complainant")


def test_a_task_asks_its_questions_in_order() -> None:
    answer, change = read(shipped(STAGE_1_2014)).elements["sign_off"].fields
    assert (answer.id, answer.type, answer.required) == ("signed_off", "enum", True)
    assert [option.value for option in answer.options] == ["agree", "send_back"]
    assert answer.options[0] == Option("agree", "Yes, it can go on to be sent")
    assert (change.max_length, change.required, change.required_when) == (2000, False, ("signed_off", "send_back"))
    assert change.hint


def test_reminders_are_clocks_and_working_days() -> None:
    procedure = read(shipped(STAGE_1_2014))
    before = procedure.elements["three_days_before"]
    assert (before.event, before.timer) == ("timer", TimerText("stage_1_response", -3))
    assert (before.attached_to, before.interrupting) == ("stage_1", False)
    withdrawn = procedure.elements["withdrawn"]
    assert (withdrawn.event, withdrawn.message, withdrawn.interrupting) == ("message", "withdraw", True)
    assert procedure.elements["close_out"].due == TimerText("close_out", 5)
    assert procedure.elements["case_withdrawn"].event == "terminate"


def test_building_blocks_are_told_what_they_need() -> None:
    escalate = read(shipped(STAGE_1_2014)).elements["escalate"]
    assert escalate.topic == "notify"
    assert escalate.inputs == {"to": "owner, owner_line_manager, head_of_service", "notice": "overdue"}


def test_ways_on_and_their_conditions_are_read_in_the_order_of_the_file() -> None:
    procedure = read(shipped(STAGE_1_2014))
    assert procedure.elements["signed_off_gateway"].outgoing == (
        "flow_signed_off_gateway_to_respond",
        "flow_signed_off_gateway_to_check_wanted",
    )
    back, agreed = (procedure.flows[each] for each in procedure.elements["signed_off_gateway"].outgoing)
    assert (back.condition, back.target, back.is_default) == ("signed_off == 'send_back'", "respond", False)
    assert (agreed.condition, agreed.is_default) == (None, True)


def test_the_profile_of_limits_is_read_where_a_version_names_one() -> None:
    profiles = [read(shipped(f"corporate_complaint/{day}.bpmn")).profile for day in ("2014-04-01", "2026-04-01")]
    assert profiles == ["2014", "code"]
    assert read(shipped(STAGE_1_2014)).profile == ""


def test_lanes_are_read_for_readers() -> None:
    procedure = read(shipped(STAGE_1_2014))
    assert procedure.elements["stage_1"].lane == "Stage 1"
    assert procedure.elements["stage_2"].lane == "Stage 2"
    assert procedure.elements["respond"].lane is None, "it stands in its stage, and the stage in a lane"


def test_clocks_and_variables_are_declared_on_the_process() -> None:
    procedure = read(shipped(STAGE_1_2014))
    clock = procedure.clocks["stage_1_response"]
    assert (clock.days, clock.extended_days, clock.starts_on) == (10, 20, "received")
    assert procedure.variables["signed_off"].values == ("agree", "send_back")
    assert procedure.variables["checked"].default == "send"


def test_every_element_has_the_line_on_which_it_opens() -> None:
    xml = shipped(STAGE_1_2014)
    lines = xml.decode().splitlines()
    for element in read(xml).elements.values():
        assert f'id="{element.id}"' in lines[element.line - 1]


def test_a_procedure_cannot_be_changed_by_whoever_reads_it() -> None:
    procedure = read(simple())
    with pytest.raises(FrozenInstanceError):
        procedure.key = "other"  # type: ignore[misc]


def test_what_cannot_be_read_is_refused_with_every_place() -> None:
    event = timer_on("work", "tomorrow") + end("told") + chain("soon", "told")
    body = start() + task(attributes='camunda:candidateGroups="head_of_service" camunda:dueDate="soon"') + end()
    with pytest.raises(ProcedureRefused) as refused:
        read(diagram(body + event + chain("start", "work", "end")))
    assert {(each.element, each.rule) for each in refused.value.findings} == {
        ("soon", "timer-text"),
        ("work", "timer-text"),
    }
    assert "line" in str(refused.value)


def test_a_process_without_lanes_clocks_or_variables_can_be_read() -> None:
    procedure = read(diagram(start() + task() + end() + chain("start", "work", "end"), ()))
    assert (procedure.clocks, procedure.variables) == ({}, {})
    assert procedure.elements["work"].lane is None


def test_the_room_of_procedures_knows_no_workflow_engine() -> None:
    program = (
        "import sys, pkgutil, importlib, engine.procedures as room\n"
        "for found in pkgutil.walk_packages(room.__path__, 'engine.procedures.'): importlib.import_module(found.name)\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in {'SpiffWorkflow', 'flask', 'sqlalchemy',"
        " 'celery', 'redis', 'jinja2'}))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
