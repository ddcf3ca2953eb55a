"""docs/operations.md speaks of everything that the doctor, the figures and the commands know."""

import ast
import re
from collections.abc import Iterator

import pytest

from heard.cli import main
from tests.heard.house import ROOT, tree_of

SHORT = 5
SAID = " ".join((ROOT / "docs" / "operations.md").read_text().split())


def _causes() -> Iterator[list[str]]:
    """Of each sentence of the doctor the parts that are always the same."""
    for name in ("doctor", "doctor_inside"):
        for node in ast.walk(tree_of(ROOT / "heard" / f"{name}.py")):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Finding":
                parts = [part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)]
                yield [part.strip(" .:,(") for part in parts if isinstance(part, str) and len(part) > SHORT]


def test_every_sentence_of_the_doctor_has_its_line() -> None:
    causes = list(_causes())
    assert len(causes) > 15
    assert [cause for cause in causes if not any(" ".join(part.split()[:4]) in SAID for part in cause)] == []


def test_every_figure_has_its_line() -> None:
    sources = (ROOT / "web" / "metrics.py").read_text() + (ROOT / "heard" / "logs.py").read_text()
    figures = set(re.findall(r'"(heard_\w+)"', sources))
    assert len(figures) > 8
    assert [figure for figure in sorted(figures) if figure not in SAID] == []


def test_every_command_in_it_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"`heard ([a-z][a-z-]*)", SAID))
    assert {"doctor", "backup", "restore", "after-restore", "verify", "jobs"} <= named
    for command in named:
        with pytest.raises(SystemExit) as done:
            main([command, "--help"])
        assert done.value.code == 0, command
        capsys.readouterr()
