"""What the process keeps in memory because it never changes: compiled definitions, and the calendar while it holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from sqlalchemy import Connection, func, select

from engine.casework.calendar import BankHoliday, Receipt, WorkingCalendar
from engine.db.tables import bank_holiday, letter_template, setting
from engine.db.tables import definition as definition_table
from engine.errors import NotFound
from engine.spiff.parse import Definition, shared_definition

RECEIPT = "receipt"
"""The council's setting for what counts as the day of receipt: a value of `Receipt`."""


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
        d = definition_table.c
        published = (d.key == key) & (d.status == "published")
        newest = (d.published_at.desc().nulls_last(), d.id.desc())
        latest = select(d.id).where(published, d.effective_from <= on).order_by(d.effective_from.desc(), *newest)
        found = connection.execute(latest.limit(1)).scalar()
        if found is None:
            first = select(d.id).where(published).order_by(d.effective_from, *newest).limit(1)
            found = connection.execute(first).scalar()
        if found is None:
            raise NotFound(what=f"published procedure “{key}”")
        return self.definition(connection, found)

    def all_in_effect(self, connection: Connection, on: date) -> dict[str, int]:
        """Every published procedure by its key, with the id of the version that `in_effect` finds for a day."""
        d = definition_table.c
        query = select(d.key, d.id, d.effective_from).where(d.status == "published")
        rows = connection.execute(query.order_by(d.effective_from, d.published_at.asc().nulls_first(), d.id)).all()
        firsts = {row.key: row.effective_from for row in reversed(rows)}
        return {row.key: row.id for row in rows if row.effective_from <= max(on, firsts[row.key])}

    def calendar(self, connection: Connection) -> WorkingCalendar:
        """England's working days, counted as the council counts them; read again when either has changed."""
        c = bank_holiday.c
        receipt = select(setting.c.value).where(setting.c.name == RECEIPT).scalar_subquery()
        count, last, said = connection.execute(select(func.count(), func.max(c.recorded_at), receipt)).one()
        stamp = (count, str(last), said or Receipt.AS_RECEIVED.value)
        known = self._calendar
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
