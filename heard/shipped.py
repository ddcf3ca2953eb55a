"""The diagrams that come with this release, straight from their files: a procedure in the version of a day."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from engine.procedures import reader
from engine.procedures.definition import Procedure

BPMN = Path(__file__).resolve().parent.parent / "bpmn"

FOLDERS: Mapping[str, str] = {
    "statutory": "statutory_complaint",
    "corporate": "corporate_complaint",
    "adults": "adult_social_care",
    "ombudsman": "ombudsman",
    "compliment": "compliment",
    "comment": "comment",
    "intake": "intake",
}
"""What a procedure is called on the command line, and its folder."""


def folders() -> tuple[str, ...]:
    """Every procedure that is shipped, in the order of the alphabet."""
    return tuple(sorted(path.name for path in BPMN.iterdir() if any(path.glob("*.bpmn"))))


def version(folder: str, on: date, profile: str | None = None) -> Procedure:
    """A procedure as it is in effect on a day; before the first version, the first.

    With a profile, only the versions that follow it are looked at: the Code's limits for a day before the Code.
    Raises LookupError where there is none.
    """
    return _read(file_of(folder, on, profile))


def file_of(folder: str, on: date, profile: str | None = None) -> Path:
    """The file of that version; its name is the day from which it is in effect."""
    files = sorted((BPMN / folder).glob("*.bpmn"))
    if profile is not None:
        files = [file for file in files if _read(file).profile == profile]
    if not files:
        raise LookupError(folder)
    past = [file for file in files if date.fromisoformat(file.stem) <= on]
    return past[-1] if past else files[0]


def profiles(folder: str) -> frozenset[str]:
    """The profiles of limits that the versions of a procedure follow."""
    return frozenset(_read(file).profile for file in (BPMN / folder).glob("*.bpmn")) - {""}


@lru_cache(maxsize=64)
def _read(file: Path) -> Procedure:
    return reader.read(file.read_bytes())
