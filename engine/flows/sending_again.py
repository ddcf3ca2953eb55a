"""A letter that did not arrive goes once more, in the same words, to where the case says now."""

from sqlalchemy import select

from engine.casework.policy import Action, Actor
from engine.db.tables import message
from engine.errors import NotAllowed, NotFound
from engine.office import Office
from engine.queries import permission
from engine.recording import incidents, once
from engine.recording.case import open_case
from engine.recording.letters_out import place_of, send_once_more

AGAIN = ("sent", "failed", "withheld", "discarded")
"""Where a letter stands that can go again: it has left, or will not by itself."""
REASON = "The letter was sent again from its case."


def send_again(office: Office, actor: Actor, reference: str, letter_id: int, form: str = "") -> int:
    """Send a letter to the complainant once more. Returns the key of the new one; the old one stays as it is.

    What was raised because the old one failed is over with it. `form` is the sign of the form that was sent: twice, it
    goes once more. Raises `NotFound` for a letter to somebody else or one still on its way, and `NotAllowed` where the
    case names no address.
    """
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.CHANGE_DETAILS)
        if (before := once.made_of(transaction.connection, form)) is not None:
            return before
        m = message.c
        of_case = (m.id == letter_id, m.case_id == case.id, m.kind == "letter", m.to_name.is_(None))
        query = select(message).where(*of_case, m.status.in_(AGAIN))
        letter = transaction.connection.execute(query).one_or_none()
        if letter is None:
            raise NotFound(what="letter to send again")
        if not place_of(case):
            raise NotAllowed(action="send a letter again", why="the case does not say where to; add it to its details")
        new_id = send_once_more(case, letter)
        incidents.end_for(transaction, letter_id, actor.person_id, REASON)
        case.note("letter_sent_again", payload={"letter": letter.template, "message": new_id, "instead_of": letter_id})
        once.took(transaction, form, new_id)
        return new_id
