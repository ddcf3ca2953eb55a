"""Markdown as letters use it: what people type becomes text and simple layout, never HTML or pictures."""

import re

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "br", "hr", "a"}
_SCHEMES = {"http", "https", "mailto", "tel"}

# Pictures would be fetched, reference definitions vanish from the page, and code is not for letters.
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["image", "code", "fence", "backticks", "reference"]
)

_INLINE = re.compile(r"([\\`*_\[\]<>])|&(?=#?\w+;)")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_START = re.compile(r"^(\s*)([-+=#~])", re.MULTILINE)
_NUMBERED = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)


class Markdown(str):
    """Text that is already Markdown and must not be escaped again."""


def html(text: str) -> Markup:
    """The Markdown as safe HTML: no tag, attribute or address beyond a short list survives."""
    tokens = _markdown.parse(printable(text))
    for token in tokens:
        if token.tag == "h1":
            token.tag = "h2"  # the letter's own title is the only first-level heading
    rendered = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(rendered, tags=_TAGS, attributes={"a": {"href"}, "ol": {"start"}}, url_schemes=_SCHEMES)
    return Markup(clean)  # noqa: S704 - cleaned on the line above


def printable(text: str) -> str:
    """The text without what neither a page nor a Word file may hold; it comes in with words pasted from elsewhere."""
    return _UNPRINTABLE.sub("", text)


def line(text: str) -> Markdown:
    """Somebody's words on one line, escaped so that they come out exactly as typed."""
    return Markdown(_escape(" ".join(text.split())))


def paragraphs(text: str) -> Markdown:
    """Somebody's words with their lines and paragraphs, escaped so that they come out exactly as typed."""
    lines = (" ".join(row.split()) for row in text.strip().splitlines())
    return Markdown(re.sub(r"\n{3,}", "\n\n", _escape("\n".join(lines))))


def inline(text: str) -> str:
    """Words inside a line, escaped so that they come out exactly as typed wherever they stand in it."""
    return _INLINE.sub(lambda found: "\\" + found.group(), text)


def at_line_start(text: str) -> str:
    """A line whose words are Markdown already, escaped where its beginning would make it a list or a heading."""
    return _NUMBERED.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", text))


def _escape(text: str) -> str:
    return at_line_start(inline(text))
