"""What the tests of the house look at: the files that are kept, and the modules of each room."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("engine", "heard", "notifications", "web")
NOT_KEPT = {".git", ".venv", "node_modules", "static", "var", "shots", "dist", "build"}


@cache
def kept_files() -> tuple[Path, ...]:
    """The files that git keeps; where there is no git, every file that it would keep."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        return tuple(sorted(_walk(ROOT)))
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in NOT_KEPT or path.name.endswith("_cache") or path.name == "__pycache__":
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def modules(*rooms: str) -> list[Path]:
    """The Python files of these rooms."""
    return [
        path for path in kept_files() if path.suffix == ".py" and path.relative_to(ROOT).as_posix().startswith(rooms)
    ]


def name_of(path: Path) -> str:
    """The path as a person writes it, from the top of the tree."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """The module as Python reads it."""
    return ast.parse(path.read_text(), filename=str(path))


def dotted_names(path: Path) -> Iterator[tuple[int, str]]:
    """Every dotted name that the module uses or imports (`os.environ`), with its line."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute | ast.Name):
            yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
