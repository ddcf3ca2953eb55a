"""A letter's page read back as paragraphs, so that the Word file and the plain text say what the page says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import html

_BLOCKS = ("h1", "h2", "h3", "h4", "p", "li", "hr")


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; `link` is the address that it leads to, or empty."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: `kind` is its class on the page ("address", "notice") or else its element ("h2", "p", "li").

    `label` is what stands before a list item: a bullet or its number.
    """

    kind: str
    runs: tuple[Run, ...]
    label: str = ""

    @property
    def text(self) -> str:
        """The words alone; an address behind words follows them in brackets."""
        return "".join(_spelled(run) for run in self.runs).strip()


def paragraphs_of(page: str) -> Iterator[Paragraph]:
    """The paragraphs of a page in reading order."""
    for element in html.document_fromstring(page).iter(*_BLOCKS):
        runs = tuple(_runs(element, Run("")))
        if any(run.text.strip() for run in runs):
            yield Paragraph(element.get("class") or str(element.tag), runs, _label(element))


def text_of(page: str) -> str:
    """The page as plain text, for emails and for reading aloud."""
    lines: list[str] = []
    for paragraph in paragraphs_of(page):
        lines += ["", f"{paragraph.label} {paragraph.text}".strip()]
    return "\n".join(lines).strip() + "\n"


def _spelled(run: Run) -> str:
    address = run.link.removeprefix("mailto:").removeprefix("tel:")
    return run.text if not address or address == run.text else f"{run.text} ({address})"


def _label(element: html.HtmlElement) -> str:
    item = element if element.tag == "li" else element.getparent()
    if item is None or item.tag != "li" or (element is not item and item.index(element) > 0):
        return ""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "•"
    return f"{int(parent.get('start') or 1) + parent.index(item)}."


def _runs(element: html.HtmlElement, style: Run) -> Iterator[Run]:
    """The element's own text and that of what is inside the line; blocks inside it are paragraphs of their own."""
    yield _run(element.text, style)
    for child in element:
        if child.tag == "br":
            yield Run("\n")
            yield _run((child.tail or "").lstrip(), style)
            continue
        if child.tag not in (*_BLOCKS, "ul", "ol"):
            yield from _runs(child, _inside(child, style))
        yield _run(child.tail, style)


def _inside(element: html.HtmlElement, style: Run) -> Run:
    return Run(
        "",
        bold=style.bold or element.tag == "strong",
        italic=style.italic or element.tag == "em",
        link=element.get("href") or style.link,
    )


def _run(text: str | None, style: Run) -> Run:
    # A line end in the source is only a space; <br> alone ends a line.
    return replace(style, text=re.sub(r"\s*\n\s*", " ", text or ""))
