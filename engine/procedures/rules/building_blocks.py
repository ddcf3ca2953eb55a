"""Service and send tasks ask for building blocks that exist, and tell them what they need."""

import re
from collections.abc import Iterator

from engine.procedures.blocks import CATALOGUE, OWNER, OWNER_LINE_MANAGER, Block, BlockInput, recipients
from engine.procedures.definition import Element
from engine.procedures.findings import Finding, error
from engine.procedures.markup import bpmn, camunda
from engine.procedures.reader import Reading
from engine.procedures.rules.people import wrong_candidate

_PLAIN = re.compile(r"[\w:, -]{1,200}", re.ASCII)


def check(reading: Reading) -> Iterator[Finding]:
    """Findings about building blocks and their inputs."""
    for element in reading.root.iterdescendants(bpmn("serviceTask"), bpmn("sendTask")):
        node = reading.procedure.elements.get(element.get("id", ""))
        if node is None:
            continue
        if element.get(camunda("type")) != "external" or node.topic is None:
            sentence = "The task does nothing yet. Choose a building block (camunda:type external, with a topic)."
            yield error("no-building-block", sentence, node.id, node.line)
        elif node.topic not in CATALOGUE:
            sentence = f"There is no building block {node.topic!r}. Known: {', '.join(sorted(CATALOGUE))}."
            yield error("unknown-topic", sentence, node.id, node.line)
        else:
            yield from _inputs(node, CATALOGUE[node.topic])


def _inputs(node: Element, block: Block) -> Iterator[Finding]:
    known = {each.name: each for each in block.inputs}
    for name in node.inputs.keys() - known.keys():
        sentence = f"“{block.name}” has no input {name!r}. Known: {', '.join(known)}."
        yield error("unknown-input", sentence, node.id, node.line)
    for name, wanted in known.items():
        wrong = _wrong(wanted, node.inputs.get(name, ""))
        if wrong:
            rule = "missing-input" if not node.inputs.get(name) else "wrong-input"
            yield error(rule, f"“{block.name}”: {wrong}.", node.id, node.line)


def _wrong(wanted: BlockInput, value: str) -> str | None:
    """What is wrong with the value of one input, or None."""
    if not value:
        return f"the input {wanted.name} is missing" if wanted.required else None
    if wanted.options:
        known = ", ".join(wanted.options)
        return None if value in wanted.options else f"{wanted.name} cannot be {value[:40]!r}. Known: {known}"
    if not _PLAIN.fullmatch(value):
        return f"{wanted.name} must be plain words, not {value[:40]!r}"
    return _wrong_recipients(value) if wanted.name == "to" else None


def _wrong_recipients(text: str) -> str | None:
    """Recipients are the owner, their line manager, a role, or a relation; never the person complained about."""
    for each in recipients(text):
        wrong = None if each in (OWNER, OWNER_LINE_MANAGER) else wrong_candidate(each)
        if wrong:
            return f"to names {each!r}: it {wrong}, {OWNER} or {OWNER_LINE_MANAGER}"
    return None
