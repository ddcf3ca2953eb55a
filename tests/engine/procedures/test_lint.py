"""A diagram that would lose a case, or do harm, is refused with the element, its line and the way to mend it."""

import time

import pytest

from engine.casework.policy import Action, Actor, CaseStanding, Holding, may
from engine.casework.vocabulary import Relation, Role
from engine.procedures.findings import Finding, Severity
from engine.procedures.lint import lint
from tests.engine.procedures.examples import (
    DECLARED,
    SHIPPED,
    block,
    chain,
    choice,
    diagram,
    end,
    flow,
    form,
    gateway,
    message_on,
    notice,
    shipped,
    simple,
    start,
    task,
    timer_on,
    with_field,
)

HOSTILE = [
    "__import__('os').system('true')",
    "answer.__class__",
    "[x for x in [y for y in (1, 2)]]",
    "9 ** 9 ** 9 ** 9",
]


def found(xml: bytes, rule: str) -> Finding:
    """The only finding of this rule, with an element, a line and a sentence."""
    (finding,) = [each for each in lint(xml) if each.rule == rule]
    assert finding.line is not None
    assert finding.sentence.endswith((".", "?"))
    return finding


def errors(xml: bytes) -> list[Finding]:
    """The findings that keep a diagram from being published."""
    return [each for each in lint(xml) if each.severity is Severity.ERROR]


def line_with(xml: bytes, text: str) -> int:
    """The number of the first line that holds this text."""
    return next(n for n, line in enumerate(xml.decode().splitlines(), 1) if text in line)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_diagram_has_nothing_to_mend(name: str) -> None:
    assert lint(shipped(name)) == ()


def test_a_small_diagram_has_nothing_to_mend() -> None:
    assert lint(simple()) == ()
    assert lint(choice("answer == 'agree' or not sure")) == ()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_condition_is_refused_with_element_and_line(text: str) -> None:
    xml = choice(text)
    finding = found(xml, "condition")
    assert (finding.element, finding.line) == ("choice_to_other", line_with(xml, "conditionExpression"))


@pytest.mark.parametrize("text", [*HOSTILE, "deadline(__import__('os').system('true'), 1)", "P10D"])
def test_a_hostile_timer_is_refused_with_element_and_line(text: str) -> None:
    xml = simple(timer_on("work", text) + notice() + end("told") + chain("soon", "tell", "told"))
    finding = found(xml, "timer-text")
    assert (finding.element, finding.line) == ("soon", line_with(xml, "timeDate"))


@pytest.mark.parametrize("kind", ["string", "text", "long", "boolean", "date", "enum"])
@pytest.mark.parametrize("text", [*HOSTILE, "${execution}", "os.system"])
def test_a_hostile_form_default_is_refused_with_element_and_line(kind: str, text: str) -> None:
    options = '<camunda:value id="a" name="A" /><camunda:value id="b" name="B" />' if kind == "enum" else ""
    field = f'<camunda:formField id="q" label="Q" type="{kind}" defaultValue="{text}">{options}</camunda:formField>'
    xml = with_field(field)
    finding = found(xml, "field-default")
    assert (finding.element, finding.line) == ("work", line_with(xml, "formField"))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_due_date_or_input_is_refused(text: str) -> None:
    attributes = f'camunda:candidateGroups="head_of_service" camunda:dueDate="{text}"'
    body = start() + task(attributes=attributes) + end() + chain("start", "work", "end")
    assert found(diagram(body), "timer-text").element == "work"
    told = block("start_procedure", "serviceTask", procedure=text)
    body = start() + told + task() + end() + chain("start", "tell", "work", "end")
    assert found(diagram(body), "wrong-input").element == "tell"


