"""A diagram becomes a version of a procedure: checked, stored for good, published or left as a draft."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import insert, select, update

from engine.casework.policy import Action, Actor, require
from engine.db.tables import definition
from engine.errors import HeardError, ProcedureRefused
from engine.office import Office, Transaction
from engine.procedures import lint, starts
from engine.procedures.definition import Procedure
from engine.procedures.findings import Severity
from engine.procedures.reader import read
from engine.spiff.parse import Definition, shared_definition

log = structlog.get_logger()


PUBLISHED, DRAFT = "published", "draft"


class VersionExists(HeardError):
    """There is already a version {version} of this procedure; a published version never changes."""


class NoSuchDraft(HeardError):
    """There is no draft {version} of the procedure {key!r}. Drafts: {drafts}."""


def check(xml: bytes) -> Definition:
    """Lint and compile a diagram. Raises `ProcedureRefused` with every error found, each with element and line."""
    errors = tuple(f for f in lint.lint(xml) if f.severity == Severity.ERROR)
    if errors:
        raise ProcedureRefused(errors)
    return shared_definition(xml)


def deploy(office: Office, actor: Actor, xml: bytes, effective_from: date) -> int:
    """Publish a diagram as the version that takes effect on a day. Returns the definition's key.

    Raises `ProcedureRefused` too where a procedure starts another that is not there, or not with that beginning.
    """
    return deploy_together(office, actor, [(xml, effective_from)])[0]


def deploy_together(office: Office, actor: Actor, dated: Sequence[tuple[bytes, date]]) -> list[int]:
    """Publish several diagrams at once, each with the day it takes effect: all of them, or none.

    A draft of the same day and content, which an upgrade brought, is published in place of a new version. Returns the
    definitions' keys. Raises `ProcedureRefused`, `VersionExists`, `NotAllowed`.
    """
    require(actor, Action.PUBLISH)
    checked = [(check(xml), xml, day) for xml, day in dated]
    with office.transaction() as transaction:
        keys = [_put(transaction, actor, each) for each in checked]
        _check_starts(office, transaction, [(day, compiled.procedure) for compiled, _, day in checked])
    log.info("procedures_published", definitions=keys, person=actor.person_id)
    return keys


def publish(office: Office, actor: Actor, chosen: Sequence[tuple[str, str]]) -> list[int]:
    """Publish drafts that the database holds, by key and version, at once: all of them, or none.

    Each takes effect on the day that it was made for. Raises `NoSuchDraft`, `ProcedureRefused`, `NotAllowed`.
    """
    require(actor, Action.PUBLISH)
    with office.transaction() as transaction:
        rows = [_draft(transaction, key, version) for key, version in dict.fromkeys(chosen)]
        new = [(row.effective_from, check(row.xml).procedure) for row in rows]
        keys = [_promote(transaction, actor, row.id) for row in rows]
        _check_starts(office, transaction, new)
    log.info("procedures_published", definitions=keys, person=actor.person_id)
    return keys


@dataclass(frozen=True)
class Added:
    """A version that was brought in."""

    key: str
    version: str
    status: str
    instead_of: str | None = None
    """The version that is published for this day with other content; None where there is none."""

    @property
    def is_draft(self) -> bool:
        """Whether somebody has to publish it before a case follows it."""
        return self.status == DRAFT


def seed(office: Office, folder: Path, drafts: frozenset[str] = frozenset()) -> list[Added]:
    """Bring in the shipped diagrams that the database does not have; returns what was added.

    A first installation publishes them, but for those named in `drafts` (`key/version`). Afterwards an upgrade only
    adds drafts, also of a version that is there with other content, under a name of its own: nobody's procedure changes
    because software was installed.
    """
    added: list[Added] = []
    with office.transaction() as transaction:
        known = _known(transaction)
        first_time = not known
        for path in sorted(folder.glob("*/*.bpmn")):
            xml, here = path.read_bytes(), known.get((path.parent.name, date.fromisoformat(path.stem)), [])
            if _digest(xml) in {row.digest for row in here}:
                continue
            status = PUBLISHED if first_time and f"{path.parent.name}/{path.stem}" not in drafts else DRAFT
            new = _New(check(xml), xml, date.fromisoformat(path.stem), _free(path.stem, here), status)
            _insert(transaction, new)
            added.append(Added(new.compiled.procedure.key, new.version, status, _live(here)))
        if added:
            _check_shipped(office, transaction, folder)
    return added


def _known(transaction: Transaction) -> dict[tuple[str, date], list[Any]]:
    """The versions of every procedure and day that are there, the latest published last."""
    d = definition.c
    known: dict[tuple[str, date], list[Any]] = {}
    query = select(d.key, d.effective_from, d.version, d.digest, d.status)
    for row in transaction.connection.execute(query.order_by(d.published_at.asc().nulls_first(), d.id)):
        known.setdefault((row.key, row.effective_from), []).append(row)
    return known


def _free(version: str, here: Sequence[Any]) -> str:
    """The version's own name, or its name with the first number that is free: `2006-09-01.2`."""
    taken = {row.version for row in here}
    names = chain([version], (f"{version}.{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def _live(here: Sequence[Any]) -> str | None:
    return next((str(row.version) for row in reversed(here) if row.status == PUBLISHED), None)


@dataclass(frozen=True)
class _New:
    compiled: Definition
    xml: bytes
    effective_from: date
    version: str
    status: str
    published_by: int | None = None


def _insert(transaction: Transaction, new: _New) -> int:
    d, procedure = definition.c, new.compiled.procedure
    connection = transaction.connection
    if connection.execute(select(d.id).where(d.key == procedure.key, d.version == new.version)).first():
        raise VersionExists(version=new.version)
    values: dict[str, Any] = {
        "key": procedure.key,
        "version": new.version,
        "name": procedure.name,
        "effective_from": new.effective_from,
        "status": new.status,
        "xml": new.xml,
        "digest": _digest(new.xml),
        "published_at": transaction.now if new.status == PUBLISHED else None,
        "published_by": new.published_by,
    }
    return int(connection.execute(insert(definition).values(values).returning(d.id)).scalar_one())


def _digest(xml: bytes) -> str:
    return hashlib.sha256(xml).hexdigest()


def _put(transaction: Transaction, actor: Actor, checked: tuple[Definition, bytes, date]) -> int:
    """A draft with this content and day, published; where there is none, a new version."""
    compiled, xml, day = checked
    d = definition.c
    same = (d.key == compiled.procedure.key) & (d.effective_from == day) & (d.digest == _digest(xml))
    found = transaction.connection.execute(select(d.id).where(same, d.status == DRAFT).order_by(d.id)).scalar()
    if found is not None:
        return _promote(transaction, actor, found)
    return _insert(transaction, _New(compiled, xml, day, day.isoformat(), PUBLISHED, actor.person_id))


def _draft(transaction: Transaction, key: str, version: str) -> Any:
    d, connection = definition.c, transaction.connection
    drafts = select(d.id, d.key, d.version, d.effective_from, d.xml).where(d.status == DRAFT)
    row = connection.execute(drafts.where(d.key == key, d.version == version)).one_or_none()
    if row is None:
        there = ", ".join(
            f"{each.key} {each.version}" for each in connection.execute(drafts.order_by(d.key, d.version))
        )
        raise NoSuchDraft(key=key, version=version, drafts=there or "none")
    return row


def _promote(transaction: Transaction, actor: Actor, draft_id: int) -> int:
    values = {"status": PUBLISHED, "published_at": transaction.now, "published_by": actor.person_id}
    transaction.connection.execute(update(definition).where(definition.c.id == draft_id).values(values))
    return draft_id


def _check_shipped(office: Office, transaction: Transaction, folder: Path) -> None:
    """What is shipped holds together by itself, with the council's own procedures for whatever it does not bring.

    Beside the versions that are in force it is checked when it is published: an upgrade never fails for them.
    """
    paths = sorted(folder.glob("*/*.bpmn"))
    shipped = [(date.fromisoformat(path.stem), read(path.read_bytes())) for path in paths]
    keys = {procedure.key for _, procedure in shipped}
    others = _published(office, transaction, lambda row: row.key not in keys)
    _refuse_missing([*others, *shipped], shipped)


def _check_starts(office: Office, transaction: Transaction, new: Sequence[tuple[date, Procedure]]) -> None:
    """Once all of them are there: what is new, drafts included, beside everything published before."""
    fresh = {(procedure.key, day) for day, procedure in new}
    known = _published(office, transaction, lambda row: (row.key, row.effective_from) not in fresh)
    _refuse_missing([*known, *new], new)


def _published(office: Office, transaction: Transaction, wanted: Callable[[Any], bool]) -> list[tuple[date, Procedure]]:
    """The wanted ones of what is published, the latest last.

    Read through the library, so only what it may keep: a row that is not committed yet could still go away.
    """
    d, connection = definition.c, transaction.connection
    query = select(d.id, d.key, d.effective_from).where(d.status == PUBLISHED)
    rows = connection.execute(query.order_by(d.published_at.asc().nulls_first(), d.id)).all()
    read_by = office.library.definition
    return [(row.effective_from, read_by(connection, row.id).compiled.procedure) for row in rows if wanted(row)]


def _refuse_missing(known: Sequence[tuple[date, Procedure]], new: Sequence[tuple[date, Procedure]]) -> None:
    wrong = starts.missing(starts.versions(known), [procedure for _, procedure in new])
    if wrong:
        raise ProcedureRefused(wrong)
