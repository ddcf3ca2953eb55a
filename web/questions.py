"""The questions that pages ask, by the names that their answers are kept under, and the answers in words."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from engine.casework.dates import long_date
from engine.procedures.definition import FormField
from web.words import said

LABELS: Mapping[str, str] = {
    "route": "What should happen",
    "route_reason": "The reason for this decision",
    "advised": "What was advised",
    "override_reason": "Why another way was chosen",
    "other_route": "What they can do instead",
    "skip_reason": "Why stage 1 is left out",
    "late_reason": "Why a late complaint is taken on, or not",
    "interest_reason": "How you came to it about their interest",
    "child_view": "What the child says to it",
    "categories": "Categories",
    "praised": "Who is praised",
    "bulletin": "For the staff bulletin",
    "contacted_on": "Complainant contacted on",
    "checked": "Is the letter ready?",
    "sent_by": "How the letter went",
    "sent_on": "The day it went",
    "what_to_change": "What should be changed",
    "cause": "Why the limit was missed",
    "cause_note": "More about it",
    "expected_on": "The new date",
    "letter_body": "What the letter says",
    "remedy_note": "How things are put right: more about it",
    "allocated_manager": "The manager who answers",
    "advocate_name": "Advocate",
    "desired_outcome": "What they want to happen",
    "words": "What they said",
    "until_on": "The new date",
    "withdrawn_on": "The day it was withdrawn",
    "ground": "Ground",
    "reason": "Reason",
}
"""The questions of the built-in pages and of what can be done with a case at any time."""

_NUMBERED: tuple[tuple[str, str], ...] = (
    (r"head-(\d+)-text", "Head {}"),
    (r"head-(\d+)-outcome", "What would put head {} right"),
    (r"finding-(\d+)", "What you found on head {}"),
    (r"reason-(\d+)", "How you came to the finding on head {}"),
)


def label(name: str, fields: Iterable[FormField] = ()) -> str:
    """The question that an answer belongs to; `fields` are those that a diagram asks."""
    for field in fields:
        if field.id == name:
            return field.label
    for pattern, words in _NUMBERED:
        found = re.fullmatch(pattern, name)
        if found:
            return words.format(found.group(1))
    return LABELS.get(name, said(name.replace("-", "_")))


def answer(name: str, value: Any, fields: Iterable[FormField] = ()) -> str:
    """An answer in words: an option by its label, a date in full, yes or no; a text as it was typed."""
    field = next((each for each in fields if each.id == name), None)
    options = {option.value: option.label for option in field.options} if field else {}
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if text in options:
        return options[text]
    if name.endswith("_on") or (field is not None and field.type == "date"):
        return _day(text)
    return said(text) if _CHOSEN.fullmatch(name) else text


_CHOSEN = re.compile(r"route|advised|checked|sent_by|cause|ground|channel|reply_by|finding-\d+")
"""Questions of built-in pages that are answered with a word of the code."""


def said_of(answers: Mapping[str, Any], fields: tuple[FormField, ...] = ()) -> tuple[tuple[str, str], ...]:
    """Questions and answers in words, without those that were left empty."""
    given = ((name, value) for name, value in answers.items() if value not in (None, "", []))
    return tuple((label(name, fields), answer(name, value, fields)) for name, value in given)


def _day(text: str) -> str:
    try:
        return long_date(date.fromisoformat(text))
    except ValueError:
        return text