@pytest.mark.parametrize(
    "body",
    [
        '<bpmn:scriptTask id="x" name="X"><bpmn:script>1</bpmn:script></bpmn:scriptTask>',
        '<bpmn:complexGateway id="x" />',
        '<bpmn:callActivity id="x" name="X" calledElement="y" />',
        '<bpmn:businessRuleTask id="x" name="X" camunda:decisionRef="y" />',
        '<bpmn:manualTask id="x" name="X" />',
        '<bpmn:task id="x" name="X" />',
        '<bpmn:receiveTask id="x" name="X" />',
        '<bpmn:transaction id="x" name="X" />',
        '<bpmn:adHocSubProcess id="x" name="X" />',
        '<bpmn:intermediateThrowEvent id="x" />',
        '<bpmn:intermediateThrowEvent id="x"><bpmn:linkEventDefinition /></bpmn:intermediateThrowEvent>',
        '<bpmn:intermediateThrowEvent id="x"><bpmn:compensateEventDefinition /></bpmn:intermediateThrowEvent>',
        '<bpmn:intermediateCatchEvent id="x"><bpmn:linkEventDefinition /></bpmn:intermediateCatchEvent>',
        '<bpmn:intermediateCatchEvent id="x"><bpmn:signalEventDefinition /></bpmn:intermediateCatchEvent>',
        '<bpmn:intermediateCatchEvent id="x"><bpmn:conditionalEventDefinition><bpmn:condition>1</bpmn:condition>'
        "</bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent>",
        '<bpmn:intermediateCatchEvent id="x"><bpmn:messageEventDefinition messageRef="message_withdraw" />'
        "<bpmn:signalEventDefinition /></bpmn:intermediateCatchEvent>",
    ],
)
def test_what_the_engine_does_not_carry_out_faithfully_is_refused(body: str) -> None:
    xml = diagram(start() + body + "\n" + end() + chain("start", "x", "end"))
    refused = [each for each in errors(xml) if each.rule in ("unsupported", "two-events-in-one")]
    assert refused
    assert (refused[0].element, refused[0].line) == ("x", line_with(xml, 'id="x"'))


@pytest.mark.parametrize("inside", ["timeCycle", "timeDuration"])
def test_a_timer_has_a_date_and_nothing_else(inside: str) -> None:
    event = timer_on("work").replace("timeDate", inside)
    xml = simple(event + notice() + end("told") + chain("soon", "tell", "told"))
    assert found(xml, "timer-without-date").element == "soon"
    assert any(each.rule == "unsupported" and inside in each.sentence for each in lint(xml))


@pytest.mark.parametrize("mark", ["multiInstanceLoopCharacteristics", "standardLoopCharacteristics"])
def test_a_step_done_several_times_over_is_refused(mark: str) -> None:
    body = start() + task(inside=f"<bpmn:{mark} />") + end() + chain("start", "work", "end")
    assert found(diagram(body), "unsupported").element == "work"


def test_an_event_sub_process_is_refused() -> None:
    inner = start("s") + task("w") + end("e") + chain("s", "w", "e")
    event = f'<bpmn:subProcess id="x" name="X" triggeredByEvent="true">{inner}</bpmn:subProcess>'
    assert found(simple(event), "event-sub-process").element == "x"


def test_programs_in_extensions_are_refused() -> None:
    for attribute in ("camunda:preScript", "camunda:postScript", "camunda:class", "spiffworkflow:anything"):
        attributes = f'camunda:candidateGroups="head_of_service" {attribute}="import os"'
        body = start() + task(attributes=attributes) + end() + chain("start", "work", "end")
        assert found(diagram(body), "program").element == "work"
    for inside in (
        "<spiffworkflow:preScript>import os</spiffworkflow:preScript>",
        "<camunda:executionListener event='start' expression='x' />",
        "<camunda:inputOutput><camunda:inputParameter name='a'><camunda:script>x</camunda:script>"
        "</camunda:inputParameter></camunda:inputOutput>",
    ):
        extensions = f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"
        body = start() + task(inside=extensions) + end() + chain("start", "work", "end")
        assert found(diagram(body), "program").element == "work"


def test_what_is_ignored_is_said_and_may_be_accepted() -> None:
    attributes = 'camunda:candidateGroups="head_of_service" camunda:priority="7"'
    xml = diagram(start() + task(attributes=attributes) + end() + chain("start", "work", "end"))
    assert found(xml, "not-used").severity is Severity.WARNING
    assert errors(xml) == []


