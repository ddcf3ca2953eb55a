"""A diagram becomes a version of a procedure: checked, stored for good, published or left as a draft."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from engine.casework.policy import Action, Actor, require
from engine.db.tables import definition
from engine.errors import HeardError, ProcedureRefused
from engine.office import Office, Transaction
from engine.procedures import lint
from engine.procedures.findings import Severity
from engine.spiff.parse import Definition, compile_definition


class VersionExists(HeardError):
    """There is already a version {version} of this procedure; a published version never changes."""


def check(xml: bytes) -> Definition:
    """Lint and compile a diagram. Raises `ProcedureRefused` with every error found, each with element and line."""
    errors = tuple(f for f in lint.lint(xml) if f.severity == Severity.ERROR)
    if errors:
        raise ProcedureRefused(errors)
    return compile_definition(xml)


def deploy(office: Office, actor: Actor, xml: bytes, effective_from: date) -> int:
    """Publish a diagram as the version that takes effect on a day. Returns the definition's key."""
    require(actor, Action.PUBLISH)
    compiled = check(xml)
    with office.transaction() as transaction:
        return _insert(transaction, compiled, xml, effective_from, effective_from.isoformat(), actor.person_id)


def seed(office: Office, folder: Path, drafts: frozenset[str] = frozenset()) -> list[str]:
    """Bring in the shipped diagrams that the database does not have; returns what was added, as `key/version`.

    A first installation publishes them, but for those named in `drafts`. Afterwards an upgrade only adds drafts:
    nobody's procedure changes because software was installed.
    """
    added = []
    with office.transaction() as transaction:
        d = definition.c
        known = {tuple(row) for row in transaction.connection.execute(select(d.key, d.version))}
        first_time = not known
        for path in sorted(folder.glob("*/*.bpmn")):
            name = f"{path.parent.name}/{path.stem}"
            if (path.parent.name, path.stem) in known:
                continue
            xml = path.read_bytes()
            status = "published" if first_time and name not in drafts else "draft"
            _insert(transaction, check(xml), xml, date.fromisoformat(path.stem), path.stem, None, status)
            added.append(name)
    return added


def _insert(
    transaction: Transaction,
    compiled: Definition,
    xml: bytes,
    effective_from: date,
    version: str,
    published_by: int | None,
    status: str = "published",
) -> int:
    d, procedure = definition.c, compiled.procedure
    connection = transaction.connection
    if connection.execute(select(d.id).where(d.key == procedure.key, d.version == version)).first():
        raise VersionExists(version=version)
    values: dict[str, Any] = {
        "key": procedure.key,
        "version": version,
        "name": procedure.name,
        "effective_from": effective_from,
        "status": status,
        "xml": xml,
        "digest": hashlib.sha256(xml).hexdigest(),
        "published_at": transaction.now if status == "published" else None,
        "published_by": published_by,
    }
    return int(connection.execute(insert(definition).values(values).returning(d.id)).scalar_one())
