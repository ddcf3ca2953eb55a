"""What people told the council, and what became of it: the demo's representations, read from the files in `words/`."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from engine.casework.pages.contact import NO_REPLY
from engine.casework.vocabulary import Channel, Finding, Kind, Remedy
from engine.flows.receive import ReplyBy

FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Head:
    """One thing complained of; finding and reason come with the answer."""

    text: str
    wants: str = ""
    finding: Finding = Finding.UPHELD
    because: str = ""
    second: Finding = Finding.UPHELD
    """What was found when somebody looked again, and why."""
    second_because: str = ""


@dataclass(frozen=True)
class Later:
    """The words of stages 2 and 3."""

    recommendations: tuple[str, ...] = ()
    watched: str = "Everybody was heard, the child first. I read the same papers as the investigating officer."
    """What the independent person reports."""
    unhappy: str = ""
    """Why they ask for a panel."""
    panel_said: tuple[str, ...] = ()
    """What the panel recommends."""


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
    reply_by: ReplyBy | None = ReplyBy.EMAIL
    """None: no reply is wanted, which no complaint can say."""
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
    kind: Kind = Kind.COMPLAINT
    later: Later = Later()

    def drawn(self, below: int, what: str) -> int:
        """A number from 0 up to `below` that looks accidental and is the same each time."""
        return crc32(f"{self.key}:{what}".encode()) % below


def everything() -> tuple[Told, ...]:
    """Every representation, in the order of the files."""
    return tuple(told for path in sorted(FOLDER.glob("*.toml")) for told in _of_file(path))


def _of_file(path: Path) -> Iterator[Told]:
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    for number, entry in enumerate(written["case"], start=1):
        yield _told(f"{path.stem}-{number}", {"service": written["service"], **entry})


def _told(key: str, entry: dict[str, Any]) -> Told:
    """One entry with its words made of the law's vocabularies; a misspelt field is an error."""
    made: dict[str, Any] = {name: value.strip() if isinstance(value, str) else value for name, value in entry.items()}
    made["heads"] = tuple(_head(head) for head in made.pop("head", ()))
    made["remedies"] = tuple(Remedy(remedy) for remedy in made.get("remedies", ()))
    made["about"] = tuple(made.get("about", ()))
    made["channel"] = Channel(made.get("channel", Channel.TELEPHONE))
    reply_by = made.get("reply_by", ReplyBy.EMAIL)
    made["reply_by"] = None if reply_by == NO_REPLY else ReplyBy(reply_by)
    made["kind"] = Kind(made.get("kind", Kind.COMPLAINT))
    made["later"] = _later(made.get("later", {}))
    made["officer"] = made.get("officer") or ("priya", "owen")[crc32(key.encode()) % 2]
    return Told(key=key, **made)


def _head(entry: dict[str, str]) -> Head:
    findings = {name: Finding(entry.get(name, Finding.UPHELD)) for name in ("finding", "second")}
    made: dict[str, Any] = {**entry, **findings}
    return Head(**made)


def _later(entry: dict[str, Any]) -> Later:
    """The words of the later stages, where there are any."""
    made: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value.strip() for name, value in entry.items()
    }
    return Later(**made)