def test_an_id_is_used_once() -> None:
    xml = simple(task("work"))
    finding = found(xml, "duplicate-id")
    assert finding.element == "work"
    assert f"line {line_with(xml, 'userTask')}" in finding.sentence


def test_an_event_on_an_edge_needs_a_host() -> None:
    orphan = timer_on("nowhere") + notice() + end("told") + chain("soon", "tell", "told")
    assert found(simple(orphan), "boundary-without-host").element == "soon"


def test_a_message_that_nobody_sends_is_refused() -> None:
    event = message_on("work", "message_other") + notice() + end("told") + chain("withdrawn", "tell", "told")
    assert found(simple(event), "unknown-message").element == "withdrawn"
    event = message_on("work", "message_missing") + notice() + end("told") + chain("withdrawn", "tell", "told")
    assert found(simple(event), "unnamed-message").element == "withdrawn"


@pytest.mark.parametrize(
    ("xml", "rule", "element"),
    [
        (simple(task("orphan")), "unreachable", "orphan"),
        (simple(task("orphan") + flow("orphan", "end")), "unreachable", "orphan"),
        (diagram(start() + task() + flow("start", "work")), "dead-end", "work"),
        (simple(flow("work", "nowhere")), "loose-flow", "work_to_nowhere"),
        (simple(flow("end", "work")), "flow-wrong-way", "end_to_work"),
        (simple(flow("start", "work", id_="again")), "doubled-flow", "again"),
        (diagram(task() + end() + chain("work", "end")), "one-start", "p"),
        (simple(start("second") + flow("second", "work")), "one-start", "p"),
        (diagram(start() + task("a") + task("b") + chain("start", "a", "b", "a")), "never-ends", "start"),
    ],
)
def test_every_way_leads_from_the_start_to_an_end(xml: bytes, rule: str, element: str) -> None:
    assert element in {each.element for each in lint(xml) if each.rule == rule}


def test_a_flow_does_not_cross_the_edge_of_a_stage() -> None:
    inner = start("s") + task("w") + end("e") + chain("s", "w", "e")
    stage = f'<bpmn:subProcess id="stage" name="Stage">{inner}</bpmn:subProcess>'
    xml = diagram(start() + stage + end() + chain("start", "stage", "end") + flow("w", "end"))
    assert found(xml, "flow-across-edge").element == "w_to_end"


def test_a_boundary_event_does_not_lead_straight_back() -> None:
    assert found(simple(message_on("work") + flow("withdrawn", "work")), "boundary-straight-back").element
    between = message_on("work") + gateway() + flow("withdrawn", "choice") + flow("choice", "work")
    assert lint(simple(between)) == ()


def test_a_reminder_does_not_join_the_main_way() -> None:
    body = start() + task() + task("after") + end("done") + chain("start", "work", "after", "done")
    xml = diagram(body + timer_on("work") + notice() + chain("soon", "tell", "after"))
    assert found(xml, "reminder-joins-main-way").element == "soon"


def test_a_reminder_inside_a_stage_does_not_hold_it_open() -> None:
    inner = start("s") + task("w") + end("e") + chain("s", "w", "e")
    held = timer_on("w") + task("sorry") + end("told") + chain("soon", "sorry", "told")
    stage = f'<bpmn:subProcess id="stage" name="Stage">{inner}{held}</bpmn:subProcess>'
    xml = diagram(start() + stage + end() + chain("start", "stage", "end"))
    assert found(xml, "reminder-holds-stage").element == "soon"
    outside = held.replace('attachedToRef="w"', 'attachedToRef="stage"')
    stage = f'<bpmn:subProcess id="stage" name="Stage">{inner}</bpmn:subProcess>'
    assert lint(diagram(start() + stage + outside + end() + chain("start", "stage", "end"))) == ()


