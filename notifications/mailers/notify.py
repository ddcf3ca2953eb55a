"""Email handed to GOV.UK Notify, which says later what became of it.

After its documentation of the REST API (docs.notifications.service.gov.uk/rest-api.html), version 2. The template at
Notify has the subject ((subject)) and the text ((body)) and nothing else: the words are Heard's.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from engine.casework.provider import FAILED
from notifications.errors import MailDelayed, MailRefused, NotifyUnusable
from notifications.mailers.envelope import sealed
from notifications.mailers.https import DEADLINE, Answer, Exchange, exchange
from notifications.mailers.outgoing import Outgoing, Receipt
from notifications.mailers.passes import bearer

LIVE = "https://api.notifications.service.gov.uk"
SEND, LOOK = "/v2/notifications/email", "/v2/notifications"

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ID = re.compile(_UUID, re.IGNORECASE)
_KEY = re.compile(rf".*-({_UUID})-({_UUID})", re.IGNORECASE)

_OF_THE_MESSAGE: Mapping[str, str] = {
    "email_address": "it is not an email address",
    "this recipient": "the key or the service may not send to this address yet (trial mode, or a key for the team)",
    "longer than": "the message is too long",
    "too long": "the message is too long",
}
"""What Notify's refusals hold where the fault is the message's, and how it is told: its words may hold an address."""
_OF_THE_SETTINGS: Mapping[str, str] = {
    "emplate": "the template is not known there or lacks ((subject)) and ((body)): look at HEARD_NOTIFY_TEMPLATE",
    "ersonalisation": "the template asks for more than ((subject)) and ((body)): look at HEARD_NOTIFY_TEMPLATE",
    "reply_to": "the reply-to address is not known there: look at HEARD_NOTIFY_REPLY_TO",
    "clock": "the clock of this machine is more than 30 seconds wrong",
    "oken": "the key is not known there: look at HEARD_NOTIFY_API_KEY",
    "key": "the key is not known there: look at HEARD_NOTIFY_API_KEY",
}
"""What they say where it is the installation's: the message goes out once that is mended."""


@dataclass(frozen=True)
class NotifySettings:
    """A council's account with Notify: the service's id and secret, its template, and where the API is."""

    service_id: str
    secret: str = field(repr=False)
    template: str
    reply_to: str
    url: str

    @classmethod
    def read(cls, key: str, template: str, reply_to: str = "", url: str = "") -> "NotifySettings":
        """Take a key apart ("name-<service id>-<secret>"). Raises `NotifyUnusable` with the part that is wrong."""
        parts = _KEY.fullmatch(key)
        if parts is None:
            raise NotifyUnusable(part="API_KEY", mend="copy the whole key: a name and two groups like 26785a09-...")
        if not _ID.fullmatch(template):
            raise NotifyUnusable(part="TEMPLATE", mend="copy the template's ID from Notify, like f33517ff-...")
        if reply_to and not _ID.fullmatch(reply_to):
            raise NotifyUnusable(part="REPLY_TO", mend="copy the ID of the reply-to address from Notify")
        address = (url or LIVE).rstrip("/")
        if not urlsplit(address).hostname:
            raise NotifyUnusable(part="URL", mend=f"write it like {LIVE}, or leave it out")
        return cls(parts[1], parts[2], template, reply_to, address)


class NotifyMailer:
    """Hands emails to GOV.UK Notify, each under its own Message-ID as the reference."""

    def __init__(self, settings: NotifySettings, timeout: float = 20.0, deadline: float = DEADLINE) -> None:
        """`timeout` (for each step on the line) and `deadline` (for a whole delivery) are in seconds."""
        self._settings = settings
        self._timeout, self._deadline = timeout, deadline

    def knock(self) -> None:
        """Ask for nothing: whether Notify answers and knows the key. Raises as `send` does."""
        self._found("nothing")

    def send(self, outgoing: Outgoing) -> Receipt:
        """Hand the message over; one that was tried before is asked for first, so that nobody gets it twice.

        Raises `MailDelayed` (429, 5xx, no connection, what is set is wrong) or `MailRefused` (400 about the message).
        """
        sealed(outgoing)  # what no envelope can hold goes by no other way either
        taken = self._found(outgoing.message_id) if outgoing.tried_before else None
        return taken or self._posted(outgoing)

    def _found(self, reference: str) -> Receipt | None:
        """What Notify took under this reference and could not say was undeliverable."""
        answer = self._exchange("GET", f"{LOOK}?{urlencode({'reference': reference})}")
        if answer.code != HTTPStatus.OK:
            raise _trouble(answer)
        found = answer.said.get("notifications")
        if not isinstance(found, list):
            raise MailDelayed(reason="Notify's answer could not be understood")
        for each in found:
            same = isinstance(each, dict) and each.get("reference") == reference
            if same and each.get("status") not in FAILED and _ID.fullmatch(str(each.get("id"))):
                return Receipt(str(each["id"]))
        return None

    def _posted(self, outgoing: Outgoing) -> Receipt:
        told = {
            "email_address": outgoing.to,
            "template_id": self._settings.template,
            "personalisation": {"subject": outgoing.subject, "body": outgoing.text},
            "reference": outgoing.message_id,
        }
        if self._settings.reply_to:
            told["email_reply_to_id"] = self._settings.reply_to
        answer = self._exchange("POST", SEND, told)
        if answer.code != HTTPStatus.CREATED:
            raise _trouble(answer)
        if not _ID.fullmatch(str(answer.said.get("id"))):
            # Taken in or not: the next attempt asks before it sends again.
            raise MailDelayed(reason="Notify's answer could not be understood")
        return Receipt(str(answer.said["id"]))

    def _exchange(self, method: str, path: str, told: Mapping[str, object] | None = None) -> Answer:
        headers = {"Authorization": f"Bearer {bearer(self._settings.service_id, self._settings.secret)}"}
        return exchange(Exchange(self._settings.url, method, path, headers, told), self._timeout, self._deadline / 2)


def _trouble(answer: Answer) -> MailDelayed | MailRefused:
    """What a refusal means, in our own words: Notify's may repeat an address."""
    words = " ".join(_messages(answer.said))
    if answer.code == HTTPStatus.BAD_REQUEST:
        for sign, meaning in _OF_THE_MESSAGE.items():
            if sign in words:
                return MailRefused(reason=f"GOV.UK Notify: {meaning}")
    if answer.code in (HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED):
        for sign, meaning in _OF_THE_SETTINGS.items():
            if sign in words:
                return MailDelayed(reason=f"GOV.UK Notify: {meaning}")
    if answer.code == HTTPStatus.TOO_MANY_REQUESTS:
        return MailDelayed(reason="GOV.UK Notify: more than its limit for a minute or a day")
    return MailDelayed(reason=f"GOV.UK Notify answered with code {answer.code}")


def _messages(said: Mapping[str, object]) -> list[str]:
    errors = said.get("errors")
    return [str(each.get("message")) for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
