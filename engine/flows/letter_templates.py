"""The words of the letters are kept: brought in with an installation, changed as drafts, published with a comment."""

from collections.abc import Mapping
from typing import Any

import structlog
from sqlalchemy import Connection, func, insert, select, update

from engine.casework.letter_faults import Check, LetterRefused
from engine.casework.policy import Action, Actor, require
from engine.db.tables import letter_template
from engine.errors import InvalidAnswers, NotFound
from engine.office import Office, Transaction

log = structlog.get_logger()

DRAFT, PUBLISHED, RETIRED = "draft", "published", "retired"


def seed(office: Office, sources: Mapping[str, str]) -> list[str]:
    """Bring in the letters that are shipped; returns the drafts that were added, as `name/version`.

    What the office does not have yet is published. Where the shipped words have changed since, a draft waits for
    somebody to publish it: nobody's letters change because software was installed.
    """
    drafts: list[str] = []
    with office.transaction() as transaction:
        t = letter_template.c
        known: dict[str, set[str]] = {}
        for name, source in transaction.connection.execute(select(t.name, t.source)):
            known.setdefault(name, set()).add(source)
        for name, source in sorted(sources.items()):
            if name not in known:
                _add(transaction, name, source, PUBLISHED, None, "As installed")
            elif source not in known[name]:
                version = _add(transaction, name, source, DRAFT, None, "Came with an upgrade")
                drafts.append(f"{name}/{version}")
    return drafts


def change(office: Office, actor: Actor, name: str, source: str, check: Check) -> int:
    """Keep words as the draft of a letter, a new version in place of the draft that waits; returns its version.

    No version ever changes: what somebody looked at is what they publish.
    Raises `NotAllowed`, `NotFound`, and `LetterRefused` with every fault by its line.
    """
    require(actor, Action.KEEP_LETTERS)
    source = _plain(source)
    with office.transaction() as transaction:
        _lock(transaction.connection, name)
        _check(transaction, name, source, check)
        _retire(transaction.connection, name, DRAFT)
        return _add(transaction, name, source, DRAFT, actor.person_id, "")


def publish(office: Office, actor: Actor, name: str, version: int, comment: str, check: Check) -> int:
    """Publish a draft, or an older version again: that makes a new version with the same words. Returns the version.

    Raises `NotAllowed`, `NotFound`, `InvalidAnswers` without a comment, and `LetterRefused`.
    """
    require(actor, Action.KEEP_LETTERS)
    if not comment.strip():
        raise InvalidAnswers({"comment": "Say what has changed, and why"})
    with office.transaction() as transaction:
        _lock(transaction.connection, name)
        row = _find(transaction.connection, name, version)
        _check(transaction, name, row.source, check)
        _retire(transaction.connection, name, PUBLISHED)
        if row.status == DRAFT:
            _promote(transaction, actor, row.id, comment.strip())
        else:
            version = _add(transaction, name, row.source, PUBLISHED, actor.person_id, comment.strip())
    log.info("letter_published", letter=name, version=version, person=actor.person_id)
    return version


def _check(transaction: Transaction, name: str, source: str, check: Check) -> None:
    t = letter_template.c
    rows = transaction.connection.execute(select(t.name, t.source).where(t.status == PUBLISHED))
    sources = {row.name: row.source for row in rows}
    if name not in sources:
        raise NotFound(what="letter")
    faults = check(name, source, sources)
    if faults:
        raise LetterRefused(faults)


def _find(connection: Connection, name: str, version: int) -> Any:
    t = letter_template.c
    query = select(t.id, t.source, t.status).where(t.name == name, t.version == version)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(what="version of the letter")
    return row


def _lock(connection: Connection, name: str) -> None:
    """One at a time for each letter: of two who publish at once, the second takes the place of the first."""
    t = letter_template.c
    connection.execute(select(t.id).where(t.name == name).order_by(t.id).with_for_update()).all()


def _retire(connection: Connection, name: str, status: str) -> None:
    t = letter_template.c
    connection.execute(update(letter_template).where(t.name == name, t.status == status).values(status=RETIRED))


def _promote(transaction: Transaction, actor: Actor, row_id: int, comment: str) -> None:
    values: dict[str, Any] = {"status": PUBLISHED, "comment": comment}
    values |= {"published_at": transaction.now, "published_by": actor.person_id}
    transaction.connection.execute(update(letter_template).where(letter_template.c.id == row_id).values(values))


def _add(transaction: Transaction, name: str, source: str, status: str, person_id: int | None, comment: str) -> int:
    t = letter_template.c
    last = transaction.connection.execute(select(func.max(t.version)).where(t.name == name)).scalar()
    version, live = (last or 0) + 1, status == PUBLISHED
    values: dict[str, Any] = {
        "name": name,
        "version": version,
        "source": source,
        "status": status,
        "comment": comment,
        "created_at": transaction.now,
        "created_by": person_id,
        "published_at": transaction.now if live else None,
        "published_by": person_id if live else None,
    }
    transaction.connection.execute(insert(letter_template).values(values))
    return version


def _plain(source: str) -> str:
    """As typed in a browser, with the ends of lines that files have."""
    return source.replace("\r\n", "\n").strip("\n") + "\n"
