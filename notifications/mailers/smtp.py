"""Email handed to a mail server."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import parse_qsl, unquote, urlsplit

from notifications.errors import MailAddressUnusable, MailDelayed, MailRefused
from notifications.mailers.envelope import sealed
from notifications.mailers.outgoing import Outgoing

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

    def __init__(self, url: str, timeout: float = 20.0, trust: ssl.SSLContext | None = None) -> None:
        """`timeout` is in seconds, for each exchange; `trust` says whose certificates count (the system's)."""
        self._server = _parsed(url)
        self._timeout = timeout
        self._trust = trust or ssl.create_default_context()

    def send(self, outgoing: Outgoing) -> None:
        """Hand the message over. Raises `MailDelayed` (4xx, no connection, sign-in) or `MailRefused` (5xx)."""
        message = sealed(outgoing)
        try:
            with self._connection() as connection:
                self._hand_over(connection, message)
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

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        server = self._server
        if server.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._timeout, context=self._trust
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=self._timeout)
        try:
            yield connection
            _say_goodbye(connection)
        finally:
            connection.close()

    def _hand_over(self, connection: smtplib.SMTP, message: EmailMessage) -> None:
        connection.ehlo_or_helo_if_needed()
        if self._encrypts(connection):
            connection.starttls(context=self._trust)
        if self._server.user:
            connection.login(self._server.user, self._server.password)
        connection.send_message(message)

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
