"""How long pages took, kind by kind."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tests.load.books import Asked


def share(sorted_seconds: Sequence[float], of: float) -> float:
    """The time within which this share of the answers came: 0.95 for the 95th percentile."""
    return sorted_seconds[min(len(sorted_seconds) - 1, int(of * len(sorted_seconds)))]


def table(asked: Sequence[Asked]) -> Iterator[str]:
    """A line for each kind of page, the slowest first, and one for all of them; in milliseconds."""
    kinds: dict[str, list[float]] = defaultdict(list)
    for each in asked:
        kinds[each.what].append(each.seconds)
    yield f"{'count':>7} {'median':>8} {'95 %':>8} {'longest':>8}  milliseconds"
    rows = sorted(((sorted(found), what) for what, found in kinds.items()), key=lambda row: -share(row[0], 0.95))
    yield from (_line(found, what) for found, what in rows)
    yield _line(sorted(each.seconds for each in asked), "all pages")


def _line(found: Sequence[float], what: str) -> str:
    times = (share(found, 0.5), share(found, 0.95), found[-1])
    return f"{len(found):7} " + " ".join(f"{1000 * each:8.0f}" for each in times) + f"  {what}"
