"""Email by SMTP, to a real server: delayed is not refused, nothing is doubled, and no address leaks."""

import asyncio
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from engine.recording.jobs import LEASE
from notifications.errors import MailAddressUnusable, MailDelayed, MailRefused
from notifications.mailers import Mailer
from notifications.mailers.smtp import DEADLINE, THREAD, SmtpMailer
from tests.notifications.messages import NOTICE
from tests.parts.ports import find_free_port
from tests.parts.post import Postbox

CERTIFICATE = Path(__file__).parent / "localhost.pem"
"""A certificate and key for 127.0.0.1 that nothing but these tests trusts."""

PATIENCE = 10
"""Seconds that a busy machine may take over what ends at once; the exchanges' own limits are far beyond."""


class Door:
    """A mail server whose answers a test chooses; it notes which commands came, and what was taken in."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.signed_in: list[tuple[bytes, bytes]] = []
        self.encrypted: list[bool] = []
        self.to_recipient = "250 OK"
        self.to_quit = "221 Bye"
        self.drips = False
        self.waits_to_quit = 0.0

    async def handle_RCPT(  # noqa: N802, the mail library calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        until = time.monotonic() + 2 * PATIENCE
        while self.drips and time.monotonic() < until:
            await server.push("250-one moment")
            await asyncio.sleep(0.02)
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient.format(address=address)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope.content or b"")  # type: ignore[arg-type]
        self.encrypted.append(session.ssl is not None)
        return "250 taken in"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.waits_to_quit)
        return self.to_quit

    def admit(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        """Whoever knows the password may in."""
        assert isinstance(data, LoginPassword)
        self.signed_in.append((data.login, data.password))
        return AuthResult(success=data.password == b"p@ss word/", handled=False)


def trusted() -> ssl.SSLContext:
    """What a client that knows the tests' certificate goes by."""
    return ssl.create_default_context(cafile=str(CERTIFICATE))


def certified() -> ssl.SSLContext:
    """What the tests' server shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


@pytest.fixture
def door() -> Door:
    """The answers of this test's server."""
    return Door()


@pytest.fixture
def opened(door: Door) -> Iterator[Callable[..., int]]:
    """Opens the server with the options given, on the port that it returns."""
    running: list[Controller] = []

    def opening(**options: Any) -> int:
        port = find_free_port()
        controller = Controller(door, hostname="127.0.0.1", port=port, ready_timeout=10, **options)
        controller.start()
        running.append(controller)
        return port

    yield opening
    for controller in running:
        controller.stop()


def test_an_email_arrives_as_it_was_written(smtp_server: Postbox) -> None:
    mailer: Mailer = SmtpMailer(smtp_server.url)
    mailer.send(NOTICE)
    (message,) = smtp_server.wait_for(1)
    assert message["Message-ID"] == NOTICE.message_id
    assert message["Subject"] == NOTICE.subject
    assert message["Auto-Submitted"] == "auto-generated"
    parts = {part.get_content_type(): part.get_content().replace("\r\n", "\n") for part in message.iter_parts()}
    assert parts == {"text/plain": NOTICE.text, "text/html": NOTICE.html}
    assert smtp_server.arrived[0].recipients == (NOTICE.to,)
    assert smtp_server.arrived[0].sender == "complaints@marlowvale.example"


@pytest.mark.parametrize(
    ("code", "outcome"), [(451, MailDelayed), (421, MailDelayed), (550, MailRefused), (554, MailRefused)]
)
def test_4xx_is_later_and_5xx_is_never(smtp_server: Postbox, code: int, outcome: type[Exception]) -> None:
    smtp_server.refuse(code)
    with pytest.raises(outcome, match=f"code {code}"):
        SmtpMailer(smtp_server.url).send(NOTICE)
    assert smtp_server.messages == []


@pytest.mark.parametrize(
    ("answer", "outcome"), [("450 {address} is busy", MailDelayed), ("550 no {address} here", MailRefused)]
)
def test_a_refusal_tells_the_code_and_never_the_address(
    door: Door, opened: Callable[..., int], answer: str, outcome: type[Exception]
) -> None:
    door.to_recipient = answer
    with pytest.raises(outcome, match=f"code {answer[:3]}") as raised:
        SmtpMailer(f"smtp://127.0.0.1:{opened()}").send(NOTICE)
    told: BaseException | None = raised.value
    while told is not None:
        assert "priya" not in f"{told} {told.args} {vars(told)}"
        told = told.__cause__ if told.__cause__ or told.__suppress_context__ else told.__context__


def test_a_server_that_is_away_delays_the_message() -> None:
    with pytest.raises(MailDelayed, match="no connection"):
        SmtpMailer(f"smtp://127.0.0.1:{find_free_port()}").send(NOTICE)


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(smtp_server: Postbox) -> None:
    smtp_server.stall()
    with pytest.raises(MailDelayed, match="no connection"):
        SmtpMailer(smtp_server.url, timeout=0.2).send(NOTICE)


def seconds_until_delayed(mailer: SmtpMailer) -> float:
    """How long somebody waits for a delivery that is given up; nothing of it goes on afterwards."""
    began = time.monotonic()
    with pytest.raises(MailDelayed, match=r"longer than 0\.3 seconds"):
        mailer.send(NOTICE)
    took = time.monotonic() - began
    left_over = [each for each in threading.enumerate() if each.name == THREAD]
    for thread in left_over:
        thread.join(5)
    assert not any(thread.is_alive() for thread in left_over)
    return took


