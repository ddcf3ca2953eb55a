"""A published diagram made ready to run: read once for each version, then shared."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine.errors import ProcedureRefused
from engine.procedures import markup, reader
from engine.procedures.definition import Procedure
from engine.procedures.findings import Finding, error
from engine.spiff.elements import ProcedureParser


@dataclass(frozen=True)
class Definition:
    """A procedure with its compiled SpiffWorkflow specifications. Nothing in a step changes them."""

    procedure: Procedure
    spec: Any
    subprocess_specs: Any


def compile_definition(xml: bytes) -> Definition:
    """Read `xml` with the hardened reader and compile it. Raises `ProcedureRefused` naming element and line."""
    procedure = reader.read(xml)
    root: etree._Element = markup.parse(xml)
    parser = ProcedureParser(procedure)
    try:
        parser.add_bpmn_xml(root)
        spec = parser.get_spec(procedure.key)
        subprocess_specs = parser.get_subprocess_specs(procedure.key)
    except ValidationException as refusal:
        raise ProcedureRefused((_finding(refusal, procedure),)) from refusal
    return Definition(procedure, spec, subprocess_specs)


@lru_cache(maxsize=128)
def shared_definition(xml: bytes) -> Definition:
    """The same, compiled once in a process for the same bytes: publishing checks what working then uses.

    Raises `ProcedureRefused` as often as it is asked; a refusal is not kept.
    """
    return compile_definition(xml)


def _finding(refusal: ValidationException, procedure: Procedure) -> Finding:
    element = procedure.elements.get(refusal.id or "")
    return error("engine", str(refusal), refusal.id or None, element.line if element else None)
