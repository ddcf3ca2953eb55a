"""Signing in with a local account. Passwords are kept as argon2id hashes and appear nowhere else."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import func, select, update

from engine.db.tables import person
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
        set_password(office, row.id, password)
    return int(row.id)


def hashed(password: str) -> str:
    """A password as it is stored."""
    return _hasher.hash(password)


def set_password(office: Office, person_id: int, password: str) -> None:
    """Give a person a new password."""
    with office.transaction() as transaction:
        values = {"password_hash": hashed(password)}
        transaction.connection.execute(update(person).where(person.c.id == person_id).values(values))


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
