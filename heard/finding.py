"""What is wrong with an installation, in words: what it is, and what to do about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.office import LONDON


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. Both are whole sentences, without anybody's name, address or words."""

    cause: str
    mend: str


Findings = Iterator[Finding]
Check = Callable[[], Findings]


def moment(instant: datetime) -> str:
    """An instant as people in the council's time zone say it."""
    there = instant.astimezone(LONDON)
    return f"{there.day} {there:%B %Y at %H:%M}"


def span(duration: timedelta) -> str:
    """How long something takes, in its two largest units."""
    seconds = int(duration.total_seconds())
    parts = [(seconds // 86400, "day"), (seconds // 3600 % 24, "hour"), (seconds // 60 % 60, "minute")]
    said = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts if number][:2]
    return " and ".join(said) or f"{seconds} second{'' if seconds == 1 else 's'}"
