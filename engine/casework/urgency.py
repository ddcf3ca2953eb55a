"""How soon work wants to be done that is due at the same time as other work: a burst of one keeps no other waiting."""

from enum import IntEnum


class Urgency(IntEnum):
    """Lower is sooner. Within one, what was due first is done first."""

    URGENT = 0
    """Somebody waits for it, or a limit is reached: a letter that was just sent, a timer of the limit itself."""
    ORDINARY = 1
    """A reminder before a limit, a notice to staff."""
    PATIENT = 2
    """The morning's digests, meeting packs: nobody notices a quarter of an hour."""
