"""What a diagram tells a task's page is checked before it is published."""

import pytest

from engine.procedures.lint import lint
from tests.engine.procedures.examples import chain, diagram, end, start

DECLARED = (
    ("clock:stage_1_response", "10 working days from received, 20 if extended, until stage_1_response_sent"),
    ("clock:stage_1_maximum", "20 working days from received, without pause, until stage_1_response_sent"),
)


def one_task(form_key: str, properties: str = "", fields: str = "") -> bytes:
    """A procedure of one task, told these properties."""
    key = f' camunda:formKey="{form_key}"' if form_key else ""
    inside = f"<camunda:properties>{properties}</camunda:properties>" if properties else ""
    asked = f"<camunda:formData>{fields}</camunda:formData>" if fields else ""
    task = (
        f'<bpmn:userTask id="work" name="Work" camunda:candidateGroups="complaints_officer"{key}>'
        f"<bpmn:extensionElements>{inside}{asked}</bpmn:extensionElements></bpmn:userTask>"
    )
    return diagram(start() + task + end() + chain("start", "work", "end"), DECLARED)


def told(name: str, value: str) -> str:
    return f'<camunda:property name="{name}" value="{value}"/>'


def rules(xml: bytes) -> set[str]:
    return {found.rule for found in lint(xml) if found.element == "work"}


@pytest.mark.parametrize(
    ("form_key", "properties", "rule"),
    [
        ("investigate", "", "page-setting-missing"),
        ("respond", told("clock", "stage_1_response"), "page-setting-unknown"),
        ("respond", told("letter", "love_letter"), "page-setting"),
        ("respond", told("stage", "stage_9"), "page-setting"),
        ("overrun", told("clock", "our_own"), "page-setting"),
        ("appoint", told("appoints", "complained_about") + told("letter", "stage_2_acknowledgement"), "page-setting"),
        ("appoint", told("appoints", "") + told("letter", "stage_2_acknowledgement"), "page-setting-missing"),
        ("check_and_send", "", "page-variable"),
        ("", told("clock", "stage_1_response"), "page-setting-unknown"),
        ("", told("letter", "love_letter"), "page-setting"),
    ],
)
def test_what_a_page_is_told_has_to_be_true(form_key: str, properties: str, rule: str) -> None:
    assert rule in rules(one_task(form_key, properties, QUESTION if not form_key else ""))


@pytest.mark.parametrize(
    ("form_key", "properties"),
    [
        ("respond", told("stage", "stage_2") + told("letter", "corporate_2_response")),
        ("overrun", told("clock", "stage_1_response")),
        ("appoint", told("appoints", "reviewer") + told("letter", "corporate_2_acknowledgement")),
        ("", told("letter", "stage_1_late")),
    ],
)
def test_what_is_true_may_be_told(form_key: str, properties: str) -> None:
    assert rules(one_task(form_key, properties, QUESTION if not form_key else "")) == set()


def field(id_: str, type_: str, more: str = "") -> str:
    return f'<camunda:formField id="{id_}" label="The question" type="{type_}">{more}</camunda:formField>'


QUESTION = field("note", "text")


@pytest.mark.parametrize(
    ("id_", "type_", "rule"),
    [
        ("event.papers_sent", "date", None),
        ("until.plan_agreed", "date", None),
        ("event.papers_lost", "date", "field-id"),
        ("event.papers_sent", "text", "field-type"),
        ("case.provider", "string", None),
        ("case.provider", "text", "field-type"),
        ("case.status", "string", "field-id"),
    ],
)
def test_a_question_says_by_its_id_where_its_answer_goes(id_: str, type_: str, rule: str | None) -> None:
    assert rules(one_task("", fields=field(id_, type_))) == ({rule} if rule else set())


def test_a_child_is_to_the_council_what_the_case_can_keep() -> None:
    values = '<camunda:value id="looked_after" name="In care"/><camunda:value id="adopted" name="Adopted"/>'
    assert rules(one_task("", fields=field("case.child_status", "enum", values))) == {"field-options"}
