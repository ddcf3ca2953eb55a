"""The command that says how the background work stands, and tries again what is stuck."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from engine.errors import HeardError, NotFound
from engine.flows import incidents as flow
from engine.flows import people
from engine.office import LONDON, Office
from engine.queries import incidents, who, work_due

Open = Callable[[], AbstractContextManager[Office]]
"""Opens the office whose tables are those of this release."""


class NobodyNamed(HeardError):
    """Say in whose name it is tried again: --as with the email address of a complaints officer or administrator."""


class NothingStuck(HeardError):
    """None of these incidents is open. `heard jobs` lists those that are."""


def offer(command: argparse.ArgumentParser) -> None:
    """The arguments of `heard jobs`."""
    command.add_argument("--retry", metavar="INCIDENT", type=int, nargs="+", help="try these incidents again")
    command.add_argument("--retry-all", action="store_true", help="try every open incident again")
    command.add_argument("--as", dest="name", metavar="EMAIL", help="who says so")


def command(opened: Open) -> Callable[[argparse.Namespace], int]:
    """The command, on the office that `opened` gives."""

    def _jobs(parsed: argparse.Namespace) -> int:
        with opened() as office:
            if parsed.retry or parsed.retry_all:
                print(_retried(office, parsed.retry or [], parsed.name))
            for line in told(office):
                print(line)
        return 0

    return _jobs


def told(office: Office) -> Iterator[str]:
    """What is due and what is stuck, a line each. References and causes, nothing of anybody."""
    work = work_due.look(office)
    for due in work.due:
        since = due.since.astimezone(LONDON)
        more = f", {due.in_hand} in hand, {due.failed} failed before" if due.in_hand or due.failed else ""
        yield f"{due.urgency.name.lower()}: {due.number} {due.kind}, the oldest due since {since:%Y-%m-%d %H:%M}{more}"
    yield f"{work.within_a_day} more within 24 hours, {work.waiting_again} of which failed before"
    found = incidents.every_open(office)
    for row in found:
        of = f" of {row.reference}" if row.reference else ""
        yield f"incident {row.id}: {row.job_kind}{of}: {row.cause}. {row.advice}"
    if not found:
        yield "Nothing is stuck."


def _retried(office: Office, incident_ids: list[int], name: str | None) -> str:
    if not name:
        raise NobodyNamed
    actor = who.actor(office, people.find(office, name))
    assert actor is not None, "`people.find` finds those who may sign in"
    wanted = incident_ids or [row.id for row in incidents.every_open(office)]
    try:
        number = flow.retry(office, actor, wanted)
    except NotFound as error:
        raise NothingStuck from error
    return f"{number} tried again"
