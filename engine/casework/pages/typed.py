"""Reading what was typed: each reader says what is wrong in the words shown beside the question."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from engine.errors import InvalidAnswers

Typed = Mapping[str, str]
"""What a page sent: one string for each question; a ticked box is its own name with any value."""

E = TypeVar("E", bound=StrEnum)
MOST_CHARACTERS = 20_000
_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""What Unicode calls control characters (Cc) and halves of a pair (Cs), but for line end and tab."""


def plain(text: str) -> str:
    """A text with one kind of line end and without control characters, which no letter prints and no table keeps."""
    return _UNPRINTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class Reader:
    """Reads one page's answers and gathers every error, so that all are shown at once."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed
        self.errors: dict[str, str] = {}

    def text(self, name: str, empty: str | None = None, most: int = MOST_CHARACTERS) -> str:
        """A text without surrounding blanks; `empty` is the sentence for a required one that is missing."""
        value = plain(self.typed.get(name, "")).strip()
        if not value and empty:
            self.errors[name] = empty
        if len(value) > most:
            self.errors[name] = f"This must be {most:,} characters or fewer"
        return value

    def choice(self, name: str, of: type[E], empty: str) -> E | None:
        """One of an enumeration, or None with `empty` said."""
        value = self.typed.get(name, "")
        if value in set(of):
            return of(value)
        self.errors[name] = empty
        return None

    def yes_no(self, name: str, empty: str) -> bool | None:
        """Yes or no, or None with `empty` said."""
        value = self.typed.get(name, "")
        if value in ("yes", "no"):
            return value == "yes"
        self.errors[name] = empty
        return None

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.typed.get(name))

    def whole(self, name: str) -> int | None:
        """A number chosen from a list, or None."""
        value = self.typed.get(name, "").strip()
        return int(value) if value.isdecimal() and len(value) < 10 else None

    def day(self, name: str, empty: str | None, latest: date | None = None) -> date | None:
        """A date from `name` (ISO) or `name-day`, `name-month`, `name-year`; `latest` is the last possible."""
        parts = [self.typed.get(f"{name}-{part}", "").strip() for part in ("year", "month", "day")]
        iso = self.typed.get(name, "").strip()
        if not iso and not any(parts):
            if empty:
                self.errors[name] = empty
            return None
        try:
            found = date.fromisoformat(iso) if iso else date(*(int(part) for part in parts))
        except (ValueError, OverflowError):
            self.errors[name] = "Enter a real date, like 27 3 2026"
            return None
        if found.year < 1990:
            self.errors[name] = "Enter a year from 1990 on, like 2026"
            return None
        if found.year > 2100:
            self.errors[name] = "Enter a year before 2101, like 2026"
            return None
        if latest is not None and found > latest:
            self.errors[name] = "This date must be today or earlier"
        return found

    def check(self) -> None:
        """Raise `InvalidAnswers` if anything was wrong."""
        if self.errors:
            raise InvalidAnswers(self.errors)
