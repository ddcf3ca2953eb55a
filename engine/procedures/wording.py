"""The words for what a diagram says in code: who does a step, when a reminder comes, how a condition reads."""

from engine.casework.dates import how_many
from engine.procedures.blocks import OWNER, OWNER_LINE_MANAGER
from engine.procedures.definition import TimerText

_PEOPLE = {
    OWNER: "whoever has the task",
    OWNER_LINE_MANAGER: "their line manager",
    "case:allocated_manager": "allocated manager",
    "case:logged_by": "whoever logged it",
}


def who(candidate: str) -> str:
    """A role, a relation or a recipient in words: "head of service", "allocated manager"."""
    return _PEOPLE.get(candidate, spaced(candidate.removeprefix("case:")))


def spaced(name: str) -> str:
    """A name of the code as words: "stage_1_response" reads "stage 1 response"."""
    return name.replace("_", " ")


def when(timer: TimerText) -> str:
    """A timer in words: "3 working days before the limit for the stage 1 response"."""
    limit = f"the limit for the {spaced(timer.clock)}"
    if timer.offset == 0:
        return f"on the day of {limit}"
    side = "before" if timer.offset < 0 else "after"
    return f"{how_many(abs(timer.offset))} {side} {limit}"


def listed(parts: list[str]) -> str:
    """A list in a sentence: "a", "a and b", "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def sentence(text: str) -> str:
    """The text with a capital at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]
