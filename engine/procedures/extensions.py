"""What a diagram says beside the drawing: who, which page, which questions, which building block."""

import re
from collections.abc import Iterator

from lxml import etree

from engine.procedures.definition import FormField, Option
from engine.procedures.findings import Finding, error
from engine.procedures.markup import bpmn, camunda, line_of, text_of

_REQUIRED_WHEN = re.compile(r"\s*([\w.]+)\s*=\s*([\w.-]+)\s*")
_WHOLE = re.compile(r"-?\d{1,9}")


def properties(element: etree._Element) -> list[tuple[str, str, int | None]]:
    """The extension properties of an element: name, value, line."""
    found = _extensions(element, "properties", "property")
    return [(_property_name(each), each.get("value", ""), line_of(each)) for each in found]


def inputs(element: etree._Element, findings: list[Finding]) -> dict[str, str]:
    """What a building block is told: the input parameters, as texts. Anything but a text is a finding."""
    told: dict[str, str] = {}
    for parameter in _extensions(element, "inputOutput", "inputParameter"):
        name = parameter.get("name", "")
        if len(parameter):
            sentence = f"The input {name} must be a text, not a list, a map or a script."
            findings.append(error("input-not-text", sentence, element.get("id"), line_of(parameter)))
            continue
        told[name] = text_of(parameter)
    return told


def form_fields(element: etree._Element, findings: list[Finding]) -> tuple[FormField, ...]:
    """The questions that the diagram puts on a task's page, in their order."""
    return tuple(_field(element, each, findings) for each in _extensions(element, "formData", "formField"))


def _extensions(element: etree._Element, group: str, member: str) -> Iterator[etree._Element]:
    return element.iterfind(f"{bpmn('extensionElements')}/{camunda(group)}/{camunda(member)}")


def _property_name(element: etree._Element) -> str:
    """Editors write `name` on an element's property and `id` on a form field's."""
    return element.get("name") or element.get("id") or ""


def _field(owner: etree._Element, element: etree._Element, findings: list[Finding]) -> FormField:
    constraints = _constraints(element)
    extras = {_property_name(each): each.get("value", "") for each in _within(element, "properties", "property")}
    numbers = {
        name: _number(owner, element, name, constraints[name], findings)
        for name in ("maxlength", "min", "max")
        if name in constraints
    }
    return FormField(
        id=element.get("id", ""),
        type=element.get("type", ""),
        label=element.get("label", "").strip(),
        hint=extras.get("hint", ""),
        default=element.get("defaultValue") or None,
        options=tuple(Option(each.get("id", ""), each.get("name", "")) for each in element.iterfind(camunda("value"))),
        required=constraints.get("required", "false") != "false",
        max_length=numbers.get("maxlength"),
        minimum=numbers.get("min"),
        maximum=numbers.get("max"),
        required_when=_required_when(owner, element, extras.get("required_when"), findings),
        line=line_of(element) or 0,
    )


def _within(element: etree._Element, group: str, member: str) -> Iterator[etree._Element]:
    return element.iterfind(f"{camunda(group)}/{camunda(member)}")


def _constraints(element: etree._Element) -> dict[str, str]:
    """The constraints of a field. One without a configuration, as editors write `required`, reads as true."""
    return {each.get("name", ""): each.get("config") or "true" for each in _within(element, "validation", "constraint")}


def _number(owner: etree._Element, field: etree._Element, name: str, value: str, findings: list[Finding]) -> int | None:
    if _WHOLE.fullmatch(value.strip()):
        return int(value)
    sentence = f"The constraint {name} of the field {field.get('id')} must be a whole number, not {value[:40]!r}."
    findings.append(error("bad-constraint", sentence, owner.get("id"), line_of(field)))
    return None


def _required_when(
    owner: etree._Element, field: etree._Element, text: str | None, findings: list[Finding]
) -> tuple[str, str] | None:
    """`signed_off = send_back`: the field is needed only when another one has that value."""
    if text is None:
        return None
    match = _REQUIRED_WHEN.fullmatch(text)
    if match:
        return match.group(1), match.group(2)
    sentence = f"required_when of the field {field.get('id')} cannot be read: write <other field> = <value>."
    findings.append(error("bad-required-when", sentence, owner.get("id"), line_of(field)))
    return None
