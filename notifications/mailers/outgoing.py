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


class Mailer(Protocol):
    """A way of sending email."""

    def send(self, outgoing: Outgoing) -> None:
        """Hand the message over, at least once.

        Raises `MailDelayed` when trying later may help, `MailRefused` when it will not.
        """
