"""`make load`, or `python -m tests.load PEOPLE MINUTES SEED`: exits 1 at an error or a lost update."""

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.load import figures
from tests.load.council import Busy
from tests.load.load import Passed, Plan, a_day
from tests.parts.databases import own_server

PEOPLE, MINUTES, SEED = 200, 10.0, 1


def main() -> int:
    """Run it and say what came of it."""
    given = sys.argv[1:]
    people = int(given[0]) if given else PEOPLE
    minutes = float(given[1]) if len(given) > 1 else MINUTES
    seed = int(given[2]) if len(given) > 2 else SEED
    with tempfile.TemporaryDirectory(prefix="heard-load-") as folder, own_server(Busy.database) as server:
        passed = a_day(Path(folder), server, Plan(people, seed, minutes))
    print(f"{people} people for {passed.seconds:.0f} seconds, on a machine with {os.cpu_count()} cores")
    _say(passed)
    return 1 if passed.errors or passed.wrongs else 0


def _say(passed: Passed) -> None:
    print("\n".join(figures.table(passed.asked)))
    print(f"{len(passed.asked) / passed.seconds:.1f} requests a second")
    for name, seconds in passed.processor.items():
        print(f"{seconds:7.0f} seconds of a core: {name} ({seconds / passed.seconds:.0%} of one)")
    for name, number in passed.done.items():
        print(f"{number:7} {name}")
    one, five, fifteen = os.getloadavg()
    print(f"load of the machine, everything on it included: {one:.1f}, {five:.1f}, {fifteen:.1f}")
    for error, number in Counter(passed.errors).most_common():
        print(f"ERROR, {number} times: {error}")
    for wrong in passed.wrongs:
        print(f"WRONG: {wrong}")
    if not (passed.errors or passed.wrongs):
        print("No error, and no lost update: what was taken is on record once, and nothing else is.")


if __name__ == "__main__":
    sys.exit(main())
