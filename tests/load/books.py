"""What was asked and what came of it, written down while it happens: the record is held against it afterwards."""

import re
from dataclasses import dataclass, field
from random import Random

MARK = re.compile(r"mark[0-9a-f]{12}")


def new_mark(chance: Random) -> str:
    """A word that stands nowhere else, put into what somebody types."""
    return f"mark{chance.getrandbits(48):012x}"


@dataclass(frozen=True)
class Asked:
    """One request and how long its answer took, in seconds."""

    what: str
    seconds: float
    status: int


@dataclass(frozen=True)
class Finished:
    """A task that somebody sent off and that was taken."""

    task_id: str
    person_id: int
    mark: str
    """What they typed with it; empty where its answers have no room for words."""


@dataclass
class Books:
    """Lists that many hands write to: each entry is put there whole."""

    asked: list[Asked] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    """What no page should have answered."""
    lost: list[str] = field(default_factory=list)
    """What was kept, and was not there when somebody looked for it again."""
    finished: list[Finished] = field(default_factory=list)
    claimed: list[tuple[str, int]] = field(default_factory=list)
    """Task and person, as often as it was granted."""
    refused: list[str] = field(default_factory=list)
    """The words of forms that somebody else was faster with."""
    logged: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    drafts: dict[tuple[int, str], str] = field(default_factory=dict)
    """The last words that were kept for a person at a task, and not sent since."""
    unknown: set[str] = field(default_factory=set)
    """Tasks and other forms that were sent and got no answer in time, which is an error: taken or not, who knows."""
