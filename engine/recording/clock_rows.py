"""The clocks that a case gets with a procedure: the law's as of the day of receipt, and those of the version begun."""

from collections.abc import Iterator
from typing import Any

from engine.casework.clocks import ClockRule, write_clock
from engine.library import DefinitionRow
from engine.recording import timing
from engine.recording.case import CaseRecord


def adopt(case: CaseRecord, key: str) -> DefinitionRow:
    """Give the case the clocks of a procedure that starts today; returns the version in effect today, which starts.

    The law follows the day of receipt, internal steps the day the instance starts: clocks are the former's. A clock
    that another procedure of the case declared is replaced: the later route settles the limit.
    """
    connection, received_on = case.transaction.connection, case.value("received_on")
    started, lawful = case.library.in_effect_on_each(connection, key, (case.transaction.today, received_on))
    found = timing.facts(case)
    known = {row.name: row for row in found["clocks"]}
    rows = {row["name"]: row for row in _clock_rows(case, (lawful, started))}
    declared = {name: row for name, row in rows.items() if _is_new(known.get(name), key, row["sentence"])}
    if declared:
        timing.settle(case, found, declared)
    return started


def _clock_rows(case: CaseRecord, sources: tuple[DefinitionRow, ...]) -> Iterator[dict[str, Any]]:
    """A row for each clock, of the first source that declares it."""
    seen: set[str] = set()
    for source in sources:
        for name, rule in source.compiled.procedure.clocks.items():
            if name not in seen:
                seen.add(name)
                yield _clock_row(case, source, name, rule)


def _is_new(known: Any, key: str, sentence: str) -> bool:
    """Whether a clock was not there, or was another procedure's and says something else now."""
    return known is None or (known.declared_by != key and known.sentence != sentence)


def _clock_row(case: CaseRecord, source: DefinitionRow, name: str, rule: ClockRule) -> dict[str, Any]:
    return {
        "case_id": case.id,
        "name": name,
        "sentence": write_clock(rule),
        "is_guide": rule.is_guide,
        "definition_id": source.id,
    }
