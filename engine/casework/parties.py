"""Further children whom a complaint is about, and further people who make it: how each is put on record."""

from dataclasses import dataclass
from enum import StrEnum

from engine.casework.pages.contact import ReplyBy, looks_like_email
from engine.casework.pages.typed import Reader, Typed


class PartyKind(StrEnum):
    """What they are to the complaint, beside those whom the case itself names."""

    CHILD = "child"
    COMPLAINANT = "complainant"


@dataclass(frozen=True)
class Party:
    """One of them. Without a way to reply, letters go to the first complainant alone."""

    kind: PartyKind
    name: str
    email: str | None
    address: str | None
    reply_by: ReplyBy | None
    note: str | None


def read_party(typed: Typed) -> Party:
    """Check the form. Raises `InvalidAnswers` with everything that is wrong."""
    reader = Reader(typed)
    kind = reader.choice("kind", PartyKind, "Select whether this is a child or somebody who complains")
    name = reader.text("name", "Enter the name", most=120)
    email, address = reader.text("email", most=254), reader.text("address", most=1000)
    reply_by = ReplyBy(typed["reply_by"]) if typed.get("reply_by") in set(ReplyBy) else None
    if email and not looks_like_email(email):
        reader.errors["email"] = "Enter an email address like name@example.com"
    if reply_by is ReplyBy.EMAIL and not email:
        reader.errors["email"] = "Enter an email address, or choose another way"
    if reply_by is ReplyBy.POST and not address:
        reader.errors["address"] = "Enter a postal address, or choose another way"
    note = reader.text("party_note", most=1000)
    reader.check()
    assert kind is not None
    return Party(kind, name, email or None, address or None, reply_by, note or None)


def place_to_reply(reply_by: str | None, email: str | None, address: str | None) -> str | None:
    """Where somebody is written to: their email address if they want replies by email, else their postal address."""
    return (email if reply_by == "email" else address) or None
