"""How a complainant is reached, put right: what was there before stays in the history."""

from collections.abc import Mapping

from engine.casework.pages.contact import read_details
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor, require
from engine.errors import NotFound
from engine.office import Office
from engine.queries import who
from engine.recording.case import open_case


def change(office: Office, actor: Actor, reference: str, typed: Mapping[str, str]) -> None:
    """Change name, address and the like, of a closed case too: letters that go from now on use the new ones.

    The same checks as when it was logged. Raises `InvalidAnswers`, `NotAllowed`, `NotFound`.
    """
    reader = Reader(typed)
    details = read_details(reader)
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        standing = who.standing(transaction.connection, actor.person_id, case.id, transaction.today)
        if standing.is_complained_about:
            raise NotFound(what=f"case {reference}")
        require(actor, Action.CHANGE_DETAILS, standing)
        reader.check()
        case.set(**{**details, "reply_by": details["reply_by"].value})
