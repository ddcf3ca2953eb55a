"""Whom email may reach while not everything is in earnest: addresses and whole domains, as somebody listed them."""

import re
from dataclasses import dataclass

_PART = re.compile(r"[^\s@,<>]*@[^\s@,<>]+\.[^\s@,<>.]+")


@dataclass(frozen=True)
class AllowList:
    """Addresses ("mo@council.example") and domains ("@council.example", which does not stand for those below it)."""

    entries: frozenset[str]

    @classmethod
    def read(cls, text: str) -> "AllowList":
        """Read a list with commas between. Raises `ValueError` with the entry that is neither address nor domain."""
        parts = [part.strip() for part in text.split(",")]
        for part in parts:
            if not _PART.fullmatch(part):
                raise ValueError(part)
        return cls(frozenset(part.casefold() for part in parts))

    def allows(self, address: str) -> bool:
        """Whether email may go to this address; upper and lower case are the same."""
        folded = address.strip().casefold()
        domain = f"@{folded.rpartition('@')[2]}"
        return folded in self.entries or domain in self.entries


NOBODY = AllowList(frozenset())
"""What a demonstration has when it is told nothing else."""
