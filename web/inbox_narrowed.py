"""What the address of an inbox list asks for: filters and order, the boxes that offer them, how each is taken away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from engine.queries import narrowing, people
from engine.queries import searches as wanted
from engine.queries.inbox import Filters, Flag, Sort, Tab, When
from web.access import actor, office
from web.view_words import opened_from

DUE = {
    When.OVERDUE: "Overdue",
    When.TODAY: "Today",
    When.SOON: "In the next 5 working days",
    When.LATER: "Later",
    When.NO_DATE: "No date",
}
FLAGS = {
    Flag.NEEDS_HELP: "Needs help",
    Flag.SAFEGUARDING: "Safeguarding",
    Flag.CHILD: "Child",
    Flag.CONTACT_WARNING: "Contact warning",
    Flag.ADVOCATE: "Advocate",
    Flag.EXTENDED: "Extended",
    Flag.PUT_BY: "Put by until later",
}
ORDERS = {Sort.DUE: "Due first", Sort.OLDEST: "Open longest", Sort.NEWEST: "Opened last"}

NAMES = {"procedure": "Procedure", "service": "Service", "due": "Due", "person": "Who has it", "flag": "Flag"}
"""What a list can be narrowed by, as its boxes are called; words are looked for beside them."""

Choices = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Chip:
    """Something that the list is narrowed to, and the address of the list without it."""

    name: str
    value: str
    without: str


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list."""

    tab: Tab
    filters: Filters
    parts: Mapping[str, str]
    """The address, part by part, without the place in the list."""
    choices: Choices
    words_are_forgotten: bool

    def address(self, **changed: str) -> str:
        """The address of this list, with some parts changed and those that are empty left out."""
        return address(self.tab, {**self.parts, **changed})

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What is set, each with the way to take it away."""
        found = [
            Chip(label, self.choices[name][self.parts[name]], self.address(**{name: ""}))
            for name, label in NAMES.items()
            if name in self.parts
        ]
        if self.filters.words:
            found.append(Chip("Words", self.filters.words, self.address(search="")))
        return tuple(found)


def asked(tab: Tab) -> Asked:
    """What the address at hand asks for. What nobody knows, or not any more, is as if it were not there."""
    choices, key = _choices(), search_key()
    known = {name: request.args.get(name, "") for name in (*NAMES, "sort")}
    parts = {name: value for name, value in known.items() if value in choices[name]}
    if parts.get("sort") == Sort.DUE:
        del parts["sort"]
    words = wanted.words(office(), actor(), key) if key else ""
    if words:
        parts["search"] = key
    return Asked(tab, _filters(parts, words), parts | opened_from(), choices, bool(key) and not words)


def address(tab: Tab, parts: Mapping[str, str]) -> str:
    """The address of a list with these parts."""
    kept: dict[str, Any] = {name: value for name, value in parts.items() if value}
    return url_for(f"inbox.{tab}", **kept)


def search_key() -> str:
    """Under which words are kept, if the address has one."""
    key = request.args.get("search", "")
    return key if key.isascii() and key.isalnum() and len(key) <= 32 else ""


def _filters(parts: Mapping[str, str], words: str) -> Filters:
    procedure, _, stage = parts.get("procedure", "").partition(".")
    return Filters(
        procedure=procedure,
        stage=stage,
        service_id=int(parts["service"]) if "service" in parts else None,
        when=When(parts["due"]) if "due" in parts else None,
        person_id=int(parts["person"]) if "person" in parts else None,
        flag=Flag(parts["flag"]) if "flag" in parts else None,
        words=words,
        sort=Sort(parts.get("sort", Sort.DUE.value)),
    )


def _choices() -> Choices:
    return {
        "procedure": _procedures(),
        "service": {str(each.id): each.name for each in people.services(office())},
        "due": {when.value: words for when, words in DUE.items()},
        "person": {str(each.id): each.name for each in people.colleagues(office())},
        "flag": {flag.value: words for flag, words in FLAGS.items()},
        "sort": {sort.value: words for sort, words in ORDERS.items()},
    }


def _procedures() -> dict[str, str]:
    """Every procedure, and behind it every stage of it where it has several."""
    found: dict[str, str] = {}
    for each in narrowing.procedures(office()):
        found[each.key] = each.name
        if len(each.stages) > 1:
            found |= {f"{each.key}.{stage.id}": f"{each.name}: {stage.name}" for stage in each.stages}
    return found
