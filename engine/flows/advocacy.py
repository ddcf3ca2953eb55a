"""Help from an advocate: offered, accepted, a provider asked, the advocate found (Children Act 1989, section 26A)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from engine.casework.pages.contact import ReplyBy, looks_like_email
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.casework.vocabulary import EventKind
from engine.db.tables import case_event
from engine.errors import InvalidAnswers
from engine.office import Office
from engine.queries import permission
from engine.recording import letter_fields
from engine.recording.case import CaseRecord, open_case
from engine.recording.letters_out import Addressee, send_to

LETTER = "advocacy_referral"


def record(office: Office, actor: Actor, reference: str, typed: Mapping[str, str]) -> None:
    """What was offered and what became of it. An advocate who is appointed is a dated event of the case.

    Raises `InvalidAnswers`, `NotAllowed`, `NotFound`.
    """
    reader = Reader(typed)
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.CHANGE_DETAILS)
        values = _read(reader, transaction.today)
        reader.check()
        case.set(**values)
        _appointed(case, values["advocate_appointed_on"])


def refer(office: Office, actor: Actor, reference: str, typed: Mapping[str, str]) -> int:
    """Ask a provider for an advocate: a letter with no more than they need, sent only with consent. Returns its key."""
    reader = Reader(typed)
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.CHANGE_DETAILS)
        to = _provider(reader)
        told = _told(reader, transaction.today)
        body = reader.text("letter_body", "Enter what the letter should say")
        reader.check()
        facts = {**letter_fields.of_case(case, transaction.today, LETTER), **told}
        message_id = send_to(case, LETTER, body, {**facts, "is_child": False}, to)
        case.set(advocacy_provider=to.name, advocate_referred_on=transaction.today)
        kept = {"letter": LETTER, "message": message_id, "name": to.name, "consent": told["consent_on"]}
        case.note("letter_to_somebody", payload=kept)
        return message_id


def look(typed: Mapping[str, str], today: date) -> dict[str, Any]:
    """The facts of a referral, checked before its letter is written; nothing is saved. Raises `InvalidAnswers`."""
    reader = Reader(typed)
    to = _provider(reader)
    told = _told(reader, today)
    reader.check()
    return {**told, "to_name": to.name, "to_address": to.address or ""}


def _told(reader: Reader, today: date) -> dict[str, Any]:
    """What the letter tells the provider beside the name: when they agreed, and how to reach them safely."""
    consent_on = reader.day("consent_on", "Enter the day they agreed", latest=today)
    reach = reader.text("reach", "Enter how the advocate can reach them safely", most=1000)
    return {"consent_on": consent_on.isoformat() if consent_on else "", "reach": reach}


def _provider(reader: Reader) -> Addressee:
    name = reader.text("provider", "Enter the name of the provider", most=120)
    email, address = reader.text("provider_email", most=254), reader.text("provider_address", most=1000)
    channel = reader.choice("send_by", ReplyBy, "Select how the letter goes")
    if email and not looks_like_email(email):
        reader.errors["provider_email"] = "Enter an email address like name@example.com"
    if channel is ReplyBy.EMAIL and not email:
        reader.errors["provider_email"] = "Enter an email address, or select post"
    if channel is ReplyBy.POST and not address:
        reader.errors["provider_address"] = "Enter a postal address, or select email"
    return Addressee(name, email or None, address or None, channel.value if channel else "")


def _read(reader: Reader, today: date) -> dict[str, Any]:
    offered_on = reader.day("offered_on", "Enter the day an advocate was offered", latest=today)
    accepted = {"yes": True, "no": False}.get(reader.typed.get("accepted", ""))
    referred_on = reader.day("referred_on", None, latest=today)
    appointed_on = reader.day("appointed_on", None, latest=today)
    name = reader.text("advocate_name", most=120)
    if appointed_on is not None and not name:
        reader.errors.setdefault("advocate_name", "Enter the name of the advocate")
    if offered_on is not None and appointed_on is not None and appointed_on < offered_on:
        reader.errors.setdefault("appointed_on", "This is before the day an advocate was offered")
    return {
        "advocate_offered_on": offered_on,
        "advocate_accepted": accepted,
        "advocacy_provider": reader.text("provider", most=120) or None,
        "advocate_referred_on": referred_on,
        "advocate_appointed_on": appointed_on,
        "advocate_name": name or None,
    }


def _appointed(case: CaseRecord, appointed_on: date | None) -> None:
    """The event follows the day; a day that was wrong is corrected, both stay on record."""
    e = case_event.c
    query = select(case_event).where(
        e.case_id == case.id, e.kind == EventKind.ADVOCATE_APPOINTED.value, e.corrected_by_id.is_(None)
    )
    known = case.transaction.connection.execute(query.order_by(e.id.desc()).limit(1)).one_or_none()
    if appointed_on is None:
        if known is not None:
            raise InvalidAnswers({"appointed_on": "Enter the day the advocate was appointed, or correct it on Dates"})
        return
    if known is None:
        case.event(EventKind.ADVOCATE_APPOINTED.value, appointed_on)
    elif known.occurred_on != appointed_on:
        case.put_right(known, appointed_on, "The advocate was appointed on this day")
