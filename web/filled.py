"""A form as somebody left it: what they typed, and what needs another look."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from flask import request

from engine.casework.pages.typed import plain
from web.questions import label

THIS = "This must "


@dataclass(frozen=True)
class Filled:
    """Given to every template with a form. `typed` wins over `suggested`, which is what the record knows."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    suggested: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str, otherwise: str = "") -> str:
        """What the input shows. An answer left empty on purpose stays empty."""
        if self.typed:
            return self.typed.get(name, "")
        return self.suggested.get(name, otherwise)

    def error(self, name: str) -> dict[str, str] | None:
        """The sentence beside the input, as the components want it."""
        return {"text": self.errors[name]} if name in self.errors else None

    def summary(self) -> list[dict[str, str]]:
        """The list at the top of the page, each leading to its input."""
        return [{"text": _named(name, sentence), "href": f"#{name}"} for name, sentence in self.errors.items()]


def _named(name: str, sentence: str) -> str:
    """Away from its question, a sentence about "this" names what it is about."""
    return f"{label(name)} must {sentence.removeprefix(THIS)}" if sentence.startswith(THIS) else sentence


def day_parts(name: str, day: date) -> dict[str, str]:
    """A day as the three boxes of a date question show it."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


OWN_MARKS = ("csrf_token", "form-")
"""How the names begin of what a form says about itself: no answers."""


def typed() -> dict[str, str]:
    """What the page sent as plain text, without what the form says about itself."""
    return {name: plain(value) for name, value in request.form.items() if not name.startswith(OWN_MARKS)}
