"""What people mean to do in a storm: for each case the same steps, some of them again and again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

OFFICER, MANAGER, HEAD = 1, 3, 5
LETTER = {"letter_body": "Thank you for telling us. We have looked into what you said."}
LOG: Mapping[str, str] = {
    "channel": "telephone",
    "service_id": "1",
    "complainant_name": "Jo Invented",
    "complainant_email": "jo@example.invalid",
    "words": "Nobody rings me back.",
    "reply_by": "email",
    "is_child": "no",
}
TRIAGE: Mapping[str, str] = {
    "route": "statutory",
    "route_reason": "A parent, about what her child was given.",
    "safeguarding": "no",
    "head-1-text": "Visits were cancelled without a word.",
    "allocated_manager": str(MANAGER),
    **LETTER,
}
RESPOND: Mapping[str, str] = {"finding-1": "upheld", "reason-1": "The log shows it.", "remedy-apology": "yes", **LETTER}
SEND_BACK: Mapping[str, str] = {"signed_off": "send_back", "what_to_change": "Say it more warmly."}
AGREE: Mapping[str, str] = {"signed_off": "agree"}
SEND: Mapping[str, str] = {"checked": "send", "sent_by": "email", **LETTER}
CLOSE_OUT: Mapping[str, str] = {"improvements": "A rota.", "learning_shared": "yes"}

FEWEST_STEPS = 6
"""Log, triage, reply, sign-off, check, close-out; each time it is sent back there are two more."""


UNTIL_THE_LAST = timedelta(days=10)
"""After this the timer of every answered case has come."""


@dataclass(frozen=True)
class Step:
    """One task of a case: the so many-th time that its element is completed, by whom, with which answers."""

    element: str
    time: int
    person_id: int
    answers: Mapping[str, str]
    dated: bool = False
    """Whether it says on which day the complainant was spoken with."""


@dataclass(frozen=True)
class Story:
    """A case as it is meant to go: logged under a number of its own, then these steps."""

    number: int
    form: str
    """The number that the form was given when it was opened: sent twice, it makes one case."""
    steps: tuple[Step, ...]
    last: Step = Step("close_out", 1, MANAGER, CLOSE_OUT)
    """What a timer opens some days after the answer."""

    @property
    def every(self) -> tuple[Step, ...]:
        """The steps and the last one."""
        return (*self.steps, self.last)


def stories(cases: int, steps: int) -> Iterator[Story]:
    """So many cases, each with so many steps: at least six, and an even number."""
    times_back = (steps - FEWEST_STEPS) // 2
    for number in range(cases):
        yield Story(number, uuid4().hex, tuple(_steps(times_back)))


def _steps(times_back: int) -> Iterator[Step]:
    yield Step("triage", 1, OFFICER, TRIAGE)
    for time in range(1, times_back + 1):
        yield Step("respond", time, MANAGER, RESPOND, dated=True)
        yield Step("sign_off", time, HEAD, SEND_BACK)
    yield Step("respond", times_back + 1, MANAGER, RESPOND, dated=True)
    yield Step("sign_off", times_back + 1, HEAD, AGREE)
    yield Step("check_and_send", 1, OFFICER, SEND)
