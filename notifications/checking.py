"""Whether the words of a letter can be kept: nothing in them but words, everything in them that there must be."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from engine.casework.dates import long_date
from engine.casework.letter_faults import Fault
from engine.errors import HeardError
from notifications import documents, markdown
from notifications.allowed import faults_in
from notifications.contents import CONTENTS, FRAME
from notifications.errors import LetterLacks, PdfUnavailable
from notifications.fields import Contact, Happening, Head, LetterFields
from notifications.letters import CHILD, Letters
from notifications.paragraphs import text_of
from notifications.samples import for_letter


def faults(name: str, source: str, sources: Mapping[str, str]) -> tuple[Fault, ...]:
    """Why these words cannot be kept under this name, among the published `sources`; empty where they can.

    A part that letters share is tried in every letter that includes it.
    """
    wrong = faults_in(name, source, sources)
    if wrong:
        return wrong
    kept = Letters({**sources, name: source})
    if not name.startswith("_"):
        return tuple(_lacking(kept, name))
    using = [letter for letter in kept.names if f'"{name}.md"' in sources[letter]]
    return tuple(
        replace(fault, mend=f"{_called(letter)}: {fault.mend}") for letter in using for fault in _lacking(kept, letter)
    )


def printed(value: Any) -> tuple[str, ...]:
    """How a fact comes out in a letter, as far as it has to be found there again."""
    if isinstance(value, date):
        return (long_date(value),)
    if isinstance(value, tuple):
        return tuple(words for each in value for words in printed(each))
    if isinstance(value, Contact):
        return (value.telephone,)
    if isinstance(value, Head | Happening):
        return (value.text if isinstance(value, Head) else value.what,)
    return (str(value),)


def fact_of(fields: LetterFields, path: str) -> Any:
    """The fact at a dotted path."""
    value: Any = fields
    for name in path.split("."):
        value = getattr(value, name)
    return value


def _lacking(kept: Letters, letter: str) -> Iterator[Fault]:
    fields = for_letter(letter)
    try:
        parts = kept.parts(letter, fields)
        wrong = tuple(_blocks(letter, parts, fields))
        yield from wrong
        if not wrong:
            yield from _too_long(kept, letter, fields, parts["body"])
    except LetterLacks as lacks:
        yield Fault(0, f"With every fact given it still lacks {lacks.facts['field']}: look how that field is written.")
    except (HeardError, TypeError, ValueError, KeyError, AttributeError, RecursionError) as wrong:
        yield Fault(0, f"It cannot be written with the sample facts ({wrong}). Look at what stands behind each “|”.")


def _blocks(letter: str, parts: Mapping[str, str], fields: LetterFields) -> Iterator[Fault]:
    for name in FRAME:
        if not parts.get(name):
            yield Fault(0, f"The block “{name}” is missing or empty: every letter has one.")
    for says in CONTENTS[letter].says if letter in CONTENTS else ():
        if not parts.get(says.block):
            yield Fault(0, f"The block “{says.block}” is missing or empty. It must say {says.what}.")
            continue
        written = " ".join(text_of(str(markdown.html(parts[says.block]))).split())
        for fact in says.facts:
            if not all(words in written for words in printed(fact_of(fields, fact))):
                yield Fault(0, f"The block “{says.block}” must say {says.what}: “{fact}” is not in it.")


def _too_long(kept: Letters, letter: str, fields: LetterFields, body: str) -> Iterator[Fault]:
    """A letter to a child is one page. Where no PDF can be made here, nobody can tell."""
    written = kept.write(letter, fields, body)
    try:
        if letter.endswith(CHILD) and documents.pages(written) > 1:
            yield Fault(0, "A letter to a child is one page, and this is longer with the sample facts: shorten it.")
    except PdfUnavailable:
        return


def _called(letter: str) -> str:
    return CONTENTS[letter].name if letter in CONTENTS else letter
