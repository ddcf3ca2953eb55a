"""Email handed to a mail server."""

import smtplib
import socket
import ssl
from concurrent.futures import Future, wait
from contextlib import closing, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from threading import Thread
from urllib.parse import parse_qsl, unquote, urlsplit

from engine.recording.jobs import LEASE
from notifications.errors import MailAddressUnusable, MailDelayed, MailRefused
from notifications.mailers.envelope import sealed
from notifications.mailers.outgoing import Outgoing

DEADLINE = LEASE.total_seconds() * 2 / 3
"""Seconds for a whole delivery. The rest of the lease is for writing down what became of it, before the job is free."""
THREAD = "smtp delivery"

_PORTS = {"smtp": 25, "smtps": 465}
_STARTTLS = ("offered", "required", "never")


@dataclass(frozen=True)
class _Server:
    scheme: str
    host: str
    port: int
    user: str
    password: str
    starttls: str


class SmtpMailer:
    """Hands emails to the mail server at `smtp://user:password@host:port?starttls=required` or `smtps://...`.

    `starttls` is `offered` (the line is encrypted when the server can), `required` or `never`. With a user it is
    `required` unless said otherwise, so that no password travels in the clear by accident.
    Raises `MailAddressUnusable` at once when the address cannot be understood.
    """

    def __init__(
        self, url: str, timeout: float = 20.0, trust: ssl.SSLContext | None = None, deadline: float = DEADLINE
    ) -> None:
        """`timeout` (for each exchange) and `deadline` (for all of them) are in seconds.

        `trust` says whose certificates count (the system's).
        """
        self._server = _parsed(url)
        self._timeout = timeout
        self._deadline = deadline
        self._trust = trust or ssl.create_default_context()

    def knock(self) -> None:
        """Connect, sign in and say goodbye: whether the server would take an email. Raises as `send` does."""
        self._deliver(None)

    def send(self, outgoing: Outgoing) -> None:
        """Hand the message over, or give up at the deadline.

        Raises `MailDelayed` (4xx, no connection, sign-in, too slow) or `MailRefused` (5xx).
        """
        self._deliver(sealed(outgoing))

    def _deliver(self, message: EmailMessage | None) -> None:
        delivery = _Delivery(self._server, self._timeout, self._trust, message)
        try:
            delivery.within(self._deadline)
        except smtplib.SMTPRecipientsRefused as refusal:
            raise _refusal(*(code for code, _ in refusal.recipients.values())) from None
        except smtplib.SMTPAuthenticationError as refusal:
            # The council's sign-in is wrong, not the message: it must go out once that is mended.
            raise MailDelayed(reason=f"sign-in refused, code {refusal.smtp_code}") from None
        except smtplib.SMTPResponseException as refusal:
            raise _refusal(refusal.smtp_code) from None
        except smtplib.SMTPNotSupportedError:
            raise MailDelayed(reason="the server cannot do what the settings ask, such as encryption") from None
        except (smtplib.SMTPException, OSError) as trouble:
            raise MailDelayed(reason=f"no connection, {type(trouble).__name__}") from None


class _Delivery:
    """One message on its way to the server, or none to look whether it is there.

    On a thread of its own, so that its caller need not wait for ever. A time limit for each exchange is
    not enough: a server that says a little now and then keeps within it for hours.
    """

    def __init__(self, server: _Server, timeout: float, trust: ssl.SSLContext, message: EmailMessage | None) -> None:
        self._server, self._timeout, self._trust, self._message = server, timeout, trust, message
        self._connection: smtplib.SMTP | None = None
        self._outcome: Future[None] = Future()
        self._taken = self._given_up = False

    def within(self, seconds: float) -> None:
        """Deliver. Raises what the server's answers raise, and `MailDelayed` when they are not all in by then."""
        Thread(target=self._run, name=THREAD, daemon=True).start()
        try:
            finished, _ = wait([self._outcome], seconds)
        finally:
            self._give_up()
        if finished:
            self._outcome.result()
        elif not self._taken:
            raise MailDelayed(reason=f"the server took longer than {seconds:g} seconds")

    def _run(self) -> None:
        try:
            self._converse()
        except Exception as trouble:  # noqa: BLE001 - raised again where somebody waits for it
            self._outcome.set_exception(trouble)
        else:
            self._outcome.set_result(None)

    def _give_up(self) -> None:
        """Cut the line. A message that has not been taken by now will not be, at least not by this attempt."""
        self._given_up = True
        sock = self._connection.sock if self._connection else None
        if sock is not None:
            with suppress(OSError):
                # Not the encrypted socket's own shutdown: it would let the other thread go on in the clear.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def _stop_if_given_up(self) -> None:
        """To be asked after each step during which there was no line to cut."""
        if self._given_up:
            raise TimeoutError

    def _converse(self) -> None:
        with closing(self._connect()) as connection:
            self._connection = connection
            self._stop_if_given_up()
            connection.ehlo_or_helo_if_needed()
            if self._encrypts(connection):
                connection.starttls(context=self._trust)
                self._stop_if_given_up()
            if self._server.user:
                connection.login(self._server.user, self._server.password)
            if self._message is not None:
                connection.send_message(self._message)
            self._taken = True
            _say_goodbye(connection)

    def _connect(self) -> smtplib.SMTP:
        host, port = self._server.host, self._server.port
        if self._server.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=self._timeout, context=self._trust)
        return smtplib.SMTP(host, port, timeout=self._timeout)

    def _encrypts(self, connection: smtplib.SMTP) -> bool:
        if self._server.scheme == "smtps" or self._server.starttls == "never":
            return False
        return self._server.starttls == "required" or connection.has_extn("starttls")


def _say_goodbye(connection: smtplib.SMTP) -> None:
    """QUIT. The message has been taken by now: whatever the server answers, sending again would double it."""
    try:
        connection.quit()
    except (smtplib.SMTPException, OSError):
        return


def _refusal(*codes: int) -> MailDelayed | MailRefused:
    """What the server's answer means. Only the code is kept: its text often repeats the address."""
    code = max(codes)
    return MailRefused(reason=f"code {code}") if code >= 500 else MailDelayed(reason=f"code {code}")


def _parsed(url: str) -> _Server:
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise MailAddressUnusable(mend="write it as smtp://host:port or smtps://user:password@host:port")
    try:
        port = parts.port or _PORTS[parts.scheme]
    except ValueError:
        raise MailAddressUnusable(mend="the port is a number from 1 to 65535") from None
    starttls = dict(parse_qsl(parts.query)).get("starttls", "required" if parts.username else "offered")
    if starttls not in _STARTTLS:
        raise MailAddressUnusable(mend=f"starttls is one of {', '.join(_STARTTLS)}")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return _Server(parts.scheme, parts.hostname, port, user, password, starttls)