def test_a_loop_without_a_person_or_a_timer_is_refused() -> None:
    body = start() + gateway(default="out") + notice() + end() + flow("choice", "end", id_="out")
    restless = chain("start", "choice") + flow("choice", "tell", "sure") + flow("tell", "choice")
    xml = diagram(body + restless)
    assert {each.element for each in lint(xml) if each.rule == "restless-loop"} == {"choice", "tell"}
    with_person = body.replace(notice(), task("tell"))
    assert lint(diagram(with_person + restless)) == ()


def test_a_choice_has_a_way_out_when_nothing_holds() -> None:
    body = start() + gateway() + task("a") + task("b") + end() + chain("start", "choice", "a", "end") + flow("b", "end")
    xml = diagram(body + flow("choice", "b", "sure"))
    assert found(xml, "choice-without-default").element == "choice"
    assert found(xml, "way-without-condition").element == "choice_to_a"


def test_a_single_way_out_needs_no_condition() -> None:
    assert lint(diagram(start() + gateway() + task() + end() + chain("start", "choice", "work", "end"))) == ()
    only = start() + gateway() + task() + end() + chain("start", "choice") + flow("choice", "work", "sure")
    assert found(diagram(only + chain("work", "end")), "choice-without-default").element == "choice"


def test_a_condition_on_the_default_way_is_said_to_be_idle() -> None:
    body = start() + gateway(default="d") + task() + end() + chain("start", "choice", "work", "end")
    xml = diagram(body + flow("choice", "end", "sure", id_="d"))
    assert found(xml, "condition-on-default").severity is Severity.WARNING


def test_a_condition_stands_only_after_a_choice() -> None:
    body = start() + task() + end() + chain("start", "work") + flow("work", "end", "sure")
    assert found(diagram(body), "condition-without-gateway").element == "work_to_end"


@pytest.mark.parametrize(
    ("condition", "rule"),
    [
        ("anser == 'agree'", "condition"),
        ("answer = 'agree'", "condition"),
        ("", "condition"),
        ("answer == 'agreed'", "condition-never-true"),
        ("answer in ('agree', 'refuse')", "condition-never-true"),
        ("sure == 'yes'", "condition-never-true"),
        ("times == 'three'", "condition-never-true"),
        ("day > '2015-09-01'", "condition-never-true"),
    ],
)
def test_a_condition_that_cannot_hold_is_refused(condition: str, rule: str) -> None:
    assert rule in {each.rule for each in lint(choice(condition))}


def test_a_condition_may_read_the_facts_of_the_council() -> None:
    assert lint(choice("not check_before_sending")) == ()


def test_an_event_based_gateway_is_refused_with_what_to_draw_instead() -> None:
    race = start() + gateway("race", "eventBasedGateway") + end() + chain("start", "race", "end")
    assert "sub-process" in found(diagram(race), "unsupported").sentence


@pytest.mark.parametrize(
    "candidate", ["case:complained_about", "case:friend", "boss", "team_manager, head_of_service", "${initiator}"]
)
def test_a_task_is_for_a_known_role_or_relation(candidate: str) -> None:
    body = start() + task(attributes=f'camunda:candidateGroups="{candidate}"') + end() + chain("start", "work", "end")
    assert found(diagram(body), "unknown-candidate").element == "work"


def given_to(candidate: str) -> bytes:
    """A task for this role or relation."""
    attributes = f'camunda:candidateGroups="{candidate}"'
    return diagram(start() + task(attributes=attributes) + end() + chain("start", "work", "end"))


CANDIDATES = [*(each.value for each in Role), *(f"case:{each.value}" for each in Relation)]


@pytest.mark.parametrize("candidate", ["team_manager", "process_owner", "administrator", "case:logged_by"])
def test_a_task_is_not_for_somebody_who_may_not_see_the_case(candidate: str) -> None:
    finding = found(given_to(candidate), "candidate-cannot-see")
    assert finding.element == "work"
    assert finding.sentence.startswith(f"{candidate} may not see the case")
    assert "case:allocated_manager" in finding.sentence


