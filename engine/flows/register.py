"""The register of those who can be asked to investigate, to be the independent person or to sit on a panel.

Who stands on it and for what, the check of each, and the days on which they cannot come. Somebody from outside becomes
a person with an account of their own: they see the cases they have a part in.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from engine.casework.independence import FROM_OUTSIDE, ON_THE_REGISTER
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor, in_words, require
from engine.db.tables import independent_register, person, unavailable
from engine.errors import NotFound
from engine.office import Office, Transaction
from engine.recording.recipients import held_on

NAME, EMAIL, NOTE = 120, 254, 2000
"""The most characters that are kept."""
KINDS = tuple(sorted(ON_THE_REGISTER))
"""What somebody can stand on the register for."""
STAFF, OUTSIDE = "staff", "outside"
"""Whether somebody who is added works here, or comes from outside."""


def add(office: Office, actor: Actor, typed: Mapping[str, str]) -> int:
    """Put somebody on the register: a colleague, or somebody from outside who becomes known here; returns their key.

    Only people from outside can be independent persons or sit on a panel (regulations 17(2) and 19(3)). An account is
    opened by `heard new-password`. Raises `InvalidAnswers`.
    """
    require(actor, Action.KEEP_REGISTER)
    reader = Reader(typed)
    with office.transaction() as transaction:
        is_outside = _where_from(reader)
        known = None if is_outside else _colleague(reader, transaction.connection)
        newcomer = _newcomer(reader, transaction) if is_outside else {}
        kinds = _kinds(reader, OUTSIDE if is_outside else STAFF, empty="Select what they can be asked to be")
        entry = _check_typed(reader, transaction.today)
        if known is not None:
            _not_there_yet(reader, transaction, known, kinds)
        reader.check()
        key = known if known is not None else _insert_person(transaction.connection, newcomer)
        _enter(transaction, key, kinds, entry)
        return key


def change(office: Office, actor: Actor, person_id: int, typed: Mapping[str, str]) -> None:
    """Change what the register says of somebody: what for, their check, the note; of outsiders who they are.

    What is not ticked any more ends today; with nothing ticked they leave the register. What they are doing in a case
    already is not touched.
    """
    require(actor, Action.KEEP_REGISTER)
    reader = Reader(typed)
    with office.transaction() as transaction:
        row = _registered(transaction.connection, person_id)
        details = _details(reader, transaction.today) if row.external else {}
        kinds = _kinds(reader, OUTSIDE if row.external else STAFF, empty=None)
        entry = _check_typed(reader, transaction.today)
        reader.check()
        if details:
            transaction.connection.execute(update(person).where(person.c.id == person_id).values(details))
        current = _current(transaction, person_id)
        _enter(transaction, person_id, [kind for kind in kinds if kind not in current], entry)
        _leave(transaction, person_id, current - set(kinds))
        r = independent_register.c
        of = (r.person_id == person_id) & r.kind.in_(kinds)
        transaction.connection.execute(update(independent_register).where(of).values(entry))


def add_absence(office: Office, actor: Actor, person_id: int, typed: Mapping[str, str]) -> None:
    """Note days on which somebody on the register cannot come; one day where no last one is given."""
    require(actor, Action.KEEP_REGISTER)
    reader = Reader(typed)
    first = reader.day("away_from", "Enter the first day on which they cannot come")
    last = reader.day("away_to", None) or first
    note = reader.text("away_note", most=NOTE)
    if first is not None and last is not None and last < first:
        reader.errors["away_to"] = "The last day must not be before the first"
    reader.check()
    with office.transaction() as transaction:
        _registered(transaction.connection, person_id)
        values = {"person_id": person_id, "from_on": first, "to_on": last, "note": note or None}
        transaction.connection.execute(insert(unavailable).values(values))


def remove_absence(office: Office, actor: Actor, person_id: int, absence_id: int) -> None:
    """Take away days on which somebody can come after all."""
    require(actor, Action.KEEP_REGISTER)
    with office.transaction() as transaction:
        u = unavailable.c
        transaction.connection.execute(delete(unavailable).where(u.id == absence_id, u.person_id == person_id))


def _where_from(reader: Reader) -> bool:
    value = reader.typed.get("where_from", "")
    if value not in (STAFF, OUTSIDE):
        reader.errors["where_from"] = "Select whether they work here or come from outside"
    return value == OUTSIDE


def _colleague(reader: Reader, connection: Connection) -> int | None:
    if "where_from" in reader.errors:
        return None
    key, p = reader.whole("person"), person.c
    here = select(p.id).where(p.id == key, p.active, p.external.is_(False))
    if key is None or connection.execute(here).scalar() is None:
        reader.errors["person"] = "Select who it is"
        return None
    return key


def _newcomer(reader: Reader, transaction: Transaction) -> dict[str, Any]:
    email = reader.text("email", "Enter their email address: they sign in with it", most=EMAIL)
    local, _, domain = email.rpartition("@")
    if email and not (local and "." in domain.strip(".") and email.isascii() and not set(email) & set(' \t\n<>,;:"()')):
        reader.errors.setdefault("email", "Enter an email address, like name@example.com")
    p = person.c
    taken = select(p.id).where(func.lower(p.email) == email.lower())
    if email and transaction.connection.execute(taken).first() is not None:
        reader.errors.setdefault("email", "Somebody has this email address already")
    return {**_details(reader, transaction.today), "email": email, "external": True}


def _details(reader: Reader, today: date) -> dict[str, Any]:
    """Who somebody from outside is, and what ties them to the council."""
    name = " ".join(reader.text("name", "Enter their name", most=NAME).split())
    left_on = reader.day("left_council_on", None, latest=today)
    partner = reader.yes_no("partner_in_council", "Select yes if they are married to an officer or member")
    return {"name": name, "left_council_on": left_on, "partner_in_council": bool(partner)}


def _kinds(reader: Reader, where: str, empty: str | None) -> list[str]:
    """What they can be asked to be; only people from outside can be all of it. `empty` where nothing is an error."""
    ticked = [kind.value for kind in KINDS if reader.ticked(f"kind-{kind.value}")]
    if not ticked and empty is not None:
        reader.errors["kinds"] = empty
    inside = [kind for kind in ticked if kind in FROM_OUTSIDE]
    if inside and where == STAFF and "where_from" not in reader.errors:
        said = " or ".join(in_words(kind) for kind in inside)
        reader.errors["kinds"] = f"Somebody who works for the council cannot be {said} (regulations 17(2) and 19(3))"
    return ticked


def _check_typed(reader: Reader, today: date) -> dict[str, Any]:
    """The check of a person, which is the same for whatever they are asked to be."""
    checked_on = reader.day("checked_on", None, latest=today)
    expires_on = reader.day("check_expires_on", None)
    if checked_on is not None and expires_on is not None and expires_on <= checked_on:
        reader.errors["check_expires_on"] = "A check expires after the day it was made"
    note = reader.text("note", most=NOTE)
    return {"checked_on": checked_on, "check_expires_on": expires_on, "note": note or None}


def _not_there_yet(reader: Reader, transaction: Transaction, person_id: int, kinds: Iterable[str]) -> None:
    again = [in_words(kind) for kind in kinds if kind in _current(transaction, person_id)]
    if again:
        reader.errors.setdefault("kinds", f"They are on the register for this already: {', '.join(again)}")


def _insert_person(connection: Connection, values: Mapping[str, Any]) -> int:
    return int(connection.execute(insert(person).values(values).returning(person.c.id)).scalar_one())


def _enter(transaction: Transaction, person_id: int, kinds: Iterable[str], entry: Mapping[str, Any]) -> None:
    """Put them on the register for these from today. An entry that had ended begins anew."""
    r, connection = independent_register.c, transaction.connection
    wanted = list(kinds)
    connection.execute(delete(independent_register).where(r.person_id == person_id, r.kind.in_(wanted)))
    rows = [{"person_id": person_id, "kind": kind, "from_on": transaction.today, **entry} for kind in wanted]
    if rows:
        connection.execute(insert(independent_register), rows)


def _leave(transaction: Transaction, person_id: int, kinds: Collection[str]) -> None:
    """Yesterday was their last day on the register for these; an entry made today has held on no day."""
    r = independent_register.c
    of = (r.person_id == person_id) & r.kind.in_(kinds)
    ended = update(independent_register).where(of).values(to_on=transaction.today - timedelta(days=1))
    transaction.connection.execute(ended)


def _current(transaction: Transaction, person_id: int) -> set[str]:
    r = independent_register.c
    query = select(r.kind).where(r.person_id == person_id, held_on(r.from_on, r.to_on, transaction.today))
    return set(transaction.connection.execute(query).scalars())


def _registered(connection: Connection, person_id: int) -> Any:
    """Somebody who is, or was, on the register."""
    p, r = person.c, independent_register.c
    entered = select(r.person_id).where(r.person_id == person_id)
    row = connection.execute(select(person).where(p.id == person_id, p.id.in_(entered))).one_or_none()
    if row is None:
        raise NotFound(what="person on the register")
    return row
