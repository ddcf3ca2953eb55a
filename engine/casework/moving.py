"""What somebody has in hand that can move to somebody else, sort by sort, and who takes over which."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engine.casework.independence import JUDGING
from engine.casework.pages.typed import Reader, Typed


class Sort(StrEnum):
    """A sort of work. But for tasks, actions and the line, each is a part in cases (`Relation`)."""

    TASKS = "tasks"
    """Tasks that they have claimed or were given."""
    ALLOCATED_MANAGER = "allocated_manager"
    INVESTIGATING_OFFICER = "investigating_officer"
    ADJUDICATING_OFFICER = "adjudicating_officer"
    REVIEWER = "reviewer"
    INDEPENDENT_PERSON = "independent_person"
    PANEL_CHAIR = "panel_chair"
    PANEL_MEMBER = "panel_member"
    ACTIONS = "actions"
    """What the council has promised and they see to."""
    LINE = "line"
    """The people whose line manager they are."""


PARTS: tuple[Sort, ...] = tuple(sort for sort in Sort if sort.value in {part.value for part in JUDGING})
"""The sorts that are parts in cases."""


class Why(StrEnum):
    """Why the work moves: what becomes of a task that cannot go to whoever takes over hangs on it."""

    LEAVES = "leaves"
    """It goes back on the team's list: whoever has left holds nothing."""
    MOVES = "moves"
    """It stays where it is."""


@dataclass(frozen=True)
class Plan:
    """Whose work goes to whom."""

    person_id: int
    why: Why
    to: Mapping[Sort, int] = field(default_factory=dict)
    """Who takes over, by sort; a sort that is not here stays."""


def read(person_id: int, why: Why, held: Collection[Sort], typed: Typed) -> Plan:
    """Who takes over what: one person (`to`) for all, another for a sort (`to-tasks`). Raises `InvalidAnswers`.

    `held` are the sorts of which there is something. Nobody needs to be named where there is nothing.
    """
    reader = Reader(typed)
    everything = reader.whole("to")
    to = {sort: reader.whole(f"to-{sort}") or everything for sort in held}
    for sort, successor in to.items():
        if successor == person_id:
            reader.errors["to" if everything == person_id else f"to-{sort}"] = "Select somebody else than themselves"
    if any(successor is None for successor in to.values()):
        reader.errors["to"] = "Select who takes over"
    reader.check()
    return Plan(person_id, why, {sort: successor for sort, successor in to.items() if successor is not None})
