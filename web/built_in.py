"""What the web adds to a built-in page: its template, what is known already, its letter, and rows to add."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.casework.pages import fields
from engine.office import Office
from engine.queries.task_page import TaskPage, letter_facts_after

Typed = Mapping[str, str]
Facts = Mapping[str, Any]
Letter = tuple[str, Facts]
"""A letter's template, and the facts that are typed on the page and not on record yet."""


@dataclass(frozen=True)
class Rows:
    """Questions of which a page can have several: `pattern` is the name of the first in a row, {} its number."""

    pattern: str
    most: int
    fewest: int = 1
    """How many rows stand there before any is filled."""

    def count(self, *filled: Typed) -> int:
        """How many rows there are, by what was typed or is known."""
        names = {name for each in filled for name in each}
        last = max((n for n in range(1, self.most + 1) if self.pattern.format(n) in names), default=0)
        return max(last, self.fewest)


def nothing_known(page: TaskPage) -> dict[str, str]:
    """A page on which everything is asked anew."""
    return {}


def nothing_pressed(page: TaskPage, typed: Typed, button: str) -> Typed:
    """A page without buttons of its own."""
    return typed


def no_letter(office: Office, page: TaskPage, typed: Typed) -> Letter | None:
    """A page without a letter."""
    return None


def letter_that_waits(office: Office, page: TaskPage, typed: Typed) -> Letter | None:
    """Where a letter waits for another pair of eyes, it is the letter of the page."""
    return None if page.draft is None else (page.draft.template, {})


def letter_of_the_diagram(office: Office, page: TaskPage, typed: Typed) -> Letter | None:
    """The letter that the diagram names, filled from the record and from what the page's own questions are told."""
    template = page.facts.settings.get("letter")
    if not template:
        return letter_that_waits(office, page, typed)
    events = fields.events_typed((field.id for field in page.fields), typed, page.facts)
    after = letter_facts_after(office, page, template, events) if events else {}
    return template, {**after, **fields.told(template, typed)}


@dataclass(frozen=True)
class BuiltIn:
    """One built-in page. `more` gives further variables to its template."""

    template: str
    suggested: Callable[[TaskPage], dict[str, str]] = nothing_known
    letter: Callable[[Office, TaskPage, Typed], Letter | None] = no_letter
    rows: Mapping[str, Rows] = field(default_factory=dict)
    """By the word after `add_` of the button that adds one; the template reads `counts[word]`."""
    more: Callable[[Office, TaskPage, Typed], Mapping[str, Any]] = lambda office, page, typed: {}
    lacks: Callable[[Office, TaskPage, Typed], str | None] = lambda office, page, typed: None
    """What another letter that goes with the page lacks, as a sentence."""
    pressed: Callable[[TaskPage, Typed, str], Typed] = nothing_pressed
    """What a button of the page's own (`do`) makes of what was typed; the page is shown again with it."""
    cannot_be: Callable[[TaskPage, Typed], Mapping[str, str]] = lambda page, typed: {}
    """What is wrong, by question, with what the page is already told by its buttons."""
