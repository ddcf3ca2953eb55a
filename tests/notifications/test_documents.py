"""Letters as files: what is on the page is in the Word file, and a computer without Pango says what to do."""

import io
import subprocess
import sys
from dataclasses import replace

import pytest
from docx import Document

from notifications import render
from notifications.render import LETTERS
from tests.notifications.examples import ADULT, CHILD, finished

every_letter = pytest.mark.parametrize("letter", LETTERS)

WITHOUT_PANGO = """
import ctypes.util, cffi
def missing(*_, **__): raise OSError("cannot load library")
cffi.FFI.dlopen = missing
from notifications import render
letter = render.Letter("Our reference 1", "<html><body><p>Hello</p></body></html>", "Hello")
assert render.docx(letter).startswith(b"PK")
try:
    render.pdf(letter)
except render.PdfUnavailable as told:
    print(told)
"""


def word_text(docx: bytes) -> str:
    """The words of a Word file with single spaces, the foot of the page at the end."""
    document = Document(io.BytesIO(docx))
    shown = [*document.paragraphs, *document.sections[0].footer.paragraphs]
    return " ".join(" ".join(paragraph.text for paragraph in shown).split())


@every_letter
def test_the_word_file_says_what_the_page_says(letter: str) -> None:
    page = finished(letter)
    assert word_text(render.docx(page)) == " ".join(page.text.split())


def test_the_word_file_is_a4_in_british_english_and_names_nobody_as_author() -> None:
    document = Document(io.BytesIO(render.docx(finished("acknowledgement"))))
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert document.core_properties.author == ""
    assert document.core_properties.title == "Our reference SC-2026-0142"
    assert 'w:lang w:val="en-GB"' in document.styles.element.xml
    assert document.paragraphs[0].text == "Marlow Vale Council"
    assert [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"] == [
        "We have received your complaint"
    ]


def test_what_cannot_be_written_in_word_does_not_stop_the_letter() -> None:
    letter = render.letter("acknowledgement", replace(ADULT, answering_manager="Priya\x0b\x00 Nair\ud800"), "bell \x07")
    assert "Priya Nair" in word_text(render.docx(letter))


def test_without_pango_the_pdf_says_what_to_install_and_word_serves() -> None:
    told = subprocess.run([sys.executable, "-c", WITHOUT_PANGO], capture_output=True, text=True, check=True).stdout
    assert "install" in told
    assert "pango" in told
    assert "Word" in told
    assert told.splitlines()[-1].startswith("PDF files need the Pango library")


def test_a_child_gets_larger_letters() -> None:
    assert 'class="for-a-child"' in render.letter("acknowledgement", CHILD, "").html
    assert 'class="for-an-adult"' in render.letter("acknowledgement", ADULT, "").html
