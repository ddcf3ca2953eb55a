"""A letter beside the tasks, when a person finds that one is needed: to the complainant, or to a colleague by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.casework.vocabulary import Relation
from engine.db.tables import case_relation, person
from engine.errors import InvalidAnswers
from engine.office import Office
from engine.queries import permission
from engine.recording import in_heard, letter_fields, letters_out, naming
from engine.recording.case import CaseRecord, open_case

DEED, TERMS = Action.CHANGE_DETAILS, "appointment_terms"


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
    """Somebody with an account reads it in the house: no email carries what a case is about."""
    deed: Action = DEED


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
        "interview_invitation": Kind(_INTERVIEW, to_colleague=True, deed=Action.INVITE),
        TERMS: Kind(to_colleague=True),
    }
)
"""The letters that can be written here, by their templates."""


PARTS = frozenset(
    {
        Relation.INVESTIGATING_OFFICER,
        Relation.INDEPENDENT_PERSON,
        Relation.ADJUDICATING_OFFICER,
        Relation.REVIEWER,
        Relation.PANEL_CHAIR,
        Relation.PANEL_MEMBER,
    }
)
"""Parts in a case that come with terms."""


def look(office: Office, actor: Actor, reference: str, template: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """What the letter is told by these answers, to write it before it goes. Raises what `send` raises."""
    reader = Reader(typed)
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, _kind(template).deed)
        told, _ = _told(case, template, reader)
    reader.check()
    return told


def send(office: Office, actor: Actor, reference: str, template: str, typed: Mapping[str, str]) -> int:
    """Send the letter, by the complainant's own channel, or to the colleague to be read in the house. Returns its key.

    Raises `InvalidAnswers`, `NotAllowed`, `NotFound`.
    """
    reader = Reader(typed)
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, _kind(template).deed)
        told, to = _told(case, template, reader)
        body = reader.text("letter_body", "Enter what the letter should say")
        if to is not None:
            _keep_names_from(case, to, reader, "letter_body", body)
        reader.check()
        if to is None:
            return letters_out.send(case, template, body, told)
        facts = {**letter_fields.of_case(case, transaction.today, template), **told}
        return in_heard.send(case, in_heard.LetterTo(template, to, body, facts))


def addressees(office: Office, case_id: int) -> tuple[tuple[int, str], ...]:
    """Those with a part in the case that comes with terms, by name: from outside too."""
    p = person.c
    with office.database.reading() as connection:
        found = connection.execute(select(p.id, p.name).where(p.active, _has_a_part(case_id)).order_by(p.name))
        return tuple((row.id, row.name) for row in found)


def _kind(template: str) -> Kind:
    kind = KINDS.get(template)
    if kind is None:
        raise InvalidAnswers({"template": "Select which letter to write"})
    return kind


def _told(case: CaseRecord, template: str, reader: Reader) -> tuple[dict[str, Any], int | None]:
    """What the letter is told, and the colleague whom it is to, if it is to one."""
    kind = _kind(template)
    told = {asked.name: _answer(reader, asked) for asked in kind.asked}
    if not kind.to_colleague:
        return {name: value for name, value in told.items() if value}, None
    to, told["to_name"] = _colleague(case, template, reader)
    for asked in kind.asked:
        _keep_names_from(case, to, reader, asked.name, told[asked.name])
    return {name: value for name, value in told.items() if value}, to


def _answer(reader: Reader, asked: Asked) -> str:
    missing = f"Enter: {asked.question[:1].lower()}{asked.question[1:]}" if asked.required else None
    if not asked.is_day:
        return reader.text(asked.name, missing, most=2000)
    day: date | None = reader.day(asked.name, missing)
    return day.isoformat() if day is not None else ""


def _colleague(case: CaseRecord, template: str, reader: Reader) -> tuple[int, str]:
    p = person.c
    may_be = _has_a_part(case.id) if template == TERMS else p.external.is_(False)
    query = select(p.id, p.name).where(p.id == reader.whole("person_id"), p.active, may_be)
    row = case.transaction.connection.execute(query).one_or_none()
    if row is None:
        reader.errors["person_id"] = "Select whom the letter is to"
        return 0, ""
    return row.id, row.name


def _has_a_part(case_id: int) -> ColumnElement[bool]:
    r = case_relation.c
    return exists().where(r.person_id == person.c.id, r.case_id == case_id, r.relation.in_([p.value for p in PARTS]))


def _keep_names_from(case: CaseRecord, person_id: int, reader: Reader, question: str, words: str) -> None:
    """The worker complained about never reads the name of whoever complains."""
    r, about = case_relation.c, Relation.COMPLAINED_ABOUT.value
    theirs = select(r.person_id).where(r.case_id == case.id, r.person_id == person_id, r.relation == about)
    if naming.names_who_complains(case, words) and case.transaction.connection.execute(theirs).first() is not None:
        reader.errors[question] = naming.NAMES
