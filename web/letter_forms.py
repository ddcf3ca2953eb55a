"""A letter as it is first written, for pages that send one beside the tasks."""

from collections.abc import Mapping
from typing import Any

from engine.queries import letters
from engine.queries.case_file import CaseFile
from notifications import render
from web.access import actor, office

LETTER = "letter_body"


def drafted(case: CaseFile, template: str, told: Mapping[str, Any]) -> tuple[render.Draft | None, str | None]:
    """The letter from the record and what was just `told`; or, as a sentence, what it still lacks."""
    facts = fields_of(case, template, told)
    try:
        kept = render.letters_of(office())
        draft = kept.draft(template, facts)
        kept.write(template, facts, draft.body)
    except (render.LetterLacks, render.LetterTooLong, render.NoSuchLetter) as missing:
        return None, str(missing)
    return draft, None


def fields_of(case: CaseFile, template: str, told: Mapping[str, Any]) -> render.LetterFields:
    """What the letter is written from: the record, and what was just told."""
    return render.letter_fields({**letters.facts(office(), case, actor().person_id, template), **told})
