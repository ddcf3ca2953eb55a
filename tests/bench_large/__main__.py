"""Measures lists and due work at a thousand, a hundred thousand and a million open cases, and says what is broken.

At every size the same people have the same work and every filter the same number of matches; all else is others'. Each
case has a timer that waits; of those the same few are due at every size, and are fired.
Promised of each look and each piece of work, the largest size against the smallest: as many statements (of work the
very same ones), the same rows, and at most twice the buffers (8 kB pages that PostgreSQL touches, in memory or not),
which no clock and no other load can change.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence

import structlog

from tests.bench_large import waking
from tests.bench_large.looking import Looked, look
from tests.bench_large.scenarios import looks
from tests.bench_large.town import build
from tests.council import MONDAY, StandingClock, open_office
from tests.parts.databases import IN_A_HURRY, PostgresServer, own_server

SIZES = (1_000, 100_000, 1_000_000)
MOST_TIMES = 2
"""How many times the smallest the largest may be."""

STEADY = (*IN_A_HURRY, "autovacuum = off")
"""PostgreSQL tidies up once, when everything is written, and not in the midst of it: how it reads depends on that."""

Measured = Mapping[str, Mapping[int, Looked]]


def measure(server: PostgresServer, sizes: Sequence[int]) -> Measured:
    """Every look and every piece of work at every size."""
    found: dict[str, dict[int, Looked]] = {}
    for size in sizes:
        with server.database() as url:
            clock = StandingClock(MONDAY)
            office = open_office(url, clock)
            build(office, size)
            for warm_up in looks(office).values():
                warm_up()  # a process compiles and reads some things once; that is no list's cost
                break
            for name, at in looks(office).items():
                found.setdefault(name, {})[size] = look(office.database, at)
            for name, looked in waking.at_work(office, clock):
                found.setdefault(name, {})[size] = looked
            office.database.close()
    return found


def broken(measured: Measured) -> Iterator[str]:
    """Every promise that does not hold, as a sentence."""
    for name, sizes in measured.items():
        looked = list(sizes.values())
        buffers = [each.buffers for each in looked]
        if len({len(each.costs) for each in looked}) > 1:
            yield f"{name}: {[len(each.costs) for each in looked]} statements"
        elif name in waking.NAMES and len({tuple(cost.statement for cost in each.costs) for each in looked}) > 1:
            yield f"{name}: as many statements, but not the same"
        if len({each.found for each in looked}) > 1:
            yield f"{name}: {[each.found for each in looked]} rows"
        if max(buffers) > MOST_TIMES * min(buffers):
            yield f"{name}: {buffers} buffers"


def table(measured: Measured) -> Iterator[str]:
    """A line for each look: rows, statements, buffers at each size, the largest as times the smallest."""
    sizes = list(next(iter(measured.values())))
    yield f"{'look':40} {'rows':>4} {'stmts':>5} " + " ".join(f"{size:>9,}" for size in sizes) + "  times"
    for name, at in measured.items():
        buffers = [at[size].buffers for size in sizes]
        first = at[sizes[0]]
        cells = " ".join(f"{each:>9,}" for each in buffers)
        yield f"{name:40} {first.found:>4} {len(first.costs):>5} {cells}  {max(buffers) / min(buffers):.2f}"


def plans(measured: Measured) -> Iterator[str]:
    """How each statement of each look was carried out at the largest size."""
    for name, at in measured.items():
        yield f"\n=== {name}"
        for cost in at[max(at)].costs:
            yield f"--- {cost.buffers} buffers: {' '.join(cost.statement.split())[:100]}"
            yield cost.plan


def main() -> int:
    """Print plans, table and what is broken; 1 if anything is."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    sizes = [int(each.replace("_", "")) for each in sys.argv[1:]] or SIZES
    with own_server(STEADY) as server:
        measured = measure(server, sizes)
    wrong = list(broken(measured))
    print("\n".join((*plans(measured), "", *table(measured), "", *(wrong or ["Every promise holds."]))))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
