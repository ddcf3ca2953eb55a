"""What a reply costs that was sent back sixty times, beside one that comes to the same task for the first time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tests.bench import engine, in_memory
from tests.bench.figures import Figure, beside, milliseconds
from tests.bench.journey import Council
from tests.bench.statements import listening
from tests.bench.twins import Twins

LOOPS = 60
SENT_BACK = 4
"""Cases that went round so often."""
TURNS = 5
"""How often each of them is measured, beside another case each time."""
STEPS = 5
"""How often the engine's part of a step is repeated, which moves nothing."""

ROUND: Mapping[str, Mapping[str, str]] = {
    "respond": {},
    "sign_off": {"signed_off": "send_back", "what_to_change": "Say it more warmly."},
}
"""The two tasks of a loop, and what is typed there that is not typed elsewhere."""
VARIABLES = {"respond": {}, "sign_off": {"signed_off": "send_back"}}


@dataclass
class _Measured:
    """One task of the loop: what it took after so many loops, and the first time, in turns."""

    engine: list[tuple[float, float]] = field(default_factory=list)
    whole: list[tuple[float, float]] = field(default_factory=list)
    bytes: list[tuple[float, float]] = field(default_factory=list)
    statements: tuple[int, int] = (0, 0)


def figures(twins: Twins, loops: int = LOOPS, sent_back: int = SENT_BACK, turns: int = TURNS) -> Iterator[Figure]:
    """Engine's part, whole completion, statements and the state's bytes of each task of the loop."""
    council = twins.council
    many, first = _cases(council, loops, sent_back, sent_back * turns)
    measured = {element: _Measured() for element in ROUND}
    for number, fresh in enumerate(first):
        for element, found in measured.items():
            _turn(council, element, (many[number % sent_back], fresh), found)
    for element, found in measured.items():
        yield from _told(twins, element, loops, found)


def _cases(council: Council, loops: int, sent_back: int, others: int) -> tuple[list[int], list[int]]:
    """Cases that were sent back so often, and as many others as are asked for that never were."""
    council.bring(sent_back, "respond")
    many = list(council.open_by_case("respond"))
    for _ in range(loops):
        for element, answers in ROUND.items():
            for task_id in council.open_tasks(element):
                council.complete(element, task_id, **answers)
    council.bring(others, "respond")
    return many, [case_id for case_id in council.open_by_case("respond") if case_id not in many]


def _turn(council: Council, element: str, cases: tuple[int, int], found: _Measured) -> None:
    open_now = council.open_by_case(element)
    many, first = (
        replace(in_memory.held(council.office, element, open_now[case_id]), variables=VARIABLES[element])
        for case_id in cases
    )
    found.bytes.append((len(many.state), len(first.state)))
    for _ in range(STEPS):
        found.engine.append((_milliseconds(engine.step, many), _milliseconds(engine.step, first)))
    asked: list[int] = []

    def complete(held: in_memory.Held) -> None:
        with listening(council.office.database.engine) as heard:
            council.complete(element, held.task_id, **ROUND[element])
        asked.append(heard.count)

    found.whole.append((_milliseconds(complete, many), _milliseconds(complete, first)))
    found.statements = (asked[0], asked[1])


def _milliseconds(deed: Callable[[in_memory.Held], None], held: in_memory.Held) -> float:
    return milliseconds(lambda: deed(held))


def _told(twins: Twins, element: str, loops: int, found: _Measured) -> Iterator[Figure]:
    after, where = f"after {loops} loops", f"on {twins.database}"
    for what, pairs, unit in (
        (f"engine part of {element} {after}, before {twins.database}", found.engine, "ms"),
        (f"completion of {element} {after} {where}", found.whole, "ms"),
        (f"bytes of the state at {element} {after} {where}", found.bytes, "bytes"),
    ):
        many, first = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        yield from beside(what, many, what.replace(after, "the first time"), first, unit)
    for what, count in zip((after, "the first time"), found.statements, strict=True):
        yield Figure(f"SQL statements of completion of {element} {what} {where}", count, "statements", 1)
