"""What a step costs the database: counted, never timed, and the same however many other cases are open."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, event, select, update

from engine.db.tables import job
from engine.flows import digest, firing, jobs
from tests.bench.journey import CLOSE_OUT_AT, RECEIVED_AT, Council, staff
from tests.bench.statements import listening
from tests.council import StandingClock, open_office

COMPLETED = ("triage", "respond", "sign_off", "check_and_send")
FEW, MANY = 10, 300
"""How many other cases are open meanwhile."""


@dataclass(frozen=True)
class Cost:
    """What one flow asked of the database, and how many instructions SQLite carried out to answer."""

    statements: int
    commits: int
    instructions: int


AT_MOST = {"receive": 16, "triage": 31, "respond": 17, "check_and_send": 22}
"""Statements of what brings heads, findings, events and letters with it: what is read of a case is read together."""

Flow = Callable[[], object]
Costs = Mapping[tuple[str, int], Cost]


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Costs]:
    """Every flow, once among few other cases and once among many."""
    clock = StandingClock(RECEIVED_AT)
    council = staff(open_office(f"sqlite:///{tmp_path_factory.mktemp('cost') / 'heard.db'}", clock), clock)
    _bring_work(council)
    found: dict[tuple[str, int], Cost] = {}
    others = 0
    for number in (FEW, MANY):
        for _ in range(number - others):
            council.receive()
        others = number
        for prepare in FLOWS.values():
            prepare(council)()  # a process compiles and reads some things once; that is no step's cost
        for name, prepare in FLOWS.items():
            twice = [_cost(council.office.database.engine, prepare(council)) for _ in range(2)]
            # Every sixteenth case that is written, SQLite's search tidies up: the other one of the two is meant.
            found[name, number] = min(twice, key=lambda cost: cost.instructions)
    yield found
    council.office.database.close()


def test_an_ordinary_completion_is_one_commit_and_at_most_eight_statements(costs: Costs) -> None:
    assert costs["sign_off", FEW].commits == 1
    assert costs["sign_off", FEW].statements <= 8


@pytest.mark.parametrize("flow", ["receive", "triage", "respond", "check_and_send"])
def test_a_page_that_writes_much_is_one_commit_and_few_statements(costs: Costs, flow: str) -> None:
    assert costs[flow, FEW].commits == 1
    assert costs[flow, FEW].statements <= AT_MOST[flow]


def test_a_fired_timer_is_one_commit_for_its_lease_and_one_for_its_step(costs: Costs) -> None:
    assert costs["timer", FEW].commits == 2
    assert costs["timer", FEW].statements <= 16


def test_looking_for_work_writes_nothing(costs: Costs) -> None:
    assert costs["sweep", FEW].commits == 0


@pytest.mark.parametrize("flow", ["receive", "triage", "respond", "sign_off", "check_and_send", "timer", "sweep"])
def test_cost_follows_the_work_that_is_due_and_not_the_cases_that_are_open(costs: Costs, flow: str) -> None:
    many, few = costs[flow, MANY], costs[flow, FEW]
    assert (many.statements, many.commits) == (few.statements, few.commits)
    # Where a row happens to lie may cost an instruction more or less; a list that is read through costs hundreds.
    assert many.instructions == pytest.approx(few.instructions, rel=0.01)


def _bring_work(council: Council) -> None:
    """Cases whose close-out is due this morning, and cases that wait at each of the steps before."""
    council.bring(6, "close_out")
    council.clock.instant = CLOSE_OUT_AT
    for element in reversed(COMPLETED):
        council.bring(6, element)
    with council.office.transaction() as transaction:  # the letters have gone
        posted = {"status": "done", "ended_at": transaction.now}
        transaction.connection.execute(update(job).where(job.c.kind == "deliver").values(posted))


def _completing(element: str) -> Callable[[Council], Flow]:
    def prepare(council: Council) -> Flow:
        task_id = council.open_tasks(element)[0]
        return lambda: council.complete(element, task_id)

    return prepare


def _timer(council: Council) -> Flow:
    query = select(job.c.id).where(job.c.kind == "timer", job.c.status == "pending").order_by(job.c.due_at, job.c.id)
    with council.office.database.reading() as connection:
        job_id = connection.execute(query).scalars().first() or 0
    return lambda: jobs.run(council.office, {"timer": firing.fire_timer}, job_id)


def _receive(council: Council) -> Flow:
    return council.receive


def _sweep(council: Council) -> Flow:
    """Early in the morning, when nothing is due yet."""

    def look() -> None:
        council.clock.forward(hours=-2)
        digest.schedule(council.office)
        jobs.sweep(council.office, {})
        council.clock.forward(hours=2)

    return look


FLOWS: Mapping[str, Callable[[Council], Flow]] = {
    **{element: _completing(element) for element in COMPLETED},
    "timer": _timer,
    "receive": _receive,
    "sweep": _sweep,
}


def _cost(engine: Engine, flow: Flow) -> Cost:
    with listening(engine) as asked, _counting(engine) as instructions:
        flow()
    return Cost(asked.count, asked.commits, len(instructions))


@contextmanager
def _counting(engine: Engine) -> Iterator[list[None]]:
    """One entry for each instruction of SQLite's virtual machine: a search that reads more rows needs more of them."""
    done: list[None] = []

    def borrowed(connection: object, record: object, proxy: object) -> None:
        connection.set_progress_handler(lambda: done.append(None), 1)  # type: ignore[attr-defined]

    event.listen(engine, "checkout", borrowed)
    try:
        yield done
    finally:
        event.remove(engine, "checkout", borrowed)
        engine.dispose()
