"""A representation is withdrawn, by word or in writing: what is open is taken away, a letter confirms it."""

from collections.abc import Mapping
from datetime import date

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
from engine.recording import effects, messages, recipients, steps
from engine.recording.case import CaseRecord
from engine.recording.effects import Change, Preview, Seen
from engine.spiff import runner

MESSAGE = "withdraw"
LETTER = "withdrawal_confirmation"

Typed = Mapping[str, str]


def withdraw(office: Office, actor: Actor, reference: str, typed: Typed) -> None:
    """Withdraw a case. Every procedure that waits for it ends; whoever was to answer is told to stop.

    Raises `InvalidAnswers`, `NotAllowed`, `NotFound`.
    """
    reader = Reader(typed)
    _read(reader, office.today())
    body = reader.text("letter_body", "Enter what the letter should say")
    reader.check()
    effects.do(office, actor.person_id, reference, _withdraw(actor, typed, body), Seen.of(typed))


def preview(office: Office, actor: Actor, reference: str, typed: Typed) -> Preview:
    """What that would do to dates and tasks, and who would be told."""
    return effects.look(office, actor.person_id, reference, _withdraw(actor, typed, None))


def _withdraw(actor: Actor, typed: Typed, letter_body: str | None) -> Change:
    def change(case: CaseRecord) -> tuple[str, ...]:
        case_state.standing_of(case, actor, Action.WITHDRAW)
        refused = why_not(case_state.of_record(case), CaseAction.WITHDRAW)
        if refused is not None:
            raise InvalidAnswers({"withdrawn_on": refused})
        reader = Reader(typed)
        withdrawn_on, reason = _read(reader, case.transaction.today)
        if withdrawn_on is not None and withdrawn_on < case.row.received_on:
            reader.errors.setdefault("withdrawn_on", "This is before the day it was received")
        reader.check()
        assert withdrawn_on is not None
        case.event(EventKind.WITHDRAWN, withdrawn_on, reason=reason)
        _end_procedures(case)
        if letter_body is not None:
            messages.letter(case, LetterWords(LETTER, letter_body, sent_on=case.transaction.today))
        told = recipients.resolve(case, (f"case:{Relation.ALLOCATED_MANAGER}",))
        messages.notify(case, told, "case_withdrawn", {})
        return ()

    return change


def _read(reader: Reader, today: date) -> tuple[date | None, str]:
    withdrawn_on = reader.day("withdrawn_on", "Enter the day it was withdrawn", latest=today)
    return withdrawn_on, reader.text("reason", "Enter what the person said", most=4000)


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
