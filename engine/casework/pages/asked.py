"""Who, what and when, as triage's page asks it: every question may be left open, and says then that it is not known."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from engine.casework.eligibility import Already, Asked, Capacity, Matter, Nature, OtherBody, Proceedings, Who
from engine.casework.pages.typed import Reader
from engine.casework.vocabulary import ChildStatus

E = TypeVar("E", bound=StrEnum)

CHOICES: Mapping[str, type[StrEnum]] = {
    "nature": Nature,
    "who": Who,
    "capacity": Capacity,
    "matter": Matter,
    "already": Already,
    "proceedings": Proceedings,
    "other_body": OtherBody,
}
YES_OR_NO = (
    *("sufficient_interest", "child_agrees", "mixed", "not_reasonable_earlier", "still_fair"),
    *("would_prejudice", "with_ombudsman", "safeguarding"),
)
DAYS = ("consent_on", "grounds_arose_on", "skip_agreed_on")
"""The questions by the kind of their answer; each is a field of `Asked`."""

STATUS_OF: Mapping[Who, ChildStatus] = {
    Who.CHILD_IN_CARE: ChildStatus.LOOKED_AFTER,
    Who.CHILD_IN_NEED: ChildStatus.IN_NEED,
    Who.CARE_LEAVER: ChildStatus.CARE_LEAVER,
}
"""What the child is to the council where the complainant is that child."""


def read_asked(reader: Reader, received_on: date, today: date) -> Asked:
    """What was answered so far; a day that cannot be is said by the reader."""
    known: dict[str, Any] = {name: one_of(reader, name, kind) for name, kind in CHOICES.items()}
    known |= {name: _yes_no(reader, name) for name in YES_OR_NO}
    known |= {name: reader.day(name, None, latest=today) for name in DAYS}
    arose = known["grounds_arose_on"]
    if arose is not None and arose > received_on:
        reader.errors.setdefault("grounds_arose_on", "This is after the day the complaint was received")
        known["grounds_arose_on"] = None
    return Asked(received_on=received_on, **known)


def one_of(reader: Reader, name: str, kind: type[E]) -> E | None:
    """One of an enumeration, or None where it was left open."""
    value = reader.typed.get(name, "")
    return kind(value) if value in set(kind) else None


def _yes_no(reader: Reader, name: str) -> bool | None:
    return {"yes": True, "no": False}.get(reader.typed.get(name, ""))


def kept(asked: Asked) -> dict[str, Any]:
    """What was answered, as the case keeps it: plain values, nothing that was left open."""
    answers = ((each.name, getattr(asked, each.name)) for each in fields(asked) if each.name != "received_on")
    return {name: _plain(value) for name, value in answers if value is not None}


def typed_again(kept_answers: Mapping[str, Any]) -> dict[str, str]:
    """What was kept, as the page would send it."""
    said = {True: "yes", False: "no"}
    return {name: said[value] if isinstance(value, bool) else str(value) for name, value in kept_answers.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
