"""The house keeps its habits: short modules that say what they are for, the right words, nothing private kept."""

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.heard.house import ROOMS, ROOT, dotted_names, kept_files, modules, name_of, tree_of

MOST_LINES = 300
# A module that is longer, and why that is better for its reader.
LONG_FOR_A_REASON = {
    "engine/db/tables.py": "one list of everything that is kept, read from top to bottom",
    "engine/db/migrations/versions/0001_the_first_tables.py": "the same list as it was first made",
    "engine/db/migrations/versions/0004_all_procedures.py": "what came with all procedures, made in one step",
    "engine/db/migrations/versions/0005_inbox_and_case_file.py": "what came with the inbox and the case file, likewise",
    "tests/engine/queries/test_visibility.py": "one world of chance, and all that holds in it",
    "tests/engine/procedures/test_lint.py": "every rule of the profile with the diagram that breaks it, side by side",
    "tests/engine/casework/test_clocks.py": "every promise of a clock in one place, so that none is made twice",
    "tests/engine/flows/test_whatever_happens.py": "one machine: whatever may be done, beside what must hold after it",
    "tests/heard/test_dates.py": "every worked date of the guidance and its cases, one after the other",
    "tests/notifications/test_letters.py": "every promise of every letter, the child's beside the adult's",
    "notifications/contents.py": "one table: every letter and what it must say",
    "tests/engine/casework/test_later_pages.py": "every page of stages 2 and 3 with what each refuses, side by side",
    "tests/engine/queries/test_who_could.py": "who could take which part, and why others could not, as one table",
    "tests/web/test_tasks.py": "the pages of one task, told as one story from triage to close-out",
}
VAGUE = {"manager", "helper", "util", "service", "common"}
# What runs without a line of ours that imports it.
USED_WITHOUT_IMPORT = {
    "govuk-frontend-jinja": "its macros are asked for by name, as templates",
    "gunicorn": "a command",
    "psycopg": "the database's address names it",
    "redis": "the broker's address names it",
    "tzdata": "Python's own zoneinfo reads it",
}
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-tools.lock")
PRIVATE = re.compile(
    r"(?<![\w.])/(?:root|home|Users|opt|work)/\w"  # a path of somebody's machine
    r"|(?:pypi|pythonhosted|npmjs|yarnpkg)\.(?:org|com)",  # a registry's address
)
SAID_TWICE = Path(__file__)  # this file has to name what it forbids


def _texts() -> list[tuple[str, str]]:
    readable = (path for path in kept_files() if path.suffix not in {".png", ".ico", ".docx", ".pdf", ".xz"})
    return [(name_of(path), path.read_text()) for path in readable if path != SAID_TWICE]


def _make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))


def test_no_module_is_long_without_a_reason() -> None:
    long = {name_of(path) for path in modules(*ROOMS, "tests") if len(path.read_text().splitlines()) > MOST_LINES}
    assert long == set(LONG_FOR_A_REASON)


def test_every_module_says_what_it_is_for() -> None:
    written = [path for path in modules(*ROOMS, "tests") if path.read_text().strip()]
    assert [name_of(path) for path in written if not ast.get_docstring(tree_of(path))] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    words = {name_of(path): set(path.stem.lower().split("_")) for path in modules(*ROOMS, "tests")}
    assert [name for name, parts in words.items() if parts & (VAGUE | {word + "s" for word in VAGUE})] == []


def test_people_bring_representations_and_nobody_has_a_ticket() -> None:
    assert [name for name, text in _texts() if re.search(r"\btickets?\b", text, flags=re.IGNORECASE)] == []


def test_every_test_runs() -> None:
    ways_out = {"skip", "skipif", "xfail", "importorskip"}
    avoided = [
        f"{name_of(path)}:{line}"
        for path in modules("tests")
        for line, name in dotted_names(path)
        if name.startswith("pytest.") and name.rpartition(".")[2] in ways_out
    ]
    assert avoided == []


