"""Who is signed in: a browser shows the key that it was given, and only the key's digest is kept."""

from hashlib import sha256
from typing import Any

from sqlalchemy import LargeBinary, ScalarSelect, bindparam, select

from engine.db.tables import sign_in


def digest(key: str) -> bytes:
    """What is kept of a key. It is long and random, so that a plain digest cannot be turned back."""
    return sha256(key.encode()).digest()


def whose() -> ScalarSelect[Any]:
    """The key of the person whose sign-in it is, by the `digest` that is shown; null once it has ended."""
    shown = sign_in.c.key_digest == bindparam("digest", type_=LargeBinary)
    return select(sign_in.c.person_id).where(shown).scalar_subquery()
