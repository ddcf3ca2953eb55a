"""What is looked for and done at any size: the sweep with little due of much that waits, and the work that it finds."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from engine.db.tables import case_file, job
from engine.flows import digest, jobs, late_notices, meeting_packs
from engine.office import Office
from engine.recording.jobs import Handler
from notifications.mailers.file import FileMailer
from tests import story
from tests.bench.journey import Council, staff
from tests.bench_large.looking import Looked, look, witness
from tests.council import StandingClock

CASES = 3
"""Whose timers are due: the first is fired to warm up, the next is measured, one is left over."""
TO_THE_REMINDER, TO_THE_LIMIT = 9, 6
"""Days from receipt until the manager is reminded, and from then until the limit has passed."""

NAMES = (
    "sweep: what is due",
    "sweep: what was abandoned",
    "timer fired: reminder",
    "email delivered",
    "timer fired: limit passed",
    "task completed: reply",
    "task completed: sign-off",
    "case logged",
    "sweep: digests, packs, late notices",
)


def at_work(office: Office, clock: StandingClock) -> Iterator[tuple[str, Looked]]:
    """Everything that is measured, by name. Some cases more are logged for it, the same number at every size."""
    (last,) = story.rows(office, select(func.max(case_file.c.id).label("key")))
    council = staff(office, clock, others=last.key)
    council.bring(CASES, "respond")
    with TemporaryDirectory(prefix="heard-bench-") as folder:
        handlers = story.handlers(FileMailer(Path(folder)))
        jobs.sweep(office, handlers)
        clock.forward(days=TO_THE_REMINDER)
        yield from _sweep(office)
        yield "timer fired: reminder", _second(office, handlers, "timer")
        yield "email delivered", _second(office, handlers, "deliver")
        jobs.sweep(office, handlers)
        clock.forward(days=TO_THE_LIMIT)
        _overtake(office, handlers)
        yield "timer fired: limit passed", _second(office, handlers, "timer")
        jobs.sweep(office, handlers)
    yield from _people(council)
    _schedule(office)  # which writes the next morning's jobs, once
    yield "sweep: digests, packs, late notices", look(office.database, _counted(_schedule, office))


def _sweep(office: Office) -> Iterator[tuple[str, Looked]]:
    assert len(_due(office, "timer")) == CASES, "every case has a reminder that is due, and nothing else is"
    yield "sweep: what is due", look(office.database, lambda: len(jobs.due(office)))
    yield "sweep: what was abandoned", look(office.database, _counted(jobs.raise_abandoned, office))


def _schedule(office: Office) -> None:
    late_notices.schedule(office)
    digest.schedule(office)
    meeting_packs.schedule(office)


def _second(office: Office, handlers: Mapping[str, Handler], kind: str) -> Looked:
    """Do the first job of a kind that is due, and measure the second."""
    first, second = _due(office, kind)[:2]
    jobs.run(office, handlers, first)
    looked = witness(office.database, lambda: int(jobs.run(office, handlers, second)))
    (ended,) = story.rows(office, select(job.c.status).where(job.c.id == second))
    assert ended.status == "done", f"what is measured is done, and not put off: {kind} {second}"
    return looked


def _overtake(office: Office, handlers: Mapping[str, Handler]) -> None:
    """The last reminder comes to nothing once the limit itself has passed."""
    for job_id in _due(office, "timer"):
        jobs.run(office, handlers, job_id)


def _people(council: Council) -> Iterator[tuple[str, Looked]]:
    database = council.office.database
    for name, element in (("reply", "respond"), ("sign-off", "sign_off")):
        first, second = council.open_tasks(element)[-2:]
        council.complete(element, first)
        yield f"task completed: {name}", witness(database, _counted(council.complete, element, second))
    yield "case logged", witness(database, _counted(council.receive))


def _counted(deed: Callable[..., object], *given: object) -> Callable[[], int]:
    """What a deed finds is its statements; it counts as one."""

    def done() -> int:
        deed(*given)
        return 1

    return done


def _due(office: Office, kind: str) -> list[int]:
    """The jobs of a kind that can be claimed now."""
    due = [hint.job_id for hint in jobs.due(office)]
    query = select(job.c.id).where(job.c.id.in_(due), job.c.kind == kind).order_by(job.c.id)
    return [row.id for row in story.rows(office, query)]
