"""What a complaint came to, told from its findings and its end: never typed, so that it cannot disagree with them."""

from collections.abc import Collection, Sequence
from enum import StrEnum

from engine.casework.vocabulary import CaseStatus, EventKind, Finding, Ruling


class Outcome(StrEnum):
    """What a complaint came to."""

    UPHELD = "upheld"
    PARTIALLY_UPHELD = "partially_upheld"
    NOT_UPHELD = "not_upheld"
    INCONCLUSIVE = "inconclusive"
    WITHDRAWN = "withdrawn"
    NOT_ACCEPTED = "not_accepted"
    RESOLVED_AT_ONCE = "resolved_at_once"


def outcome_of(status: str, happened: Collection[str], findings: Sequence[tuple[str, str | None]]) -> Outcome | None:
    """The outcome, or None while there is none: nothing found yet, and nothing that ended it otherwise.

    `findings` is the last finding on each head, with the ruling on it. A finding that was rejected does not stand;
    it counts as none that could be made.
    """
    ended = {CaseStatus.WITHDRAWN: Outcome.WITHDRAWN, CaseStatus.NOT_ACCEPTED: Outcome.NOT_ACCEPTED}
    if status in ended:
        return ended[CaseStatus(status)]
    if EventKind.RESOLVED_AT_ONCE in happened:
        return Outcome.RESOLVED_AT_ONCE
    return _from_findings([standing(finding, ruling) for finding, ruling in findings])


def standing(finding: str, ruling: str | None) -> Finding:
    """A finding as the council lets it stand."""
    return Finding.NO_FINDING if ruling == Ruling.REJECT else Finding(finding)


def _from_findings(found: Sequence[Finding]) -> Outcome | None:
    """All upheld: upheld; none: not upheld; a mix: partly. Heads without a finding decide nothing beside others."""
    decided = {each for each in found if each is not Finding.NO_FINDING}
    if not found:
        return None
    if not decided:
        return Outcome.INCONCLUSIVE
    if decided == {Finding.UPHELD}:
        return Outcome.UPHELD
    return Outcome.NOT_UPHELD if decided == {Finding.NOT_UPHELD} else Outcome.PARTIALLY_UPHELD
