"""Enough of a PDF reader to see which words are on the pages."""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n<<[^\n]*>>\nstream\n(.*?)\nendstream", re.DOTALL)
_FONT = re.compile(r"/BaseFont /(\w+)\+[^/]*/ToUnicode (\d+) 0 R")
_SETTING = re.compile(r"/(\w+) [\d.]+ Tf|\[([^\]]*)\] TJ")


def words_of(pdf: bytes) -> str:
    """The words of all pages, in the order in which they were set, with single spaces."""
    assert pdf.startswith(b"%PDF-")
    streams = {int(number): zlib.decompress(packed).decode("latin-1") for number, packed in _OBJECT.findall(pdf)}
    fonts = {name: _alphabet(streams[int(at)]) for text in streams.values() for name, at in _FONT.findall(text)}
    pages = [text for text in streams.values() if " Tf\n" in text]
    return " ".join(" ".join(line for page in pages for line in _lines(page, fonts)).split())


def _alphabet(table: str) -> dict[str, str]:
    pairs = re.findall(r"^<(\w{4})> <(\w+)>$", table, re.MULTILINE)
    return {glyph: bytes.fromhex(letters).decode("utf-16-be") for glyph, letters in pairs}


def _lines(page: str, fonts: dict[str, dict[str, str]]) -> list[str]:
    lines, font = [], ""
    for name, shown in _SETTING.findall(page):
        font = name or font
        glyphs = re.findall(r"\w{4}", " ".join(re.findall(r"<(\w+)>", shown)))
        lines.append("".join(fonts[font].get(glyph, "?") for glyph in glyphs))
    return lines
