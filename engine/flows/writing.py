"""A letter beside the tasks, when a person finds that one is needed: to the complainant, or to a colleague by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.db.tables import person
from engine.errors import InvalidAnswers
from engine.office import Office, Transaction
from engine.queries import permission
from engine.recording import letter_fields, letters_out
from engine.recording.case import open_case

KEPT_HERE = "elsewhere"
"""A letter to a colleague is handed over or read in the house: no email carries what a case is about."""
DEED = Action.CHANGE_DETAILS


@dataclass(frozen=True)
class Asked:
    """One thing that a letter has to be told: a question of words, or of a day."""

    name: str
    question: str
    is_day: bool = False
    required: bool = True


@dataclass(frozen=True)
class Kind:
    """A letter that can be written at any time, and what it has to be told."""

    asked: tuple[Asked, ...] = ()
    to_colleague: bool = False


_INTERVIEW = (
    Asked("interview_on", "The day of the meeting, if it is known", is_day=True, required=False),
    Asked("interview_place", "Where they meet", required=False),
)
_CONTACT = Asked("contact_reason", "What has happened, in plain words")
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "more_information": Kind((Asked("needed", "What you need from them"),)),
        "closing": Kind(),
        "contact_warning": Kind((_CONTACT,)),
        "contact_decision": Kind(
            (
                Asked("contact_limits", "What was decided"),
                _CONTACT,
                Asked("review_on", "When it is looked at again", is_day=True),
                Asked("appeal_to", "To whom they can appeal", required=False),
            )
        ),
        "interview_invitation": Kind(_INTERVIEW, to_colleague=True),
        "appointment_terms": Kind(to_colleague=True),
    }
)
"""The letters that can be written here, by their templates."""


def look(office: Office, template: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """What the letter is told by these answers, to write it before it goes. Raises `InvalidAnswers`."""
    reader = Reader(typed)
    with office.transaction() as transaction:
        told = _told(transaction, template, reader)
    reader.check()
    return told


def send(office: Office, actor: Actor, reference: str, template: str, typed: Mapping[str, str]) -> int:
    """Send the letter, by the complainant's own channel, or keep it for the colleague. Returns its key.

    Raises `InvalidAnswers`, `NotAllowed`, `NotFound`.
    """
    reader = Reader(typed)
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, DEED)
        told = _told(transaction, template, reader)
        body = reader.text("letter_body", "Enter what the letter should say")
        reader.check()
        if not KINDS[template].to_colleague:
            return letters_out.send(case, template, body, told)
        facts = {**letter_fields.of_case(case, transaction.today, template), **told}
        to = letters_out.Addressee(told["to_name"], None, None, KEPT_HERE)
        message_id = letters_out.send_to(case, template, body, facts, to)
        case.note("letter_to_somebody", payload={"letter": template, "message": message_id, "name": to.name})
        return message_id


def _told(transaction: Transaction, template: str, reader: Reader) -> dict[str, Any]:
    kind = KINDS.get(template)
    if kind is None:
        raise InvalidAnswers({"template": "Select which letter to write"})
    told = {asked.name: _answer(reader, asked) for asked in kind.asked}
    if kind.to_colleague:
        told["to_name"] = _colleague(transaction, reader)
    return {name: value for name, value in told.items() if value}


def _answer(reader: Reader, asked: Asked) -> str:
    missing = f"Enter: {asked.question[:1].lower()}{asked.question[1:]}" if asked.required else None
    if not asked.is_day:
        return reader.text(asked.name, missing, most=2000)
    day: date | None = reader.day(asked.name, missing)
    return day.isoformat() if day is not None else ""


def _colleague(transaction: Transaction, reader: Reader) -> str:
    p = person.c
    query = select(p.name).where(p.id == reader.whole("person_id"), p.active)
    name: str | None = transaction.connection.execute(query).scalar_one_or_none()
    if name is None:
        reader.errors["person_id"] = "Select whom the letter is to"
    return name or ""
