"""Measures, and prints what was found as JSON; the same goes to var/bench.json."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import structlog

from tests.bench import flows, loops, sizes
from tests.bench.figures import Figure
from tests.bench.twins import on_postgresql, on_sqlite

KEPT_IN = Path(__file__).parents[2] / "var" / "bench.json"


def measure() -> Iterator[Figure]:
    """Everything, one database after the other."""
    for database in (on_postgresql, on_sqlite):
        with database() as twins:
            yield from flows.figures(twins)
    for others in (loops, sizes):
        with on_postgresql() as twins:
            yield from others.figures(twins)


def main() -> None:
    """Print and keep the report; what the house has to say meanwhile goes elsewhere."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    report = json.dumps({"results": [asdict(figure) for figure in measure()]}, indent=2)
    KEPT_IN.parent.mkdir(parents=True, exist_ok=True)
    KEPT_IN.write_text(report + "\n")
    print(report)


if __name__ == "__main__":
    main()
