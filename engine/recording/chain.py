"""A case's history: append-only, each entry sealed to the one before, its payload apart so that it can be erased."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select

from engine.db.tables import case_file, history, history_payload

FIRST = bytes(32)
"""The head of a chain that has no entry yet."""


# Statements that stay the same are made once: making one costs as much as running it.
_ADD_ENTRIES, _ADD_PAYLOADS = insert(history), insert(history_payload)


@dataclass(frozen=True)
class Entry:
    """One thing that happened: who, for whom, what, the day it happened and the moment it was recorded."""

    what: str
    lifecycle: str
    actor_id: int | None
    on_behalf_of_id: int | None
    occurred_on: date
    recorded_at: datetime
    process_key: str | None = None
    process_version: str | None = None
    element: str | None = None
    task_id: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)


def append(connection: Connection, case_id: int, seq: int, head: bytes, entries: Sequence[Entry]) -> tuple[int, bytes]:
    """Write `entries` after `seq`; returns the new last number and head. Two statements, however many entries."""
    rows, payloads = [], []
    for entry in entries:
        seq += 1
        salt, payload = secrets.token_bytes(16), orjson.dumps(entry.payload, default=str)
        payload_digest = hashlib.sha256(salt + payload).digest()
        columns = _columns(case_id, seq, entry, payload_digest)
        head = seal(head, columns)
        rows.append({**columns, "digest": head})
        payloads.append({"case_id": case_id, "seq": seq, "salt": salt, "payload": payload})
    if rows:
        connection.execute(_ADD_ENTRIES, rows)
        connection.execute(_ADD_PAYLOADS, payloads)
    return seq, head


def seal(previous: bytes, columns: dict[str, Any]) -> bytes:
    """The digest of an entry: everything it says, its payload by digest only, after the entry before it."""
    return hashlib.sha256(previous + orjson.dumps(_canonical(columns), option=orjson.OPT_SORT_KEYS)).digest()


def broken_at(connection: Connection, case_id: int) -> int | None:
    """The number of the first entry that does not fit the chain, or whose payload was altered; None if all fit.

    An erased payload (no row in the side table) breaks nothing: the entry keeps its digest. Where entries are missing
    at the end, which the case knows better, it is the number of the first one missing.
    """
    h, p = history.c, history_payload.c
    joined = history.outerjoin(history_payload, (h.case_id == p.case_id) & (h.seq == p.seq))
    query = select(history, p.salt, p.payload).select_from(joined).where(h.case_id == case_id).order_by(h.seq)
    head, expected = FIRST, 0
    for expected, row in enumerate(connection.execute(query), start=1):
        columns = {name: getattr(row, name) for name in _SEALED}
        head = seal(head, columns)
        altered = row.payload is not None and hashlib.sha256(row.salt + row.payload).digest() != row.payload_digest
        if row.seq != expected or head != row.digest or altered:
            return int(row.seq)
    f = case_file.c
    known = connection.execute(select(f.history_seq, f.history_head).where(f.id == case_id)).one()
    return None if (known.history_seq, known.history_head) == (expected, head) else expected + 1


_SEALED = (
    "case_id",
    "seq",
    "what",
    "lifecycle",
    "actor_id",
    "on_behalf_of_id",
    "occurred_on",
    "recorded_at",
    "process_key",
    "process_version",
    "element",
    "task_id",
    "payload_digest",
)


def _columns(case_id: int, seq: int, entry: Entry, payload_digest: bytes) -> dict[str, Any]:
    of_entry = {name: getattr(entry, name) for name in _SEALED if hasattr(entry, name)}
    return {**of_entry, "case_id": case_id, "seq": seq, "payload_digest": payload_digest}


def _canonical(columns: dict[str, Any]) -> dict[str, Any]:
    """The same bytes whichever database the values came back from."""
    return {name: _plain(value) for name, value in columns.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value
