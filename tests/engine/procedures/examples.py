"""Small diagrams to read, check and draw."""

from itertools import pairwise
from pathlib import Path

BPMN = Path(__file__).parents[3] / "bpmn"

SHIPPED = tuple(sorted(str(path.relative_to(BPMN)) for path in BPMN.glob("*/*.bpmn")))

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
    xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="d" targetNamespace="urn:test">
  <bpmn:message id="message_withdraw" name="withdraw" />
  <bpmn:message id="message_other" name="other" />
  <bpmn:process id="p" name="P" isExecutable="true">
"""
TAIL = "  </bpmn:process>\n</bpmn:definitions>\n"

DECLARED = (
    ("clock:stage_1_response", "10 working days from received, 20 if extended, until stage_1_response_sent"),
    ("variable:answer", "one of agree, send_back, at first agree"),
    ("variable:sure", "yes or no"),
    ("variable:times", "whole number, at first 0"),
    ("variable:day", "a date"),
)


def shipped(name: str) -> bytes:
    """A diagram of the installation: "intake/2006-09-01.bpmn"."""
    return (BPMN / name).read_bytes()


def diagram(body: str, declared: tuple[tuple[str, str], ...] = DECLARED) -> bytes:
    """A diagram with this content, its clocks and variables declared."""
    lines = [f'<camunda:property name="{name}" value="{value}" />' for name, value in declared]
    properties = "<camunda:properties>\n" + "\n".join(lines) + "\n</camunda:properties>"
    extensions = f"<bpmn:extensionElements>{properties}</bpmn:extensionElements>\n"
    return (HEAD + extensions + body + TAIL).encode()


def start(id_: str = "start") -> str:
    """A plain start."""
    return f'<bpmn:startEvent id="{id_}" />\n'


def end(id_: str = "end") -> str:
    """A plain end."""
    return f'<bpmn:endEvent id="{id_}" />\n'


def task(id_: str = "work", inside: str = "", attributes: str = 'camunda:candidateGroups="head_of_service"') -> str:
    """A task for a person."""
    return f'<bpmn:userTask id="{id_}" name="Do {id_}" {attributes}>\n{inside}</bpmn:userTask>\n'


def form(fields: str) -> str:
    """The questions of a task."""
    return f"<bpmn:extensionElements><camunda:formData>\n{fields}\n</camunda:formData></bpmn:extensionElements>\n"


def block(topic: str = "notify", kind: str = "sendTask", id_: str = "tell", **inputs: str) -> str:
    """A building block with its inputs."""
    parameters = "".join(
        f'<camunda:inputParameter name="{name}">{value}</camunda:inputParameter>\n' for name, value in inputs.items()
    )
    extensions = f"<camunda:inputOutput>\n{parameters}</camunda:inputOutput>\n"
    return (
        f'<bpmn:{kind} id="{id_}" name="Tell" camunda:type="external" camunda:topic="{topic}">\n'
        f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements></bpmn:{kind}>\n"
    )


def notice(id_: str = "tell") -> str:
    """A building block that is right in every way."""
    return block(id_=id_, to="owner", notice="overdue")


def flow(source: str, target: str, condition: str | None = None, id_: str | None = None) -> str:
    """A sequence flow, with or without a condition."""
    id_ = id_ or f"{source}_to_{target}"
    if condition is None:
        return f'<bpmn:sequenceFlow id="{id_}" sourceRef="{source}" targetRef="{target}" />\n'
    text = condition.replace("&", "&amp;").replace("<", "&lt;")
    expression = f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{text}</bpmn:conditionExpression>'
    opening = f'<bpmn:sequenceFlow id="{id_}" sourceRef="{source}" targetRef="{target}">'
    return f"{opening}\n{expression}\n</bpmn:sequenceFlow>\n"


def chain(*ids: str) -> str:
    """Sequence flows from each to the next."""
    return "".join(flow(source, target) for source, target in pairwise(ids))


def gateway(id_: str = "choice", kind: str = "exclusiveGateway", default: str | None = None) -> str:
    """A gateway, with or without a default way out."""
    return f'<bpmn:{kind} id="{id_}" {f"default={chr(34)}{default}{chr(34)}" if default else ""} />\n'


def timer_on(
    host: str, text: str = "deadline('stage_1_response', -3)", id_: str = "soon", cancel: str = "false"
) -> str:
    """A timer on the edge of a step."""
    return (
        f'<bpmn:boundaryEvent id="{id_}" name="Soon" attachedToRef="{host}" cancelActivity="{cancel}">\n'
        f"<bpmn:timerEventDefinition><bpmn:timeDate>{text}</bpmn:timeDate></bpmn:timerEventDefinition>\n"
        "</bpmn:boundaryEvent>\n"
    )


def message_on(host: str, ref: str = "message_withdraw", id_: str = "withdrawn") -> str:
    """A message on the edge of a step that ends it."""
    return (
        f'<bpmn:boundaryEvent id="{id_}" name="Withdrawn" attachedToRef="{host}">\n'
        f'<bpmn:messageEventDefinition messageRef="{ref}" />\n</bpmn:boundaryEvent>\n'
    )


def simple(body: str = "") -> bytes:
    """Start, one task, end, and whatever else."""
    return diagram(start() + task() + end() + chain("start", "work", "end") + body)


def choice(condition: str) -> bytes:
    """A task, then a gateway with this condition on one of two ways out."""
    return diagram(
        start()
        + task()
        + gateway(default="choice_to_end")
        + end()
        + end("other")
        + chain("start", "work", "choice", "end")
        + flow("choice", "other", condition)
    )


def with_field(field: str) -> bytes:
    """A task with this question."""
    return diagram(start() + task(inside=form(field)) + end() + chain("start", "work", "end"))
