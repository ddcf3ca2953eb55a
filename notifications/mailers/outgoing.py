"""An email as it leaves the house, and what every way of sending one promises."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Audience(StrEnum):
    """For whom an email is: staff get it from the system, a complainant from a person."""

    STAFF = "staff"
    COMPLAINANT = "complainant"


@dataclass(frozen=True)
class Outgoing:
    """One email to one address. `message_id` ("<x@y>") stays the same however often it is sent.

    `written_at` is an aware instant for the Date header; without it the mail server dates the message.
    """

    message_id: str
    sender: str
    to: str
    subject: str
    text: str
    html: str
    audience: Audience = Audience.STAFF
    written_at: datetime | None = None
    tried_before: bool = False
    """Whether somebody may have it already: what became of the last attempt is not known for certain."""


@dataclass(frozen=True)
class Receipt:
    """What a delivery service answers when it takes a message in: its own reference, under which it says the rest."""

    provider_id: str


class Mailer(Protocol):
    """A way of sending email."""

    def send(self, outgoing: Outgoing) -> Receipt | None:
        """Hand the message over, at least once; a receipt where the way has one.

        Raises `MailDelayed` when trying later may help, `MailRefused` when it will not.
        """
