"""Letters: what a person may change in one, what is always in it, and the whole page."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import DictLoader, FileSystemLoader, StrictUndefined, Template, select_autoescape
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from engine.casework.dates import long_date, plain_date
from engine.casework.law import GROUND_WORDS_TO_THE_COMPLAINANT
from notifications import markdown, words
from notifications.contents import CONTENTS, FRAME, Recipient
from notifications.errors import LetterLacks, LetterTooLong, NoSuchLetter
from notifications.fields import LetterFields, present
from notifications.paragraphs import text_of

_TEMPLATES = Path(__file__).parent / "templates"
LONGEST = 400_000
"""The most that the template and the facts of a letter may come to, in characters: more than 100 pages."""
_FRAME = FRAME
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


FILTERS = {
    "day": long_date,
    "short_day": plain_date,
    "found": words.found,
    "found_for_a_child": words.found_for_a_child,
    "they_found": words.they_found,
    "finding": words.finding,
    "ruled": words.ruled,
    "ruled_for_a_child": words.ruled_for_a_child,
    "names": words.names,
    "fair": words.fair,
    "remedy": words.remedy,
    "ground": GROUND_WORDS_TO_THE_COMPLAINANT.__getitem__,
    "sentence": words.sentence,
    "leading": words.leading,
    "typed": markdown.paragraphs,
    "ways": _ways,
}


ANNEX = "annex_"
"""How the name of a block begins that follows the signature: a report in full."""

CHILD = "_child"
"""How the name of a version written for children ends."""


def environment(sources: Mapping[str, str]) -> ImmutableSandboxedEnvironment:
    """Templates that see these sources and nothing else. Every value printed into Markdown is escaped."""
    made = ImmutableSandboxedEnvironment(
        loader=DictLoader({f"{name}.md": source for name, source in sources.items()}),
        undefined=_Missing,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    made.filters.update(FILTERS)
    return made


# The page around the letter is HTML, which Jinja escapes.
_page_templates = ImmutableSandboxedEnvironment(
    loader=FileSystemLoader(_TEMPLATES), undefined=_Missing, autoescape=select_autoescape(default=True)
)
_page_templates.filters.update(FILTERS)


@dataclass(frozen=True)
class Letters:
    """All letters in the words that are published now: a source for each name, parts that they share included."""

    sources: Mapping[str, str]
    versions: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the letters; a letter to a child has a version of its own, which `is_child` picks."""
        return tuple(sorted(name for name in self.sources if not name.startswith("_")))

    def draft(self, letter: str, fields: LetterFields) -> Draft:
        """The letter as first written. Raises `NoSuchLetter`, and `LetterLacks` naming the first field it needs."""
        parts = self.parts(letter, fields)
        return Draft(parts["body"], _locked(parts))

    def write(self, letter: str, fields: LetterFields, body: str) -> Letter:
        """The whole letter around the body that a person settled on; the mandatory paragraphs stand in any case.

        Raises `NoSuchLetter` and `LetterLacks`.
        """
        parts = self.parts(letter, fields)
        locked = _locked(parts)
        page = _page_templates.get_template("letter.html").render(
            {**present(fields), **self._addressed(letter, fields)},
            title=parts["title"],
            body=markdown.html(_without(body, locked)),
            locked=[_section(text) for name, text in parts.items() if text in locked and not _is_annex(name)],
            annexes=[markdown.html(text) for name, text in parts.items() if text and _is_annex(name)],
            signature=markdown.html(parts["signature"]),
            style=_style(fields.notice),
        )
        page = markdown.printable(page)
        return Letter(subject=f"Our reference {' '.join(fields.reference.split())}", html=page, text=text_of(page))

    def parts(self, letter: str, fields: LetterFields) -> dict[str, str]:
        """The letter block by block as Markdown, in its order.

        Raises `NoSuchLetter`, `LetterLacks`, and `LetterTooLong`: nobody is sent a letter that nobody can read.
        """
        template = self._template(letter, fields)
        facts, room = present(fields), _Room(letter)
        return {
            name: re.sub(r"\n{3,}", "\n\n", room.joined(block(template.new_context(facts))).strip())
            for name, block in template.blocks.items()
        }

    def version_of(self, letter: str, fields: LetterFields) -> int | None:
        """The published version that is used for these fields; None where no office keeps them."""
        return self.versions.get(self.used(letter, fields))

    def used(self, letter: str, fields: LetterFields) -> str:
        """The name of the template that is used for these fields: a child gets their own where there is one."""
        child = f"{letter}{CHILD}"
        return child if fields.is_child and not is_elsewhere(letter) and child in self.sources else letter

    def _template(self, letter: str, fields: LetterFields) -> Template:
        used = self.used(letter, fields)
        if used not in self.names:
            raise NoSuchLetter(name=letter, known=", ".join(self.names))
        return self._environment.get_template(f"{used}.md")

    @cached_property
    def _environment(self) -> ImmutableSandboxedEnvironment:
        return environment(self.sources)

    def _addressed(self, letter: str, fields: LetterFields) -> dict[str, Any]:
        """To whom: what goes to somebody else says nothing of who complained or where they live."""
        if not is_elsewhere(letter):
            return {"is_child": self.used(letter, fields).endswith(CHILD)}
        if not fields.to_name:
            raise LetterLacks(field="to name")
        other = {"complainant_name": fields.to_name, "salutation": fields.to_name, "is_child": False}
        return other | {"address_lines": list(fields.to_address_lines)}


