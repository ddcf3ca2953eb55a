"""The whole storm: `make storm`, or `python -m tests.storm CASES STEPS WORKERS SEED`. Exits 1 if anything is wrong."""

import sys
import tempfile
import time
from pathlib import Path

from tests.storm.storm import through_a_storm

CASES, STEPS, WORKERS, SEED = 500, 20, 4, 1


def main() -> int:
    """Run it and say what came of it."""
    given = [int(each) for each in sys.argv[1:]]
    cases, steps, workers, seed = (*given, *(CASES, STEPS, WORKERS, SEED)[len(given) :])
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="heard-storm-") as folder:
        passed = through_a_storm(Path(folder), cases, steps, workers, seed, calm=8)
    print(f"{passed.steps} steps over {cases} cases with {workers} workers in {time.monotonic() - began:.0f} seconds")
    for what, number in sorted(passed.gusts.items()):
        print(f"{number:4} times {what}")
    print(f"{passed.accepted} emails accepted, {passed.twice} of them once more; {passed.retried} incidents retried")
    print("\n".join(passed.wrongs or ["Every case is where it should be; nothing was lost, nothing was done twice."]))
    return 1 if passed.wrongs else 0


if __name__ == "__main__":
    sys.exit(main())
