"""A representation is withdrawn, by word or in writing: what is open is taken away, a letter confirms it."""

from collections.abc import Mapping

from sqlalchemy import select

from engine.casework.completion import LetterWords
from engine.casework.lawful import CaseAction, why_not
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.casework.vocabulary import EventKind, Relation
from engine.db.tables import process_instance
from engine.errors import InvalidAnswers
from engine.office import Office
from engine.queries import case_state
from engine.recording import messages, recipients, steps
from engine.recording.case import CaseRecord, open_case
from engine.spiff import runner

MESSAGE = "withdraw"
LETTER = "withdrawal_confirmation"


def withdraw(office: Office, actor: Actor, reference: str, typed: Mapping[str, str]) -> None:
    """Withdraw a case. Every procedure that waits for it ends; whoever was to answer is told to stop."""
    reader = Reader(typed)
    withdrawn_on = reader.day("withdrawn_on", "Enter the day it was withdrawn", latest=office.today())
    reason = reader.text("reason", "Enter what the person said", most=4000)
    body = reader.text("letter_body", "Enter what the letter should say")
    reader.check()
    assert withdrawn_on is not None
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        case_state.standing_of(case, actor, Action.WITHDRAW)
        refused = why_not(case_state.of_record(case), CaseAction.WITHDRAW)
        if refused is not None:
            raise InvalidAnswers({"withdrawn_on": refused})
        if withdrawn_on < case.row.received_on:
            raise InvalidAnswers({"withdrawn_on": "This is before the day it was received"})
        case.event(EventKind.WITHDRAWN, withdrawn_on, reason=reason)
        _end_procedures(case)
        messages.letter(case, LetterWords(LETTER, body, sent_on=transaction.today))
        told = recipients.resolve(case, (f"case:{Relation.ALLOCATED_MANAGER}",))
        messages.notify(case, told, "case_withdrawn", {})


def _end_procedures(case: CaseRecord) -> None:
    """Tell every running instance that waits for it: the table of what is lawful has seen that one does."""
    i, connection = process_instance.c, case.transaction.connection
    query = select(process_instance).where(i.case_id == case.id, i.status == "active").with_for_update()
    for row in connection.execute(query).all():
        definition = case.library.definition(connection, row.definition_id)
        if not runner.listens(definition.compiled, row.state, MESSAGE):
            continue
        step = runner.signal(definition.compiled, row.state, MESSAGE, {}, steps.context_of(case))
        steps.record(case, steps.Instance(row.id, definition, row.armed), step)
