"""Share a compliment: what is known of whom it praises, the letter to them, and the thanks to the giver."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.casework.pages.contact import NO_REPLY
from engine.casework.pages.share_compliment import MOST_PEOPLE, THANKS, names, people
from engine.casework.pages.typed import Reader
from engine.casework.vocabulary import ComplimentCategory
from engine.office import Office
from engine.queries import praise
from engine.queries.task_page import TaskPage
from web.access import office
from web.built_in import BuiltIn, Letter, Typed
from web.page_letter import written
from web.words import said

MANAGERS = "managers"
"""The button that fills in who manages those praised."""
NOTE = "compliment_worker"

CATEGORIES = [(f"category-{each.value}", said(each)) for each in ComplimentCategory]


def suggested(found: TaskPage) -> dict[str, str]:
    """Whom the giver named, who manages them, and the letter as first written."""
    praised = praise.praised(office(), found.case.id)
    return {
        "praised": found.case.praised or "",
        **_numbered("praised", praised),
        **_numbered("copied", praise.line_managers(office(), praised)),
        "note_body": _note(found),
        "thanks": "yes",
    }


def letter(office: Office, page: TaskPage, typed: Typed) -> Letter | None:
    """The thanks to the giver, where a reply is wanted."""
    if page.facts.reply_by == NO_REPLY or typed.get("thanks") == "no":
        return None
    to = _named(page, typed)
    return THANKS, {"compliment_words": page.facts.words, **({"praised": to} if to else {})}


def pressed(page: TaskPage, typed: Typed, button: str) -> Typed:
    """Fill in who manages those praised; managers chosen already stay."""
    if button != MANAGERS:
        return typed
    reader = Reader(typed)
    chosen = people(reader, "copied", page.facts)
    managers = praise.line_managers(office(), people(reader, "praised", page.facts))
    return {**typed, **_numbered("copied", dict.fromkeys((*chosen, *managers)))}


def more(office: Office, page: TaskPage, typed: Typed) -> Mapping[str, Any]:
    """The choices of the page."""
    return {
        "categories": CATEGORIES,
        "numbers": range(1, MOST_PEOPLE + 1),
        "reply_wanted": page.facts.reply_by != NO_REPLY,
    }


def _named(page: TaskPage, typed: Typed) -> str:
    if not typed:
        typed = suggested(page)
    return names(people(Reader(typed), "praised", page.facts), typed.get("praised", "").strip(), page.facts)


def _note(page: TaskPage) -> str:
    facts = {**page.letter_facts, "compliment_words": page.facts.words, "to_name": page.case.praised or "You"}
    return written(office(), NOTE, facts).body


def _numbered(name: str, chosen: Iterable[int]) -> dict[str, str]:
    return {f"{name}_{number}": str(person) for number, person in enumerate(chosen, start=1) if number <= MOST_PEOPLE}


SHARE_COMPLIMENT = BuiltIn("tasks/share_compliment.html", suggested, letter, more=more, pressed=pressed)
