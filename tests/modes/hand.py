"""One pair of hands in a process of its own, which stops at a point that is named and waits there to be killed.

`python -m tests.modes.hand <where> <deed>`: nothing of Heard is replaced. Where it stops is heard from the database's
own driver (the moment before COMMIT), or is simply after the deed.
"""

import os
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import event

from engine.office import Office
from heard import bootstrap
from heard.bootstrap import House
from heard.settings import Settings
from tests import story

STOPPED = "stopped here"


def _triage(house: House) -> None:
    story.triage(house.office)


def _sweep(house: House) -> None:
    house.sweep()


DEEDS: Mapping[str, Callable[[House], None]] = {"triage": _triage, "sweep": _sweep}


def stop() -> None:
    """Say so, and wait for the end."""
    sys.stdout.write(f"{STOPPED}\n")
    sys.stdout.flush()
    signal.pause()


def stop_before_the_commit_of_a_step(office: Office) -> None:
    """Stop when everything that a step leaves behind has been written and only the commit is missing."""
    written: set[int] = set()

    def note(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO history_payload"):
            written.add(id(connection))

    def wait(connection: Any) -> None:
        if id(connection) in written:
            stop()

    event.listen(office.database.engine, "after_cursor_execute", note)
    event.listen(office.database.engine, "commit", wait)


def main(where: str, deed: str) -> None:
    """Do the deed as far as the point."""
    house = bootstrap.build(Settings.from_env(os.environ))
    if where == "before-commit":
        stop_before_the_commit_of_a_step(house.office)
    DEEDS[deed](house)
    if where == "after":
        stop()
    house.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
