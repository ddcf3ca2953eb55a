"""The command that says that somebody has left: their work goes to whoever takes over, and the account is closed."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from engine.casework import moving
from engine.casework.moving import Why
from engine.errors import HeardError, InvalidAnswers
from engine.flows import moving_work as flow
from engine.flows import people
from engine.flows.moving_work import Outcome
from engine.office import Office
from engine.queries import last_holders, moving_work

Open = Callable[[], AbstractContextManager[Office]]
"""Opens the office whose tables are those of this release."""


class NobodyTakesOver(HeardError):
    """{name} has work in hand ({what}): name who takes it over with --to. Nothing was changed."""


class TheSame(HeardError):
    """Nobody takes over from themselves: name somebody else with --to. Nothing was changed."""


def leaver(office: Office, email: str, to: str | None) -> Iterator[str]:
    """Move everything and close the account; yields what is to be said, a line each. Doing it again takes up the rest.

    Raises `NameUnknown`, `NobodyTakesOver`, `TheSame`; then nothing was changed.
    """
    person_id = moving_work.known_as(office, email) or people.find(office, email)
    name = moving_work.name_of(office, person_id)
    held = moving_work.in_hand(office, None, person_id)
    if held and to is None:
        raise NobodyTakesOver(name=name, what=", ".join(sort.replace("_", " ") for sort in held))
    successor = "" if to is None else str(people.find(office, to))
    try:
        plan = moving.read(person_id, Why.LEAVES, list(held), {"to": successor})
    except InvalidAnswers as error:
        raise TheSame() from error
    yield from [f"Careful: {each.warning}" for each in last_holders.last_in(office, person_id)]
    yield from _said(flow.move(office, None, plan, moving_work.cases(office, None, person_id)))
    flow.leave(office, None, person_id)
    yield f"{name} has left: the account is closed."


def command(opened: Open) -> Callable[[argparse.Namespace], int]:
    """The command, on the office that `opened` gives."""

    def _leaver(parsed: argparse.Namespace) -> int:
        with opened() as office:
            for line in leaver(office, parsed.email, parsed.to):
                print(line)
        return 0

    return _leaver


def _said(outcomes: tuple[Outcome, ...]) -> Iterator[str]:
    for each in outcomes:
        if each.moved:
            yield f"{each.reference or 'Line'}: {', '.join(each.moved)}"
        yield from (f"{each.reference or 'Line'}: to be decided by a person: {left}" for left in each.left)
