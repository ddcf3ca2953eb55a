"""A finished letter as a file: PDF to print, Word to work on."""

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from notifications.errors import PdfUnavailable
from notifications.letters import Letter
from notifications.paragraphs import Paragraph, paragraphs_of

if TYPE_CHECKING:
    from weasyprint import Document as Laid

_PANGO = (
    "on Debian and Ubuntu apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, "
    "on macOS brew install pango, on Windows see the README"
)
_ANNEX = re.compile(r"<section class=\"annex\">.*?</section>", re.DOTALL)
_HEADINGS = {"h1": "Heading 1", "h2": "Heading 2", "h3": "Heading 3", "h4": "Heading 4"}
_SIZES = {"Normal": 11, "Footer": 8.5, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11, "Heading 4": 11}


def pdf(letter: Letter) -> bytes:
    """The letter as a tagged PDF on A4. Raises `PdfUnavailable` where the Pango library is missing."""
    written: bytes = _laid_out(letter).write_pdf(pdf_tags=True)
    return written


def pdf_of_all(letters: Sequence[Letter]) -> bytes:
    """Several letters as one PDF to print, each on pages of its own. At least one. Raises `PdfUnavailable`."""
    laid = [_laid_out(letter) for letter in letters]
    together = laid[0].copy([page for each in laid for page in each.pages])
    written: bytes = together.write_pdf()
    return written


def pdf_of_page(html: str) -> bytes:
    """A page that holds everything it shows, as a tagged PDF. Raises `PdfUnavailable`."""
    written: bytes = _laid(html).write_pdf(pdf_tags=True)
    return written


def pages(letter: Letter) -> int:
    """How many A4 pages the letter takes without the reports that follow it: an answer to a child is one.

    Raises `PdfUnavailable`.
    """
    alone = _ANNEX.sub("", letter.html)
    return len(_laid_out(replace(letter, html=alone)).pages)


def docx(letter: Letter) -> bytes:
    """The letter as a Word file with the same words in the same order."""
    document = _blank(letter)
    for paragraph in paragraphs_of(letter.html):
        _add(document, paragraph)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _laid_out(letter: Letter) -> "Laid":
    return _laid(letter.html)


def _laid(html: str) -> "Laid":
    try:
        # Imported late: the import itself fails where the system has no Pango, and everything else must still run.
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as missing:
        raise PdfUnavailable(install=_PANGO) from missing
    # No protocol is allowed, not even files: a letter holds everything that it shows.
    return HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=())).render()


def _blank(letter: Letter) -> WordDocument:
    document = Document()
    document.core_properties.author = ""
    document.core_properties.title = letter.subject
    document.core_properties.language = "en-GB"
    document.core_properties.comments = ""
    # Word's own template says American English, and would underline every "organise".
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(20)
    document.styles["Normal"].paragraph_format.space_after = Pt(7)
    for name, size in _SIZES.items():
        style: Any = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.font.color.rgb = None
        # Without this Word takes the theme's font for headings, whatever the style says.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
    return document


def _add(document: WordDocument, paragraph: Paragraph) -> None:
    if paragraph.kind == "notice":
        _fill(document.sections[0].footer.paragraphs[0], paragraph)
        return
    written = document.add_paragraph(style=_HEADINGS.get(paragraph.kind, "Normal"))
    if paragraph.kind in ("letterhead", "from", "date"):
        written.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if paragraph.label:
        written.paragraph_format.left_indent, written.paragraph_format.first_line_indent = Mm(8), Mm(-8)
        written.add_run(f"{paragraph.label}\t")
        written.paragraph_format.tab_stops.add_tab_stop(Mm(8))
        written.paragraph_format.space_after = Pt(2)
    _fill(written, paragraph)


def _fill(written: WordParagraph, paragraph: Paragraph) -> None:
    for run in paragraph.runs:
        added = written.add_run(run.text)
        added.bold, added.italic = run.bold or None, run.italic or None
