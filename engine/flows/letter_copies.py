"""A further complainant gets a copy of a letter that went to the first. Nobody gets one by themselves."""

from collections.abc import Mapping

from sqlalchemy import select

from engine.casework.pages.typed import Reader
from engine.casework.parties import PartyKind
from engine.casework.policy import Action, Actor
from engine.db.tables import message, party
from engine.errors import InvalidAnswers, NotFound
from engine.office import Office
from engine.queries import permission
from engine.recording.case import open_case
from engine.recording.letters_out import COPY, Addressee, send_to

SENT = ("queued", "to_post", "sent", "failed")
"""Where a letter stands that has been settled on; a draft is copied to nobody."""


def send_copy(office: Office, actor: Actor, reference: str, letter_id: int, typed: Mapping[str, str]) -> int:
    """Send the letter as it went, with this person's name and address at its head. Returns the copy's key.

    A child gets it in words of their own, in the letter’s version for children. Where a child complains, the child
    has to have agreed: parental responsibility gives no right to a copy.
    Raises `InvalidAnswers`, `NotAllowed`, `NotFound`.
    """
    reader = Reader(typed)
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.CHANGE_DETAILS)
        m, p, connection = message.c, party.c, transaction.connection
        of_case = (m.id == letter_id, m.case_id == case.id, m.kind == "letter")
        letter = connection.execute(select(message).where(*of_case, m.status.in_(SENT))).one_or_none()
        if letter is None or letter.to_name is not None:
            raise NotFound(what="letter to copy")
        to = connection.execute(
            select(party).where(p.id == reader.whole("party_id"), p.case_id == case.id)
        ).one_or_none()
        if to is None or to.reply_by is None:
            raise InvalidAnswers({"party_id": "Select somebody who complains and whose way to reply is known"})
        agreed = reader.text("agreed", most=1000)
        if case.value("is_child") and not agreed:
            raise InvalidAnswers({"agreed": "Enter when and how the child agreed to it"})
        is_for_child = to.kind == PartyKind.CHILD
        body = reader.text("child_body", "Write it in words for the child", most=20000) if is_for_child else letter.body
        reader.check()
        addressee = Addressee(to.name, to.email, to.address, to.reply_by)
        head = {"complainant_name": to.name, "complainant_address": to.address or "", COPY: True}
        facts = {**letter.fields, **head, **({"is_child": True} if is_for_child else {})}
        version = letter.template_version if facts.get("is_child") == letter.fields.get("is_child") else None
        copy_id = send_to(case, letter.template, body or "", facts, addressee, version)
        kept = {"consent": agreed} if agreed else {}
        case.note("letter_copied", payload={"letter": letter.template, "message": copy_id, "name": to.name, **kept})
        return copy_id
