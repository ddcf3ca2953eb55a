"""Whatever is killed or cut off, every case comes through, nothing is lost and nothing is done twice."""

from pathlib import Path

import pytest

from tests.storm.storm import through_a_storm


@pytest.mark.timeout(400)
def test_cases_come_through_a_short_storm(tmp_path: Path) -> None:
    passed = through_a_storm(tmp_path, cases=6, steps=10, workers=2, seed=7, calm=1.5)
    assert passed.wrongs == ()
    assert passed.steps == 60
    assert sum(passed.gusts.values()) >= 5, "it was a storm"
