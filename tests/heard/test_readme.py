"""What the README says is so: its commands run, its map is of this house, its settings are the settings."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from heard.cli import main
from heard.settings import BadSetting, Settings
from tests.heard.house import ROOT

README = (ROOT / "README.md").read_text()
FIRST_SCREEN = "\n".join(README.splitlines()[:40])


def _map() -> list[str]:
    """Every path on the map of the house: a line's first words, under the folder that it is indented beneath."""
    block = README.partition("## The house")[2].partition("```\n")[2].partition("```")[0]
    paths, folder = [], ""
    for line in block.splitlines():
        here = folder if line.startswith(" ") else ""
        named = re.match(r" *((?:[\w.-]+/ *)+)", line)
        if named is None:
            continue
        paths += [here + name for name in named.group(1).split()]
        if not line.startswith(" "):
            folder = named.group(1).split()[0]
    return paths


def test_the_two_commands_stand_in_the_first_screen() -> None:
    assert re.search(r"^make run\b", FIRST_SCREEN, flags=re.MULTILINE)
    assert re.search(r"^make test\b", FIRST_SCREEN, flags=re.MULTILINE)


def test_every_make_command_is_one() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", README, flags=re.MULTILINE))
    assert {"run", "test", "lint"} <= named <= targets


def test_every_heard_command_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"(?:^|[`/])heard ([a-z][a-z-]*)", README, flags=re.MULTILINE))
    assert {"run", "dates"} <= named
    for command in named:
        with pytest.raises(SystemExit) as done:
            main([command, "--help"])
        assert done.value.code == 0, command
        assert f"usage: heard {command}" in capsys.readouterr().out


def test_the_dates_of_the_readme_are_counted_without_a_database(tmp_path: Path) -> None:
    command = re.search(r"^\.venv/bin/(heard) (dates) ([\d-]+)$", README, flags=re.MULTILINE)
    assert command is not None
    program = Path(sys.executable).with_name(command[1])
    told = subprocess.run(
        [program, command[2], command[3]], cwd=tmp_path, env={}, check=True, capture_output=True, text=True
    )
    assert told.stdout.startswith("Received on Thursday 17 December 2026\n")
    assert "stage 1 response: Tuesday 5 January 2027; extended, at most Tuesday 19 January 2027" in told.stdout
    assert list(tmp_path.iterdir()) == []


def test_every_place_on_the_map_is_there() -> None:
    places = _map()
    assert {"bpmn/", "engine/casework/", "engine/db/", "engine/dispatch/", "web/", "tests/"} <= set(places)
    assert [place for place in places if not (ROOT / place).is_dir()] == []


def test_no_room_is_missing_on_the_map() -> None:
    rooms = {f"{path.name}/" for path in ROOT.iterdir() if (path / "__init__.py").exists()}
    inside = {f"engine/{path.parent.name}/" for path in (ROOT / "engine").glob("*/__init__.py")}
    assert (rooms | inside) - set(_map()) == set()


def test_the_settings_are_those_that_heard_knows() -> None:
    with pytest.raises(BadSetting) as refused:
        Settings.from_env({"HEARD_NONSENSE": "1"})
    known = set(re.findall(r"HEARD_[A-Z_]+", str(refused.value))) - {"HEARD_NONSENSE"}
    named = set(re.findall(r"`(HEARD_[A-Z_]+)`", README))
    assert named == known


def test_what_the_readme_links_to_and_shows_is_there() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in target]
    assert "docs/pictures/case.png" in targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
    assert all((ROOT / target).stat().st_size < 200_000 for target in targets if target.endswith(".png"))
