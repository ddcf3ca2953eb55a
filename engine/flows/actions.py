"""What was promised: an action is added, done with proof, moved to another day, or dropped with a reason."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import Row, select, update

from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor, require
from engine.casework.vocabulary import Relation
from engine.db.tables import action, case_file, case_relation, person
from engine.errors import InvalidAnswers, NotFound
from engine.office import Office
from engine.queries import permission, who
from engine.recording.case import CaseRecord, open_case
from engine.recording.promises import DONE, DROPPED, OPEN, add_action


def add(office: Office, actor: Actor, reference: str, typed: Mapping[str, str]) -> int:
    """Promise something on a case: what, who sees to it, by when. Returns its key.

    Raises `InvalidAnswers`, `NotAllowed`, `NotFound`.
    """
    reader = Reader(typed)
    with office.transaction() as transaction, open_case(office, transaction, reference, actor.person_id) as case:
        permission.check(case, actor, Action.RECORD)
        text = reader.text("text", "Enter what is to be done", most=2000)
        owner_id = _owner(case, reader)
        due_on = _coming_day(reader, transaction.today)
        reader.check()
        assert due_on is not None
        return add_action(case, text, due_on, owner_id=owner_id)


def done(office: Office, actor: Actor, action_id: int, typed: Mapping[str, str]) -> None:
    """Record that an action is done, on which day, and what shows it."""
    reader = Reader(typed)
    with _opened(office, actor, action_id) as (case, row):
        ended_on = reader.day("ended_on", "Enter the day it was done", latest=case.transaction.today)
        evidence = reader.text("evidence", "Enter what shows that it was done", most=4000)
        reader.check()
        _change(case, row, status=DONE, ended_on=ended_on, evidence=evidence)
        assert ended_on is not None
        _note(case, row, "action_done", occurred_on=ended_on, evidence=evidence)


def drop(office: Office, actor: Actor, action_id: int, typed: Mapping[str, str]) -> None:
    """Give an action up; why stays on record."""
    reader = Reader(typed)
    with _opened(office, actor, action_id) as (case, row):
        reason = reader.text("drop_reason", "Enter why it is dropped", most=4000)
        reader.check()
        _change(case, row, status=DROPPED, ended_on=case.transaction.today, evidence=reason)
        _note(case, row, "action_dropped", reason=reason)


def move(office: Office, actor: Actor, action_id: int, typed: Mapping[str, str]) -> None:
    """Give an action another day; both days and the reason stay in the history."""
    reader = Reader(typed)
    with _opened(office, actor, action_id) as (case, row):
        due_on = _coming_day(reader, case.transaction.today)
        reason = reader.text("move_reason", "Enter why it needs another day", most=4000)
        reader.check()
        assert due_on is not None
        _change(case, row, due_on=due_on)
        moved = {"was": row.due_on.isoformat(), "until_on": due_on.isoformat()}
        _note(case, row, "action_moved", reason=reason, **moved)


@contextmanager
def _opened(office: Office, actor: Actor, action_id: int) -> Iterator[tuple[CaseRecord, Row[Any]]]:
    """The case and the open action, for its owner or whoever keeps the record. Raises `NotFound`, `NotAllowed`."""
    with office.transaction() as transaction:
        of_action = select(case_file.c.reference).join(action, action.c.case_id == case_file.c.id)
        reference = transaction.connection.execute(of_action.where(action.c.id == action_id)).scalar()
        if reference is None:
            raise NotFound(what="action")
        with open_case(office, transaction, reference, actor.person_id) as case:
            row = transaction.connection.execute(select(action).where(action.c.id == action_id)).one()
            _require(case, actor, row)
            yield case, row


def _require(case: CaseRecord, actor: Actor, row: Row[Any]) -> None:
    standing = who.standing(case.transaction.connection, actor.person_id, case.id, case.transaction.today)
    if standing.is_complained_about:
        raise NotFound(what="action")
    if row.owner_id != actor.person_id:
        require(actor, Action.RECORD, standing)
    if row.status != OPEN:
        raise InvalidAnswers({"deed": "This action is not open any more"})


def _coming_day(reader: Reader, today: date) -> date | None:
    day = reader.day("due_on", "Enter the day by which it is to be done")
    if day is not None and day < today:
        reader.errors["due_on"] = "This date must be today or later"
    return day


def _owner(case: CaseRecord, reader: Reader) -> int | None:
    owner_id = reader.whole("owner_id")
    if owner_id is None or not _may_own(case, owner_id):
        reader.errors["owner_id"] = "Select who sees to it"
        return None
    return owner_id


def _may_own(case: CaseRecord, person_id: int) -> bool:
    """Somebody who works here, and whom the complaint is not about."""
    connection, r = case.transaction.connection, case_relation.c
    here = connection.execute(select(person.c.id).where(person.c.id == person_id, person.c.active)).first()
    about = select(r.person_id).where(
        r.case_id == case.id, r.person_id == person_id, r.relation == Relation.COMPLAINED_ABOUT.value
    )
    return here is not None and connection.execute(about).first() is None


def _change(case: CaseRecord, row: Row[Any], **values: Any) -> None:
    case.transaction.connection.execute(update(action).where(action.c.id == row.id).values(values))


def _note(case: CaseRecord, row: Row[Any], what: str, *, occurred_on: date | None = None, **kept: Any) -> None:
    people = [row.owner_id] if row.owner_id is not None else []
    case.note(what, occurred_on=occurred_on, payload={"action": row.id, "people": people, **kept})
