"""A change to a case, done or only tried: what it would do to dates, tasks and letters is read off the deed itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import orjson
from sqlalchemy import func, select

from engine.casework.clocks import ClockReading
from engine.db.tables import message, person, task
from engine.errors import StaleCase
from engine.office import Office
from engine.recording import timing, wrong_letters
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
class LetterNamed:
    """A letter of the case, by what it is and where it stands."""

    template: str
    status: str


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
    told: tuple[str, ...] = ()
    """The people who are told by email, by name."""
    dated: tuple[LetterNamed, ...] = ()
    """The letters, written or gone, that name a day which moves with it."""
    over: tuple[str, ...] = ()
    """What it writes over, as the history will keep it: somebody may have changed that in the meantime."""
    seq: int = 0
    """How many entries the history of the case had when it was looked at."""

    @property
    def seen(self) -> str:
        """What the page of confirmation carries: `Seen` reads it."""
        return f"{self.seq}:{self.mark}"

    @property
    def mark(self) -> str:
        """What the deed would do to dates, tasks and standing, as a few characters that differ where it differs."""
        told = (self.moved, self.gone, self.opened, self.status, self.over)
        return sha256(repr(told).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Seen:
    """What somebody was shown before they confirmed a deed."""

    seq: int
    mark: str

    @classmethod
    def of(cls, typed: Mapping[str, str]) -> "Seen | None":
        """From the page of confirmation; None where the deed was not shown first, as by the API."""
        seq, _, mark = typed.get(SEEN, "").partition(":")
        return cls(int(seq), mark) if seq.isascii() and seq.isdecimal() and len(seq) < 10 else None


SEEN = "seen"


class OnlyLooking(Exception):
    """Ends the transaction of a deed that is only tried, so that nothing of it is kept."""


def do(office: Office, person_id: int, reference: str, change: Change, seen: Seen | None = None) -> None:
    """Make the change, in one commit. Raises what the change raises, and `NotFound`.

    Raises `StaleCase`, and nothing is done, where the case has changed since the effect was `seen` and the deed would
    now do something else to dates, tasks or standing. What changes nothing of that, such as a note, is no hindrance.
    """
    with office.transaction() as transaction, open_case(office, transaction, reference, person_id) as case:
        make(case, change, seen)


def make(case: CaseRecord, change: Change, seen: Seen | None) -> None:
    """The same for a case that is open already."""
    if seen is None or seen.seq == case.row.history_seq:
        change(case)
        return
    before = Before.of(case)
    if before.preview(case, change(case)).mark != seen.mark:
        raise StaleCase(reference=case.row.reference)


def look(office: Office, person_id: int, reference: str, change: Change) -> Preview:
    """Really make it, read what it did, and let it go: a preview cannot differ from the deed."""
    preview = Preview()
    try:
        with office.transaction() as transaction, open_case(office, transaction, reference, person_id) as case:
            before = Before.of(case)
            preview = before.preview(case, change(case))
            raise OnlyLooking
    except OnlyLooking:
        return preview


@dataclass(frozen=True)
class Before:
    """A case as it stands before a change: what the change does is the difference."""

    clocks: dict[str, ClockReading]
    tasks: dict[str, str]
    last_letter: int

    @classmethod
    def of(cls, case: CaseRecord) -> "Before":
        """Read off the case, which is open for writing."""
        last = case.transaction.connection.execute(select(func.coalesce(func.max(message.c.id), 0))).scalar_one()
        return cls(timing.readings(case), _open_tasks(case), last)

    def preview(self, case: CaseRecord, advice: tuple[str, ...]) -> Preview:
        """What has changed since."""
        after, now = timing.readings(case), _open_tasks(case)
        names = (*self.clocks, *(name for name in after if name not in self.clocks))
        moved = tuple(sorted((_moved(name, self.clocks.get(name), after.get(name)) for name in names), key=_by_day))
        status = case.value("status")
        return Preview(
            moved=moved,
            advice=advice,
            gone=tuple(name for key, name in self.tasks.items() if key not in now),
            opened=tuple(name for key, name in now.items() if key not in self.tasks),
            drafted=_drafted(case, self.last_letter),
            status=status if status != case.row.status else None,
            told=_told(case),
            dated=_dated(case, self.last_letter, moved),
            over=tuple(_written_over(case)),
            seq=case.row.history_seq,
        )


def _open_tasks(case: CaseRecord) -> dict[str, str]:
    t = task.c
    query = select(t.id, t.name).where(t.case_id == case.id, t.status == "open").order_by(t.opened_at, t.id)
    return {row.id: row.name for row in case.transaction.connection.execute(query)}


def _told(case: CaseRecord) -> tuple[str, ...]:
    """Everybody to whom a notice goes with it."""
    keys = {key for entry in case.entries for key in entry.payload.get("told", ())}
    p = person.c
    names = select(p.name).where(p.id.in_(keys)).order_by(p.name) if keys else None
    return tuple(case.transaction.connection.execute(names).scalars()) if names is not None else ()


def _written_over(case: CaseRecord) -> Iterator[str]:
    for entry in case.entries:
        kept = {name: entry.payload[name] for name in _BEFORE if name in entry.payload}
        if kept:
            yield f"{entry.what} {orjson.dumps(kept, default=str, option=orjson.OPT_SORT_KEYS).decode()}"


_BEFORE = ("before", "finding_before", "was", "people", "people_before", "rows_before", "from")
"""Where entries of the history keep what was there before."""


def _dated(case: CaseRecord, last: int, moved: Iterable[Moved]) -> tuple[LetterNamed, ...]:
    """Letters from before that name a day which is another one now."""
    days = [each.before for each in moved if each.before is not None and each.after != each.before]
    if not days:
        return ()
    m = message.c
    query = select(m.template, m.status, m.body, m.text).where(m.case_id == case.id, m.kind == "letter", m.id <= last)
    found = case.transaction.connection.execute(query.where(m.status != "discarded").order_by(m.id))
    named = (row for row in found if any(wrong_letters.names(row.text or row.body or "", day) for day in days))
    return tuple(dict.fromkeys(LetterNamed(row.template, row.status) for row in named))


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
