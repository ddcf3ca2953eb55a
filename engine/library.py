"""What the process keeps in memory because it never changes: compiled definitions, and the calendar while it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from engine.casework.calendar import BankHoliday, Receipt, WorkingCalendar
from engine.db.tables import bank_holiday, letter_template, setting
from engine.db.tables import definition as definition_table
from engine.errors import NotFound
from engine.spiff.parse import Definition, shared_definition

RECEIPT = "receipt"
"""The council's setting for what counts as the day of receipt: a value of `Receipt`."""


_d = definition_table.c
# Statements that stay the same are made once: making one costs as much as running it.
_PUBLISHED = (
    select(_d.id, _d.effective_from)
    .where(_d.key == bindparam("of_key"), _d.status == "published")
    .order_by(_d.effective_from.desc(), _d.published_at.desc().nulls_last(), _d.id.desc())
)
CALENDAR_STAMP = select(
    func.count().label("count"),
    func.max(bank_holiday.c.recorded_at).label("last"),
    select(setting.c.value).where(setting.c.name == RECEIPT).scalar_subquery().label("receipt"),
).select_from(bank_holiday)
"""What differs when the calendar has changed: one row (`Library.calendar_as_of`)."""


@dataclass(frozen=True)
class DefinitionRow:
    """A published version, compiled."""

    id: int
    key: str
    version: str
    compiled: Definition


@dataclass(frozen=True, eq=False)
class LetterSources:
    """The letters as they are published now: source and version by name. The same object while nothing changes."""

    sources: Mapping[str, str]
    versions: Mapping[str, int]


@dataclass
class Library:
    """One for each process. Definitions are immutable rows, so that what was compiled once serves for ever."""

    _definitions: dict[int, DefinitionRow] = field(default_factory=dict)
    _calendar: tuple[tuple[int, str, str], WorkingCalendar] | None = None
    _letters: tuple[tuple[int, int, str], LetterSources] | None = None
    _lock: Lock = field(default_factory=Lock)

    def definition(self, connection: Connection, definition_id: int) -> DefinitionRow:
        """The definition with this id, compiled at first use."""
        known = self._definitions.get(definition_id)
        if known is not None:
            return known
        d = definition_table.c
        row = connection.execute(select(d.key, d.version, d.xml).where(d.id == definition_id)).one()
        loaded = DefinitionRow(definition_id, row.key, row.version, shared_definition(row.xml))
        with self._lock:
            return self._definitions.setdefault(definition_id, loaded)

    def in_effect(self, connection: Connection, key: str, on: date) -> DefinitionRow:
        """The published version of `key` in effect on a day; before the first one, the first one.

        Of several for the same day, the one that was published last.
        """
        (found,) = self.in_effect_on_each(connection, key, (on,))
        return found

    def in_effect_on_each(self, connection: Connection, key: str, days: Sequence[date]) -> tuple[DefinitionRow, ...]:
        """The same for several days at once."""
        rows = connection.execute(_PUBLISHED, {"of_key": key}).all()
        if not rows:
            raise NotFound(what=f"published procedure “{key}”")
        return tuple(self.definition(connection, _in_effect(rows, day)) for day in days)

    def all_in_effect(self, connection: Connection, on: date) -> dict[str, int]:
        """Every published procedure by its key, with the id of the version that `in_effect` finds for a day."""
        d = definition_table.c
        query = select(d.key, d.id, d.effective_from).where(d.status == "published")
        rows = connection.execute(query.order_by(d.effective_from, d.published_at.asc().nulls_first(), d.id)).all()
        firsts = {row.key: row.effective_from for row in reversed(rows)}
        return {row.key: row.id for row in rows if row.effective_from <= max(on, firsts[row.key])}

    def calendar(self, connection: Connection) -> WorkingCalendar:
        """England's working days, counted as the council counts them; read again when either has changed."""
        return self.calendar_as_of(connection, connection.execute(CALENDAR_STAMP).one())

    def calendar_as_of(self, connection: Connection, now: Any) -> WorkingCalendar:
        """The same for who has read the `CALENDAR_STAMP` together with something else: `now` is its row."""
        stamp = (now.count, str(now.last), now.receipt or Receipt.AS_RECEIVED.value)
        known, c = self._calendar, bank_holiday.c
        if known is None or known[0] != stamp:
            rows = connection.execute(select(c.day, c.name, c.source).order_by(c.day)).all()
            days = [BankHoliday(day=r.day, name=r.name, source=r.source) for r in rows]
            calendar = WorkingCalendar(days, Receipt(stamp[2]))
            # Another thread may put its own there meanwhile: what is handed out is what this one has read.
            self._calendar = known = (stamp, calendar)
        return known[1]

    def letters(self, connection: Connection) -> LetterSources:
        """The published words of every letter; read again when a version has been published."""
        t = letter_template.c
        count, last, published = connection.execute(
            select(func.count(), func.max(t.id), func.max(t.published_at)).where(t.published_at.is_not(None))
        ).one()
        stamp = (count, last or 0, str(published))
        known = self._letters
        if known is None or known[0] != stamp:
            rows = connection.execute(select(t.name, t.version, t.source).where(t.status == "published")).all()
            current = LetterSources({r.name: r.source for r in rows}, {r.name: r.version for r in rows})
            self._letters = known = (stamp, current)
        return known[1]


def _in_effect(newest_first: Sequence[Any], on: date) -> int:
    """Of the published versions the last that has begun by then; before the first day, the last made for that."""
    first = newest_first[-1].effective_from
    return next(int(row.id) for row in newest_first if row.effective_from <= max(on, first))
