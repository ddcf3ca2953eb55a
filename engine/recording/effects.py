"""A change to a case, done or only tried: what it would do to dates, tasks and letters is read off the deed itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from engine.casework.clocks import ClockReading
from engine.db.tables import message, task
from engine.office import Office
from engine.recording import timing
from engine.recording.case import CaseRecord, open_case

Change = Callable[[CaseRecord], tuple[str, ...]]
"""Checks and makes a change to a case; returns what the person should know of it though it is allowed."""


@dataclass(frozen=True)
class Moved:
    """What a deed does to one clock: its due date before and after; None where there is none."""

    clock: str
    before: date | None
    after: date | None
    state_before: str | None
    """None: the clock is new with it."""
    state_after: str | None
    """None: the clock is taken away by it."""

    @property
    def is_moved(self) -> bool:
        """Whether anything of it is different afterwards."""
        return (self.before, self.state_before) != (self.after, self.state_after)


@dataclass(frozen=True)
class Preview:
    """What a deed would do, before it is done."""

    moved: tuple[Moved, ...] = ()
    advice: tuple[str, ...] = ()
    """What the person should know though it is allowed, a sentence each."""
    gone: tuple[str, ...] = ()
    """The tasks that come off the lists, by name."""
    opened: tuple[str, ...] = ()
    """The tasks that open, by name."""
    drafted: tuple[str, ...] = ()
    """The letters that are begun and wait to be sent, by template."""
    status: str | None = None
    """The standing of the case afterwards, where it changes."""


class OnlyLooking(Exception):
    """Ends the transaction of a deed that is only tried, so that nothing of it is kept."""


def do(office: Office, person_id: int, reference: str, change: Change) -> None:
    """Make the change, in one commit. Raises what the change raises, and `NotFound`."""
    with office.transaction() as transaction, open_case(office, transaction, reference, person_id) as case:
        change(case)


def look(office: Office, person_id: int, reference: str, change: Change) -> Preview:
    """Really make it, read what it did, and let it go: a preview cannot differ from the deed."""
    preview = Preview()
    try:
        with office.transaction() as transaction, open_case(office, transaction, reference, person_id) as case:
            before, had = timing.readings(case), _Standing.of(case)
            advice = change(case)
            preview = _preview(case, before, had, advice)
            raise OnlyLooking
    except OnlyLooking:
        return preview


@dataclass(frozen=True)
class _Standing:
    tasks: dict[str, str]
    last_letter: int

    @classmethod
    def of(cls, case: CaseRecord) -> "_Standing":
        t, connection = task.c, case.transaction.connection
        open_now = connection.execute(select(t.id, t.name).where(t.case_id == case.id, t.status == "open"))
        last = select(func.coalesce(func.max(message.c.id), 0))
        return cls({row.id: row.name for row in open_now}, connection.execute(last).scalar_one())


def _preview(case: CaseRecord, before: dict[str, ClockReading], had: _Standing, advice: tuple[str, ...]) -> Preview:
    after, now = timing.readings(case), _Standing.of(case)
    names = (*before, *(name for name in after if name not in before))
    status = case.value("status")
    return Preview(
        moved=tuple(sorted((_moved(name, before.get(name), after.get(name)) for name in names), key=_by_day)),
        advice=advice,
        gone=tuple(name for key, name in had.tasks.items() if key not in now.tasks),
        opened=tuple(name for key, name in now.tasks.items() if key not in had.tasks),
        drafted=_drafted(case, had.last_letter),
        status=status if status != case.row.status else None,
    )


def _by_day(moved: Moved) -> tuple[date, str]:
    return moved.after or moved.before or date.max, moved.clock


def _moved(name: str, before: ClockReading | None, after: ClockReading | None) -> Moved:
    return Moved(
        name,
        before.due_on if before else None,
        after.due_on if after else None,
        before.state.value if before else None,
        after.state.value if after else None,
    )


def _drafted(case: CaseRecord, last: int) -> tuple[str, ...]:
    m = message.c
    new = select(m.template).where(m.case_id == case.id, m.id > last, m.kind == "letter", m.status == "draft")
    return tuple(case.transaction.connection.execute(new.order_by(m.id)).scalars())
