"""Service and send tasks ask for building blocks that exist, and tell them what they need."""

import re
from collections.abc import Callable, Iterator, Mapping

from engine.procedures.blocks import CATALOGUE, OWNER, OWNER_LINE_MANAGER, Block, BlockInput, InputType, recipients
from engine.procedures.definition import Element
from engine.procedures.findings import Finding, error
from engine.procedures.markup import bpmn, camunda
from engine.procedures.reader import Reading
from engine.procedures.rules.people import wrong_candidate

MOST_DAYS = 260
"""The working days of about a year."""
MOST_LETTERS = 200
"""The length of a text, in letters."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,49}")


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
    return _BY_TYPE[wanted.type](wanted.name, value)


def _wrong_name(name: str, value: str) -> str | None:
    if _NAME.fullmatch(value):
        return None
    return f"{name} must be a name of small letters, digits and underscores, not {value[:40]!r}"


def _wrong_number(name: str, value: str) -> str | None:
    if value.isascii() and value.isdigit() and 1 <= int(value[:6]) <= MOST_DAYS:
        return None
    return f"{name} must be a whole number from 1 to {MOST_DAYS}, not {value[:40]!r}"


def _wrong_text(name: str, value: str) -> str | None:
    """A text is one short line that nobody could take for a formula."""
    plain = len(value) <= MOST_LETTERS and value.isprintable() and not set("{}<>$") & set(value)
    return None if plain else f"{name} must be one line of plain words, {MOST_LETTERS} letters at most"


def _wrong_person(name: str, value: str) -> str | None:
    wrong = wrong_candidate(value)
    return f"{name} names {value[:40]!r}: it {wrong}" if wrong else None


def _wrong_recipients(name: str, value: str) -> str | None:
    """Recipients are the owner, their line manager, a role, or a relation; never the person complained about."""
    if not recipients(value) or len(value) > MOST_LETTERS:
        return f"{name} must name whom to tell, separated by commas"
    for each in recipients(value):
        wrong = None if each in (OWNER, OWNER_LINE_MANAGER) else wrong_candidate(each)
        if wrong:
            return f"{name} names {each[:40]!r}: it {wrong}, {OWNER} or {OWNER_LINE_MANAGER}"
    return None


_BY_TYPE: Mapping[InputType, Callable[[str, str], str | None]] = {
    InputType.PROCEDURE: _wrong_name,
    InputType.ENTRY: _wrong_name,
    InputType.RECIPIENTS: _wrong_recipients,
    InputType.PERSON: _wrong_person,
    InputType.WHOLE_NUMBER: _wrong_number,
    InputType.TEXT: _wrong_text,
}
"""How the value of an input without choices is checked."""
