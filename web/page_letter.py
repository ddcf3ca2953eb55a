"""A letter that a page comes with, as it is first written in the words that are published."""

from dataclasses import dataclass

from engine.office import Office
from notifications import render
from web.built_in import Facts


@dataclass(frozen=True)
class PageLetter:
    """A letter that a task comes with."""

    template: str
    body: str
    """As first written from what is known; empty while something is missing."""
    mandatory: tuple[str, ...]
    lacks: str | None
    """What has to be answered before the letter can be shown whole."""


def written(office: Office, template: str, facts: Facts) -> PageLetter:
    """A letter from these facts; where one is missing, what it is."""
    fields = render.letter_fields(facts)
    try:
        kept = render.letters_of(office)
        draft = kept.draft(template, fields)
        kept.write(template, fields, draft.body)  # the page around it needs the council's name
    except (render.LetterLacks, render.LetterTooLong) as missing:
        return PageLetter(template, "", (), str(missing))
    return PageLetter(template, draft.body, draft.mandatory, None)