@dataclass
class _Room:
    """What is left of the length that a letter may have, used up piece by piece while it is written."""

    letter: str
    left: int = LONGEST

    def joined(self, pieces: Iterable[str]) -> str:
        """The pieces as one text. Raises `LetterTooLong` before there is more than a letter may have."""
        taken = []
        for piece in pieces:
            self.left -= len(piece)
            if self.left < 0:
                raise LetterTooLong(letter=CONTENTS[self.letter].name if self.letter in CONTENTS else self.letter)
            taken.append(piece)
        return "".join(taken)


def is_elsewhere(letter: str) -> bool:
    """Whether the letter goes to somebody else than the complainant."""
    content = CONTENTS.get(letter)
    return content is not None and content.to is not Recipient.COMPLAINANT


def shipped() -> dict[str, str]:
    """The sources as this release ships them, by name; the names of parts begin with an underscore."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((_TEMPLATES / "letters").glob("*.md"))}


SHIPPED = Letters(MappingProxyType(shipped()))
"""What letters are written with where no office keeps its own."""

LETTERS = SHIPPED.names
"""The names of all letters."""


def draft(letter: str, fields: LetterFields) -> Draft:
    """The shipped letter as first written. Raises `NoSuchLetter` and `LetterLacks`."""
    return SHIPPED.draft(letter, fields)


def write(letter: str, fields: LetterFields, body: str) -> Letter:
    """The whole shipped letter. Raises `NoSuchLetter` and `LetterLacks`."""
    return SHIPPED.write(letter, fields, body)


_SHORT = 900


def _section(paragraph: str) -> tuple[str, Markup]:
    """A locked paragraph with its class: a short one stays on one page, a long one may run over two."""
    return ("always" if len(paragraph) <= _SHORT else "always long"), markdown.html(paragraph)


def _style(notice: str) -> Markup:
    """The style sheet with the notice at the foot of every printed page; as escaped CSS it cannot leave its string."""
    foot = "".join(char if char.isascii() and char.isalnum() else f"\\{ord(char):x} " for char in notice)
    sheet = (_TEMPLATES / "letter.css").read_text(encoding="utf-8")
    return Markup(f'@page {{ @bottom-left {{ content: "{foot}"; }} }}\n{sheet}')  # noqa: S704 - both parts are ours


def _is_annex(block: str) -> bool:
    """Whether a block is a report that follows the signature, on a page of its own."""
    return block.startswith(ANNEX)


def _locked(parts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(text for name, text in parts.items() if name not in _FRAME and text)


def _without(body: str, locked: tuple[str, ...]) -> str:
    """The body without mandatory paragraphs that were pasted into it, so that none is printed twice."""
    kept = body.replace("\r\n", "\n")
    for paragraph in locked:
        kept = kept.replace(paragraph, "")
    return kept
