"""What people install holds everything they need: the procedures, the templates, and the styles already built."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.heard.house import ROOT, kept_files, name_of

STATIC = ROOT / "web" / "static"
SHIPPED = re.compile(r"(bpmn/.*\.bpmn|(engine|heard|notifications|web)/(?!assets/).*)")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel as `make wheel` builds it."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_ships_every_room_the_procedures_and_the_built_pages(wheel: zipfile.ZipFile) -> None:
    kept = {name for path in kept_files() if SHIPPED.fullmatch(name := name_of(path))}
    built = {name_of(path) for path in STATIC.rglob("*") if path.is_file() and not path.name.startswith(".")}
    assert kept | built <= set(wheel.namelist())
    assert "web/static/heard.css" in built


def test_the_wheel_ships_no_tests_and_no_sources_of_styles(wheel: zipfile.ZipFile) -> None:
    assert [name for name in wheel.namelist() if name.startswith(("tests/", "web/assets/", "var/"))] == []


def test_the_wheel_brings_the_command(wheel: zipfile.ZipFile) -> None:
    (entry_points,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "heard = heard.cli:main" in wheel.read(entry_points).decode()


def test_the_styles_show_nothing_that_is_reserved_for_gov_uk() -> None:
    sheet = (STATIC / "heard.css").read_text()
    assert "arial" in sheet.lower()
    for reserved in ("@font-face", "GDS Transport", "url("):
        assert reserved not in sheet


def test_a_page_never_asks_anybody_else_for_its_parts() -> None:
    built = [path for path in STATIC.rglob("*") if path.suffix in {".css", ".js"}]
    assert built
    for path in built:
        fetched = re.findall(r"(?:url\(|from\s*|import\s*\(?)[\"']?(?:https?:)?//", Path(path).read_text())
        assert fetched == [], path.name
