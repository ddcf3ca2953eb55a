"""Where somebody types: the forms whose words are kept while they are written, each with a name of its own."""

import re
from dataclasses import dataclass

LOG, COMPLIMENT = "log", "log:compliment"
MOST_CHARACTERS = 79
"""Of a place's name; one more marks what was laid aside."""
_TASK = re.compile(r"task:(?P<task_id>[0-9a-f]{32})")
_CASE = re.compile(r"case:(?P<reference>HRD-\d{2}-\d{4,8}):[a-z0-9_/]+")


@dataclass(frozen=True)
class Place:
    """One form: a task's page, one thing that is done with a case, or the log form."""

    name: str
    task_id: str | None = None
    reference: str | None = None

    @property
    def aside(self) -> str:
        """The name under which a second version is kept: what was begun elsewhere, or put away to start again."""
        return f"{self.name}+"


def read_place(name: str) -> Place | None:
    """The place of this name; None for what is no form that keeps words."""
    if len(name) > MOST_CHARACTERS:
        return None
    if name in (LOG, COMPLIMENT):
        return Place(name)
    found = _TASK.fullmatch(name)
    if found is not None:
        return Place(name, task_id=found["task_id"])
    found = _CASE.fullmatch(name)
    return Place(name, reference=found["reference"]) if found is not None else None
