"""A Word file taken apart safely: its paragraphs with their styles and lists, and nothing that could run or swell."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from notifications import markdown
from notifications.errors import WordRefused
from notifications.paragraphs import Paragraph, Run

LARGEST = 2 * 1024 * 1024
"""The largest file that is read, in bytes."""
UNPACKED = 24 * 1024 * 1024
"""The most that all parts of it may come to when unpacked: a small file can hold a very large one."""
PARTS = 400
PARAGRAPHS, PIECES, CHARACTERS = 2_000, 10_000, 200_000
"""The most that a letter can hold, in paragraphs, in pieces of words with a style of their own, and in characters."""
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_LABEL = re.compile(r"(•|[-–]|\d{1,3}[.)])[\t ]+")
_BREAKS = tuple(map(qn, ("w:br", "w:cr", "w:tab", "w:noBreakHyphen")))
_SKIPPED = (qn("w:del"), qn("w:moveFrom"), qn("w:txbxContent"))


def opened(content: bytes, name: str) -> tuple[Paragraph, ...]:
    """The paragraphs of the file with this name, in their order. Raises `WordRefused` with what to do instead."""
    ending = name.rpartition(".")[2].lower()
    if ending != "docx":
        raise WordRefused(mend=_ENDINGS.get(ending, "it is no Word file. Save the letter as a .docx file"))
    if len(content) > LARGEST:
        raise WordRefused(mend="it is larger than 2 MB. Take out pictures and try again")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _check(packed)
        return tuple(_paragraphs(Document(io.BytesIO(content))))
    except WordRefused:
        raise
    except Exception as broken:
        raise WordRefused(mend="it cannot be read. Open it in Word, save it again and try once more") from broken


_ENDINGS = {
    "doc": "it is an older kind of Word file. Save it as a .docx file",
    "docm": "it can hold macros. Save it as a .docx file",
    "dotx": "it is a template. Save it as a .docx file",
    "odt": "it is an OpenDocument file. Save it as a .docx file",
    "pdf": "it is a PDF. Save the letter from Word as a .docx file",
}


def _check(packed: zipfile.ZipFile) -> None:
    members = packed.infolist()
    if len(members) > PARTS or sum(member.file_size for member in members) > UNPACKED:
        raise WordRefused(mend="it unpacks to more than a letter can be. Take out pictures and try again")
    names = {member.filename.lower() for member in members}
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise WordRefused(mend="it holds macros. Save it as a .docx file without them")
    if "word/document.xml" not in names or "[content_types].xml" not in names:
        raise WordRefused(mend="it is no Word file. Save the letter as a .docx file")
    for member in members:
        if member.filename.lower().endswith((".xml", ".rels")) and b"<!DOCTYPE" in packed.read(member)[:2000]:
            raise WordRefused(mend="it is not as Word writes it. Open it in Word, save it again and try once more")


def _paragraphs(document: WordDocument) -> Iterator[Paragraph]:
    """Every paragraph with words in it, in order, those in tables included; what was deleted with a trace is gone."""
    numbering, styles = _Numbering(document), _styles(document)
    _check_size(document.element.body)
    for element in document.element.body.iter(qn("w:p")):
        if any(parent.tag in _SKIPPED for parent in element.iterancestors()):
            continue
        paragraph = _paragraph(styles, element, numbering)
        if any(run.text.strip() for run in paragraph.runs):
            yield paragraph


def _check_size(body: Any) -> None:
    """Before anything is looked at closely: a small file can hold more than anybody reads."""
    sizes = ((qn("w:p"), PARAGRAPHS), (qn("w:r"), PIECES))
    is_long = any(next(islice(body.iter(tag), most, None), None) is not None for tag, most in sizes)
    if is_long or sum(len(text.text or " ") for text in body.iter(qn("w:t"), *_BREAKS)) > CHARACTERS:
        raise WordRefused(mend="it is longer than a letter can be. Take out what does not belong into the letter")


def _paragraph(styles: Mapping[str, str], element: Any, numbering: "_Numbering") -> Paragraph:
    runs = tuple(_joined(_run(run) for run in element.iter(qn("w:r")) if not _is_gone(run, element)))
    style = _style(styles, element)
    heading = _HEADING.fullmatch(style)
    if heading:
        return Paragraph(f"h{max(2, min(int(heading[1]), 4))}" if heading[1] != "1" else "h1", runs)
    label, runs = _labelled(runs) if runs else ("", runs)
    return Paragraph("p", runs, label or numbering.label(element, style))


def _is_gone(run: Any, paragraph: Any) -> bool:
    for parent in run.iterancestors():
        if parent is paragraph:
            return False
        if parent.tag in _SKIPPED:
            return True
    return False


def _styles(document: WordDocument) -> dict[str, str]:
    """The name of each style by its key, read once: a file can hold thousands."""
    names: dict[str, str] = {}
    for style in document.styles.element.iter(qn("w:style")):
        name = style.find(qn("w:name"))
        names.setdefault(style.get(qn("w:styleId")), "" if name is None else name.get(qn("w:val")) or "")
    return names


def _style(styles: Mapping[str, str], element: Any) -> str:
    named = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if named is None else styles.get(named.get(qn("w:val")), "")


def _run(element: Any) -> Run:
    pieces = []
    for child in element:
        if child.tag == qn("w:t"):
            pieces.append(child.text or "")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            pieces.append("\n")
        elif child.tag == qn("w:tab"):
            pieces.append("\t")
        elif child.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
    properties = element.find(qn("w:rPr"))
    return Run(markdown.printable("".join(pieces)), _is_on(properties, "w:b"), _is_on(properties, "w:i"))


def _is_on(properties: Any, name: str) -> bool:
    found = None if properties is None else properties.find(qn(name))
    return found is not None and found.get(qn("w:val")) not in ("0", "false", "off")


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Neighbours in the same style as one; Word cuts sentences into pieces wherever it likes."""
    last: Run | None = None
    for run in runs:
        if not run.text:
            continue
        if last is not None and (last.bold, last.italic) == (run.bold, run.italic):
            last = replace(last, text=last.text + run.text)
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last


