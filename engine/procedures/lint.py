"""Whether a procedure may be published: every fault with its element, its line and the way to mend it."""

from engine.errors import ProcedureRefused
from engine.procedures.findings import Finding
from engine.procedures.reader import take_down
from engine.procedures.rules import (
    building_blocks,
    gateways,
    lengths,
    letters,
    limits,
    pages,
    people,
    routes,
    structure,
)

_RULES = (
    structure.check,
    routes.check,
    gateways.check,
    people.check,
    pages.check,
    building_blocks.check,
    letters.check,
    limits.check,
    lengths.check,
)


def lint(xml: bytes) -> tuple[Finding, ...]:
    """Everything to mend in a diagram, in the order of its lines; empty when it may be published as it stands.

    A finding of severity "error" keeps it from being published. Hostile XML gives findings too: nothing is raised.
    """
    try:
        reading = take_down(xml)
    except ProcedureRefused as refused:
        return tuple(refused.findings)
    found = {*reading.findings, *(finding for rule in _RULES for finding in rule(reading))}
    return tuple(sorted(found, key=lambda each: (each.line or 0, each.element or "", each.rule, each.sentence)))
