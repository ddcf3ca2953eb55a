"""Who cannot see the picture reads the same procedure as a list of steps."""

from engine.procedures.outline import StepKind, outline
from engine.procedures.reader import read
from tests.engine.procedures.examples import shipped

STEPS = outline(read(shipped("statutory_complaint/2014-10-01.bpmn")))
BY_ELEMENT = {step.element: step for step in STEPS}


def test_steps_come_in_the_order_of_the_work_with_stages_numbered_inside() -> None:
    main = [(step.number, step.element) for step in STEPS][:9]
    assert main == [
        ("1", "stage_1"),
        ("1.1", "respond"),
        ("1.2", "sign_off"),
        ("1.3", "signed_off_gateway"),
        ("1.4", "check_wanted"),
        ("1.5", "send_response"),
        ("1.6", "check_and_send"),
        ("1.7", "checked_gateway"),
        ("2", "close_out_due"),
    ]
    assert [step.depth for step in STEPS[:2]] == [0, 1]


def test_every_task_and_building_block_is_in_the_list_once() -> None:
    for name in (
        "intake/2006-09-01.bpmn",
        "statutory_complaint/2014-10-01.bpmn",
        "statutory_complaint/2015-09-01.bpmn",
    ):
        procedure = read(shipped(name))
        listed = [step.element for step in outline(procedure)]
        wanted = [each.id for each in procedure.elements.values() if each.kind.endswith("Task")]
        assert sorted(set(wanted) & set(listed)) == sorted(wanted)
        assert len(listed) == len(set(listed))


def test_a_step_says_who_does_it_and_what_its_page_asks() -> None:
    respond, sign_off = BY_ELEMENT["respond"], BY_ELEMENT["sign_off"]
    assert (respond.who, respond.page) == ("Allocated manager", "The page “respond”")
    assert (sign_off.who, sign_off.page) == (
        "Head of service",
        "“Do you agree this reply?” and “What should be changed?”",
    )


def test_a_stage_says_its_limit_and_its_reminders() -> None:
    stage = BY_ELEMENT["stage_1"]
    assert stage.kind is StepKind.STAGE
    assert stage.limits == (
        "Stage 1 response: 10 working days from received, 20 if extended, until stage 1 response sent",
    )
    assert stage.reminders[0] == "3 working days before the limit for the stage 1 response: step 6, Remind the owner"
    assert stage.reminders[-1] == "When the case is withdrawn: step 10, Close as withdrawn; this step ends"


def test_a_question_says_where_each_answer_leads() -> None:
    assert BY_ELEMENT["signed_off_gateway"].ways == (
        "Send back: step 1.1, Respond",
        "Agreed: step 1.4, Check before sending?",
    )
    assert BY_ELEMENT["checked_gateway"].ways[1] == "Sent: the end, “Checked and sent”"


def test_what_is_done_by_itself_is_said_in_words() -> None:
    assert (
        BY_ELEMENT["remind_owner_and_manager"].what
        == "Tells whoever has the task and their line manager: due tomorrow."
    )
    assert BY_ELEMENT["close"].what == "Close the case: closed."
    assert BY_ELEMENT["close_out_due"].what == "Waits, then continues on the day of the limit for the close out."
