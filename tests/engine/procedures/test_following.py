"""What comes after a step, as the shipped diagrams say."""

from pathlib import Path

import pytest

from engine.procedures import reader
from engine.procedures.definition import Procedure
from engine.procedures.following import coming, following

BPMN = Path(__file__).parents[3] / "bpmn"
CHECKED = {"check_before_sending": True}


def diagram(name: str) -> Procedure:
    """A shipped version."""
    return reader.read((BPMN / f"{name}.bpmn").read_bytes())


def said(name: str, element: str, facts: dict[str, bool]) -> list[tuple[str, ...]]:
    """The ways and the step that each leads to, in the order of the diagram."""
    return [(*step.ways, step.wait, step.name) for step in following(diagram(name), element, facts)]


def test_where_there_is_no_choice_there_is_one_next_step() -> None:
    steps = following(diagram("statutory_complaint/2014-10-01"), "respond", CHECKED)
    assert [(step.name, step.candidate, step.ways) for step in steps] == [("Sign off", "head_of_service", ())]


def test_each_decision_of_a_person_leads_somewhere() -> None:
    assert set(said("statutory_complaint/2014-10-01", "sign_off", CHECKED)) == {
        ("Send back", "", "Respond"),
        ("Agreed", "", "Check and send"),
    }


@pytest.mark.parametrize(("wanted", "name"), [(True, "Check and send"), (False, "Send the reply")])
def test_what_the_council_has_settled_is_no_choice(wanted: bool, name: str) -> None:  # noqa: FBT001
    steps = said("statutory_complaint/2015-09-01", "respond", {"check_before_sending": wanted})
    assert steps == [("", name)]


def test_the_way_leads_out_of_a_stage_and_names_the_wait() -> None:
    steps = said("statutory_complaint/2015-09-01", "check_and_send", CHECKED)
    assert ("Sent", "5 working days later", "Close-out") in steps


def test_after_the_last_step_nothing_follows() -> None:
    assert following(diagram("statutory_complaint/2015-09-01"), "record_overrun", CHECKED) == ()


def test_intake_leads_by_its_routes() -> None:
    assert {steps[-1] for steps in said("intake/2006-09-01", "triage", {})} == {
        "Start the statutory procedure",
        "Start at stage 2",
        "Start the corporate procedure",
        "Start adults’ social care",
        "Take it as a compliment",
        "Take it as a comment",
        "Close as resolved at once",
        "Close as not accepted",
    }


def test_what_may_come_leads_to_the_end_the_ordinary_way() -> None:
    found = coming(diagram("statutory_complaint/2015-09-01"), ["respond"], CHECKED)
    assert {"check_and_send", "after_stage_1", "close_out", "close", "over_after_stage_1"} <= found
    assert not {"record_overrun", "stage_2", "put_aside", "record_withdrawal", "remind_owner"} & found, "nobody knows"
    assert "send_response" not in found, "the council checks before it sends"
    assert "respond" in found, "it can be sent back"


def test_side_by_side_both_lead_on() -> None:
    found = coming(diagram("statutory_complaint/2015-09-01"), ["investigate", "independent_report"], CHECKED)
    assert {"quality_check", "adjudicate", "send_pack", "after_stage_2"} <= found


def test_after_what_ends_by_itself_nothing_may_come() -> None:
    assert not {"close_out", "respond"} & coming(diagram("statutory_complaint/2015-09-01"), ["record_overrun"], CHECKED)
    assert coming(diagram("statutory_complaint/2015-09-01"), ["no_such_step"], CHECKED) == frozenset()
