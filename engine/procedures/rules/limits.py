"""Time limits that the law allows, counted between events that can happen, with timers that name them."""

from collections.abc import Iterator

from engine.casework.law import check_rule, missing_clocks
from engine.casework.vocabulary import EventKind
from engine.procedures import extensions, profile
from engine.procedures.definition import Element, Procedure
from engine.procedures.findings import Finding, error
from engine.procedures.markup import bpmn, line_of
from engine.procedures.reader import Reading

_EVENTS = frozenset(kind.value for kind in EventKind)


def check(reading: Reading) -> Iterator[Finding]:
    """Findings about clocks, the timers and due dates that name them, and messages."""
    procedure = reading.procedure
    process = reading.root.find(bpmn("process"))
    lines = {} if process is None else {name: line for name, _, line in extensions.properties(process)}
    for name in procedure.clocks:
        yield from _clock(name, lines.get(f"clock:{name}"), procedure)
    declared = {name.removeprefix("clock:") for name in lines if name.startswith("clock:")}
    for fault in missing_clocks(procedure.key, declared):
        yield error("clock-missing", fault, procedure.key, None if process is None else line_of(process))
    for node in procedure.elements.values():
        yield from _moments(node, procedure)
        if node.message is not None and node.message not in profile.MESSAGES:
            known = ", ".join(sorted(profile.MESSAGES))
            sentence = f"Nobody sends the message {node.message!r}. Known: {known}."
            yield error("unknown-message", sentence, node.id, node.line)


def _clock(name: str, line: int | None, procedure: Procedure) -> Iterator[Finding]:
    rule = procedure.clocks[name]
    for event in (rule.starts_on, rule.stops_on):
        if event not in _EVENTS:
            sentence = (
                f"The clock {name} names {event!r}, which is no event of a case. Known: {', '.join(sorted(_EVENTS))}."
            )
            yield error("unknown-event", sentence, procedure.key, line)
    for fault in check_rule(rule):
        yield error("beyond-the-law", fault, procedure.key, line)


def _moments(node: Element, procedure: Procedure) -> Iterator[Finding]:
    for moment in (node.timer, node.due):
        if moment is not None and moment.clock not in procedure.clocks:
            known = ", ".join(procedure.clocks) or "none"
            sentence = f"There is no clock {moment.clock!r} in this procedure (declared: {known})."
            yield error("unknown-clock", sentence, node.id, node.line)
