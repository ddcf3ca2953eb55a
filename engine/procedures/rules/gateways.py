"""At a fork exactly one thing is meant to happen: conditions that can be read, and a way out when none holds."""

from collections.abc import Iterator

from engine.casework.step import Scalar
from engine.procedures import expressions, profile
from engine.procedures.definition import Element, Flow, Variable
from engine.procedures.findings import Finding, error, warning
from engine.procedures.reader import Reading


def check(reading: Reading) -> Iterator[Finding]:
    """Findings about gateways and the conditions on their ways out."""
    procedure = reading.procedure
    for node in procedure.elements.values():
        flows = [procedure.flows[id_] for id_ in node.outgoing if id_ in procedure.flows]
        if node.kind in profile.CHOICES:
            yield from _choice(node, flows)
        else:
            yield from _no_choice(flows)
    names = {**profile.CONTEXT_FACTS, **procedure.variables}
    for flow in procedure.flows.values():
        if flow.condition is not None:
            yield from _condition(flow, flow.condition, names)


def _choice(node: Element, flows: list[Flow]) -> Iterator[Finding]:
    chosen = [flow for flow in flows if not flow.is_default]
    if chosen and len(chosen) == len(flows) and (len(flows) > 1 or chosen[0].condition is not None):
        sentence = "No way out is the default, so a case would be stuck when no condition holds. Mark one as default."
        yield error("choice-without-default", sentence, node.id, node.line)
    for flow in flows:
        if len(flows) > 1 and not flow.is_default and not flow.condition:
            sentence = "This way out has no condition and is not the default. Write a condition, such as route == 'x'."
            yield error("way-without-condition", sentence, flow.id, flow.line)
        if flow.is_default and flow.condition:
            sentence = "The default way out is taken when no other condition holds; its own condition is not read."
            yield warning("condition-on-default", sentence, flow.id, flow.line)


def _no_choice(flows: list[Flow]) -> Iterator[Finding]:
    for flow in flows:
        if flow.condition is not None or flow.is_default:
            sentence = "A condition or default is read only after an exclusive or inclusive gateway. Put one between."
            yield error("condition-without-gateway", sentence, flow.id, flow.line)


def _condition(flow: Flow, condition: str, names: dict[str, Variable]) -> Iterator[Finding]:
    wrong = expressions.check(condition, names.keys())
    if wrong:
        sentence = f"The condition {condition[:60]!r} {wrong}."
        yield error("condition", sentence, flow.id, flow.line)
        return
    for name, value in expressions.comparisons(condition):
        mend = _never_equal(names[name], value)
        if mend:
            yield error("condition-never-true", f"The condition {condition[:60]!r} {mend}.", flow.id, flow.line)


def _never_equal(variable: Variable, value: Scalar) -> str | None:
    """Why a variable could never have the value that a condition compares it with."""
    if value is None:
        return None
    if variable.type == "enum" and value not in variable.values:
        return f"compares {variable.name} with {value!r}; it can be {', '.join(variable.values)}"
    if variable.type == "boolean" and not isinstance(value, bool):
        return f"compares {variable.name} with {value!r}; write {variable.name}, or not {variable.name}"
    if variable.type == "long" and (isinstance(value, bool) or not isinstance(value, int)):
        return f"compares {variable.name} with {value!r}; it is a whole number"
    if variable.type == "date":
        return f"compares {variable.name} with {value!r}; write date('2015-09-01')"
    return None
