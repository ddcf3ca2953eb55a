"""Many tasks at once: one deed for each, in its own commit, and a sentence for each that was refused."""

from collections.abc import Callable, Sequence

from engine.errors import InvalidAnswers
from engine.recording import one_by_one
from engine.recording.one_by_one import Gathered

MOST = 200
"""Tasks in one go."""
CHOSEN = "task"


def checked(ids: Sequence[str]) -> tuple[str, ...]:
    """What was selected, each once. Raises `InvalidAnswers` where that is nothing, or too much for one go."""
    found = tuple(dict.fromkeys(ids))
    if not found:
        raise InvalidAnswers({CHOSEN: "Select at least one task"})
    if len(found) > MOST:
        raise InvalidAnswers({CHOSEN: f"Select {MOST} tasks or fewer at a time; these are {len(found)}"})
    return found


def run(ids: Sequence[str], deed: Callable[[str], object]) -> Gathered:
    """Do it for each that was selected. Raises `InvalidAnswers` for none or too many; then nothing was done."""
    return one_by_one.each(checked(ids), deed)
