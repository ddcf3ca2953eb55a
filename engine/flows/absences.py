"""Somebody is away and a colleague stands in: arranged, changed, called off, and over early when they are back.

Nothing is written over: what was arranged before stays on record with who changed it and when.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor, require
from engine.db.tables import absence, person
from engine.errors import NotAllowed, NotFound, RefusedByLaw
from engine.office import Office, Transaction
from engine.queries import absences
from engine.queries.absences import days_said

LONGEST = timedelta(days=366)
"""Whoever is away for longer has left their post for the time: their work is moved, not covered."""


class AbsenceOver(RefusedByLaw):
    """This absence is over or was called off: there is nothing to change any more. It stays on record as it was."""


@dataclass(frozen=True)
class Arranged:
    """What was arranged, and what the person should know of it though it is allowed."""

    person: str
    deputy: str
    from_on: date
    to_on: date
    warning: str | None
    """That the deputy is away as well, with the days."""


@dataclass(frozen=True)
class Back:
    """Somebody is back: who stood in for them, and how many tasks they did."""

    deputy: str
    tasks: int


@dataclass(frozen=True)
class _Wanted:
    person_id: int
    deputy_id: int
    from_on: date
    to_on: date


def arrange(office: Office, actor: Actor, typed: Mapping[str, str]) -> Arranged:
    """Say who does somebody's work while they are away: one's own, or another's (`Action.KEEP_ABSENCES`).

    `typed`: `from_on`, `to_on` (both days included), `deputy`, and `person` for somebody else. Raises `InvalidAnswers`.
    """
    reader = Reader(typed)
    with office.transaction() as transaction:
        whose = reader.whole("person") if typed.get("person") else actor.person_id
        _must_keep(transaction.connection, actor, whose)
        if whose is None or not _works_here(transaction.connection, whose):
            reader.errors["person"] = "Select who is away"
            reader.check()
        assert whose is not None, "the reader has refused it"
        _lock(transaction.connection, whose)
        first = reader.day("from_on", "Enter the first day away")
        if first is not None and first < transaction.today:
            reader.errors["from_on"] = "The first day away must be today or later"
        wanted = _read(reader, transaction, actor, whose, first, without=None)
        _insert(transaction, actor, [wanted])
        return _arranged(transaction.connection, wanted)


def change(office: Office, actor: Actor, absence_id: int, typed: Mapping[str, str]) -> Arranged:
    """Change days or deputy. Of an absence that has begun the first day stays, and a new deputy begins today."""
    reader = Reader(typed)
    with office.transaction() as transaction:
        row = _current(transaction, actor, absence_id)
        begun = row.from_on < transaction.today
        first = row.from_on if begun else reader.day("from_on", "Enter the first day away")
        if first is not None and not begun and first < transaction.today:
            reader.errors["from_on"] = "The first day away must be today or later"
        wanted = _read(reader, transaction, actor, row.person_id, first, without=absence_id)
        rows = [wanted]
        if begun and wanted.deputy_id != row.deputy_id:
            so_far = _Wanted(row.person_id, row.deputy_id, row.from_on, transaction.today - timedelta(days=1))
            rows = [so_far, _Wanted(row.person_id, wanted.deputy_id, transaction.today, wanted.to_on)]
        _call_off(transaction, actor, absence_id)
        _insert(transaction, actor, rows)
        return _arranged(transaction.connection, rows[-1])


def cancel(office: Office, actor: Actor, absence_id: int) -> Back | None:
    """Call an absence off. One that has begun ends with yesterday: the person is back; returns what was done."""
    with office.transaction() as transaction:
        row = _current(transaction, actor, absence_id)
        _call_off(transaction, actor, absence_id)
        if row.from_on > transaction.today:
            return None
        if row.from_on < transaction.today:
            yesterday = transaction.today - timedelta(days=1)
            _insert(transaction, actor, [_Wanted(row.person_id, row.deputy_id, row.from_on, yesterday)])
        done = absences.how_many_done(transaction.connection, row.person_id, row.from_on, transaction.today)
        return Back(_name(transaction.connection, row.deputy_id), done)


def _must_keep(connection: Connection, actor: Actor, whose: int | None) -> None:
    if whose != actor.person_id:
        require(actor, Action.KEEP_ABSENCES)
    elif not _works_here(connection, actor.person_id):
        why = "this is for those who work for the council; tell the complaints team when you cannot come"
        raise NotAllowed(action="say who covers for you", why=why)


def _works_here(connection: Connection, person_id: int) -> bool:
    p = person.c
    here = select(p.id).where(p.id == person_id, p.active, p.external.is_(False))
    return connection.execute(here).first() is not None


def _lock(connection: Connection, person_id: int) -> None:
    """Two absences of one person are arranged one after the other, so that they never overlap.

    Nobody who only writes the person's key down, as their deputy's absence does, has to wait: two colleagues who stand
    in for each other would wait for ever.
    """
    connection.execute(select(person.c.id).where(person.c.id == person_id).with_for_update(key_share=True))


def _current(transaction: Transaction, actor: Actor, absence_id: int) -> Row[Any]:
    """An absence that is not over, and that this person may change; locked. Raises `NotFound`, `AbsenceOver`."""
    a, connection = absence.c, transaction.connection
    row = connection.execute(select(absence).where(a.id == absence_id)).one_or_none()
    if row is None:
        raise NotFound(what="absence")
    if row.person_id != actor.person_id:
        require(actor, Action.KEEP_ABSENCES)
    _lock(connection, row.person_id)
    row = connection.execute(select(absence).where(a.id == absence_id)).one()
    if row.cancelled_at is not None or row.to_on < transaction.today:
        raise AbsenceOver
    return row


def _read(
    reader: Reader, transaction: Transaction, actor: Actor, whose: int, first: date | None, without: int | None
) -> _Wanted:
    last = reader.day("to_on", "Enter the last day away")
    if last is not None and "to_on" not in reader.errors:
        _check_last(reader, transaction.today, first, last)
    deputy_id = _deputy(reader, transaction.connection, actor, whose)
    if first is not None and last is not None and not reader.errors:
        _must_not_overlap(reader, transaction.connection, whose, first, last, without)
    reader.check()
    assert first is not None and last is not None and deputy_id is not None, "the reader has refused it"
    return _Wanted(whose, deputy_id, first, last)


def _check_last(reader: Reader, today: date, first: date | None, last: date) -> None:
    if last < today:
        reader.errors["to_on"] = "The last day away must be today or later"
    elif first is not None and last < first:
        reader.errors["to_on"] = "The last day away must not be before the first"
    elif first is not None and last - first > LONGEST:
        reader.errors["to_on"] = (
            "An absence is a year at most. For longer, ask the complaints team to move the work to somebody else"
        )


def _deputy(reader: Reader, connection: Connection, actor: Actor, whose: int) -> int | None:
    deputy_id = reader.whole("deputy")
    if deputy_id is None:
        reader.errors["deputy"] = "Select who stands in"
    elif deputy_id == whose:
        reader.errors["deputy"] = "Nobody stands in for themselves; select a colleague"
    elif deputy_id == actor.person_id:
        # Whoever keeps others' absences would otherwise open any colleague's work to themselves.
        reader.errors["deputy"] = "Ask whoever is away, or another officer, to say that you stand in"
    elif not _works_here(connection, deputy_id):
        reader.errors["deputy"] = "Select somebody who works for the council today"
    return deputy_id


def _must_not_overlap(
    reader: Reader, connection: Connection, whose: int, first: date, last: date, without: int | None
) -> None:
    a = absence.c
    query = (
        select(a.from_on, a.to_on, person.c.name)
        .join(person, person.c.id == a.deputy_id)
        .where(a.person_id == whose, a.cancelled_at.is_(None), a.from_on <= last, a.to_on >= first)
        .order_by(a.from_on)
    )
    row = connection.execute(query if without is None else query.where(a.id != without)).first()
    if row is not None:
        reader.errors["from_on"] = (
            f"There is an absence {days_said(row.from_on, row.to_on)} already, with {row.name} standing in."
            " Choose days outside it, or change that one"
        )


def _insert(transaction: Transaction, actor: Actor, rows: list[_Wanted]) -> None:
    stamp = {"made_at": transaction.now, "made_by": actor.person_id}
    transaction.connection.execute(insert(absence), [{**vars(row), **stamp} for row in rows])


def _call_off(transaction: Transaction, actor: Actor, absence_id: int) -> None:
    stamp = {"cancelled_at": transaction.now, "cancelled_by": actor.person_id}
    transaction.connection.execute(update(absence).where(absence.c.id == absence_id).values(stamp))


def _arranged(connection: Connection, wanted: _Wanted) -> Arranged:
    deputy = _name(connection, wanted.deputy_id)
    both = absences.away_as_well(connection, wanted.deputy_id, wanted.from_on, wanted.to_on)
    warning = f"{deputy} is away as well {both}: nobody is there to stand in on those days" if both else None
    return Arranged(_name(connection, wanted.person_id), deputy, wanted.from_on, wanted.to_on, warning)


def _name(connection: Connection, person_id: int) -> str:
    return str(connection.execute(select(person.c.name).where(person.c.id == person_id)).scalar_one())
