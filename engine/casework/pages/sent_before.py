"""A notice that went before the day on which it is recorded: how it was sent, and what shows that it went."""

from enum import StrEnum

from engine.casework.pages.typed import Reader

RECORDED_LATE = "recorded_late"
"""What the history calls it."""


class SentHow(StrEnum):
    """How it went."""

    EMAIL = "email"
    LETTER = "letter"
    IN_PERSON = "in_person"


def read_proof(reader: Reader) -> dict[str, str]:
    """A day typed afterwards may make a late answer timely: what shows that the notice went is asked, and kept."""
    way = reader.choice("sent_how", SentHow, "Select how it was sent: it went before today")
    proof = reader.text("proof", "Enter what shows that it went on that day", most=1000)
    return {"way": way.value if way is not None else "", "proof": proof}
