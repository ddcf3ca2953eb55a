"""Who complains and how they are reached: asked when it is logged, and again when it was wrong."""

from enum import StrEnum
from typing import Any

from engine.casework.pages.typed import Reader


class ReplyBy(StrEnum):
    """The complainant's confirmed channel."""

    EMAIL = "email"
    POST = "post"


NO_REPLY = "none"
"""Whoever praises or suggests something may want no reply, or give no name at all: what `reply_by` says then."""
NO_NAME = "Somebody who gave no name"


def read_giver(reader: Reader) -> dict[str, Any]:
    """The same of somebody who praises or suggests something: all of it can be left open, and no reply is owed.

    Where a reply is wanted, there has to be a name and a way.
    """
    wanted = reader.typed.get("reply_by", "")
    if wanted in set(ReplyBy):
        return read_details(reader)
    return {
        "complainant_name": reader.text("complainant_name", most=120) or NO_NAME,
        "reply_by": NO_REPLY,
        **_contact(reader, None),
        "contact_warning": reader.text("contact_warning", most=1000) or None,
    }


def read_details(reader: Reader) -> dict[str, Any]:
    """Who complains and how they are reached, as columns of the case; what is wrong is said by the reader."""
    reply_by = reader.choice("reply_by", ReplyBy, "Select how they want to hear from us")
    return {
        "complainant_name": reader.text("complainant_name", "Enter the name of the person", most=120),
        "reply_by": reply_by,
        **_contact(reader, reply_by),
        "contact_warning": reader.text("contact_warning", most=1000) or None,
    }


def _contact(reader: Reader, reply_by: ReplyBy | None) -> dict[str, str | None]:
    email = reader.text("complainant_email", most=254)
    address = reader.text("complainant_address", most=1000)
    if reply_by is ReplyBy.EMAIL and not email:
        reader.errors["complainant_email"] = "Enter an email address, or select post"
    if email and not looks_like_email(email):
        reader.errors["complainant_email"] = "Enter an email address like name@example.com"
    if reply_by is ReplyBy.POST and not address:
        reader.errors["complainant_address"] = "Enter a postal address, or select email"
    phone = reader.text("complainant_phone", most=40)
    return {
        "complainant_email": email or None,
        "complainant_address": address or None,
        "complainant_phone": phone or None,
    }


def looks_like_email(text: str) -> bool:
    """Whether mail can be sent there, as far as its looks go."""
    local, at, domain = text.rpartition("@")
    # Mail servers cannot be relied on with letters beyond ASCII: better asked about now than returned later.
    plain = text.isascii() and not any(character.isspace() or character in '<>,;:"()' for character in text)
    return bool(at and local and plain) and "." in domain.strip(".")
