"""Everything that happened in a case: complete, in order, with the day it happened and when it was recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Select, select

from engine.casework.policy import Actor
from engine.casework.vocabulary import Lifecycle
from engine.db.tables import case_file, history, history_payload, person, task
from engine.office import Office
from engine.procedures.definition import FormField
from engine.queries import answers
from engine.queries.case_file import CaseFile
from engine.queries.history_kinds import HistoryKind, of_kind
from engine.queries.visibility import visible_cases


@dataclass(frozen=True)
class HistoryEntry:
    """One thing that happened."""

    seq: int
    what: str
    lifecycle: str
    who: str | None
    """None: the system, by itself."""
    on_behalf_of: str | None
    occurred_on: date
    recorded_at: datetime
    process_key: str | None
    process_version: str | None
    element: str | None
    task: str | None
    """The name of the task that it is about."""
    payload: Mapping[str, Any]
    """What was kept with it; empty when it was erased."""
    answers: Mapping[str, Any]
    """What was answered, where a task was completed."""
    fields: tuple[FormField, ...]
    """The questions that the diagram asks there."""


PAGE = 100
"""Entries on one page of a history."""


@dataclass(frozen=True)
class HistoryPage:
    """Some entries of a history, newest first."""

    entries: tuple[HistoryEntry, ...]
    older: int | None
    """Where the next page begins: the number before which its entries are; None on the last page."""


def of_case(office: Office, actor: Actor, case: CaseFile) -> tuple[HistoryEntry, ...]:
    """The whole history of a case that was found for this person, newest first.

    Of another case that it was linked with they read no more than that there is one, unless they may see that too.
    """
    return _read(office, actor, case, _of_case(case))


def page(
    office: Office, actor: Actor, case: CaseFile, kind: HistoryKind | None = None, before: int | None = None
) -> HistoryPage:
    """A page of the same, of one kind where one is named: what was recorded before the entry of that number."""
    query = _of_case(case)
    if kind is not None:
        query = query.where(of_kind(kind))
    if before is not None:
        query = query.where(history.c.seq < before)
    found = _read(office, actor, case, query.limit(PAGE + 1))
    entries = found[:PAGE]
    return HistoryPage(entries, entries[-1].seq if len(found) > PAGE else None)


def _read(office: Office, actor: Actor, case: CaseFile, query: Select[Any]) -> tuple[HistoryEntry, ...]:
    with office.database.reading() as connection:
        entries = _entries(office, connection, case.id, query)
        keys = {entry.payload["case"] for entry in entries if "case" in entry.payload}
        if not keys:
            return entries
        f = case_file.c
        seen = select(f.id, f.reference).where(f.id.in_(keys), visible_cases(actor, office.today()))
        others = {row.id: row.reference for row in connection.execute(seen)}
    return tuple(_of_another(entry, others) for entry in entries)


def _of_another(entry: HistoryEntry, others: Mapping[int, str]) -> HistoryEntry:
    """The entry with the reference of the other case that it tells of; without its reason where that is not seen."""
    if "case" not in entry.payload:
        return entry
    kept = {name: value for name, value in entry.payload.items() if name != "case"}
    other = others.get(entry.payload["case"])
    if other is None:
        kept.pop("reason", None)
        return replace(entry, payload=kept)
    return replace(entry, payload={**kept, "other": other})


def people_named(office: Office, entries: tuple[HistoryEntry, ...]) -> Mapping[int, str]:
    """The names of the people whom entries speak of by key."""
    wanted: set[int] = set()
    for entry in entries:
        for name in ("assignee", "people", "told"):
            value = entry.payload.get(name)
            wanted.update(v for v in (value if isinstance(value, list) else [value]) if isinstance(v, int))
    with office.database.reading() as connection:
        query = select(person.c.id, person.c.name).where(person.c.id.in_(wanted))
        return {row.id: row.name for row in connection.execute(query)}


def _of_case(case: CaseFile) -> Select[Any]:
    h, p = history.c, history_payload.c
    behalf = person.alias("behalf")
    return (
        select(
            *(h.seq, h.what, h.lifecycle, person.c.name.label("who"), behalf.c.name.label("on_behalf_of")),
            *(h.occurred_on, h.recorded_at, h.process_key, h.process_version, h.element, h.task_id),
            *(task.c.name.label("task"), p.payload),
        )
        .outerjoin(history_payload, (h.case_id == p.case_id) & (h.seq == p.seq))
        .outerjoin(task, task.c.id == h.task_id)
        .outerjoin(person, person.c.id == h.actor_id)
        .outerjoin(behalf, behalf.c.id == h.on_behalf_of_id)
        .where(h.case_id == case.id)
        .order_by(h.seq.desc())
    )


def _entries(office: Office, connection: Connection, case_id: int, query: Select[Any]) -> tuple[HistoryEntry, ...]:
    rows = connection.execute(query).all()
    done = {row.task_id for row in rows if row.lifecycle == Lifecycle.COMPLETE and row.task_id is not None}
    answered = answers.of_tasks(office, connection, case_id, done if len(rows) <= PAGE + 1 else None)
    return tuple(_entry(row._asdict(), answered.get(row.task_id)) for row in rows)


def _entry(row: Mapping[str, Any], answered: answers.Answered | None) -> HistoryEntry:
    facts = {name: value for name, value in row.items() if name != "task_id"}
    facts["payload"] = orjson.loads(row["payload"]) if row["payload"] else {}
    if answered is None or row["lifecycle"] != Lifecycle.COMPLETE:
        return HistoryEntry(**facts, answers={}, fields=())
    return HistoryEntry(**facts, answers=answered.answers, fields=answered.fields)
