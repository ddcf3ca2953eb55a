"""A diagram becomes a version of a procedure: checked, stored for good, published or left as a draft."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import insert, select

from engine.casework.policy import Action, Actor, require
from engine.db.tables import definition
from engine.errors import HeardError, ProcedureRefused
from engine.office import Office, Transaction
from engine.procedures import lint, starts
from engine.procedures.definition import Procedure
from engine.procedures.findings import Severity
from engine.spiff.parse import Definition, compile_definition

log = structlog.get_logger()


class VersionExists(HeardError):
    """There is already a version {version} of this procedure; a published version never changes."""


def check(xml: bytes) -> Definition:
    """Lint and compile a diagram. Raises `ProcedureRefused` with every error found, each with element and line."""
    errors = tuple(f for f in lint.lint(xml) if f.severity == Severity.ERROR)
    if errors:
        raise ProcedureRefused(errors)
    return compile_definition(xml)


def deploy(office: Office, actor: Actor, xml: bytes, effective_from: date) -> int:
    """Publish a diagram as the version that takes effect on a day. Returns the definition's key.

    Raises `ProcedureRefused` too where a procedure starts another that is not there, or not with that beginning.
    """
    require(actor, Action.PUBLISH)
    compiled = check(xml)
    with office.transaction() as transaction:
        new = _New(compiled, xml, effective_from, effective_from.isoformat(), "published", actor.person_id)
        key = _insert(transaction, new)
        _check_starts(office, transaction, [(effective_from, compiled.procedure)])
        log.info("procedure_published", definition=key, person=actor.person_id)
        return key


def seed(office: Office, folder: Path, drafts: frozenset[str] = frozenset()) -> list[str]:
    """Bring in the shipped diagrams that the database does not have; returns what was added, as `key/version`.

    A first installation publishes them, but for those named in `drafts`. Afterwards an upgrade only adds drafts:
    nobody's procedure changes because software was installed.
    """
    added: dict[str, tuple[date, Procedure]] = {}
    with office.transaction() as transaction:
        d = definition.c
        known = {tuple(row) for row in transaction.connection.execute(select(d.key, d.version))}
        first_time = not known
        for path in sorted(folder.glob("*/*.bpmn")):
            name, day = f"{path.parent.name}/{path.stem}", date.fromisoformat(path.stem)
            if (path.parent.name, path.stem) in known:
                continue
            xml = path.read_bytes()
            status = "published" if first_time and name not in drafts else "draft"
            new = _New(check(xml), xml, day, path.stem, status)
            _insert(transaction, new)
            added[name] = (day, new.compiled.procedure)
        _check_starts(office, transaction, list(added.values()))
    return list(added)


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
        "digest": hashlib.sha256(new.xml).hexdigest(),
        "published_at": transaction.now if new.status == "published" else None,
        "published_by": new.published_by,
    }
    return int(connection.execute(insert(definition).values(values).returning(d.id)).scalar_one())


def _check_starts(office: Office, transaction: Transaction, new: Sequence[tuple[date, Procedure]]) -> None:
    """Once all of them are there: what is new, drafts included, beside everything published before."""
    if not new:
        return
    d, connection = definition.c, transaction.connection
    fresh = {(procedure.key, day) for day, procedure in new}
    rows = connection.execute(select(d.id, d.key, d.effective_from).where(d.status == "published")).all()
    # Read through the library only what it may keep: a row that is not committed yet could still go away.
    known = [
        (row.effective_from, office.library.definition(connection, row.id).compiled.procedure)
        for row in rows
        if (row.key, row.effective_from) not in fresh
    ]
    wrong = starts.missing(starts.versions([*known, *new]), [procedure for _, procedure in new])
    if wrong:
        raise ProcedureRefused(wrong)
