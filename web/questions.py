"""The questions that pages ask, by the names that their answers are kept under, and the answers in words."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from engine.casework.dates import long_date
from engine.casework.vocabulary import Relation
from engine.procedures.definition import FormField
from web.words import panel_cause_said, said

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
    "agreed_on": "Statement agreed on",
    "file_read_on": "File read on",
    "interviews_on": "Interviews held on",
    "draft_on": "Draft report written on",
    "fact_check_on": "Facts checked on",
    "reported_on": "Report received on",
    "read_investigation": "The investigating officer’s report was read",
    "read_independent": "The independent person’s report was read",
    "way": "Where it goes",
    "stage_3_reasons": "Why the complainant is not satisfied",
    "conditions": "What is so for an early referral",
    "held_on": "The panel met on",
    "attendees": "Who came",
    "other_day_reason": "Why it met on another day",
    "panel_report": "The panel’s report",
    "report_on": "The panel’s report was received on",
    "consulted_on": "The independent person was consulted on",
    "meets_on": "The panel meets on",
    "place": "Where it meets",
    "late_cause": "Why it meets after the limit",
    "moved_because": "Why the day was moved",
    "fee_note": "What was agreed on the fee",
    "report_planned_on": "The report is planned for",
    "why_investigating_officer": "Why this investigating officer all the same",
    "why_independent_person": "Why this independent person all the same",
    "why_adjudicating_officer": "Why this adjudicating officer all the same",
    "why_reviewer": "Why this reviewer all the same",
    "about_person": "A person who may be complained about",
    "what": "What the interest is",
    "note": "Note",
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
    (r"ruling-(\d+)", "The finding on head {}"),
    (r"ruling_reason-(\d+)", "Why the finding on head {} is answered so"),
    (r"recommendation-(\d+)", "Recommendation {}"),
    (r"answer-(\d+)", "Recommendation {} is"),
    (r"answer_reason-(\d+)", "Why recommendation {} is answered so"),
    (r"action-(\d+)-text", "Action {}"),
    (r"action-(\d+)-owner", "Who sees to action {}"),
    (r"action-(\d+)-due", "Action {} is done by"),
    (r"action-(\d+)-for", "What action {} carries out"),
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
    if isinstance(value, list):
        return ", ".join(said(str(each)) for each in value)
    text = str(value)
    if text in options:
        return options[text]
    if name.endswith("_on") or (field is not None and field.type == "date"):
        return _day(text)
    if name in ("late_cause", "moved_because"):
        return panel_cause_said(text)
    return said(text) if _CHOSEN.fullmatch(name) else text


_CHOSEN = re.compile(
    r"late_cause|moved_because|route|advised|checked|sent_by|cause|ground|channel|reply_by|way|read_\w+|finding-\d+|ruling-\d+|answer-\d+"
)
"""Questions of built-in pages that are answered with a word of the code."""


def said_of(answers: Mapping[str, Any], fields: tuple[FormField, ...] = ()) -> tuple[tuple[str, str], ...]:
    """Questions and answers in words, without those that were left empty."""
    given = ((name, value) for name, value in answers.items() if value not in (None, "", []) and name not in PARTS)
    return tuple((label(name, fields), answer(name, value, fields)) for name, value in given)


PARTS = frozenset({each.value for each in Relation} | {"panel_member_1", "panel_member_2"})
"""Who was given a part: the history says it by name in an entry of its own."""


def _day(text: str) -> str:
    try:
        return long_date(date.fromisoformat(text))
    except ValueError:
        return text
