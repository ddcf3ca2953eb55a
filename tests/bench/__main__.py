"""Measures, and prints what was found as JSON; the same goes to var/bench.json. In the end it says what holds.

Exit status 1 where a completion asks the database more, or commits more often, than was promised: that no busy machine
can change. A ratio that is over its bound is said, and no more.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import structlog

from tests.bench import flows, loops, pages, sizes, workers
from tests.bench.figures import Figure
from tests.bench.promises import held_against, summary
from tests.bench.running import running
from tests.bench.twins import on_postgresql, on_sqlite

KEPT_IN = Path(__file__).parents[2] / "var" / "bench.json"


def measure() -> Iterator[Figure]:
    """Everything, one database after the other, and then the house as it runs."""
    for database in (on_postgresql, on_sqlite):
        with database() as twins:
            yield from flows.figures(twins)
    for others in (loops, sizes):
        with on_postgresql() as twins:
            yield from others.figures(twins)
    for at_work in (pages, workers):
        with running() as council:
            yield from at_work.figures(council)


def main() -> int:
    """Print and keep the report; what the house has to say meanwhile goes elsewhere."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    figures = list(measure())
    report = json.dumps({"results": [asdict(figure) for figure in figures]}, indent=2)
    KEPT_IN.parent.mkdir(parents=True, exist_ok=True)
    KEPT_IN.write_text(report + "\n")
    print(report)
    kept = held_against(figures)
    print("", *summary(kept), sep="\n", file=sys.stderr)
    return 1 if any(each.fails for each in kept) else 0


if __name__ == "__main__":
    sys.exit(main())
