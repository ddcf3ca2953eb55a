"""Whether a task can be given to somebody: who is barred from it, and the sentence that says why."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from engine.casework.policy import SIGNING_OFF, CaseStanding, Standing, has_answered, judges
from engine.errors import NotAllowed, NotFound
from engine.queries import independence, panel_answer, who

GIVE = "give this task to them"
"""What is refused, as the refusal says it."""


def require(connection: Connection, row: Row[Any], person_id: int, today: date) -> None:
    """Raise `NotAllowed` where this person can never hold this task, `NotFound` where they are not here any more.

    `row` has the task's `case_id`, `candidate` and `form_key`. One for a role goes to whoever holds it.
    """
    if who.load_actor(connection, person_id, today) is None:
        raise NotFound(what="person who works here")
    theirs = who.standing(connection, person_id, row.case_id, today)
    if theirs.is_complained_about:
        raise NotAllowed(action=GIVE, why="the complaint is about them")
    must_be_free(row.candidate, theirs, GIVE)
    independence.require(connection, row.candidate, row.case_id, person_id, today, GIVE)
    panel_answer.require(connection, row.form_key, row.case_id, person_id, today, GIVE)
    independence.require_role(connection, row.candidate, row.case_id, person_id, today, GIVE)


def must_be_free(candidate: str, standing: CaseStanding, action: str) -> None:
    """Nobody signs off their own answer, or judges what they have declared an interest in. Raises `NotAllowed`."""
    if candidate in SIGNING_OFF and has_answered(standing):
        raise NotAllowed(action=action, why="nobody signs off their own answer")
    if Standing.INTERESTED in standing.standings and judges(candidate):
        raise NotAllowed(action=action, why="an interest in this case has been declared")
