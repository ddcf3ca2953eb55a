"""The walls between the rooms stand: an import through any of them is noticed by name."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.heard.house import ROOMS, ROOT

# Which contract a line in a module breaks, named by how the contract's sentence begins.
THROUGH_A_WALL = {
    "The front door knows every room": ("engine/errors.py", "import web"),
    "The pages take from notifications only": ("web/trespass.py", "import notifications.mailers"),
    "Inside the engine": ("engine/db/trespass.py", "import engine.flows"),
    "Flows never import each other": ("engine/flows/trespass.py", "import engine.flows.neighbour"),
    "The law and the procedures are pure": ("engine/casework/trespass.py", "import sqlalchemy"),
    "The engine knows no page": ("engine/flows/neighbour.py", "import jinja2"),
    "Only engine.spiff knows": ("engine/recording/trespass.py", "import SpiffWorkflow"),
    "Only engine.dispatch.celery": ("engine/dispatch/trespass.py", "import celery"),
}


def _contracts(folder: Path) -> dict[str, str]:
    """Each contract's sentence, as printed in one line, with KEPT or BROKEN."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    told = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={"COLUMNS": "400", "PYTHONPATH": "."}
    )
    verdicts = (line.rpartition(" (")[0] or line for line in told.stdout.splitlines())
    return {
        sentence: verdict
        for sentence, _, verdict in (line.strip().rpartition(" ") for line in verdicts)
        if verdict in {"KEPT", "BROKEN"}
    }


def _sentences() -> set[str]:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    return {contract["name"] for contract in linter["contracts"]}


def test_no_room_imports_through_a_wall() -> None:
    assert _contracts(ROOT) == dict.fromkeys(_sentences(), "KEPT")


def test_an_import_through_each_wall_is_noticed(tmp_path: Path) -> None:
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("static", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for module, line in THROUGH_A_WALL.values():
        with (tmp_path / module).open("a") as text:
            text.write(f"\n{line}\n")
    noticed = _contracts(tmp_path)
    for beginning in THROUGH_A_WALL:
        assert [verdict for sentence, verdict in noticed.items() if sentence.startswith(beginning)] == ["BROKEN"]
    assert len(THROUGH_A_WALL) == len(_sentences())
