"""Who was spoken with, when, how and about what: one contact as it is noted in half a minute."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.casework.pages.typed import Reader, Typed


class Way(StrEnum):
    """How somebody was in touch."""

    TELEPHONE = "telephone"
    EMAIL = "email"
    LETTER = "letter"
    MEETING = "meeting"
    VISIT = "visit"


class Whom(StrEnum):
    """With whom."""

    COMPLAINANT = "complainant"
    CHILD = "child"
    ADVOCATE = "advocate"
    STAFF = "staff"
    OMBUDSMAN = "ombudsman"
    OTHER = "other"


class Next(StrEnum):
    """Who does something next: who has the ball after a contact."""

    NOBODY = "nobody"
    US = "us"
    THEM = "them"
    SOMEBODY_ELSE = "somebody_else"


ON_THEIR_SIDE = (Whom.COMPLAINANT, Whom.CHILD, Whom.ADVOCATE)
"""Contact with these is contact with whoever complains: what a list means by "last contact"."""


@dataclass(frozen=True)
class Contact:
    """One contact."""

    happened_on: date
    way: Way
    with_whom: Whom
    note: str
    next_by: Next = Next.NOBODY
    next_on: date | None = None
    """By when it is promised; never without somebody who does it."""


def read_contact(typed: Typed, today: date) -> Contact:
    """Check the form. Raises `InvalidAnswers` with everything that is wrong."""
    reader = Reader(typed)
    happened_on = reader.day("happened_on", "Enter the day of the contact", latest=today)
    way = reader.choice("way", Way, "Select how you were in touch")
    with_whom = reader.choice("with_whom", Whom, "Select whom it was with")
    note = reader.text("note", "Enter what was said, in a line or two", most=4000)
    next_by, next_on = _next(reader)
    if next_on is not None and happened_on is not None and next_on < happened_on:
        reader.errors["next_on"] = "By when it is promised cannot be before the day of the contact"
    reader.check()
    assert happened_on and way and with_whom
    return Contact(happened_on, way, with_whom, note, next_by, next_on)


def _next(reader: Reader) -> tuple[Next, date | None]:
    """Who does something next, and by when: one of the days offered, or another one."""
    chosen = reader.typed.get("next_by", "") or Next.NOBODY
    next_by = Next(chosen) if chosen in set(Next) else Next.NOBODY
    if next_by is Next.NOBODY:
        return next_by, None
    empty = "Select by when, or that nobody has to do anything"
    offered = reader.typed.get("next_in", "")
    if not offered or any(reader.typed.get(f"next_on-{part}", "").strip() for part in ("day", "month", "year")):
        return next_by, _another_day(reader, empty)
    try:
        return next_by, date.fromisoformat(offered)
    except ValueError:
        reader.errors["next_in"] = empty
        return next_by, None


def _another_day(reader: Reader, empty: str) -> date | None:
    found = reader.day("next_on", None)
    if found is None and "next_on" not in reader.errors:
        reader.errors["next_in"] = empty
    return found
