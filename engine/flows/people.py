"""Somebody starts work here: services, teams and people, with the line and the roles that they have from today.

Asked for at the machine's own command line, by whoever keeps the installation: nobody has to be signed in yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Connection, Table, func, insert, select

from engine.casework.vocabulary import Role
from engine.db.tables import line_management, membership, person, role_holding, service, team
from engine.errors import HeardError
from engine.office import Office, Transaction

NAME, EMAIL = 120, 254
"""The most characters that the tables take."""

log = structlog.get_logger()


class NameRefused(HeardError):
    """{what} {name!r} cannot be used: {mend}."""


class NameTaken(HeardError):
    """There is a {what} {name!r} already; nothing was changed."""


class NameUnknown(HeardError):
    """There is no {what} {name!r} here. Known: {known}."""


@dataclass(frozen=True)
class Newcomer:
    """Somebody to be added, and what they do here from today."""

    name: str
    email: str
    """The address to sign in with; notices go there too."""
    roles: Sequence[Role] = ()
    service: str | None = None
    """What the roles are held for; None: the whole council."""
    team: str | None = None
    manager: str | None = None
    """The line manager's email address."""


def add_service(office: Office, name: str) -> int:
    """Add a service that a representation can be about; returns its key. Raises `NameTaken`."""
    with office.transaction() as transaction:
        return _named(transaction, service, {"name": _name("The service", name)})


def add_team(office: Office, name: str, of_service: str) -> int:
    """Add a team to a service; returns its key. Raises `NameTaken` and `NameUnknown`."""
    with office.transaction() as transaction:
        values = {"name": _name("The team", name), "service_id": _key(transaction.connection, service, of_service)}
        return _named(transaction, team, values)


def add(office: Office, newcomer: Newcomer, password_hash: str) -> int:
    """Add a person with team, line and roles from today; returns their key.

    Raises `NameRefused`, `NameTaken` for an address that somebody has, and `NameUnknown` for a service, a team or a
    manager that is not there: then nothing at all was changed.
    """
    email = _email(newcomer.email)
    with office.transaction() as transaction:
        connection = transaction.connection
        if _person(connection, email) is not None:
            raise NameTaken(what="person with the address", name=email)
        values = {"name": _name("The person", newcomer.name), "email": email, "password_hash": password_hash}
        key = int(connection.execute(insert(person).values(values).returning(person.c.id)).scalar_one())
        _place(transaction, key, newcomer)
        log.info("person_added", person=key, roles=[role.value for role in newcomer.roles])
        return key


def find(office: Office, email: str) -> int:
    """The key of whoever works here under this address. Raises `NameUnknown`."""
    with office.database.reading() as connection:
        found = _person(connection, email.strip())
    if found is None:
        raise NameUnknown(what="person with the address", name=email, known="the addresses that people sign in with")
    return found


def _place(transaction: Transaction, key: int, newcomer: Newcomer) -> None:
    """Team, line and roles, each from today."""
    connection = transaction.connection
    since = {"person_id": key, "from_on": transaction.today}
    if newcomer.team is not None:
        connection.execute(insert(membership), {**since, "team_id": _key(connection, team, newcomer.team)})
    if newcomer.manager is not None:
        connection.execute(insert(line_management), {**since, "manager_id": _manager(connection, newcomer.manager)})
    service_id = None if newcomer.service is None else _key(connection, service, newcomer.service)
    held = [{**since, "role": role.value, "service_id": service_id} for role in dict.fromkeys(newcomer.roles)]
    if held:
        connection.execute(insert(role_holding), held)


def _named(transaction: Transaction, table: Table, values: dict[str, Any]) -> int:
    connection = transaction.connection
    if connection.execute(select(table.c.id).where(table.c.name == values["name"])).first():
        raise NameTaken(what=table.name, name=values["name"])
    key = int(connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one())
    log.info("name_added", table=table.name, key=key)
    return key


def _key(connection: Connection, table: Table, name: str) -> int:
    rows = {row.name: row.id for row in connection.execute(select(table.c.name, table.c.id).order_by(table.c.name))}
    if name.strip() not in rows:
        known = ", ".join(rows) or f"none; add it with `heard add-{table.name}`"
        raise NameUnknown(what=table.name, name=name, known=known)
    return int(rows[name.strip()])


def _person(connection: Connection, email: str) -> int | None:
    p = person.c
    return connection.execute(select(p.id).where(func.lower(p.email) == email.lower(), p.active)).scalar()


def _manager(connection: Connection, email: str) -> int:
    found = _person(connection, email.strip())
    if found is None:
        raise NameUnknown(what="line manager", name=email, known="people who were added before; add the manager first")
    return found


def _name(what: str, text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > NAME or not name.isprintable():
        raise NameRefused(what=what, name=text[:NAME], mend=f"write 1 to {NAME} plain characters")
    return name


def _email(text: str) -> str:
    email = text.strip()
    local, _, domain = email.rpartition("@")
    plain = email.isascii() and email.isprintable() and not any(c.isspace() or c in '<>,;:"()' for c in email)
    if not (local and "." in domain.strip(".") and plain and len(email) <= EMAIL):
        raise NameRefused(what="The address", name=text[:EMAIL], mend="write an email address like name@example.com")
    return email