def test_nothing_kept_names_a_machine_or_a_registry() -> None:
    found = [(name, match.group()) for name, text in _texts() for match in PRIVATE.finditer(text)]
    assert found == []


def test_only_the_front_door_reads_the_environment() -> None:
    readers = [
        f"{name_of(path)}:{line}"
        for path in modules("engine", "notifications", "web")
        for line, name in dotted_names(path)
        if name.startswith(("os.environ", "os.getenv", "os.putenv"))
    ]
    assert readers == []


def test_the_law_does_not_look_at_the_clock_on_the_wall() -> None:
    clocks = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|monotonic|localtime))$")
    looking = [
        f"{name_of(path)}:{line}"
        for path in modules("engine/casework", "engine/procedures")
        for line, name in dotted_names(path)
        if clocks.search(name)
    ]
    assert looking == []


def test_lock_files_hold_versions_and_hashes_but_no_address() -> None:
    for name in LOCKS:
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert text.count("==") <= text.count("--hash=sha256:")
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def _locked(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)(?:\[.*\])?==(\S+)", (ROOT / name).read_text(), flags=re.MULTILINE))


def test_the_lock_files_agree_with_each_other() -> None:
    everything = _locked("requirements-dev.lock")
    for name in LOCKS:
        assert _locked(name).items() <= everything.items()


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {"requirements.lock": project["project"]["dependencies"], **_groups(project)}
    for lock, requirements in wanted.items():
        names = {re.split(r"[\[<>=~!; ]", requirement)[0].lower() for requirement in requirements}
        assert names <= _locked(lock).keys(), lock


def test_every_dependency_has_its_sentence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    told = set(re.findall(r"[\w-]+", (ROOT / "docs" / "decisions" / "dependencies.md").read_text().lower()))
    chosen = {
        re.split(r"[\[<>=~!; ]", requirement)[0].lower()
        for requirement in [*project["project"]["dependencies"], *groups["tools"], *groups["dev"]]
    }
    assert chosen - told == set()


def test_every_runtime_dependency_is_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    imported = {name.partition(".")[0] for path in modules(*ROOMS) for name in _imports(path)}
    brings: dict[str, set[str]] = {}
    for module, distributions in packages_distributions().items():
        for distribution in distributions:
            brings.setdefault(distribution.lower(), set()).add(module)
    unused = {
        name
        for requirement in project["project"]["dependencies"]
        if not brings.get(name := re.split(r"[\[<>=~!; ]", requirement)[0].lower(), set()) & imported
    }
    assert unused == set(USED_WITHOUT_IMPORT)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_make_calls_only_modules_that_exist() -> None:
    called = set(re.findall(r"python -m (tests[\w.]*)", (ROOT / "Makefile").read_text()))
    for name in called:
        module = ROOT / name.replace(".", "/")
        assert module.with_suffix(".py").exists() or (module / "__main__.py").exists(), name


def _groups(project: dict[str, dict[str, list[str]]]) -> dict[str, list[str]]:
    groups = project["dependency-groups"]
    return {"requirements-tools.lock": groups["tools"], "requirements-dev.lock": groups["dev"]}


def test_make_lists_its_commands() -> None:
    told = subprocess.run(["make", "-s", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    promised = {"help", "setup", "run", "test", "lint", "format", "bench", "shots", "clean"}
    assert promised <= set(re.findall(r"make ([a-z-]+)", told))


def test_the_readme_begins_with_the_two_commands_and_names_none_that_is_missing() -> None:
    readme = (ROOT / "README.md").read_text()
    first_screen = "\n".join(readme.splitlines()[:40])
    assert "make run" in first_screen
    assert "make test" in first_screen
    assert set(re.findall(r"(?:^|`|\$ )make ([a-z-]+)", readme, flags=re.MULTILINE)) <= _make_targets()


def test_the_server_that_checks_changes_does_what_a_developer_does() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text().rstrip().endswith("make test")
