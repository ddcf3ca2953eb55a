"""What somebody asks for who cannot do a task as it is: somebody else, more time, or help."""

from dataclasses import dataclass
from enum import StrEnum

from engine.casework.pages.typed import Reader, Typed

MOST = 2000
"""Characters of a request or its answer."""


class Need(StrEnum):
    """What is in the way."""

    WRONG_PERSON = "wrong_person"
    MORE_TIME = "more_time"
    HELP = "help"


@dataclass(frozen=True)
class Asked:
    """A request as its form said it."""

    need: Need
    note: str


def read(typed: Typed) -> Asked:
    """What is asked for, and why, in their own words. Raises `InvalidAnswers`."""
    reader = Reader(typed)
    need = reader.choice("need", Need, "Select what is in the way")
    note = reader.text("note", "Enter what the complaints team should know", most=MOST)
    reader.check()
    assert need is not None
    return Asked(need, note)


def read_answer(typed: Typed) -> str:
    """What the asker is told. Raises `InvalidAnswers`."""
    reader = Reader(typed)
    answer = reader.text("answer", "Enter your answer", most=MOST)
    reader.check()
    return answer
