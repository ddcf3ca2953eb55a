"""People at work at once meet no error, and nothing that they were told is kept is lost: `make load` in short."""

from pathlib import Path

import pytest

from tests.load import figures
from tests.load.load import Plan, a_day
from tests.parts.databases import PostgresServer


@pytest.mark.timeout(300)
def test_what_people_at_work_are_told_is_kept_is_on_record_once(
    tmp_path: Path, postgres_server: PostgresServer
) -> None:
    passed = a_day(tmp_path, postgres_server, Plan(people=4, seed=5, minutes=2, pace=0.01, deeds=3))
    assert passed.errors == []
    assert passed.wrongs == ()
    assert passed.done["tasks finished"] > 0
    lines = list(figures.table(passed.asked))
    assert lines[-1].endswith("all pages")
    assert len(lines) > 10, "people have done more than one thing"
