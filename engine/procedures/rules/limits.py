"""Time limits that the law allows, counted between events that can happen, with timers that name them."""

import re
from collections.abc import Iterator

from engine.casework.completion import MEETS
from engine.casework.law import check_rule, missing_clocks
from engine.casework.vocabulary import EventKind
from engine.procedures import extensions, profile
from engine.procedures.definition import Element, Procedure
from engine.procedures.findings import Finding, error, warning
from engine.procedures.markup import bpmn, line_of
from engine.procedures.pages import STAGE, events_of
from engine.procedures.reader import Reading

_EVENTS = frozenset(kind.value for kind in EventKind)
_ANYWHERE = frozenset(
    {kind.value for kind in EventKind if kind.value.startswith(("ombudsman_", "proceedings_"))}
    | {EventKind.RECEIVED, EventKind.ACKNOWLEDGED, EventKind.GROUNDS_AROSE, EventKind.KNEW_OF_MATTER}
    | {
        EventKind.NOT_ACCEPTED,
        EventKind.RESOLVED_AT_ONCE,
        EventKind.COMPLAINANT_CONTACTED,
        EventKind.ADVOCATE_APPOINTED,
    }
    | {EventKind.STAGE_1_SKIPPED, EventKind.STAGE_2_REQUESTED, EventKind.STAGE_3_REQUESTED, EventKind.STAGE_3_REFUSED}
    | {EventKind.STAGE_1_RESPONSE_RECEIVED, EventKind.STAGE_2_RESPONSE_RECEIVED, EventKind.PANEL_MOVED}
    | {EventKind.FROZEN, EventKind.RESUBMITTED, EventKind.WITHDRAWN, EventKind.CLOSED, EventKind.REOPENED}
)
"""What is recorded before a procedure begins, by an action on the case, or as a letter arrives."""
_STAGE = re.compile(r"stage_[123](?=$|_(?!requested|skipped))")
"""The stage that a clock, a letter or an event is named for. A request for a stage is made outside of it."""


def check(reading: Reading) -> Iterator[Finding]:
    """Findings about clocks, the timers and due dates that name them, and messages."""
    procedure = reading.procedure
    process = reading.root.find(bpmn("process"))
    lines = {} if process is None else {name: line for name, _, line in extensions.properties(process)}
    recorded = _recorded(procedure)
    for name in procedure.clocks:
        yield from _clock(name, lines.get(f"clock:{name}"), procedure)
        yield from _start(name, lines.get(f"clock:{name}"), procedure, recorded)
    declared = {name.removeprefix("clock:") for name in lines if name.startswith("clock:")}
    for fault in missing_clocks(procedure.key, _stages(procedure), declared):
        yield error("clock-missing", fault, procedure.key, None if process is None else line_of(process))
    if procedure.profile and procedure.profile not in profile.LIMIT_PROFILES:
        known = ", ".join(sorted(profile.LIMIT_PROFILES))
        sentence = f"There is no profile of limits {procedure.profile!r}. Known: {known}."
        yield error("unknown-profile", sentence, procedure.key, lines.get("profile"))
    for node in procedure.elements.values():
        yield from _moments(node, procedure)
        if node.message is not None and node.message not in profile.MESSAGES:
            known = ", ".join(sorted(profile.MESSAGES))
            sentence = f"Nobody sends the message {node.message!r}. Known: {known}."
            yield error("unknown-message", sentence, node.id, node.line)


def _clock(name: str, line: int | None, procedure: Procedure) -> Iterator[Finding]:
    rule = procedure.clocks[name]
    for event in (rule.starts_on, rule.or_from, rule.stops_on, *rule.ended_by):
        if event is not None and event not in _EVENTS:
            sentence = (
                f"The clock {name} names {event!r}, which is no event of a case. Known: {', '.join(sorted(_EVENTS))}."
            )
            yield error("unknown-event", sentence, procedure.key, line)
    for fault in check_rule(rule):
        yield error("beyond-the-law", fault, procedure.key, line)


def _start(name: str, line: int | None, procedure: Procedure, recorded: frozenset[str]) -> Iterator[Finding]:
    """A clock that nothing can start never rings, and nobody would notice."""
    rule = procedure.clocks[name]
    starts = {event for event in (rule.starts_on, rule.or_from) if event is not None}
    if starts <= _EVENTS and not starts & recorded:
        sentence = (
            f"The clock {name} starts with {rule.starts_on}, and nothing in this procedure records that. Give a task"
            f" the question event.{rule.starts_on}, or a service task that records it."
        )
        yield warning("clock-never-starts", sentence, procedure.key, line)


def _recorded(procedure: Procedure) -> frozenset[str]:
    """The events that somebody can record in a case of this procedure."""
    found = set(_ANYWHERE)
    for node in procedure.elements.values():
        if node.kind in profile.TASKS:
            found |= events_of(node)
        found.update(node.inputs.values())
        met = MEETS.get(node.inputs.get("letter", ""))
        if met is not None:
            found.add(met.value)
    return frozenset(found)


def _stages(procedure: Procedure) -> frozenset[str]:
    """The stages that a diagram has. Stage 1 always; a later one where a case can enter it or something is done in it.

    What tells: the value `stage_2` of the variable `entry`, a task that is due by, records, sends the letter of, or is
    told by its setting that it belongs to stage 2. A message that merely asks for stage 2 does not.
    """
    entry = procedure.variables.get("entry")
    found = {"stage_1", *(entry.values if entry is not None else ())}
    for node in procedure.elements.values():
        found.update(_stages_of(node))
    return frozenset(found)


def _stages_of(node: Element) -> Iterator[str]:
    named = [moment.clock for moment in (node.timer, node.due) if moment is not None]
    named += [node.settings.get(STAGE, ""), *node.inputs.values()]
    if node.kind in profile.TASKS:
        named += events_of(node)
    for name in named:
        stage = _STAGE.match(name)
        if stage is not None:
            yield stage[0]


def _moments(node: Element, procedure: Procedure) -> Iterator[Finding]:
    for moment in (node.timer, node.due):
        if moment is not None and moment.clock not in procedure.clocks:
            known = ", ".join(procedure.clocks) or "none"
            sentence = f"There is no clock {moment.clock!r} in this procedure (declared: {known})."
            yield error("unknown-clock", sentence, node.id, node.line)
