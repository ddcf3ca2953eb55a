"""A real mail server: it keeps what arrives, and can be told to refuse or to stall."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.parts.ports import find_free_port

PATIENCE = 0.02
INVENTED = "@example.invalid, @fernshire.invalid, @independent.invalid, @letters.invalid, @heard.invalid"
"""Whom the email of a demonstration may reach (`HEARD_MAIL_ALLOW`) where a test looks at what arrives."""


@dataclass(frozen=True)
class Arrived:
    """One email with the envelope that it came in."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage


class Postbox:
    """A mail server on a port of its own, and everything that it took in."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.arrived: list[Arrived] = []
        self._answer = "250 taken in"
        self._stalling = self._silent = False
        self._controller = Controller(self, hostname="127.0.0.1", port=port, ready_timeout=10)

    @property
    def url(self) -> str:
        """What `HEARD_SMTP_URL` is set to."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def messages(self) -> list[EmailMessage]:
        """The emails alone, in the order in which they arrived."""
        return [item.message for item in self.arrived]

    def refuse(self, code: int = 451) -> None:
        """Answer every email with this code from now on: 4xx means later, 5xx means never."""
        self._answer = f"{code} not now" if code < 500 else f"{code} never"

    def stall(self) -> None:
        """Take every email's text and then say nothing, until `accept()`."""
        self._stalling = True

    def fall_silent(self) -> None:
        """Keep every email and never say so, until `accept()`: a line that goes dead at the worst moment."""
        self._stalling = self._silent = True

    def accept(self) -> None:
        """Take emails in again, those that wait included."""
        self._answer, self._stalling, self._silent = "250 taken in", False, False

    def wait_for(self, count: int, seconds: float = 10) -> list[EmailMessage]:
        """The emails as soon as there are `count`; fails when there are fewer after `seconds`."""
        until = time.monotonic() + seconds
        while len(self.arrived) < count and time.monotonic() < until:
            time.sleep(PATIENCE)
        assert len(self.arrived) >= count, f"{len(self.arrived)} of {count} emails arrived within {seconds} seconds"
        return self.messages

    def start(self) -> None:
        """Listen."""
        self._controller.start()

    def stop(self) -> None:
        """Hang up; whoever still waits for an answer gets none."""
        self._controller.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, the mail library calls it so
        """Called for every email whose text has come in."""
        keep_at_once = self._silent
        if keep_at_once:
            self.arrived.append(_opened(envelope))
        while self._stalling:
            await asyncio.sleep(PATIENCE)
        if self._answer.startswith("250") and not keep_at_once:
            self.arrived.append(_opened(envelope))
        return self._answer


def _opened(envelope: Envelope) -> Arrived:
    content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
    message = message_from_bytes(content, policy=policy.default)
    return Arrived(envelope.mail_from or "", tuple(envelope.rcpt_tos), message)


@pytest.fixture
def smtp_server() -> Iterator[Postbox]:
    """A mail server of this test's own."""
    postbox = Postbox(find_free_port())
    postbox.start()
    yield postbox
    postbox.accept()
    postbox.stop()
