"""What people type on the page of a task: each page is known by a question that only it has."""

import re
from collections.abc import Mapping
from datetime import date
from random import Random

from tests.load.browser import Page
from tests.storm import plan

_HEADS = re.compile(r'name="finding-(\d+)"')
_MANAGERS = re.compile(r'name="allocated_manager".*?</select>', re.DOTALL)
_CHOICE = re.compile(r'<option value="(\d+)"')
OF_THE_SERVICE = 8
"""How many managers a service has; they come first in the list."""
SENT_BACK = 0.15
"""How much is not signed at once."""


def answers(page: Page, chance: Random, mark: str, today: date) -> Mapping[str, str] | None:
    """What somebody answers on the page of a task, with the mark in their words; None for a page not known here."""
    if 'name="route"' in page.text:
        return _triage(page, chance, mark)
    if found := sorted(set(_HEADS.findall(page.text))):
        return _reply(found, mark, today)
    if 'name="signed_off"' in page.text:
        back = chance.random() < SENT_BACK
        return {**plan.SEND_BACK, "what_to_change": f"Say it more warmly. {mark}"} if back else plan.AGREE
    if 'name="checked"' in page.text:
        return {**plan.SEND, **_letter(mark)}
    return None


def log(chance: Random, mark: str, today: date, service_id: int) -> dict[str, str]:
    """A complaint that somebody has just heard on the telephone."""
    return {
        **plan.LOG,
        "service_id": str(service_id),
        "received_on": str(today),
        "complainant_name": f"Jo Invented {chance.randrange(10_000)}",
        "words": f"Nobody rings me back. {mark}",
    }


def compliment(mark: str, service_id: int) -> dict[str, str]:
    """Praise that somebody passes on."""
    return {
        "words": f"They were so kind to my brother. {mark}",
        "service_id": str(service_id),
        "complainant_name": "Jo Invented",
        "reply_by": "email",
        "complainant_email": "jo@example.invalid",
        "praised": "The North team",
        "is_child": "no",
    }


def _triage(page: Page, chance: Random, mark: str) -> dict[str, str]:
    found = _MANAGERS.search(page.text)
    managers = _CHOICE.findall(found.group()) if found else []
    return {
        **plan.TRIAGE,
        "route": chance.choice(("statutory", "statutory", "corporate")),
        "head-1-text": f"Visits were cancelled without a word. {mark}",
        "allocated_manager": chance.choice(managers[:OF_THE_SERVICE]),
    }


def _reply(heads: list[str], mark: str, today: date) -> dict[str, str]:
    reasons = {f"reason-{n}": f"The log shows it. {mark}" for n in heads}
    findings = {f"finding-{n}": "upheld" for n in heads}
    return {**plan.RESPOND, **reasons, **findings, **_letter(mark), "contacted_on": str(today)}


def _letter(mark: str) -> dict[str, str]:
    return {"letter_body": f"{plan.LETTER['letter_body']} Our number for this is {mark}."}
