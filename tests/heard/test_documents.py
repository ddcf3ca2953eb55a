"""What docs/ says of the procedures is what the diagrams say."""

import re

import pytest
from lxml import etree

from engine.procedures.blocks import CATALOGUE
from heard import cli, documents
from heard.documents import ROOT

PAGES = documents.documents(ROOT / "bpmn")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_its_diagram_says(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name], "run `make docs`"


def test_no_page_is_left_of_a_procedure_that_is_gone() -> None:
    kept = {f"procedures/{path.name}" for path in (ROOT / "docs" / "procedures").iterdir()}
    assert kept == {name for name in PAGES if name.startswith("procedures/")}


def test_every_link_leads_to_a_page() -> None:
    for name, text in PAGES.items():
        if name.endswith(".md"):
            for target in re.findall(r"\]\(([^)]+)\)", text):
                assert ((ROOT / "docs" / name).parent / target).is_file(), (name, target)


def test_every_picture_is_whole() -> None:
    for name, text in PAGES.items():
        if name.endswith(".svg"):
            assert etree.fromstring(text.encode()).tag.endswith("svg")


def test_every_block_is_told_of_with_its_inputs() -> None:
    page = PAGES["building-blocks.md"]
    for block in CATALOGUE.values():
        assert f"## {block.name}\n\n`{block.topic}`. {block.sentence}" in page
        assert all(f"| `{each.name}` | {each.label} |" in page for each in block.inputs)


def test_the_command_writes_them(tmp_path: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["docs", str(tmp_path)]) == 0
    assert f"{len(PAGES)} pages" in capsys.readouterr().out
