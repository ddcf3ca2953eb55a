"""Something was said to the council: it is logged word for word, gets its reference, and its procedure begins."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.exc import IntegrityError

from engine.casework.pages.contact import NO_REPLY, read_details, read_giver
from engine.casework.pages.contact import ReplyBy as ReplyBy
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor, require
from engine.casework.vocabulary import CaseStatus, Channel, EventKind, Kind, Relation
from engine.db.tables import case_file
from engine.office import Office, Transaction
from engine.recording import answers, chain, steps
from engine.recording.case import holding
from engine.recording.references import next_reference

STARTS: Mapping[Kind, str] = {Kind.COMPLAINT: "intake", Kind.COMPLIMENT: "compliment", Kind.COMMENT: "comment"}
"""The procedure that each kind begins with. Only complaints are triaged."""


_LOG_CASE = insert(case_file).returning(*case_file.c)
"""Made once: making a statement costs as much as running it."""


@dataclass(frozen=True)
class Received:
    """A representation as it was logged."""

    kind: Kind
    received_on: date
    channel: Channel
    service_id: int
    complainant_name: str
    words: str
    reply_by: ReplyBy | None
    """None: no reply is wanted, or nobody can be reached. Never of a complaint."""
    is_child: bool = False
    child_name: str | None = None
    complainant_email: str | None = None
    complainant_address: str | None = None
    complainant_phone: str | None = None
    contact_warning: str | None = None
    desired_outcome: str | None = None
    complained_about: int | None = None
    """Somebody who works here. From this moment they see nothing of it and do nothing with it."""
    praised_person: int | None = None
    """Of a compliment: somebody who works here."""
    praised: str | None = None
    """The person or team that a compliment is about, as its giver named them."""


def read_received(
    typed: Mapping[str, str], today: date, service_ids: Collection[int], person_ids: Collection[int] = ()
) -> Received:
    """Check the log form. Raises `InvalidAnswers` with every error; nothing typed is lost by it.

    `person_ids` are those who work here, one of whom it may be about.
    """
    reader = Reader(typed)
    kind = _kind(reader)
    received_on = reader.day("received_on", "Enter the day it was received", latest=today)
    channel = reader.choice("channel", Channel, "Select how it came in")
    service_id = reader.whole("service_id")
    if service_id not in service_ids:
        reader.errors["service_id"] = "Select the service that it is about"
    words = reader.text("words", "Enter what they said, in their own words")
    about = _about(reader, kind, person_ids)
    is_child = _is_child(reader, kind)
    extras: dict[str, Any] = {
        name: reader.text(name, most=most) or None for name, most in (("child_name", 120), ("desired_outcome", 4000))
    }
    details = read_details(reader) if kind is Kind.COMPLAINT else read_giver(reader)
    reader.check()
    assert received_on and channel and service_id
    return Received(
        kind=kind,
        received_on=received_on,
        channel=channel,
        service_id=service_id,
        words=words,
        is_child=is_child,
        **about,
        **extras,
        **{**details, "reply_by": None if details["reply_by"] == NO_REPLY else details["reply_by"]},
    )


def _kind(reader: Reader) -> Kind:
    """What it is; where nobody said, a complaint, which is the most that it can be."""
    if not reader.typed.get("kind"):
        return Kind.COMPLAINT
    return reader.choice("kind", Kind, "Select what it is") or Kind.COMPLAINT


def _about(reader: Reader, kind: Kind, person_ids: Collection[int]) -> dict[str, Any]:
    """Whom a complaint is about, or a compliment praises: somebody who works here, or nobody by name."""
    name = {Kind.COMPLAINT: "complained_about", Kind.COMPLIMENT: "praised_person"}.get(kind)
    if name is None:
        return {}
    person = reader.whole(name)
    if reader.typed.get(name) and person not in person_ids:
        reader.errors[name] = "Select somebody who works here, or nobody"
    if kind is Kind.COMPLAINT:
        return {name: person}
    return {name: person, "praised": reader.text("praised", most=200) or None}


def _is_child(reader: Reader, kind: Kind) -> bool:
    """Whether the person is under 18: asked of a complaint; of the rest, where it is known."""
    if kind is not Kind.COMPLAINT:
        return reader.typed.get("is_child") == "yes"
    return bool(reader.yes_no("is_child", "Select yes if the person is under 18"))


def receive(office: Office, actor: Actor, received: Received, form: str = "") -> str:
    """Log a representation and start its intake; returns the reference. The day of receipt starts the clocks.

    `form` is a sign for the form that it was typed on: what was logged with it already is not logged a second time.
    """
    require(actor, Action.LOG)
    known = _logged_with(office, form)
    if known is not None:
        return known
    try:
        return _log(office, actor, received, form)
    except IntegrityError:  # the same form, sent twice in one moment
        known = _logged_with(office, form)
        if known is None:
            raise
        return known


def _logged_with(office: Office, form: str) -> str | None:
    """The reference of the case that was logged with a form."""
    if not form:
        return None
    f = case_file.c
    with office.database.reading() as connection:
        return connection.execute(select(f.reference).where(f.logged_with == form)).scalar()


def _log(office: Office, actor: Actor, received: Received, form: str) -> str:
    with office.transaction() as transaction:
        row = _insert(transaction, received, form)
        with holding(office, transaction, row, actor.person_id) as case:
            case.note("logged", payload={"channel": received.channel.value})
            # Whom it is about, before anybody is given work or told of it.
            answers.relate_each(case, _parts(actor, received))
            case.event(EventKind.RECEIVED.value, received.received_on)
            steps.start_procedure(case, STARTS[received.kind], None)
        return str(row.reference)


def _parts(actor: Actor, received: Received) -> Mapping[Relation, tuple[int, ...]]:
    named = {Relation.COMPLAINED_ABOUT: received.complained_about, Relation.PRAISED: received.praised_person}
    return {
        Relation.LOGGED_BY: (actor.person_id,),
        **{relation: (person_id,) for relation, person_id in named.items() if person_id is not None},
    }


def _insert(transaction: Transaction, received: Received, form: str) -> Row[Any]:
    told = {name: value for name, value in asdict(received).items() if name in case_file.c}
    started = STARTS[received.kind]
    values = {
        **{name: value.value if isinstance(value, StrEnum) else value for name, value in told.items()},
        "reply_by": received.reply_by.value if received.reply_by else NO_REPLY,
        "procedure": None if received.kind is Kind.COMPLAINT else started,
        "reference": next_reference(transaction),
        "status": CaseStatus.OPEN.value,
        "logged_at": transaction.now,
        "logged_with": form or None,
        "history_seq": 0,
        "history_head": chain.FIRST,
    }
    return transaction.connection.execute(_LOG_CASE, values).one()
