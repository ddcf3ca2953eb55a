"""The diagram's XML, opened safely: whatever a stranger's file may do to a parser is refused before it is parsed."""

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree

from engine.errors import ProcedureRefused
from engine.procedures.findings import error

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"

MAX_BYTES = 2_000_000
"""A procedure of 3 stages with its drawing is about 100,000 bytes."""

_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")
_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)


def parse(xml: bytes) -> etree._Element:
    """The root element of a diagram.

    Raises ProcedureRefused when the file is too large, is not UTF-8, declares a document type (the door to external
    entities and to entity bombs), is not well-formed, or is not BPMN.
    """
    _refuse_hostile(xml)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as problem:
        sentence = f"This is not well-formed XML: {problem.msg}. Save the diagram again from the editor."
        raise _refused("not-xml", sentence, problem.lineno) from problem
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refused("doctype", "A document type is not allowed. Save the diagram again from the editor.")
    if root.tag != bpmn("definitions"):
        raise _refused("not-bpmn", "This is not a BPMN diagram: its first element must be bpmn:definitions.")
    return root


def _refuse_hostile(xml: bytes) -> None:
    """What can be seen from the bytes alone is refused before any parser sees them."""
    if len(xml) > MAX_BYTES:
        raise _refused("too-large", f"The file is larger than {MAX_BYTES:,} bytes. Split the procedure.")
    encoding = _ENCODING.match(xml.removeprefix(b"\xef\xbb\xbf"))
    if encoding and encoding.group(1).lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        # Another encoding could hide a document type from the search below.
        raise _refused("not-utf-8", "The file must be UTF-8. Save the diagram again from the editor.")
    try:
        xml.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise _refused("not-utf-8", "The file must be UTF-8. Save the diagram again from the editor.") from problem
    declared = _DECLARATION.search(xml)
    if declared or b"\x00" in xml:
        line = xml.count(b"\n", 0, declared.start()) + 1 if declared else None
        raise _refused("doctype", "A document type is not allowed. Save the diagram again from the editor.", line)


def _refused(rule: str, sentence: str, line: int | None = None) -> ProcedureRefused:
    return ProcedureRefused((error(rule, sentence, None, line),))


def bpmn(name: str) -> str:
    """The full tag of a BPMN element."""
    return f"{{{BPMN}}}{name}"


def camunda(name: str) -> str:
    """The full name of a `camunda:` element or attribute."""
    return f"{{{CAMUNDA}}}{name}"


def kind(element: etree._Element) -> str:
    """BPMN's own name of the element, without its namespace."""
    return etree.QName(element).localname


def elements(root: etree._Element) -> Iterator[etree._Element]:
    """Every element below and including `root`, without comments and processing instructions."""
    return root.iter("{*}*")


def line_of(element: etree._Element) -> int | None:
    """The line of the file on which the element opens."""
    return cast("int | None", element.sourceline)


def text_of(element: etree._Element | None) -> str:
    """The text in an element, without the white space around it; empty for no element."""
    return "" if element is None else "".join(str(part) for part in element.itertext()).strip()
