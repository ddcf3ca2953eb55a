"""A letter that went by post: the day it really went."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import select, update

from engine.casework.completion import MEETS
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor, require
from engine.db.tables import case_event, case_file, message
from engine.errors import InvalidAnswers, NotFound
from engine.office import Office, Transaction
from engine.queries import who
from engine.recording.arrival import move_arrival
from engine.recording.case import CaseRecord, open_case
from engine.recording.letters_out import COPY


def printed(office: Office, actor: Actor, message_ids: Sequence[int]) -> None:
    """Record that these letters were printed today; those printed before keep their day.

    Raises `NotFound` for a letter of a case that this person may not see, or that does not wait to be posted.
    """
    for message_id in message_ids:
        with office.transaction() as transaction:
            m, connection = message.c, transaction.connection
            with _open(office, transaction, actor, message_id) as case:
                waits = (m.id == message_id, m.status == "to_post")
                template = connection.execute(select(m.template).where(*waits)).scalar()
                if template is None:
                    raise NotFound(what="letter to post")
                first = update(message).where(*waits, m.printed_on.is_(None)).values(printed_on=transaction.today)
                if connection.execute(first).rowcount:
                    case.note("letter_printed", payload={"letter": template, "message": message_id})


@contextmanager
def _open(office: Office, transaction: Transaction, actor: Actor, message_id: int) -> Iterator[CaseRecord]:
    """The case of a letter, for somebody who records post."""
    m, connection = message.c, transaction.connection
    of_letter = select(case_file.c.reference).join(message, m.case_id == case_file.c.id).where(m.id == message_id)
    reference = connection.execute(of_letter).scalar()
    if reference is None:
        raise NotFound(what="letter")
    with open_case(office, transaction, reference, actor.person_id) as case:
        standing = who.standing(connection, actor.person_id, case.id, transaction.today)
        if standing.is_complained_about:
            raise NotFound(what="letter")
        require(actor, Action.RECORD_POST, standing)
        yield case


def posted(office: Office, actor: Actor, message_id: int, typed: Mapping[str, str]) -> None:
    """Record that a printed letter was posted. Raises `InvalidAnswers` for a letter that does not wait for it."""
    reader = Reader(typed)
    posted_on = reader.day("posted_on", "Enter the day it was posted", latest=office.today())
    reader.check()
    assert posted_on is not None
    with office.transaction() as transaction:
        m, connection = message.c, transaction.connection
        with _open(office, transaction, actor, message_id) as case:
            asked = select(m.status, m.template, m.sent_on, m.fields).where(m.id == message_id)
            letter = connection.execute(asked).one()
            if letter.status != "to_post":
                raise InvalidAnswers({"posted_on": "This letter is not waiting to be posted"})
            if letter.sent_on is not None and posted_on < letter.sent_on:
                raise InvalidAnswers({"posted_on": "This is before the day the letter was finished"})
            if not letter.fields.get(COPY):
                _meet_the_clock(case, letter, posted_on)
                move_arrival(case, letter.template, letter.sent_on or posted_on, posted_on)
            values = {"status": "sent", "sent_at": transaction.now, "sent_on": posted_on}
            connection.execute(update(message).where(m.id == message_id).values(values))
            case.note(
                "letter_posted", occurred_on=posted_on, payload={"letter": letter.template, "message": message_id}
            )


def _meet_the_clock(case: CaseRecord, letter: Any, posted_on: date) -> None:
    """The clock is met on the day the letter went to the post, not on the day it was finished."""
    kind = MEETS.get(letter.template)
    e = case_event.c
    query = select(case_event).where(
        e.case_id == case.id, e.kind == kind, e.occurred_on == letter.sent_on, e.corrected_by_id.is_(None)
    )
    event = case.transaction.connection.execute(query.order_by(e.id.desc()).limit(1)).one_or_none()
    if event is not None and event.occurred_on != posted_on:
        case.put_right(event, posted_on, "The letter was posted on this day")
