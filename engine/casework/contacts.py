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


ON_THEIR_SIDE = (Whom.COMPLAINANT, Whom.CHILD, Whom.ADVOCATE)
"""Contact with these is contact with whoever complains: what a list means by "last contact"."""


@dataclass(frozen=True)
class Contact:
    """One contact."""

    happened_on: date
    way: Way
    with_whom: Whom
    note: str


def read_contact(typed: Typed, today: date) -> Contact:
    """Check the form. Raises `InvalidAnswers` with everything that is wrong."""
    reader = Reader(typed)
    happened_on = reader.day("happened_on", "Enter the day of the contact", latest=today)
    way = reader.choice("way", Way, "Select how you were in touch")
    with_whom = reader.choice("with_whom", Whom, "Select whom it was with")
    note = reader.text("note", "Enter what was said, in a line or two", most=4000)
    reader.check()
    assert happened_on and way and with_whom
    return Contact(happened_on, way, with_whom, note)
