"""What the page of a task shows of its case, in parts: so that a page that others have overtaken says what changed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from engine.queries import case_file
from engine.queries.task_page import TaskPage
from notifications import render
from web.access import actor, office
from web.since import said_since

PARTS: Mapping[str, str] = {
    "person": "How to reach the person, or what to be careful about",
    "people": "Who it is about, or who answers",
    "received": "The day it was received",
    "heads": "What is complained of",
    "found": "What was found, recommended or promised",
    "draft": "The letter that waits",
    "asked": "What this task asks, or what was sent back to be changed",
    "words": "The council’s standard words of the letter",
}
"""What a change is called, by its part; in the order in which the page shows it."""
SEQ, TEMPLATE = "seq", "template"
_OF_THE_PERSON = (
    *("complainant_name", "complainant_email", "complainant_address", "complainant_phone", "reply_by"),
    *("contact_warning", "is_child", "child_name", "advocate_name"),
)


@dataclass(frozen=True)
class Overtaken:
    """What has happened since a page was opened."""

    changed: tuple[str, ...]
    """The parts of the page that are not as they were, in words."""
    since: tuple[str, ...]
    """What was recorded in the case meanwhile, a sentence each, oldest first."""
    draft: str | None
    """The letter that waits, as it is now, where that is what has changed."""


def of(page: TaskPage, template: str | None) -> dict[str, Any]:
    """What a page shows of its case now: how far the history had got, and a sign for each part. Nothing to read."""
    f = page.case
    parts: dict[str, Any] = {
        "person": [getattr(f, name) for name in _OF_THE_PERSON],
        "people": [page.about, page.managers],
        "received": f.received_on,
        "heads": [(each.number, each.text, each.desired_outcome) for each in page.heads],
        "found": [[repr(each.found) for each in page.heads], page.remedies, page.recommendations, page.promised],
        "draft": page.draft,
        "asked": [page.element.documentation, [each.id for each in page.fields], page.sent_back],
        "words": _words(template),
    }
    return {SEQ: f.history_seq, TEMPLATE: template, **{name: _sign(value) for name, value in parts.items()}}


def overtaken(page: TaskPage, before: Mapping[str, Any]) -> Overtaken | None:
    """What has changed on a page since it was shown as `before`; None where it still shows the same.

    What happened in the case beside it does not matter here: somebody who works on their part is not disturbed.
    """
    template = before.get(TEMPLATE)
    now = of(page, template if isinstance(template, str) else None)
    changed = tuple(words for name, words in PARTS.items() if name in before and before[name] != now[name])
    if not changed:
        return None
    draft = page.draft.body if page.draft is not None and PARTS["draft"] in changed else None
    return Overtaken(changed, since(page.case.reference, before), draft)


def since(reference: str, before: Mapping[str, Any]) -> tuple[str, ...]:
    """What was recorded in a case after a page was shown as `before`; nothing where the page does not say."""
    seq = before.get(SEQ)
    if not isinstance(seq, int):
        return ()
    return said_since(case_file.find(office(), actor(), reference), seq)


def _words(template: str | None) -> list[Any]:
    """Which published words the letter is written in: its own, a child's, and those that all letters share."""
    if template is None:
        return []
    versions = render.letters_of(office()).versions
    return sorted((name, n) for name, n in versions.items() if name.startswith(("_", template)))


def _sign(value: Any) -> str:
    plain = orjson.dumps(value, default=str, option=orjson.OPT_SERIALIZE_DATACLASS)
    return hashlib.sha256(plain).hexdigest()[:12]
