"""What a diagram starts must be there: the procedure that it names, with a beginning of that name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from engine.procedures.definition import Element, Procedure
from engine.procedures.findings import Finding, error

START = "start_procedure"
ENTRY = "entry"


@dataclass(frozen=True)
class Version:
    """One version of a procedure and the days on which a case may begin it."""

    procedure: Procedure
    from_on: date
    until_on: date
    """The day on which the next version takes its place; not one of them."""

    def meets(self, other: "Version") -> bool:
        """Whether both hold on some day."""
        return self.from_on < other.until_on and other.from_on < self.until_on


def versions(dated: Iterable[tuple[date, Procedure]]) -> tuple[Version, ...]:
    """The versions of any number of procedures, each until the next of its kind. The first holds from ever.

    Of several for the same day the last one given holds.
    """
    by_key: dict[str, dict[date, Procedure]] = {}
    for effective_from, procedure in dated:
        by_key.setdefault(procedure.key, {})[effective_from] = procedure
    return tuple(
        version for line in by_key.values() for version in _one_after_the_other(sorted(line.items(), key=_day))
    )


def _day(dated: tuple[date, Procedure]) -> date:
    return dated[0]


def missing(known: Sequence[Version], new: Iterable[Procedure]) -> tuple[Finding, ...]:
    """What cannot be started because of these `new` versions among the `known` ones: by them, or of them."""
    fresh = tuple(new)
    return tuple(
        finding
        for version in known
        for node in version.procedure.elements.values()
        if node.topic == START
        for finding in _start(version, node, known, fresh)
    )


def _one_after_the_other(line: Sequence[tuple[date, Procedure]]) -> Iterator[Version]:
    starts = [date.min, *(effective_from for effective_from, _ in line[1:])]
    for (_, procedure), from_on, until_on in zip(line, starts, [*starts[1:], date.max], strict=True):
        yield Version(procedure, from_on, until_on)


def _start(version: Version, node: Element, known: Sequence[Version], fresh: Sequence[Procedure]) -> Iterator[Finding]:
    key, entry = node.inputs.get("procedure", ""), node.inputs.get(ENTRY, "")
    is_fresh = any(version.procedure is each for each in fresh)
    if all(each.procedure.key != key for each in known):
        if is_fresh:
            known_keys = ", ".join(sorted({each.procedure.key for each in known}))
            sentence = f"It starts the procedure {key!r}, which is not there. Known: {known_keys}."
            yield error("unknown-procedure", sentence, node.id, node.line)
        return
    for target in known:
        concerned = is_fresh or any(target.procedure is each for each in fresh)
        if concerned and target.procedure.key == key and version.meets(target) and not _begins_at(target, entry):
            sentence = f"It starts {target.procedure.name!r} at {entry!r}. Known there: {_entries(target) or 'none'}."
            yield error("unknown-entry", sentence, node.id, node.line)


def _begins_at(target: Version, entry: str) -> bool:
    """Without an entry a procedure begins at its beginning."""
    declared = target.procedure.variables.get(ENTRY)
    return not entry or (declared is not None and entry in declared.values)


def _entries(target: Version) -> str:
    declared = target.procedure.variables.get(ENTRY)
    return ", ".join(declared.values) if declared is not None else ""
