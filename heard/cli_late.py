"""The command that says what an outage made late: every timer that was due in it, and what became of it."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from engine.office import Office
from engine.queries import outages
from engine.queries.outages import LateTimer
from web import outage_words as words
from web.filters import moment

Open = Callable[[], AbstractContextManager[Office]]
"""Opens the office whose tables are those of this release."""


def offer(command: argparse.ArgumentParser) -> None:
    """The arguments of `heard late`."""
    command.add_argument("outage", type=int, nargs="?", help="the number of an outage; without it, the last one")


def command(opened: Open) -> Callable[[argparse.Namespace], int]:
    """The command, on the office that `opened` gives."""

    def _late(parsed: argparse.Namespace) -> int:
        with opened() as office:
            for line in told(office, parsed.outage):
                print(line)
        return 0

    return _late


def told(office: Office, outage_id: int | None) -> Iterator[str]:
    """The outages, a line each, and the timers of one of them. References and dates, nothing of anybody.

    Raises `NotFound` for an outage that there never was.
    """
    known = outages.every(office)
    if outage_id is None:
        if not known:
            yield "There has been no outage: somebody has looked for due work all the time."
            return
        for row in known:
            yield f"{row.id}: {words.silence(row)} ({words.lasted(row.lasted)}), {row.timers} timers"
    yield from _one(office, known[0].id if outage_id is None else outage_id)


def _one(office: Office, outage_id: int) -> Iterator[str]:
    found = outages.every_timer(office, outage_id)
    yield f"Outage {outage_id}, {words.silence(found.outage)}: {words.in_sum(found)}"
    while found.rows:
        yield from map(_line, found.rows)
        if found.following is None:
            return
        found = outages.every_timer(office, outage_id, found.following)


def _line(timer: LateTimer) -> str:
    sent = "; ".join(words.told(each) for each in timer.told) or "nothing sent"
    became = f"{words.ended(timer)}, {words.how_late(timer)}"
    return f"{timer.reference or '–'}: {words.rung(timer)}. Was due {moment(timer.due_at)}. {became}. {sent}."
