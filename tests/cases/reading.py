"""Reading a letter that went as whoever gets it does: whole sentences, every right in it, nothing left to fill in."""

import re
from typing import Any

from sqlalchemy import Row

from notifications import render, stored
from notifications.contents import CONTENTS
from notifications.letters import SHIPPED
from notifications.paragraphs import text_of

LEFT_OPEN = ("{{", "}}", "{%", "undefined", "Undefined", "TODO", "_on", "()", " .", " ,", "..", "for this reason: .")
"""What never stands in a letter: placeholders, words of the code, holes where a fact is missing."""
A_CHILDS = 1
"""Pages: what a child gets fits on one."""


def is_whole(row: Row[Any]) -> None:
    """Every paragraph that a letter must have is in it, nothing is left open, and a child’s fits on one page."""
    letter = render.Letter(row.subject, row.html, row.text)
    read, fields = " ".join(row.text.split()), stored.letter_fields(row.fields)
    assert [each for each in LEFT_OPEN if each in read] == [], f"{row.template}: {read}"
    assert re.search(r"\bNone\b(?! of )", read) is None, f"{row.template}: {read}"
    assert [line for line in row.text.splitlines() if re.search(r"\b(\w+) \1\b", line)] == [], "a word stands twice"
    used = SHIPPED.used(row.template, fields)
    parts = SHIPPED.parts(row.template, fields)
    for says in CONTENTS[used].says:
        assert _plain(parts[says.block]), f"{row.template} says nothing of {says.what}"
        assert _plain(parts[says.block]) in read, f"{row.template} does not say {says.what}: {read}"
    pages = render.pages(letter)
    assert pages == A_CHILDS or not used.endswith("_child"), f"{row.template} takes a child {pages} pages"


def _plain(markdown: str) -> str:
    """A paragraph without its marks."""
    return " ".join(text_of(f"<main>{render.fragment(markdown)}</main>").split())
