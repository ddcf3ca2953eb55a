"""What a complaint came to follows from its findings and its end, and from nothing else."""

import pytest

from engine.casework.outcome import Outcome, outcome_of


@pytest.mark.parametrize(
    ("findings", "outcome"),
    [
        ([], None),
        (["upheld", "upheld"], Outcome.UPHELD),
        (["not_upheld", "not_upheld"], Outcome.NOT_UPHELD),
        (["upheld", "not_upheld"], Outcome.PARTIALLY_UPHELD),
        (["partially_upheld"], Outcome.PARTIALLY_UPHELD),
        (["no_finding"], Outcome.INCONCLUSIVE),
        (["upheld", "no_finding"], Outcome.UPHELD),
    ],
)
def test_all_upheld_is_upheld_none_is_not_and_a_mix_is_partly(findings: list[str], outcome: Outcome | None) -> None:
    assert outcome_of("closed", (), [(each, None) for each in findings]) is outcome


def test_a_finding_that_was_rejected_does_not_stand() -> None:
    assert outcome_of("closed", (), [("upheld", "reject"), ("not_upheld", "accept")]) is Outcome.NOT_UPHELD
    assert outcome_of("closed", (), [("upheld", "reject")]) is Outcome.INCONCLUSIVE


def test_what_ended_otherwise_is_told_by_its_end() -> None:
    found = [("upheld", None)]
    assert outcome_of("withdrawn", (), found) is Outcome.WITHDRAWN
    assert outcome_of("not_accepted", (), []) is Outcome.NOT_ACCEPTED
    assert outcome_of("closed", ("received", "resolved_at_once"), []) is Outcome.RESOLVED_AT_ONCE
