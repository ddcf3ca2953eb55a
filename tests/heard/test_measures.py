"""Each process counts for itself; whoever asks gets what all of them have counted."""

import os
import time
from pathlib import Path

from heard.measures import FORGOTTEN, Measures


def test_processes_that_share_a_folder_are_read_together(tmp_path: Path) -> None:
    one, other = Measures(tmp_path), Measures(tmp_path)
    for seconds in (0.02, 0.3, 400):
        one.took("heard_job_seconds", seconds, kind="timer", outcome="done")
    other.took("heard_job_seconds", 0.02, kind="timer", outcome="failed")
    lines = list(one.lines())
    assert lines[0] == "# TYPE heard_job_seconds histogram"
    assert lines.count(lines[0]) == 1
    mine = [line for line in lines if 'outcome="done"' in line]
    assert [line.rpartition(" ")[2] for line in mine] == [*"01111222222", "3", "400.320000", "3"]
    assert len([line for line in lines if 'outcome="failed"' in line]) == len(mine)


def test_a_process_that_is_gone_for_long_is_forgotten(tmp_path: Path) -> None:
    gone, broken = tmp_path / "999999999-1.json", tmp_path / "999999998-1.json"
    gone.write_text("[]")
    broken.write_text("{")
    os.utime(gone, (time.time() - FORGOTTEN - 1,) * 2)
    assert list(Measures(tmp_path).lines()) == []
    assert [path.name for path in tmp_path.iterdir()] == [broken.name]


def test_without_a_folder_nothing_is_counted() -> None:
    measures = Measures(None)
    measures.took("heard_job_seconds", 1, kind="timer")
    assert list(measures.lines()) == []
