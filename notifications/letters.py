"""Letters: what a person may change in one, what is always in it, and the whole page."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Template, select_autoescape
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from engine.casework.dates import long_date, plain_date
from engine.casework.law import GROUND_WORDS_TO_THE_COMPLAINANT
from notifications import markdown, words
from notifications.errors import LetterLacks, NoSuchLetter
from notifications.fields import LetterFields, present
from notifications.paragraphs import text_of

_TEMPLATES = Path(__file__).parent / "templates"
_FRAME = ("title", "body", "signature")
"""The blocks of a letter's template that are not locked paragraphs."""


@dataclass(frozen=True)
class Draft:
    """A letter to be worked on: `body` is Markdown that a person may change, `mandatory` are locked paragraphs."""

    body: str
    mandatory: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """A finished letter. The subject carries the reference and nothing else; html and text say the same."""

    subject: str
    html: str
    text: str


class _Missing(StrictUndefined):
    """What a template asks for and the fields have not: using it raises `LetterLacks` with the field's name."""

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None) -> None:
        lacks = partial(_lacks, name)
        super().__init__(hint, obj, name, SecurityError if exc is SecurityError else lacks)  # type: ignore[arg-type]


def _lacks(name: str | None, _message: str) -> LetterLacks:
    return LetterLacks(field=str(name).replace("_", " "))


def _printed(value: Any) -> str:
    return value if isinstance(value, markdown.Markdown) else markdown.line(str(value))


def _ways(contact: Mapping[str, Any]) -> str:
    known = (("telephone", "telephone "), ("email", "email "), ("website", ""))
    ways = [f"{label}{contact[key]}" for key, label in known if key in contact]
    if not ways:
        raise LetterLacks(field=f"how to reach {contact['name']}")
    return words.either(ways)


_FILTERS = {
    "day": long_date,
    "short_day": plain_date,
    "found": words.found,
    "found_for_a_child": words.found_for_a_child,
    "remedy": words.remedy,
    "ground": GROUND_WORDS_TO_THE_COMPLAINANT.__getitem__,
    "sentence": words.sentence,
    "leading": words.leading,
    "typed": markdown.paragraphs,
    "ways": _ways,
}

# Every value printed into Markdown is escaped by _printed; the page around it is HTML, which Jinja escapes.
_markdown_templates = ImmutableSandboxedEnvironment(
    loader=FileSystemLoader(_TEMPLATES / "letters"),
    undefined=_Missing,
    finalize=_printed,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,
)
_page_templates = ImmutableSandboxedEnvironment(
    loader=FileSystemLoader(_TEMPLATES), undefined=_Missing, autoescape=select_autoescape(default=True)
)
for _environment in (_markdown_templates, _page_templates):
    _environment.filters.update(_FILTERS)

LETTERS = tuple(
    name.removesuffix(".md") for name in sorted(_markdown_templates.list_templates()) if not name.startswith("_")
)
"""The names of all letters. A letter to a child has a version of its own, which `is_child` picks."""


def draft(letter: str, fields: LetterFields) -> Draft:
    """The letter as first written. Raises `NoSuchLetter`, and `LetterLacks` naming the first field it needs."""
    parts = dict(_parts(letter, fields))
    return Draft(parts["body"], _locked(parts))


def write(letter: str, fields: LetterFields, body: str) -> Letter:
    """The whole letter around the body that a person settled on; whatever is in it, the mandatory paragraphs stand.

    Raises `NoSuchLetter` and `LetterLacks`.
    """
    parts = dict(_parts(letter, fields))
    locked = _locked(parts)
    page = _page_templates.get_template("letter.html").render(
        present(fields),
        title=parts["title"],
        body=markdown.html(_without(body, locked)),
        locked=[markdown.html(paragraph) for paragraph in locked],
        signature=markdown.html(parts["signature"]),
        style=_style(fields.notice),
    )
    page = markdown.printable(page)
    return Letter(subject=f"Our reference {' '.join(fields.reference.split())}", html=page, text=text_of(page))


def _parts(letter: str, fields: LetterFields) -> Iterator[tuple[str, str]]:
    template = _template(letter, fields)
    facts = present(fields)
    for name, block in template.blocks.items():
        text = "".join(block(template.new_context(facts))).strip()
        yield name, re.sub(r"\n{3,}", "\n\n", text)


def _template(letter: str, fields: LetterFields) -> Template:
    version = f"{letter}_child" if fields.is_child and not letter.endswith("_child") else letter
    if version not in LETTERS:
        raise NoSuchLetter(name=letter, known=", ".join(LETTERS))
    return _markdown_templates.get_template(f"{version}.md")


def _style(notice: str) -> Markup:
    """The style sheet with the notice at the foot of every printed page; as escaped CSS it cannot leave its string."""
    foot = "".join(char if char.isascii() and char.isalnum() else f"\\{ord(char):x} " for char in notice)
    sheet = (_TEMPLATES / "letter.css").read_text(encoding="utf-8")
    return Markup(f'@page {{ @bottom-left {{ content: "{foot}"; }} }}\n{sheet}')  # noqa: S704 - both parts are ours


def _locked(parts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(text for name, text in parts.items() if name not in _FRAME and text)


def _without(body: str, locked: tuple[str, ...]) -> str:
    """The body without mandatory paragraphs that were pasted into it, so that none is printed twice."""
    kept = body.replace("\r\n", "\n")
    for paragraph in locked:
        kept = kept.replace(paragraph, "")
    return kept