@pytest.mark.parametrize("candidate", CANDIDATES)
def test_whoever_a_task_may_be_for_finds_it_as_the_policy_says(candidate: str) -> None:
    relation = candidate.removeprefix("case:")
    related = frozenset({Relation(relation)}) if relation != candidate else frozenset()
    held = frozenset({Holding(Role(candidate), None)}) if not related else frozenset()
    sees = may(Actor(1, "Sam", held), Action.SEE_CASE, CaseStanding(1, related))
    assert (lint(given_to(candidate)) == ()) == sees


def test_whoever_is_told_of_a_case_need_hold_no_task_in_it() -> None:
    told = block("notify", to="team_manager, case:logged_by", notice="overdue")
    assert lint(diagram(start() + told + end() + chain("start", "tell", "end"))) == ()


def test_a_task_is_somebodys_and_has_a_name() -> None:
    body = start() + '<bpmn:userTask id="work" />\n' + end() + chain("start", "work", "end")
    assert {each.rule for each in lint(diagram(body))} == {"no-candidate", "no-name"}


def test_a_page_that_does_not_exist_is_refused() -> None:
    attributes = 'camunda:candidateGroups="head_of_service" camunda:formKey="embedded:x.html"'
    body = start() + task(attributes=attributes) + end() + chain("start", "work", "end")
    assert found(diagram(body), "unknown-form-key").element == "work"


CHOICES = '<camunda:value id="agree" name="A" /><camunda:value id="send_back" name="B" />'


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ('<camunda:formField id="q" type="string" />', "field-label"),
        ('<camunda:formField id="Q q" label="Q" type="string" />', "field-id"),
        ('<camunda:formField label="Q" type="string" />', "field-id"),
        ('<camunda:formField id="case.secret" label="Q" type="string" />', "field-id"),
        ('<camunda:formField id="check_before_sending" label="Q" type="boolean" />', "field-id"),
        ('<camunda:formField id="q" label="Q" type="file" />', "field-type"),
        ('<camunda:formField id="q" label="Q" type="enum" />', "field-options"),
        (
            '<camunda:formField id="q" label="Q" type="enum"><camunda:value id="a" /></camunda:formField>',
            "field-options",
        ),
        ('<camunda:formField id="q" label="Q" type="long" defaultValue="many" />', "field-default"),
        ('<camunda:formField id="q" label="Q" type="date" defaultValue="2015-02-30" />', "field-default"),
        (
            f'<camunda:formField id="q" label="Q" type="enum" defaultValue="c">{CHOICES}</camunda:formField>',
            "field-default",
        ),
        ('<camunda:formField id="answer" label="Q" type="string" />', "field-variable"),
        (
            '<camunda:formField id="answer" label="Q" type="enum"><camunda:value id="agree" name="A" />'
            '<camunda:value id="maybe" name="B" /></camunda:formField>',
            "field-variable",
        ),
        (
            '<camunda:formField id="q" label="Q" type="text"><camunda:properties><camunda:property '
            'id="required_when" value="other = x" /></camunda:properties></camunda:formField>',
            "field-required-when",
        ),
        (
            '<camunda:formField id="q" label="Q" type="text"><camunda:properties><camunda:property '
            'id="required_when" value="whenever" /></camunda:properties></camunda:formField>',
            "bad-required-when",
        ),
        (
            '<camunda:formField id="q" label="Q" type="text"><camunda:validation><camunda:constraint '
            'name="maxlength" config="2**99" /></camunda:validation></camunda:formField>',
            "bad-constraint",
        ),
        (
            '<camunda:formField id="q" label="Q" type="long"><camunda:validation><camunda:constraint name="min" '
            'config="5" /><camunda:constraint name="max" config="4" /></camunda:validation></camunda:formField>',
            "field-range",
        ),
    ],
)
def test_a_question_can_be_answered(field: str, rule: str) -> None:
    assert rule in {each.rule for each in lint(with_field(field))}


