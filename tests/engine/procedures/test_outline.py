"""Who cannot see the picture reads the same procedure as a list of steps."""

import pytest

from engine.casework.clock_sentence import parse_clock
from engine.procedures.definition import TimerText
from engine.procedures.outline import StepKind, outline
from engine.procedures.profile import MESSAGES
from engine.procedures.reader import read
from engine.procedures.wording import HAPPENED, MESSAGE_WORDS, limit, when
from tests.engine.procedures.examples import SHIPPED, shipped
from tests.engine.procedures.three_stages import three_stages

STEPS = outline(read(shipped("statutory_complaint/2014-10-01.bpmn")))
BY_ELEMENT = {step.element: step for step in STEPS}
SKETCH = {step.element: step for step in outline(read(three_stages()))}


def test_steps_come_in_the_order_of_the_work_with_stages_numbered_inside() -> None:
    main = [(step.number, step.element) for step in STEPS][1:8]
    assert main == [
        ("2", "stage_1"),
        ("2.1", "respond"),
        ("2.2", "sign_off"),
        ("2.3", "signed_off_gateway"),
        ("2.4", "check_wanted"),
        ("2.5", "send_response"),
        ("2.6", "check_and_send"),
    ]
    assert [step.depth for step in STEPS[1:3]] == [0, 1]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_task_and_building_block_is_in_the_list_once(name: str) -> None:
    procedure = read(shipped(name))
    listed = [step.element for step in outline(procedure)]
    wanted = [each.id for each in procedure.elements.values() if each.kind.endswith("Task")]
    assert sorted(set(wanted) & set(listed)) == sorted(wanted)
    assert len(listed) == len(set(listed))


def test_a_step_says_who_does_it_what_its_page_asks_and_which_letter_goes_with_it() -> None:
    respond, sign_off = BY_ELEMENT["respond"], BY_ELEMENT["sign_off"]
    assert (respond.who, respond.page) == (
        "Allocated manager",
        "The page “respond”, with the letter “stage 1 response”",
    )
    assert (sign_off.who, sign_off.page) == (
        "Head of service",
        "“Do you agree this reply?” and “What should be changed?”",
    )


def test_a_step_says_who_is_given_a_part() -> None:
    assert BY_ELEMENT["accept_and_appoint"].page == (
        "The page “appoint” and who is to be investigating officer, independent person and adjudicating officer, "
        "with the letter “stage 2 acknowledgement”"
    )


def test_a_stage_says_its_limit_and_its_reminders() -> None:
    stage = BY_ELEMENT["stage_1"]
    assert stage.kind is StepKind.STAGE
    assert stage.limits[0] == (
        "Stage 1 response: 10 working days after it was received, 20 if extended, "
        "until the stage 1 answer was sent or stage 2 was asked for"
    )
    assert stage.reminders[0] == "3 working days before the limit for the stage 1 response: step 4, Remind the owner"
    assert stage.reminders[-1] == "When the case is withdrawn: step 31, Close as withdrawn; this step ends"


def test_the_time_of_a_guide_is_said_as_it_is_counted() -> None:
    reminders = " ".join(BY_ELEMENT["stage_2"].reminders)
    assert "10 working days after stage 2 was asked for: step 17" in reminders
    assert "11 working days after stage 2 was asked for: step 16" in reminders


def test_what_is_waited_for_at_once_is_one_step_with_a_line_for_each() -> None:
    race = SKETCH["may_ask_stage_2"]
    assert (race.kind, race.name) == (StepKind.RACE, "Is stage 2 asked for?")
    assert [way.split(":")[0] for way in race.ways] == [
        "When stage 2 is asked for",
        "1 working day before the limit for the limit",
    ]
    assert "asked_2" not in SKETCH


def test_what_is_done_side_by_side_is_one_step_with_a_line_for_each() -> None:
    fork = SKETCH["both"]
    assert (fork.kind, fork.name, len(fork.ways)) == (StepKind.TOGETHER, "Side by side", 2)
    assert "joined" not in SKETCH


def test_every_message_and_every_event_has_words() -> None:
    assert set(MESSAGE_WORDS) == MESSAGES
    for name in SHIPPED:
        for rule in read(shipped(name)).clocks.values():
            assert {rule.starts_on, rule.stops_on, *rule.ended_by} <= HAPPENED.keys()


@pytest.mark.parametrize(
    ("sentence", "offset", "words"),
    [
        ("10 working days from stage_2_requested, as a guide, until record_agreed", 0, "10 working days after stage 2"),
        ("1 year from grounds_arose, as a guide, until received", 0, "1 year after what is complained of happened"),
        ("the day named in plan_agreed, until stage_1_response_sent", -3, "3 working days before the day named when"),
        ("the day named in panel_arranged, as a guide, until panel_held", 0, "on the day named when the panel was"),
        ("10 working days from received, until acknowledged", 0, "on the day of the limit for the c"),
    ],
)
def test_a_timer_is_said_in_words(sentence: str, offset: int, words: str) -> None:
    assert when(TimerText("c", offset), {"c": parse_clock("c", sentence)}).startswith(words)


def test_a_limit_that_counts_backwards_is_said_so() -> None:
    rule = parse_clock("p", "10 working days before the day named in panel_arranged or panel_held, until papers_sent")
    assert limit(rule) == (
        "10 working days before the day named when the panel was arranged, or the day on which the panel met, "
        "until the papers were sent"
    )


def test_a_question_says_where_each_answer_leads() -> None:
    assert BY_ELEMENT["signed_off_gateway"].ways == (
        "Send back: step 2.1, Respond",
        "Agreed: step 2.4, Check before sending?",
    )
    assert BY_ELEMENT["checked_gateway"].ways[1] == "Sent: the end, “Checked and sent”"


def test_what_is_done_by_itself_is_said_in_words() -> None:
    assert (
        BY_ELEMENT["remind_owner_and_manager"].what
        == "Tells whoever has the task and their line manager: due tomorrow."
    )
    assert BY_ELEMENT["close"].what == "Close the case: closed."
    assert BY_ELEMENT["close_out_due"].what == "Waits, then continues 5 working days after the stage 1 answer was sent."
