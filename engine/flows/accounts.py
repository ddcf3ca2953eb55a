"""Signing in with a local account. Passwords are kept as argon2id hashes and appear nowhere else."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, func, select, update

from engine.db.tables import person
from engine.db.tables import sign_in as signed_in
from engine.office import Office

_hasher = PasswordHasher()
# Checked when no such account exists, so that both answers take equally long.
_NOBODY = _hasher.hash("nobody has this password")


def sign_in(office: Office, email: str, password: str) -> int | None:
    """The key of the person with this email and password, or None: never which of the two was wrong."""
    p = person.c
    query = select(p.id, p.password_hash).where(func.lower(p.email) == email.strip().lower(), p.active)
    with office.database.reading() as connection:
        row = connection.execute(query).one_or_none()
    stored = row.password_hash if row is not None and row.password_hash else _NOBODY
    if not _matches(stored, password) or row is None:
        return None
    if _hasher.check_needs_rehash(stored):
        _hash_anew(office, row.id, password)
    return int(row.id)


def hashed(password: str) -> str:
    """A password as it is stored."""
    return _hasher.hash(password)


def set_password(office: Office, person_id: int, password: str) -> None:
    """Give a person a new password. Whoever came in with the one before is signed out, in every browser."""
    with office.transaction() as transaction:
        _keep(transaction.connection, person_id, password)
        transaction.connection.execute(delete(signed_in).where(signed_in.c.person_id == person_id))


def _hash_anew(office: Office, person_id: int, password: str) -> None:
    """The same password, as it is stored today: it signs nobody out."""
    with office.transaction() as transaction:
        _keep(transaction.connection, person_id, password)


def _keep(connection: Connection, person_id: int, password: str) -> None:
    connection.execute(update(person).where(person.c.id == person_id).values(password_hash=hashed(password)))


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
