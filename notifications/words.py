"""Findings, remedies and nearness in the words that a reader of letters and emails sees."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from engine.casework.dates import long_date
from engine.casework.vocabulary import Finding, Remedy, Ruling

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_FOUND = {
    Finding.UPHELD: "We uphold this part of your complaint. You were right to raise it.",
    Finding.PARTIALLY_UPHELD: "We partly uphold this part of your complaint.",
    Finding.NOT_UPHELD: "We do not uphold this part of your complaint.",
    Finding.NO_FINDING: "We could not reach a finding on this part of your complaint.",
}
_FOUND_FOR_A_CHILD = {
    Finding.UPHELD: "You were right about this.",
    Finding.PARTIALLY_UPHELD: "You were right about some of this.",
    Finding.NOT_UPHELD: "We looked at this with care, but we do not agree.",
    Finding.NO_FINDING: "We could not find out for sure what happened.",
}
_FINDINGS = {
    Finding.UPHELD: "upheld",
    Finding.PARTIALLY_UPHELD: "partly upheld",
    Finding.NOT_UPHELD: "not upheld",
    Finding.NO_FINDING: "no finding could be made",
}
_RULED = {Ruling.ACCEPT: "I accept this.", Ruling.REJECT: "I do not accept this."}
_RULED_FOR_A_CHILD = {Ruling.ACCEPT: "I agree.", Ruling.REJECT: "I do not agree."}
_THEY_FOUND = {
    Finding.UPHELD: "They say that you were right.",
    Finding.PARTIALLY_UPHELD: "They say that you were right about some of this.",
    Finding.NOT_UPHELD: "They do not think that this went wrong.",
    Finding.NO_FINDING: "They could not find out for sure what happened.",
}
_FAIR = {"yes": "Yes.", "partly": "In part.", "no": "No."}
_REMEDIES: Mapping[str, str] = {
    Remedy.APOLOGY: "We are sorry.",
    Remedy.EXPLANATION: "We will explain what happened, and why.",
    Remedy.CHANGE_OF_WORKER: "You will have a different social worker.",
    Remedy.VIEWS_ON_FILE: "We will put your views on the file, in your own words.",
    Remedy.MONITORING: "A manager will check that this goes well from now on.",
    Remedy.ADVOCACY: "We will help you to get an advocate.",
    Remedy.INDEPENDENT_REVIEW: "Someone who was not involved will look at this again.",
    Remedy.GOODWILL_PAYMENT: "We will make a payment to you as a sign of goodwill.",
    Remedy.ADDITIONAL_SUPPORT: "We will give you more support.",
}


def number(value: int) -> str:
    """A whole number from nought to ten in words, and in figures beyond."""
    return _NUMBERS[value] if 0 <= value < len(_NUMBERS) else str(value)


def working_days_left(value: int | None) -> str:
    """What is left of a limit: "three working days left", "due today", "one working day overdue"; None: no limit."""
    if value is None:
        return "no time limit running"
    if value == 0:
        return "due today"
    days = f"{number(abs(value))} working day{'' if abs(value) == 1 else 's'}"
    return f"{days} left" if value > 0 else f"{days} overdue"


def due_in(value: int | None) -> str:
    """How near a limit is, as a reminder says it: an extension by a day is told of as it is, not as the rung's name."""
    if value is None:
        return "due soon"
    if value < 0:
        return "overdue"
    named = {0: "due today", 1: "due on the next working day"}
    return named.get(value) or f"due in {number(value)} working days"


def found(value: Finding) -> str:
    """A finding as a sentence to an adult."""
    return _FOUND[value]


def found_for_a_child(value: Finding) -> str:
    """A finding as a sentence to a child."""
    return _FOUND_FOR_A_CHILD[value]


def they_found(value: Finding) -> str:
    """What the investigator found, told to a child by whoever decides on it."""
    return _THEY_FOUND[value]


def finding(value: Finding) -> str:
    """A finding in two words, as part of a sentence."""
    return _FINDINGS[value]


def ruled(value: Ruling) -> str:
    """What the council says of a finding or a recommendation, as a sentence to an adult."""
    return _RULED[value]


def ruled_for_a_child(value: Ruling) -> str:
    """The same as a sentence to a child."""
    return _RULED_FOR_A_CHILD[value]


def fair(value: str) -> str:
    """What the independent person says of the investigation, as a sentence."""
    return _FAIR.get(value, sentence(value))


def remedy(value: Remedy | str) -> str:
    """How something is put right, as a sentence; what somebody typed stays so, and a bare "other" says nothing."""
    return "" if value == Remedy.OTHER else _REMEDIES.get(value, str(value))


def moment(instant: datetime) -> str:
    """An instant, told in its own time zone: "Tuesday 5 January 2027 at 09:00"."""
    return f"{long_date(instant.date())} at {instant:%H:%M}"


def sentence(value: str) -> str:
    """What somebody typed, ended with a full stop when it has no end of its own."""
    text = value.strip()
    return text if re.search(r"[.!?…]['\"’”)]*$", text) else f"{text}."


def leading(name: str) -> str:
    """A name at the head of a line: “the complaints team” takes its capital there."""
    return name[:1].upper() + name[1:]


def either(values: Sequence[str]) -> str:
    """A choice of several things in one sentence: "a, b or c"."""
    return " or ".join(part for part in (", ".join(values[:-1]), *values[-1:]) if part)


def names(values: Sequence[str]) -> str:
    """Several people in one sentence: "a, b and c"."""
    return " and ".join(part for part in (", ".join(values[:-1]), *values[-1:]) if part)
