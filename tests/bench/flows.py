"""Each flow of a case from its receipt to its reply, in turns with its floor."""

from collections.abc import Callable, Iterator

from engine.library import DefinitionRow
from tests.bench import in_memory
from tests.bench.figures import Figure, beside, milliseconds
from tests.bench.statements import Asked, listening
from tests.bench.twins import Twins

CASES = 60
WARMING_UP = 10
"""Runs that fill caches of compiled and prepared statements, and are not counted: a house runs for months."""

COMPLETED = ("triage", "respond", "sign_off", "check_and_send")
FLOOR = "the step in memory and one bare transaction of the same rows"


def figures(twins: Twins) -> Iterator[Figure]:
    """Times of a start and of each completion with their ratios, then what each asks of the database."""
    yield from _start(twins)
    for element in COMPLETED:
        yield from _completion(twins, element)
    for table in ("history", "job", "message"):
        here, there = twins.rows(table)
        assert here == there, f"the floor wrote {there} rows of {table}, the house {here}"


def _start(twins: Twins) -> Iterator[Figure]:
    intake = _procedure(twins, "intake")
    turns = [(twins.council.receive, lambda: in_memory.start(intake)) for _ in range(CASES)]
    yield from _in_turns(twins, "start (receive)", turns)


def _completion(twins: Twins, element: str) -> Iterator[Figure]:
    council = twins.council
    complaint = _procedure(twins, "statutory_complaint")

    def turn(task_id: str) -> tuple[Callable[[], object], Callable[[], object]]:
        step = in_memory.held(council.office, element, task_id).kept()
        alone = (lambda: (step(), in_memory.start(complaint))) if element == "triage" else step
        return (lambda: council.complete(element, task_id)), alone

    turns = [turn(task_id) for task_id in council.open_tasks(element)]
    yield from _in_turns(twins, f"completion of {element}", turns)


def _in_turns(
    twins: Twins, name: str, turns: list[tuple[Callable[[], object], Callable[[], object]]]
) -> Iterator[Figure]:
    ours, floor, asked = [], [], Asked()
    for real, alone in turns:
        with listening(twins.council.office.database.engine) as asked:
            ours.append(milliseconds(real))
        writes = asked.writes
        floor.append(milliseconds(lambda: (alone(), twins.write(writes))))  # noqa: B023 - called at once
    where = f"{name} on {twins.database}"
    yield from beside(where, ours[WARMING_UP:], f"floor of {where}: {FLOOR}", floor[WARMING_UP:])
    yield Figure(f"SQL statements of {where}", asked.count, "statements", 1)
    yield Figure(f"commits of {where}", asked.commits, "commits", 1)


def _procedure(twins: Twins, key: str) -> DefinitionRow:
    office = twins.council.office
    with office.database.reading() as connection:
        return office.library.in_effect(connection, key, office.today())
