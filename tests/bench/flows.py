"""Each flow of a case from its receipt to its reply, in turns with its floor."""

from collections.abc import Callable, Iterator, Sequence

from engine.library import DefinitionRow
from tests.bench import engine, in_memory
from tests.bench.figures import Figure, beside, milliseconds
from tests.bench.statements import Asked, listening
from tests.bench.twins import Twins

CASES = 60
WARMING_UP = 10
"""Runs that fill caches of compiled and prepared statements, and are not counted: a house runs for months."""

COMPLETED = ("triage", "respond", "sign_off", "check_and_send")
FLOOR = "the step in memory and one bare transaction of the same rows"

Deed = Callable[[], object]


def figures(twins: Twins, cases: int = CASES) -> Iterator[Figure]:
    """Times of a start and of each completion with their ratios, and what each asks of the database."""
    intake = _procedure(twins, "intake")
    yield from _in_turns(twins, "start (receive)", [(twins.council.receive, lambda: in_memory.start(intake))] * cases)
    for element in COMPLETED:
        task_ids = twins.council.open_tasks(element)
        yield from engine.figures(twins, element, task_ids)
        yield from _in_turns(
            twins, f"completion of {element}", [_turn(twins, element, task_id) for task_id in task_ids]
        )
    for table in ("history", "job", "message"):
        here, there = twins.rows(table)
        assert here == there, f"the floor wrote {there} rows of {table}, the house {here}"


def _turn(twins: Twins, element: str, task_id: str) -> tuple[Deed, Deed]:
    """Completing one task, and the same by SpiffWorkflow alone."""
    step = in_memory.held(twins.council.office, element, task_id).kept()
    complaint = _procedure(twins, "statutory_complaint")

    def alone() -> None:
        step()
        if element == "triage":  # which ends its own process by starting the next
            in_memory.start(complaint)

    return (lambda: twins.council.complete(element, task_id)), alone


def _in_turns(twins: Twins, name: str, turns: Sequence[tuple[Deed, Deed]]) -> Iterator[Figure]:
    measured = [_measure(twins, ours, alone) for ours, alone in turns]
    counted, asked = measured[WARMING_UP:], measured[-1][2]
    where = f"{name} on {twins.database}"
    floor = f"floor of {where}: {FLOOR}"
    yield from beside(where, [ours for ours, _, _ in counted], floor, [floor for _, floor, _ in counted])
    yield Figure(f"SQL statements of {where}", asked.count, "statements", 1)
    yield Figure(f"commits of {where}", asked.commits, "commits", 1)


def _measure(twins: Twins, ours: Deed, alone: Deed) -> tuple[float, float, Asked]:
    with listening(twins.council.office.database.engine) as asked:
        spent = milliseconds(ours)

    def floor() -> None:
        alone()
        twins.write(asked.writes)

    return spent, milliseconds(floor), asked


def _procedure(twins: Twins, key: str) -> DefinitionRow:
    office = twins.council.office
    with office.database.reading() as connection:
        return office.library.in_effect(connection, key, office.today())
