"""Somebody leaves, or does something else from now on: all that they have in hand moves, case by case, in one action.

Every case is a commit of its own. What is cut short is taken up where it stopped by doing it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Row, delete, select, update

from engine.casework.moving import Plan, Sort, Why
from engine.casework.policy import Action, Actor, may, require
from engine.casework.vocabulary import Relation
from engine.db.tables import (
    absence,
    calendar_feed,
    draft,
    independent_register,
    line_management,
    membership,
    person,
    role_holding,
    sign_in,
)
from engine.errors import HeardError, InvalidAnswers, NotAllowed, NotFound
from engine.office import Office, Transaction
from engine.queries import giving, independence, moving_work, who
from engine.recording import handing_over, lines, one_by_one
from engine.recording.case import CaseRecord, open_case
from engine.recording.handing_over import Checks

log = structlog.get_logger()


@dataclass(frozen=True)
class Outcome:
    """What became of the work in one case, or of the line ("")."""

    reference: str
    moved: tuple[str, ...]
    left: tuple[str, ...]
    """What a person has to decide, a sentence each without its end."""


def move(office: Office, actor: Actor | None, plan: Plan, references: Sequence[str]) -> tuple[Outcome, ...]:
    """Move what the plan names in each of these cases, and the people whose line manager they were.

    `actor` None: at the machine's own command line. Nothing in a case about the actor is touched or told.
    Raises `NotAllowed`, and `InvalidAnswers` where somebody named to take over does not work here.
    """
    _permit(office, actor, plan)
    outcomes = [_in_case(office, actor, plan, reference) for reference in references]
    if Sort.LINE in plan.to:
        outcomes.append(_line(office, plan))
    return tuple(each for each in outcomes if each.moved or each.left)


def leave(office: Office, actor: Actor | None, person_id: int) -> None:
    """The account is closed as of now: no sign-in, roles, team and line end today, nobody covers for them any more.

    Their part in the past stays, for the record and for independence. Doing it twice changes nothing more.
    Raises `NotAllowed`, `NotFound`.
    """
    _may_leave(actor, person_id)
    with office.transaction() as transaction:
        query = select(person.c.id).where(person.c.id == person_id).with_for_update(key_share=True)
        if transaction.connection.execute(query).first() is None:
            raise NotFound(what="person")
        _end_everything(transaction, actor, person_id)
    log.info("person_left", person=person_id, by=None if actor is None else actor.person_id)


def _permit(office: Office, actor: Actor | None, plan: Plan) -> None:
    if actor is not None:
        require(actor, Action.MOVE_WORK)
    if plan.why is Why.LEAVES:
        _may_leave(actor, plan.person_id)
    _permit_successors(actor, plan)
    with office.database.reading() as connection:
        for sort, successor in plan.to.items():
            if who.load_actor(connection, successor, office.today()) is None:
                raise InvalidAnswers({f"to-{sort}": "Select somebody who works here"})


def _permit_successors(actor: Actor | None, plan: Plan) -> None:
    """Whoever keeps accounts moves work that they may not see: they cannot open it to themselves by it."""
    if actor is not None and not may(actor, Action.ASSIGN_TASK) and actor.person_id in plan.to.values():
        raise NotAllowed(action="take this work over yourself", why="somebody from the complaints team gives it to you")


def _may_leave(actor: Actor | None, person_id: int) -> None:
    if actor is None:
        return
    require(actor, Action.MOVE_WORK)
    if actor.person_id == person_id:
        raise NotAllowed(action="record that you leave", why="somebody else does it, so that nobody is locked out")


def _in_case(office: Office, actor: Actor | None, plan: Plan, reference: str) -> Outcome:
    try:
        with office.transaction() as transaction:
            with open_case(office, transaction, reference, None if actor is None else actor.person_id) as case:
                _not_about(case, actor)
                done = handing_over.hand_over(case, plan, _CHECKS)
            return Outcome(reference, tuple(done.moved), tuple(done.left))
    except HeardError as error:
        return Outcome(reference, (), (one_by_one.why(error),))


def _not_about(case: CaseRecord, actor: Actor | None) -> None:
    if actor is None:
        return
    standing = who.standing(case.transaction.connection, actor.person_id, case.id, case.transaction.today)
    if standing.is_complained_about:
        raise NotFound(what="case")


def _bars_part(case: CaseRecord, relation: Relation, person_id: int) -> str | None:
    """A warning needs a reason that only an appointment takes: it is left to a person as well."""
    connection, today = case.transaction.connection, case.transaction.today
    found = independence.verdict(connection, case.id, person_id, relation, today)
    because = (*found.barred_because, *found.warnings)
    return " ".join(because).rstrip(".") if because else None


def _bars_task(case: CaseRecord, row: Row[Any], person_id: int) -> str | None:
    try:
        giving.require(case.transaction.connection, row, person_id, case.transaction.today)
    except (NotAllowed, NotFound) as error:
        return one_by_one.why(error)
    return None


_CHECKS = Checks(_bars_part, _bars_task)


def _line(office: Office, plan: Plan) -> Outcome:
    """Whoever was in their line is in the new manager's from today; the old line stays on record until yesterday."""
    successor = plan.to[Sort.LINE]
    with office.transaction() as transaction:
        people = moving_work.managed(transaction.connection, plan.person_id, transaction.today)
        over = {successor, *lines.above(transaction.connection, successor, transaction.today)}
        moved = {key: name for key, name in people.items() if key not in over}
        for key in moved:
            lines.change(transaction, key, successor, instead_of=plan.person_id)
    left = tuple(f"{name} needs another line manager" for key, name in people.items() if key in over)
    return Outcome("", tuple(moved.values()), left)


def _end_everything(transaction: Transaction, actor: Actor | None, person_id: int) -> None:
    put, today = transaction.connection.execute, transaction.today
    put(update(person).where(person.c.id == person_id).values(active=False))
    for table in (role_holding, membership, line_management, independent_register):
        running = (table.c.person_id == person_id) & (table.c.to_on.is_(None) | (table.c.to_on > today))
        put(update(table).where(running).values(to_on=today))
    a = absence.c
    planned = ((a.person_id == person_id) | (a.deputy_id == person_id)) & a.cancelled_at.is_(None) & (a.to_on >= today)
    by = None if actor is None else actor.person_id
    put(update(absence).where(planned).values(cancelled_at=transaction.now, cancelled_by=by))
    put(delete(calendar_feed).where(calendar_feed.c.person_id == person_id))
    put(delete(draft).where(draft.c.person_id == person_id))
    put(delete(sign_in).where(sign_in.c.person_id == person_id))
