"""What people told the council, and what became of it: the demo's representations, read from the files in `words/`."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from engine.casework.vocabulary import Channel, Finding, Remedy
from engine.flows.receive import ReplyBy

FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Head:
    """One thing complained of; finding and reason come with the answer."""

    text: str
    wants: str = ""
    finding: Finding = Finding.UPHELD
    because: str = ""


@dataclass(frozen=True)
class Told:
    """One representation: who said what, how far it has come, and the words used on the way."""

    key: str
    """The file and the place in it: what everything that looks accidental is drawn from."""
    service: str
    who: str
    course: str
    """How far it has come: a name in `heard.demo.courses`."""
    day: int
    """The day of receipt, in working days from today: -7 is seven working days ago."""
    words: str
    channel: Channel = Channel.TELEPHONE
    wants: str = ""
    reply_by: ReplyBy = ReplyBy.EMAIL
    is_child: bool = False
    child_name: str | None = None
    advocate: str = ""
    warning: str | None = None
    safeguarding: bool = False
    logged_by: str = ""
    officer: str = ""
    manager: str = ""
    about: tuple[str, ...] = ()
    """First names of the colleagues complained about."""
    decision: str = ""
    """Why it goes the way it goes."""
    heads: tuple[Head, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    remedy_note: str = ""
    sent_after: int = 8
    """Working days from receipt to the answer."""
    change: str = ""
    """What whoever sends the answer back wants to be different."""
    until: int = 20
    """The working day to which time is extended."""
    why: str = ""
    """Why there is more time, a pause, a withdrawal, a correction."""
    delay: str = "waiting_for_manager"
    delay_note: str = ""
    expected_after: int = 18
    improvements: str = ""

    def drawn(self, below: int, what: str) -> int:
        """A number from 0 up to `below` that looks accidental and is the same each time."""
        return crc32(f"{self.key}:{what}".encode()) % below


def everything() -> tuple[Told, ...]:
    """Every representation, in the order of the files."""
    return tuple(told for path in sorted(FOLDER.glob("*.toml")) for told in _of_file(path))


def _of_file(path: Path) -> Iterator[Told]:
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    for number, entry in enumerate(written["case"], start=1):
        yield _told(f"{path.stem}-{number}", written["service"], entry)


def _told(key: str, service: str, entry: dict[str, Any]) -> Told:
    """One entry with its words made of the law's vocabularies; a misspelt field is an error."""
    made: dict[str, Any] = {name: value.strip() if isinstance(value, str) else value for name, value in entry.items()}
    made["heads"] = tuple(_head(head) for head in made.pop("head", ()))
    made["remedies"] = tuple(Remedy(remedy) for remedy in made.get("remedies", ()))
    made["about"] = tuple(made.get("about", ()))
    made["channel"] = Channel(made.get("channel", Channel.TELEPHONE))
    made["reply_by"] = ReplyBy(made.get("reply_by", ReplyBy.EMAIL))
    made["officer"] = made.get("officer") or ("priya", "owen")[crc32(key.encode()) % 2]
    return Told(key=key, service=service, **made)


def _head(entry: dict[str, str]) -> Head:
    made: dict[str, Any] = {**entry, "finding": Finding(entry.get("finding", Finding.UPHELD))}
    return Head(**made)
