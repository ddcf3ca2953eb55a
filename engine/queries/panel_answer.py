"""Who may answer a review panel: a director, and never whoever had a part in stage 2, which the panel has reviewed."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, select

from engine.casework.independence import Ties
from engine.casework.policy import in_words
from engine.casework.vocabulary import Relation, Role
from engine.db.tables import person, role_holding
from engine.errors import NotAllowed
from engine.recording import ties
from engine.recording.recipients import held_on

FORM_KEY = "answer_panel"
"""The page on which the panel's recommendations are answered."""

_DID: Mapping[Relation, str] = {
    Relation.ADJUDICATING_OFFICER: "adjudicated",
    Relation.INVESTIGATING_OFFICER: "investigated",
    Relation.INDEPENDENT_PERSON: "watched over the investigation",
}
"""The parts in stage 2 that bar somebody, and what each did."""


def require(
    connection: Connection, form_key: str | None, case_id: int, person_id: int, today: date, action: str
) -> None:
    """Raise `NotAllowed`, saying who could, where this answers a panel and the person had a part in stage 2."""
    if form_key != FORM_KEY:
        return
    known = ties.of_people(connection, case_id, {person_id}, today).get(person_id)
    part = None if known is None else part_in_stage_2(known)
    if known is None or part is None:
        return
    why = (
        f"{known.name} is or was the {in_words(part)} of this complaint, and the answer to a panel is never left to"
        f" whoever {_DID[part]}: {_who_could(connection, case_id, person_id, today)}"
    )
    raise NotAllowed(action=action, why=why)


def part_in_stage_2(known: Ties) -> Relation | None:
    """The part in stage 2 that somebody has or had, which keeps them from answering the panel."""
    return next((part for part in _DID if part in known.relations | known.past), None)


def _who_could(connection: Connection, case_id: int, barred: int, today: date) -> str:
    """Names of those who could answer in their place; what an officer can do where there is nobody."""
    h, p = role_holding.c, person.c
    held = held_on(h.from_on, h.to_on, today) & h.role.in_([Role.DIRECTOR, Role.ASSISTANT_DIRECTOR])
    query = select(p.id, p.name).join(role_holding, h.person_id == p.id).where(held, p.active, p.id != barred)
    senior = {row.id: row.name for row in connection.execute(query.order_by(h.role.desc(), p.name))}
    known = ties.of_people(connection, case_id, set(senior), today) if senior else {}
    shut_out = {*_DID, Relation.COMPLAINED_ABOUT}
    had_part = {key for key, tie in known.items() if shut_out & (tie.relations | tie.past)}
    free = [name for key, name in senior.items() if key in known.keys() - had_part]
    if not free:
        return "the complaints team has to give it to somebody at that level who had no part in stage 2"
    return f"{' or '.join(free[:3])} could answer, once the complaints team gives the task to them"
