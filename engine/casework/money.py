"""Pounds and pence as people type and read them; kept as whole pence, so that nothing is ever rounded."""

import re

MOST = 100_000_000
"""Pence: a million pounds. Beyond it somebody has left out the point."""

_AMOUNT = re.compile(r"£?\s*(?P<pounds>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<pence>\d{2}))?")


def read_pence(text: str) -> int | None:
    """“£1,250” or “50.00” as pence; None for anything that is no amount, for nothing, and for too much."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None or len(found["pounds"]) > 12:
        return None
    pence = int(found["pounds"].replace(",", "")) * 100 + int(found["pence"] or 0)
    return pence if 0 < pence <= MOST else None


def in_pounds(pence: int) -> str:
    """An amount as a letter says it: “£1,250.00”."""
    return f"£{pence // 100:,}.{pence % 100:02}"
