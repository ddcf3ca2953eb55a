"""The letter put into its envelope: headers that are one line each, whatever somebody typed."""

import re
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from notifications.errors import MailUnsafe
from notifications.mailers.outgoing import Audience, Outgoing

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")


def sealed(outgoing: Outgoing) -> EmailMessage:
    """The message as it goes over the wire. Raises `MailUnsafe` for a header that is more than one line."""
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = _message_id(outgoing.message_id)
    message["From"] = _address("From", outgoing.sender)
    message["To"] = _address("To", outgoing.to)
    message["Subject"] = _one_line("Subject", outgoing.subject)
    if outgoing.written_at is not None:
        message["Date"] = outgoing.written_at
    if outgoing.audience is Audience.STAFF:
        # RFC 3834: without this an out-of-office reply would answer every reminder.
        message["Auto-Submitted"] = "auto-generated"
    message.set_content(outgoing.text, cte="quoted-printable")
    message.add_alternative(outgoing.html, subtype="html", cte="quoted-printable")
    # The boundary would otherwise be random, and the same message different each time it is sent.
    message.set_boundary(f"=_{_fingerprint(outgoing)}")
    return message


def _fingerprint(outgoing: Outgoing) -> str:
    return sha256("\0".join((outgoing.message_id, outgoing.text, outgoing.html)).encode()).hexdigest()[:32]


def _message_id(value: str) -> str:
    if not _MESSAGE_ID.fullmatch(value):
        raise MailUnsafe(header="Message-ID")
    return value


def _one_line(header: str, value: str) -> str:
    if _CONTROL.search(value):
        raise MailUnsafe(header=header)
    return value


def _address(header: str, value: str) -> Address:
    """The one address in the text. Mail programs mend half an address or take the first of two; here neither goes."""
    try:
        parsed = SMTP.header_factory(header, _one_line(header, value))
    except (HeaderParseError, ValueError, IndexError):
        raise MailUnsafe(header=header) from None
    found: tuple[Address, ...] = parsed.addresses
    if parsed.defects or len(found) != 1 or not found[0].username or not found[0].domain:
        raise MailUnsafe(header=header)
    return found[0]
