"""The words by which a case is found, written in the same transaction as whatever changes them."""

from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    Select,
    bindparam,
    func,
    literal,
    select,
    union_all,
)

from engine.casework.search_words import kept
from engine.db.database import replacing, written
from engine.db.tables import case_file, case_note, case_search, contact, document, head, party

FIELDS = (
    *("reference", "complainant_name", "child_name", "advocate_name", "provider", "praised"),
    *("words", "desired_outcome"),
)
"""The fields of a case that are searched, names first: of very much text the end is left out."""
TABLES = frozenset(each.name for each in (party, head, contact, case_note, document))
"""What else is searched: whatever writes one of these has changed the words of the case that it holds open."""


class Held(Protocol):
    """A case held open for writing."""

    @property
    def id(self) -> int: ...
    @property
    def is_new(self) -> bool: ...
    @property
    def changes(self) -> dict[str, Any]: ...


def keep_up(case: Held, connection: Connection) -> None:
    """Write the words of a case anew if something that is searched may have changed; else ask the database nothing."""
    if case.is_new or not case.changes.keys().isdisjoint(FIELDS) or not TABLES.isdisjoint(written(connection)):
        write(connection, case.id)


def write(connection: Connection, case_id: int) -> None:
    """Make the words of one case anew from what stands in it: two statements."""
    words = of_case(connection, case_id)
    connection.execute(replacing(connection, case_search), {"case_id": case_id, "words": words})


def of_case(connection: Connection, case_id: int) -> frozenset[str]:
    """The words of one case, as they have to be now."""
    rows = connection.execute(_TEXTS, {"of_case": case_id}).all()
    return kept(row.text for row in sorted(rows, key=lambda row: (row.place, row.id)))


def out_of_step(connection: Connection) -> list[tuple[int, str]]:
    """Key and reference of every case whose words are not those that stand in it: it would not be found by them."""
    f = case_file.c
    query = select(f.id, f.reference, case_search.c.words).outerjoin(case_search, case_search.c.case_id == f.id)
    rows = connection.execute(query.order_by(f.reference)).all()
    return [(row.id, row.reference) for row in rows if row.words != of_case(connection, row.id)]


def _ask_texts() -> CompoundSelect[Any]:
    """Everything that is searched, a row for each text, in one statement.

    What was struck out and a paper that was withdrawn are not looked through: they are not what the case says.
    """
    case_id = bindparam("of_case", type_=Integer)
    f, p, h, c, n, d = (each.c for each in (case_file, party, head, contact, case_note, document))
    return union_all(
        *(_text(place, f.id, f[name], f.id == case_id) for place, name in enumerate(FIELDS)),
        _text(20, p.id, p.name, p.case_id == case_id),
        _text(21, h.number, h.text, h.case_id == case_id),
        _text(22, h.number, h.desired_outcome, h.case_id == case_id),
        _text(23, d.id, d.title, d.case_id == case_id, d.withdrawn_at.is_(None)),
        _text(24, c.id, c.note, c.case_id == case_id, c.struck_at.is_(None)),
        _text(25, n.id, n.text, n.case_id == case_id, n.struck_at.is_(None)),
    )


def _text(place: int, key: ColumnElement[int], column: ColumnElement[Any], *which: ColumnElement[bool]) -> Select[Any]:
    columns: list[ColumnElement[Any]] = [literal(place).label("place"), key.label("id")]
    return select(*columns, func.coalesce(column, "").label("text")).where(*which)


_TEXTS = _ask_texts()
"""Made once: making it costs as much as running it."""
