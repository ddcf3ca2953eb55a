"""A stranger's file can do nothing to the parser: it is read as data or refused."""

from pathlib import Path

import pytest

from engine.errors import ProcedureRefused
from engine.procedures import markup
from engine.procedures.lint import lint
from tests.engine.procedures.examples import SHIPPED, shipped, simple

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE bomb [
<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">
]>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL">&c;</bpmn:definitions>
"""


def rule_of(xml: bytes) -> str:
    with pytest.raises(ProcedureRefused) as refused:
        markup.parse(xml)
    return str(refused.value.findings[0].rule)


def test_an_entity_bomb_is_refused_with_its_line() -> None:
    (finding,) = lint(BOMB)
    assert (finding.rule, finding.line) == ("doctype", 2)


def test_an_external_entity_is_refused_and_the_file_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do not tell")
    declared = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    xml = simple().replace(b"?>", b"?>" + declared, 1).replace(b'name="P"', b'name="&x;"')
    with pytest.raises(ProcedureRefused) as refused:
        markup.parse(xml)
    assert "do not tell" not in str(refused.value)


@pytest.mark.parametrize(
    "declaration", [b"<!DOCTYPE d SYSTEM 'http://example.org/x.dtd'>", b"<!doctype d>", b"<!ENTITY % p 'x'>"]
)
def test_no_document_type_is_accepted(declaration: bytes) -> None:
    assert rule_of(simple().replace(b"?>", b"?>" + declaration, 1)) == "doctype"


def test_a_document_type_cannot_hide_in_another_encoding() -> None:
    hidden = BOMB.decode().replace('version="1.0"', 'version="1.0" encoding="UTF-16"').encode("utf-16")
    assert rule_of(hidden) == "not-utf-8"
    assert rule_of(b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-') == "not-utf-8"
    assert rule_of(b'<?xml version="1.0" encoding="latin-1"?><d/>') == "not-utf-8"


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed() -> None:
    assert rule_of(b"<d>" + b" " * markup.MAX_BYTES + b"</d>") == "too-large"


def test_deep_nesting_is_refused() -> None:
    assert rule_of(b"<d>" * 5000 + b"</d>" * 5000) == "not-xml"


def test_what_is_not_well_formed_is_refused_with_its_line() -> None:
    (finding,) = lint(simple().replace(b"</bpmn:process>", b""))
    assert finding.rule == "not-xml"
    assert finding.line is not None
    assert finding.line > 10


@pytest.mark.parametrize("xml", [b"", b"hello", b"\x00", b"<d/>", b"\xff\xfe<", b"<html></html>"])
def test_what_is_no_diagram_is_refused_as_a_finding(xml: bytes) -> None:
    (finding,) = lint(xml)
    assert finding.severity == "error"
    assert finding.sentence


@pytest.mark.parametrize("name", SHIPPED)
def test_comments_and_processing_instructions_do_no_harm(name: str) -> None:
    xml = shipped(name).replace(b"<bpmn:process ", b"<!-- a note --><?note here?><bpmn:process ", 1)
    assert lint(xml) == ()
