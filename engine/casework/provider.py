"""What a delivery service says became of an email, in GOV.UK Notify's words, and what a person does about it."""

from collections.abc import Mapping

DELIVERED = "delivered"
SENDING = "sending"
FAILED: Mapping[str, str] = {
    "permanent-failure": (
        "The email could not be delivered: the address does not exist, or its owner takes no email there. Ask for the "
        "right address another way, correct it on the case, and send the words again; or send them by post"
    ),
    "temporary-failure": (
        "The email was not taken in for three days: the mailbox is full, or a filter rejects it. Try again, or reach "
        "the person another way"
    ),
    "technical-failure": (
        "GOV.UK Notify could not pass the email on, so it was not sent. Try again; if it fails once more, look at "
        "status.notifications.service.gov.uk"
    ),
}
"""The statuses after which nothing more is tried, each with what a person reads and does."""
FINAL = frozenset({DELIVERED, *FAILED})
"""After one of these nothing changes any more."""
ON_THE_WAY = frozenset({"created", SENDING, "pending", "sent"})
"""Notify has it and is at it."""
