"""What a delivery service says became of an email, in GOV.UK Notify's words."""

from collections.abc import Mapping

DELIVERED = "delivered"
SENDING = "sending"
FAILED: Mapping[str, str] = {
    "permanent-failure": "Undeliverable: there is no such address, or it takes no email",
    "temporary-failure": "NotTakenIn: the mailbox is full, or a filter rejects the email; it was tried for three days",
    "technical-failure": "NotPassedOn: GOV.UK Notify could not pass the email on, so it was not sent",
}
"""After these nothing more is tried there; each with the cause of its incident (`incident_advice` says what to do)."""
FINAL = frozenset({DELIVERED, *FAILED})
"""After one of these nothing changes any more."""
ON_THE_WAY = frozenset({"created", SENDING, "pending", "sent"})
"""Notify has it and is at it."""
