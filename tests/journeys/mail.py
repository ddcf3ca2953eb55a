"""The emails of a journey, taken up one after the other as somebody waits for them."""

import re
from dataclasses import dataclass, field
from email.message import EmailMessage

from heard.demo.people import DOMAIN
from tests.parts.post import Arrived, Postbox

PATIENCE = 20
"""Seconds; a sweep comes every second, and the machine may be busy."""


@dataclass
class Mail:
    """What arrives at the mail server of the test."""

    postbox: Postbox
    taken: list[Arrived] = field(default_factory=list)

    def take(self, to: str, subject: str) -> EmailMessage:
        """The next email to this address whose subject has these words; each is taken once. Waits for it."""
        while True:
            arrived = list(self.postbox.arrived)
            for each in arrived:
                if each not in self.taken and to in each.recipients and subject in each.message["Subject"]:
                    self.taken.append(each)
                    return each.message
            self.postbox.wait_for(len(arrived) + 1, PATIENCE)

    def notice(self, name: str, subject: str) -> EmailMessage:
        """The next email to a colleague, by first name."""
        return self.take(f"{name}@{DOMAIN}", subject)

    def others(self) -> list[tuple[str, str]]:
        """Whom every other email went to, and its subject."""
        rest = [each for each in self.postbox.arrived if each not in self.taken]
        return [(each.recipients[0].partition("@")[0], str(each.message["Subject"])) for each in rest]


def text_of(message: EmailMessage) -> str:
    """The plain words of an email."""
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def link_in(message: EmailMessage) -> str:
    """The path that the email's first link leads to."""
    found = re.search(r"http://[\d.:]+(/\S+)", text_of(message))
    assert found is not None, text_of(message)
    return found.group(1)
