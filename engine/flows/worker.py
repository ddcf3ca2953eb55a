"""The worker complained about: told fairly and in neutral words, heard if they wish, and told the outcome."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, insert, select, update

from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.casework.vocabulary import Relation
from engine.db.tables import case_file, case_relation, person, worker_account
from engine.errors import NotFound
from engine.office import Office
from engine.queries import permission
from engine.recording import messages, naming
from engine.recording.case import CaseRecord, open_case

TOLD, OUTCOME = "worker_told", "worker_outcome"
"""The emails: a reference and a link to the worker's own page, nothing else."""
NOTICE = "worker"
"""Kind of these messages. Not a notice of the case: whoever is told as the worker never sees the case for it."""


def tell(office: Office, actor: Actor, reference: str, person_id: int, typed: Mapping[str, str]) -> None:
    """Tell somebody that a complaint is about them, in words that name nobody; later again in better words.

    Raises `InvalidAnswers`, `NotAllowed`, `NotFound`.
    """
    reader = Reader(typed)
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.TELL_WORKER)
        _about(case, person_id)
        told = _words(case, reader, "told", "Enter what they are told")
        told_on = reader.day("told_on", "Enter the day they were told", latest=transaction.today)
        reader.check()
        assert told_on is not None
        known = _account_of(case, person_id)
        values = {"told": told, "told_on": told_on, "told_by": actor.person_id}
        if known is None:
            made = insert(worker_account).values(case_id=case.id, person_id=person_id, **values)
            account_id = int(transaction.connection.execute(made.returning(worker_account.c.id)).scalar_one())
        else:
            account_id = known.id
            _change(case, account_id, **values)
        what = "worker_told" if known is None else "worker_told_again"
        case.note(what, occurred_on=told_on, payload={"people": [person_id], "words": told})
        _send(case, person_id, account_id, TOLD)


def tell_outcome(office: Office, actor: Actor, reference: str, person_id: int, typed: Mapping[str, str]) -> None:
    """Tell them the outcome of what concerns them. Raises `NotFound` unless they were told of the complaint."""
    reader = Reader(typed)
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.TELL_WORKER)
        known = _account_of(case, person_id)
        if known is None:
            raise NotFound(what="worker who was told")
        outcome = _words(case, reader, "outcome", "Enter what was found, as far as it concerns them")
        reader.check()
        _change(case, known.id, outcome=outcome, outcome_on=transaction.today)
        case.note("worker_outcome", payload={"people": [person_id], "words": outcome})
        _send(case, person_id, known.id, OUTCOME)


def give_account(office: Office, actor: Actor, account_id: int, typed: Mapping[str, str]) -> None:
    """The worker's own account, and who supports them. Only theirs to give; given again it replaces the one before,
    which the history keeps.
    """
    reader = Reader(typed)
    account = reader.text("account", "Enter your account of what happened", most=20_000)
    support = reader.text("support_contact", most=200)
    with office.transaction() as transaction:
        w = worker_account.c
        mine = select(case_file.c.reference).join(worker_account, w.case_id == case_file.c.id)
        reference = transaction.connection.execute(
            mine.where(w.id == account_id, w.person_id == actor.person_id)
        ).scalar()
        if reference is None:
            raise NotFound(what="page")
        reader.check()
        with open_case(office, transaction, reference, actor.person_id) as case:
            before = transaction.connection.execute(select(w.account).where(w.id == account_id)).scalar()
            values = {"account": account, "account_on": transaction.today, "support_contact": support or None}
            _change(case, account_id, **values)
            kept = {"words_before": before} if before and before != account else {}
            case.note("worker_account", payload={"people": [actor.person_id], **kept})


def _about(case: CaseRecord, person_id: int) -> None:
    r = case_relation.c
    about = select(r.person_id).where(
        r.case_id == case.id, r.person_id == person_id, r.relation == Relation.COMPLAINED_ABOUT.value
    )
    if case.transaction.connection.execute(about).first() is None:
        raise NotFound(what="worker whom the complaint is about")


def _account_of(case: CaseRecord, person_id: int) -> Row[Any] | None:
    w = worker_account.c
    query = select(worker_account).where(w.case_id == case.id, w.person_id == person_id)
    return case.transaction.connection.execute(query).one_or_none()


def _change(case: CaseRecord, account_id: int, **values: Any) -> None:
    statement = update(worker_account).where(worker_account.c.id == account_id).values(values)
    case.transaction.connection.execute(statement)


def _words(case: CaseRecord, reader: Reader, name: str, empty: str) -> str:
    """The officer's words, which must not name whoever complains."""
    words = reader.text(name, empty, most=8000)
    if naming.names_who_complains(case, words):
        reader.errors[name] = naming.NAMES
    return words


def _send(case: CaseRecord, person_id: int, account_id: int, template: str) -> None:
    """An email with the reference and a link to their own page."""
    transaction, p = case.transaction, person.c
    address = transaction.connection.execute(select(p.email).where(p.id == person_id, p.active)).scalar()
    if address is None:
        return
    row = {
        "header_id": messages.new_header_id(),
        "kind": NOTICE,
        "template": template,
        "status": "queued",
        "case_id": case.id,
        "to_person_id": person_id,
        "to_address": address,
        "channel": "email",
        "fields": {"reference": case.row.reference, "page": f"/worker/{account_id}"},
        "created_at": transaction.now,
    }
    messages.queue(transaction, [row])