def test_a_delivery_ends_before_its_lease_does() -> None:
    assert timedelta(seconds=DEADLINE) <= LEASE - timedelta(seconds=20)


def test_a_stalling_server_is_given_up_at_the_deadline_of_the_whole_delivery(smtp_server: Postbox) -> None:
    smtp_server.stall()
    assert seconds_until_delayed(SmtpMailer(smtp_server.url, deadline=0.3)) < PATIENCE
    smtp_server.accept()


def test_a_server_that_keeps_within_each_exchange_is_given_up_all_the_same(
    door: Door, opened: Callable[..., int]
) -> None:
    door.drips = True
    mailer = SmtpMailer(f"smtp://127.0.0.1:{opened()}", timeout=5, deadline=0.3)
    assert seconds_until_delayed(mailer) < PATIENCE
    assert door.taken == []


def test_an_encrypted_line_is_given_up_as_well(door: Door, opened: Callable[..., int]) -> None:
    door.drips = True
    port = opened(tls_context=certified())
    mailer = SmtpMailer(f"smtp://127.0.0.1:{port}", timeout=5, trust=trusted(), deadline=0.3)
    assert seconds_until_delayed(mailer) < PATIENCE
    assert door.taken == []


def test_a_slow_goodbye_does_not_send_a_message_again_that_was_taken(door: Door, opened: Callable[..., int]) -> None:
    door.waits_to_quit = PATIENCE * 2
    began = time.monotonic()
    SmtpMailer(f"smtp://127.0.0.1:{opened()}", deadline=2).send(NOTICE)
    assert len(door.taken) == 1
    assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize("goodbye", ["451 stay a while", "554 no"])
def test_a_bad_goodbye_after_the_message_was_taken_does_not_send_it_again(
    door: Door, opened: Callable[..., int], goodbye: str
) -> None:
    door.to_quit = goodbye
    SmtpMailer(f"smtp://127.0.0.1:{opened()}").send(NOTICE)
    assert len(door.taken) == 1


def test_a_message_that_is_unsafe_never_reaches_the_server(smtp_server: Postbox) -> None:
    with pytest.raises(MailRefused):
        SmtpMailer(smtp_server.url).send(replace(NOTICE, subject="a\r\nBcc: b@c"))
    assert smtp_server.messages == []


def test_the_line_is_encrypted_when_the_server_can(door: Door, opened: Callable[..., int]) -> None:
    port = opened(tls_context=certified())
    SmtpMailer(f"smtp://127.0.0.1:{port}", trust=trusted()).send(NOTICE)
    SmtpMailer(f"smtp://127.0.0.1:{port}?starttls=never", trust=trusted()).send(NOTICE)
    assert door.encrypted == [True, False]


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(door: Door, opened: Callable[..., int]) -> None:
    port = opened(tls_context=certified())
    with pytest.raises(MailDelayed, match="SSLCertVerificationError"):
        SmtpMailer(f"smtp://127.0.0.1:{port}").send(NOTICE)
    assert door.taken == []


def test_smtps_encrypts_from_the_first_byte(door: Door, opened: Callable[..., int]) -> None:
    port = opened(ssl_context=certified())
    SmtpMailer(f"smtps://127.0.0.1:{port}", trust=trusted()).send(NOTICE)
    assert len(door.taken) == 1


def test_signing_in_with_a_password_that_the_address_spells(door: Door, opened: Callable[..., int]) -> None:
    port = opened(tls_context=certified(), authenticator=door.admit, auth_required=True)
    SmtpMailer(f"smtp://heard:p%40ss%20word%2F@127.0.0.1:{port}", trust=trusted()).send(NOTICE)
    assert door.signed_in == [(b"heard", b"p@ss word/")]
    assert len(door.taken) == 1


def test_a_wrong_password_delays_because_it_is_not_the_messages_fault(door: Door, opened: Callable[..., int]) -> None:
    port = opened(tls_context=certified(), authenticator=door.admit, auth_required=True)
    with pytest.raises(MailDelayed, match="sign-in refused, code 535"):
        SmtpMailer(f"smtp://heard:wrong@127.0.0.1:{port}", trust=trusted()).send(NOTICE)


def test_no_password_travels_in_the_clear_by_accident(door: Door, opened: Callable[..., int]) -> None:
    port = opened(authenticator=door.admit, auth_require_tls=False)
    with pytest.raises(MailDelayed, match="encryption"):
        SmtpMailer(f"smtp://heard:secret@127.0.0.1:{port}").send(NOTICE)
    assert door.signed_in == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://mail:port",
        "smtp://m:99999",
        "smtp://m?starttls=maybe",
    ],
)
def test_an_unusable_address_of_a_mail_server_is_told_at_once(url: str) -> None:
    with pytest.raises(MailAddressUnusable):
        SmtpMailer(url)


def test_what_is_told_of_an_unusable_address_holds_no_password() -> None:
    with pytest.raises(MailAddressUnusable) as raised:
        SmtpMailer("smtp://heard:secret@mail:port")
    assert "secret" not in str(raised.value)
    assert raised.value.__suppress_context__
