"""A letter that was begun beside the tasks, a correction above all: sent as a person leaves it, or left unsent."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import select, update

from engine.casework.completion import LetterWords
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.db.tables import message
from engine.errors import NotFound
from engine.office import Office
from engine.queries import permission, waiting_letters
from engine.recording import messages
from engine.recording.case import CaseRecord, open_case

Typed = Mapping[str, str]


class What(StrEnum):
    """What becomes of it."""

    SEND = "send"
    LEAVE = "leave"


def settle(office: Office, actor: Actor, reference: str, letter_id: int, typed: Typed) -> What:
    """Send the letter, or take it off the list unsent. Raises `InvalidAnswers`, `NotAllowed`, `NotFound`."""
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.CORRECT)
        m = message.c
        query = select(message).where(m.id == letter_id, m.case_id == case.id, m.status == "draft")
        letter = transaction.connection.execute(query.with_for_update()).one_or_none()
        if letter is None or waiting_letters.comes_with_a_task(case, letter.template):
            raise NotFound(what="letter that waits to be sent")
        reader = Reader(typed)
        what = reader.choice("what", What, "Select what becomes of the letter")
        body = reader.text("letter_body", "Enter what the letter should say" if what is What.SEND else None)
        reason = reader.text("reason", "Enter why it is not sent" if what is What.LEAVE else None, most=2000)
        reader.check()
        assert what is not None
        if what is What.SEND:
            messages.letter(case, LetterWords(letter.template, body, sent_on=transaction.today), letter.fields)
        else:
            _leave(case, letter.id, letter.template, reason)
        return what


def _leave(case: CaseRecord, letter_id: int, template: str, reason: str) -> None:
    gone = update(message).where(message.c.id == letter_id).values(status="discarded")
    case.transaction.connection.execute(gone)
    case.note("letter_left", payload={"letter": template, "message": letter_id, "reason": reason})
