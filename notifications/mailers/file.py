"""Email kept as files: nothing leaves the computer, and the demo can show what would have been sent."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from email.policy import SMTP
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from engine.errors import NotFound
from notifications.errors import MailDelayed
from notifications.mailers.envelope import sealed
from notifications.mailers.outgoing import Outgoing

_LONGEST = 200
"""File systems take names of up to 255 bytes; this leaves room."""


@dataclass(frozen=True)
class Kept:
    """An email in the folder. `name` is its file without ".eml", to ask for it again."""

    name: str
    message_id: str
    sender: str
    to: str
    subject: str
    text: str
    html: str
    written_at: datetime
    """As the message is dated, or else when it was kept; aware, UTC."""


class FileMailer:
    """Keeps every email as an .eml file in one folder, which only its owner may read."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def send(self, outgoing: Outgoing) -> None:
        """Keep the message; the same Message-ID replaces its file, so sending twice leaves one.

        Raises `MailDelayed` when the folder cannot be written, `MailUnsafe` for a header of more than one line.
        """
        message = sealed(outgoing)
        try:
            self._replace(f"{_name(outgoing.message_id)}.eml", bytes(message))
        except OSError as trouble:
            raise MailDelayed(reason=trouble.strerror or "the folder cannot be written") from None

    def messages(self) -> tuple[Kept, ...]:
        """Everything kept, newest first. A folder that does not exist yet is empty."""
        return tuple(sorted(self._kept(), key=lambda kept: (kept.written_at, kept.name), reverse=True))

    def count(self) -> int:
        """How many are kept."""
        return sum(1 for _ in self._directory.glob("*.eml"))

    def latest(self, most: int, skipping: int = 0) -> tuple[Kept, ...]:
        """At most so many, newest first, passing over the newest `skipping`. Only these are read as a whole."""
        paths = sorted(self._directory.glob("*.eml"), key=lambda path: (_written_at(path), path.stem), reverse=True)
        return tuple(_opened(path) for path in paths[skipping : skipping + most])

    def read(self, name: str) -> Kept:
        """One message by its name. Raises `NotFound`."""
        for path in self._directory.glob("*.eml"):
            # Compared with what is there, never made into a path: a name cannot point outside the folder.
            if path.stem == name:
                return _opened(path)
        raise NotFound(what="email")

    def _kept(self) -> Iterator[Kept]:
        for path in self._directory.glob("*.eml"):
            yield _opened(path)

    def _replace(self, name: str, content: bytes) -> None:
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=self._directory, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, self._directory / name)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise


def _name(message_id: str) -> str:
    name = quote(message_id.strip("<>"), safe="@")
    return name if len(name) <= _LONGEST else sha256(message_id.encode()).hexdigest()


def _written_at(path: Path) -> datetime:
    """As the message is dated, or else when it was kept; aware, UTC."""
    with path.open("rb") as file:
        dated = BytesHeaderParser().parse(file)["Date"]
    return (parsedate_to_datetime(dated) if dated else datetime.fromtimestamp(path.stat().st_mtime, UTC)).astimezone(
        UTC
    )


def _opened(path: Path) -> Kept:
    message = BytesParser(EmailMessage, policy=SMTP).parsebytes(path.read_bytes())
    return Kept(
        name=path.stem,
        message_id=str(message["Message-ID"]),
        sender=str(message["From"]),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        text=_part(message, "plain"),
        html=_part(message, "html"),
        written_at=_written_at(path),
    )


def _part(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""
