"""A case held open for writing: what happens to it is gathered here and written once, with its history, at the end."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from engine.casework.calendar import WorkingCalendar
from engine.casework.clocks import ClockReading
from engine.casework.step import OpenTask
from engine.casework.vocabulary import EventKind
from engine.db.tables import case_event, case_file
from engine.errors import NotFound
from engine.library import DefinitionRow, Library
from engine.office import Office, Transaction
from engine.recording import chain, jobs, search_text, task_copies, timing

_ADD_EVENT = insert(case_event).returning(case_event.c.id)
_CHANGE_CASE = update(case_file).where(case_file.c.id == bindparam("this_case"))


@dataclass(frozen=True)
class TimerInHand:
    """A timer that is being fired, by the key of its job."""

    job_id: int
    late_since: datetime | None
    """When it ought to have fired, where nobody was there to do it; None: it comes in time."""


@dataclass
class CaseRecord:
    """One case, locked, within one transaction. Made by `open_case` or `begin_case`, never kept beyond it."""

    transaction: Transaction
    library: Library
    row: Any
    """The case_file row as it was when opened."""
    actor_id: int | None
    on_behalf_of_id: int | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    entries: list[chain.Entry] = field(default_factory=list)
    opened: list[OpenTask] = field(default_factory=list)
    """Tasks that have opened so far, in whatever instance of the case."""
    clocks: dict[str, ClockReading] | None = None
    """The clocks as read last; read again when a fact has changed since."""
    clock_in_hand: str | None = None
    """The clock of the timer that is being fired: what a notice speaks of."""
    timer_in_hand: TimerInHand | None = None
    """The same timer as a job: what a notice belongs to, and since when it ought to have been told."""
    facts_changed: bool = False
    timers_changed: bool = False
    jobs: list[dict[str, Any]] = field(default_factory=list)
    """What is to be done later: letters that go, timers that wait. Written in one go at the end."""
    _calendar: WorkingCalendar | None = None

    @property
    def id(self) -> int:
        """The case's key."""
        return int(self.row.id)

    @property
    def is_new(self) -> bool:
        """Whether it is just being logged: nothing was on record of it before."""
        return bool(self.row.history_seq == 0)

    @property
    def calendar(self) -> WorkingCalendar:
        """The working days, as they are for the whole of this transaction."""
        if self._calendar is None:
            self._calendar = self.library.calendar(self.transaction.connection)
        return self._calendar

    def know_calendar(self, stamp: Any) -> None:
        """The same for who has read its stamp (`engine.library.CALENDAR_STAMP`) together with something else."""
        if self._calendar is None:
            self._calendar = self.library.calendar_as_of(self.transaction.connection, stamp)

    def set(self, **values: Any) -> None:
        """Change fields of the case; written at the end, each with the value before it in the history."""
        changed = {name: value for name, value in values.items() if self.value(name) != value}
        if changed:
            before = {name: self.value(name) for name in changed}
            self.changes.update(changed)
            self.note("case_changed", payload={"before": before, "after": changed})

    def value(self, name: str) -> Any:
        """A field of the case, as changed so far."""
        return self.changes.get(name, getattr(self.row, name))

    def note(
        self,
        what: str,
        *,
        lifecycle: str = "note",
        occurred_on: date | None = None,
        payload: Mapping[str, Any] | None = None,
        definition: DefinitionRow | None = None,
        element: str | None = None,
        task_id: str | None = None,
    ) -> None:
        """Add an entry to the case's history."""
        self.entries.append(
            chain.Entry(
                what=what,
                lifecycle=lifecycle,
                actor_id=self.actor_id,
                on_behalf_of_id=self.on_behalf_of_id,
                occurred_on=occurred_on or self.transaction.today,
                recorded_at=self.transaction.now,
                process_key=definition.key if definition else None,
                process_version=definition.version if definition else None,
                element=element,
                task_id=task_id,
                payload=dict(payload or {}),
            )
        )

    def event(
        self,
        kind: str,
        occurred_on: date,
        *,
        clock: str | None = None,
        until_on: date | None = None,
        ground: str | None = None,
        reason: str | None = None,
    ) -> int:
        """Record a dated event: the clocks run on these. Returns its key."""
        values = {
            "case_id": self.id,
            "kind": kind,
            "occurred_on": occurred_on,
            "clock": clock,
            "until_on": until_on,
            "ground": ground,
            "reason": reason,
            "recorded_at": self.transaction.now,
            "recorded_by": self.actor_id,
        }
        key = self.transaction.connection.execute(_ADD_EVENT, values).scalar_one()
        self.facts_changed = True
        payload = {"clock": clock, "until_on": until_on, "ground": ground, "reason": reason}
        self.note(kind, occurred_on=occurred_on, payload={k: v for k, v in payload.items() if v is not None})
        return int(key)

    def put_right(self, wrong: Row[Any], occurred_on: date, reason: str) -> int:
        """Correct the day of an event: a new row counts, the old one stays and points at it. Returns the new key."""
        right = {name: getattr(wrong, name) for name in ("kind", "clock", "until_on", "ground")}
        stamp = {"recorded_at": self.transaction.now, "recorded_by": self.actor_id, "case_id": self.id}
        values = {**right, **stamp, "occurred_on": occurred_on, "reason": reason}
        e, connection = case_event.c, self.transaction.connection
        new_id = int(connection.execute(insert(case_event).values(values).returning(e.id)).scalar_one())
        connection.execute(update(case_event).where(e.id == wrong.id).values(corrected_by_id=new_id))
        self.facts_changed = True
        payload = {"kind": wrong.kind, "was": wrong.occurred_on.isoformat(), "reason": reason, "event": new_id}
        self.note("date_corrected", occurred_on=occurred_on, payload=payload)
        return new_id

    def take_back(self, wrong: Row[Any], reason: str) -> int:
        """Replace an event that did not happen by one of kind `undone`; both stay on record. Returns the new key."""
        stamp = {"recorded_at": self.transaction.now, "recorded_by": self.actor_id, "case_id": self.id}
        values = {**stamp, "kind": EventKind.UNDONE.value, "occurred_on": self.transaction.today, "reason": reason}
        e, connection = case_event.c, self.transaction.connection
        new_id = int(connection.execute(insert(case_event).values(values).returning(e.id)).scalar_one())
        connection.execute(update(case_event).where(e.id == wrong.id).values(corrected_by_id=new_id))
        self.facts_changed = True
        payload = {"kind": wrong.kind, "was": wrong.occurred_on.isoformat(), "reason": reason, "event": new_id}
        self.note("event_undone", payload=payload)
        return new_id

    def close(self) -> None:
        """Write what was gathered: the clocks that follow, jobs, then the history and the case itself."""
        if self.facts_changed:
            timing.read_clocks_again(self)
        if self.timers_changed:
            timing.schedule_timers(self)
        jobs.add(self.transaction, self.jobs)
        seq, head = chain.append(
            self.transaction.connection, self.id, self.row.history_seq, self.row.history_head, self.entries
        )
        task_copies.follow(self)
        values = {**self.changes, "history_seq": seq, "history_head": head}
        self.transaction.connection.execute(_CHANGE_CASE, {"this_case": self.id, **values})
        search_text.keep_up(self, self.transaction.connection)


@contextmanager
def open_case(office: Office, transaction: Transaction, reference: str, actor_id: int | None) -> Iterator[CaseRecord]:
    """Lock a case by its reference, hand it over for writing, and write it. Raises `NotFound`."""
    query = select(case_file).where(case_file.c.reference == reference).with_for_update()
    row = transaction.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(what=f"case {reference}")
    with holding(office, transaction, row, actor_id) as case:
        yield case


@contextmanager
def holding(office: Office, transaction: Transaction, row: Row[Any], actor_id: int | None) -> Iterator[CaseRecord]:
    """The same for a row that the caller has locked already."""
    case = CaseRecord(transaction, office.library, row, actor_id)
    yield case
    case.close()