def test_a_question_stands_once_and_the_page_is_short() -> None:
    one = '<camunda:formField id="q{}" label="Q" type="string" />\n'
    twice = with_field(one.format(1) + one.format(1))
    assert found(twice, "field-twice").element == "work"
    many = with_field("".join(one.format(n) for n in range(8)))
    assert found(many, "many-fields").severity is Severity.WARNING


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (block("launch_rocket"), "unknown-topic"),
        (block("notify", to="owner"), "missing-input"),
        (block("notify", to="owner", notice="overdue", colour="red"), "unknown-input"),
        (block("notify", to="owner", notice="gossip"), "wrong-input"),
        (block("notify", to="somebody", notice="overdue"), "wrong-input"),
        (block("notify", to="owner, case:complained_about", notice="overdue"), "wrong-input"),
        (block("close_case", "serviceTask", status="open"), "wrong-input"),
        (block("record_event", "serviceTask", event="extended"), "wrong-input"),
        (block(to="owner", notice="overdue").replace('camunda:type="external"', ""), "no-building-block"),
        ('<bpmn:serviceTask id="tell" name="T" />', "no-building-block"),
    ],
)
def test_a_building_block_exists_and_is_told_what_it_needs(body: str, rule: str) -> None:
    xml = diagram(start() + body + "\n" + end() + chain("start", "tell", "end"))
    assert found(xml, rule).element == "tell"


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("11 working days from received, 20 if extended, until stage_1_response_sent", "beyond-the-law"),
        ("10 working days from received, 21 if extended, until stage_1_response_sent", "beyond-the-law"),
        ("10 calendar days from received, until stage_1_response_sent", "beyond-the-law"),
        ("10 working days from full_moon, until stage_1_response_sent", "unknown-event"),
        ("soon", "clock-sentence"),
        ("__import__('os') working days from received, until stage_1_response_sent", "clock-sentence"),
    ],
)
def test_a_clock_is_within_the_law_and_names_events_that_happen(sentence: str, rule: str) -> None:
    declared = (("clock:stage_1_response", sentence), *DECLARED[1:])
    xml = diagram(start() + task() + end() + chain("start", "work", "end"), declared)
    findings = [each for each in lint(xml) if each.rule == rule]
    assert findings
    assert (findings[0].element, findings[0].line) == ("p", line_with(xml, "clock:stage_1_response"))


@pytest.mark.parametrize("clock", ["stage_1_response", "stage_1_maximum"])
def test_a_statutory_clock_cannot_be_renamed_away(clock: str) -> None:
    shipped_one = shipped("statutory_complaint/2014-10-01.bpmn").decode()
    xml = shipped_one.replace(f"clock:{clock}", "clock:our_own").replace(f"deadline('{clock}'", "deadline('our_own'")
    xml = xml.replace(f'name="clock" value="{clock}"', 'name="clock" value="our_own"')
    (finding,) = lint(xml.encode())
    assert (finding.rule, finding.severity) == ("clock-missing", Severity.ERROR)
    assert (finding.element, finding.line) == ("statutory_complaint", line_with(xml.encode(), "<bpmn:process "))
    assert finding.sentence.endswith(f"Declare it under its own name, clock:{clock}.")


def test_a_statutory_clock_that_cannot_be_read_is_not_called_missing_as_well() -> None:
    xml = shipped("statutory_complaint/2014-10-01.bpmn").replace(b"20 working days from received, without", b"soon")
    rules = {each.rule for each in lint(xml)}
    assert "clock-sentence" in rules
    assert "clock-missing" not in rules


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("10 working days from received, as a guide, until stage_1_response_sent", "no guide"),
        ("10 working days from received, until stage_1_response_sent or acknowledged", "take out “or acknowledged”"),
        ("10 working days from the day named in received, until stage_1_response_sent", "count working days on"),
        ("the day named in received, until stage_1_response_sent", "count working days on"),
    ],
)
def test_a_statutory_limit_is_no_guide_has_no_other_end_and_counts_from_its_event(sentence: str, fault: str) -> None:
    declared = (("clock:stage_1_response", sentence), *DECLARED[1:])
    finding = found(diagram(start() + task() + end() + chain("start", "work", "end"), declared), "beyond-the-law")
    assert fault in finding.sentence


