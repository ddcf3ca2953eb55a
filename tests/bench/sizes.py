"""What a case that is over leaves in the database."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, text

from engine.db.tables import metadata
from engine.flows import firing, jobs
from engine.recording.jobs import Handler
from notifications.handlers import Delivery
from notifications.mailers.file import FileMailer
from tests.bench.figures import Figure
from tests.bench.journey import WORK, Council
from tests.bench.twins import Twins

EARLIER, CASES = 20, 40
PARTS: Mapping[str, tuple[str, ...]] = {
    "state": ("process_instance",),
    "history": ("history", "history_payload"),
    "jobs": ("job",),
    "messages": ("message",),
    "clocks": ("clock",),
    "tasks": ("task",),
}


def figures(twins: Twins) -> Iterator[Figure]:
    """Bytes for each finished case, its letters and emails delivered: with indexes, and of the rows alone.

    PostgreSQL's own figures (`pg_total_relation_size`), as the difference that these cases made to a database that had
    some already: first as they were written, dead versions of rows included, then after VACUUM FULL.
    """
    tables = [table.name for table in metadata.sorted_tables]
    _live_through(twins.council, EARLIER)
    before = _packed(twins, tables)
    _live_through(twins.council, CASES)
    written, packed = _bytes(twins, tables), _packed(twins, tables)
    with_indexes = "a finished case on PostgreSQL, indexes included"
    yield _for_each(f"bytes of {with_indexes}, as written", sum(written.values()) - sum(before.values()))
    yield _for_each(f"bytes of {with_indexes}, packed", sum(packed.values()) - sum(before.values()))
    for part, of_part in PARTS.items():
        yield _for_each(f"bytes of {with_indexes}, packed: {part}", sum(packed[t] - before[t] for t in of_part))


def _for_each(name: str, total: int) -> Figure:
    return Figure(name, round(total / CASES), "bytes", CASES)


def _live_through(council: Council, cases: int) -> None:
    """Bring this many cases from their receipt to their end, a week later."""
    council.bring(cases, "close_out")
    with TemporaryDirectory(prefix="heard-bench-") as folder:
        delivery = Delivery(FileMailer(Path(folder)), "complaints@fernshire.invalid", "http://127.0.0.1:8000")
        handlers: dict[str, Handler] = {"timer": firing.fire_timer, "deliver": delivery}
        jobs.sweep(council.office, handlers)
        council.clock.forward(days=7)
        jobs.sweep(council.office, handlers)
    for task_id in council.open_tasks(list(WORK)[-1]):
        council.complete("close_out", task_id)
    assert council.unsent() == 0, "a letter or email that was not delivered is smaller than one that was"


def _packed(twins: Twins, tables: list[str]) -> dict[str, int]:
    engine = twins.council.office.database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("VACUUM FULL"))
        return _sizes(connection, tables)


def _bytes(twins: Twins, tables: list[str]) -> dict[str, int]:
    with twins.council.office.database.reading() as connection:
        return _sizes(connection, tables)


def _sizes(connection: Connection, tables: list[str]) -> dict[str, int]:
    size = text("SELECT pg_total_relation_size(CAST(:name AS regclass))")
    return {name: connection.execute(size, {"name": name}).scalar_one() for name in tables}
