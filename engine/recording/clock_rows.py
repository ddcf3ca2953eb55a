"""The clocks that a case gets with a procedure: the law's as of the day of receipt, and those of the version begun."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from engine.casework.clocks import ClockRule, write_clock
from engine.db.tables import clock, definition
from engine.library import DefinitionRow
from engine.recording import timing
from engine.recording.case import CaseRecord

# Statements that stay the same are made once: making one costs as much as running it.
_KNOWN_CLOCKS = (
    select(clock.c.name, clock.c.sentence, definition.c.key)
    .join(definition, definition.c.id == clock.c.definition_id)
    .where(clock.c.case_id == bindparam("of_case"))
)
_REPLACE_CLOCK = update(clock).where(clock.c.case_id == bindparam("of_case"), clock.c.name == bindparam("of_clock"))


def adopt(case: CaseRecord, key: str, started: DefinitionRow) -> None:
    """The law follows the day of receipt, internal steps the day the instance starts: clocks are the former's.

    A clock that another procedure of the case declared is replaced: the later route settles the limit.
    """
    connection = case.transaction.connection
    lawful = case.library.in_effect(connection, key, case.value("received_on"))
    known = {row.name: row for row in connection.execute(_KNOWN_CLOCKS, {"of_case": case.id})}
    rows = list(_clock_rows(case, (lawful, started)))
    new = [row for row in rows if row["name"] not in known]
    replaced = [row for row in rows if _is_replaced(known.get(row["name"]), key, row["sentence"])]
    if new:
        connection.execute(insert(clock), new)
    if replaced:
        connection.execute(_REPLACE_CLOCK, [_replacement(row) for row in replaced])
    if new or replaced:
        case.facts_changed = True
        timing.read_clocks_again(case)


def _clock_rows(case: CaseRecord, sources: tuple[DefinitionRow, ...]) -> Iterator[dict[str, Any]]:
    """A row for each clock, of the first source that declares it."""
    seen: set[str] = set()
    for source in sources:
        for name, rule in source.compiled.procedure.clocks.items():
            if name not in seen:
                seen.add(name)
                yield _clock_row(case, source, name, rule)


def _is_replaced(known: Row[Any, Any, Any] | None, key: str, sentence: str) -> bool:
    return known is not None and known.key != key and known.sentence != sentence


def _replacement(row: dict[str, Any]) -> dict[str, Any]:
    kept = {name: row[name] for name in ("sentence", "is_guide", "definition_id")}
    return {"of_case": row["case_id"], "of_clock": row["name"], **kept}


def _clock_row(case: CaseRecord, source: DefinitionRow, name: str, rule: ClockRule) -> dict[str, Any]:
    return {
        "case_id": case.id,
        "name": name,
        "sentence": write_clock(rule),
        "is_guide": rule.is_guide,
        "definition_id": source.id,
        "state": "not_started",
    }