def test_every_event_that_a_clock_names_happens() -> None:
    body = start() + task() + end() + chain("start", "work", "end")
    for sentence in (
        "10 working days before the day named in panel_arranged or full_moon, until papers_sent",
        "2 working days from received, until acknowledged or full_moon",
    ):
        assert "full_moon" in found(diagram(body, (*DECLARED, ("clock:own", sentence))), "unknown-event").sentence


def test_a_clock_that_nothing_starts_is_pointed_out() -> None:
    body = start() + task() + end() + chain("start", "work", "end")
    xml = diagram(body, (*DECLARED, ("clock:own", "5 working days from panel_held, until panel_report_received")))
    finding = found(xml, "clock-never-starts")
    assert finding.severity is Severity.WARNING
    assert finding.line == line_with(xml, "clock:own")
    asks = task("work", form('<camunda:formField id="event.panel_held" label="When did it meet?" type="date" />'))
    asking = diagram(start() + asks + end() + chain("start", "work", "end"), (*DECLARED, ("clock:own", PANEL_CLOCK)))
    assert "clock-never-starts" not in {each.rule for each in lint(asking)}


PANEL_CLOCK = "5 working days from panel_held, until panel_report_received"


def test_a_later_stage_brings_its_statutory_clocks_along() -> None:
    xml = shipped("statutory_complaint/2015-09-01.bpmn").decode()
    for clock in ("stage_2_from_record", "stage_3_report"):
        renamed = xml.replace(f"clock:{clock}", "clock:our_own").replace(f"deadline('{clock}'", "deadline('our_own'")
        missing = [each for each in lint(renamed.encode()) if each.rule == "clock-missing"]
        assert [each.sentence.rpartition("clock:")[2] for each in missing] == [f"{clock}."]


def test_the_profile_of_a_version_is_one_of_those_that_are_known() -> None:
    xml = shipped("corporate_complaint/2014-04-01.bpmn").replace(
        b'name="profile" value="2014"', b'name="profile" value="2015"'
    )
    assert "Known: 2014, code" in found(xml, "unknown-profile").sentence


def test_a_stricter_clock_is_lawful() -> None:
    declared = (("clock:stage_1_response", "8 working days from received, until stage_1_response_sent"), *DECLARED[1:])
    assert lint(diagram(start() + task() + end() + chain("start", "work", "end"), declared)) == ()


def test_a_declaration_is_made_once_and_can_be_read() -> None:
    body = start() + task() + end() + chain("start", "work", "end")
    assert found(diagram(body, (*DECLARED, DECLARED[0])), "declared-twice").element == "p"
    assert found(diagram(body, (*DECLARED, ("variable:x", "anything"))), "variable-sentence").element == "p"


def test_a_timer_names_a_clock_of_the_procedure() -> None:
    told = notice() + end("told") + chain("soon", "tell", "told")
    xml = simple(timer_on("work", "deadline('stage_2_response', 1)") + told)
    finding = found(xml, "unknown-clock")
    assert finding.element == "soon"
    assert "stage_1_response" in finding.sentence


def test_a_page_belongs_to_a_person() -> None:
    body = start() + notice().replace("<bpmn:sendTask ", '<bpmn:sendTask camunda:formKey="respond" ') + end()
    assert found(diagram(body + chain("start", "tell", "end")), "page-without-person").element == "tell"


def test_a_diagram_holds_one_process() -> None:
    xml = simple().replace(b"</bpmn:definitions>", b'<bpmn:process id="q"/></bpmn:definitions>')
    (finding,) = lint(xml)
    assert finding.rule == "one-process"


def test_a_diagram_that_nobody_could_read_is_refused_at_once() -> None:
    names = [f"n{number}" for number in range(6000)]
    xml = diagram("".join(task(name) for name in names) + chain(*names))
    began = time.monotonic()
    (finding,) = lint(xml)
    assert finding.rule == "too-many"
    assert time.monotonic() - began < 5


def test_findings_come_in_the_order_of_their_lines_and_always_the_same() -> None:
    xml = simple(task("a") + task("b") + '<bpmn:scriptTask id="c" />')
    assert lint(xml) == lint(xml)
    lines = [each.line or 0 for each in lint(xml)]
    assert lines == sorted(lines)