def _labelled(runs: tuple[Run, ...]) -> tuple[str, tuple[Run, ...]]:
    """A bullet or number that stands in the words themselves, as in the files that we make."""
    found = _LABEL.match(runs[0].text)
    if found is None or (runs[0].bold and "\t" not in found.group()):
        return "", runs
    rest = replace(runs[0], text=runs[0].text[found.end() :])
    label = found[1] if found[1][0].isdigit() else "•"
    return label.replace(")", "."), tuple(run for run in (rest, *runs[1:]) if run.text)


class _Numbering:
    """Word's own lists: whether a paragraph is in one, with bullets or numbers."""

    def __init__(self, document: WordDocument) -> None:
        self._kinds = dict(_kinds(document))
        self._counts: dict[str, int] = {}

    def label(self, element: Any, style: str) -> str:
        """The bullet or number before a paragraph; empty outside a list."""
        number = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        key = number.get(qn("w:val")) if number is not None else style if style.startswith("List ") else ""
        if not key or key == "0":
            return ""
        if self._kinds.get(key, "number" if "Number" in key else "bullet") == "bullet":
            return "•"
        self._counts[key] = self._counts.get(key, 0) + 1
        return f"{self._counts[key]}."


def _kinds(document: WordDocument) -> Iterator[tuple[str, str]]:
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return
    formats = {}
    for abstract in root.iter(qn("w:abstractNum")):
        shape = abstract.find(f"{qn('w:lvl')}/{qn('w:numFmt')}")
        formats[abstract.get(qn("w:abstractNumId"))] = "bullet" if shape is None else shape.get(qn("w:val"))
    for number in root.iter(qn("w:num")):
        of = number.find(qn("w:abstractNumId"))
        if of is not None:
            yield number.get(qn("w:numId")), formats.get(of.get(qn("w:val")), "bullet")
