"""Parts in a case given and lost: a panel arranged, a reason kept, and what somebody who is barred must let go of."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from engine.casework.completion import Completion, PanelArranged
from engine.casework.independence import JUDGING, Ties, verdict
from engine.casework.policy import judges
from engine.casework.vocabulary import Relation
from engine.db.tables import case_relation, panel, task, unavailable
from engine.recording import before, given, task_copies, ties
from engine.recording.case import CaseRecord

ARRANGED, MOVED = "arranged", "moved"


def record(case: CaseRecord, completion: Completion) -> None:
    """Write what a page of appointments said besides who: reasons that lift a warning, and the panel's day."""
    for person_id, reason in completion.overrides.items():
        case.note("warning_lifted", payload={"people": [person_id], "reason": reason})
    if completion.panel is not None:
        _arrange(case, completion.panel)


def release_the_barred(case: CaseRecord) -> None:
    """Whoever is barred by what has just been recorded loses their part in the case and the tasks that they hold.

    The history says why. Tasks go back to whom the diagram means, or to the officers where that is nobody now.
    """
    parts, held = _parts(case), _held(case)
    people = {row.person_id for row in parts} | {row.assignee_id for row in held}
    if not people:
        return
    known = ties.of_people(case.transaction.connection, case.id, people, case.transaction.today)
    for row in parts:
        because = _because(known, row.person_id, f"case:{row.relation}")
        if because:
            _lose(case, Relation(row.relation), row.person_id, because)
    for row in held:
        because = _because(known, row.assignee_id, row.candidate)
        if because:
            given.to(case, row, None, because)


def _parts(case: CaseRecord) -> list[Row[Any]]:
    r = case_relation.c
    query = select(r.person_id, r.relation).where(r.case_id == case.id, r.relation.in_([j.value for j in JUDGING]))
    return list(case.transaction.connection.execute(query))


def _held(case: CaseRecord) -> list[Row[Any]]:
    t = task.c
    query = select(t.id, t.element, t.candidate, t.assignee_id)
    open_ones = query.where(t.case_id == case.id, t.status == "open", t.assignee_id.is_not(None))
    return list(case.transaction.connection.execute(open_ones))


def _because(known: Mapping[int, Ties], person_id: int, candidate: str) -> tuple[str, ...]:
    """Why somebody may not hold a task for this candidate; empty if they may, or are not here any more."""
    theirs = known.get(person_id)
    if theirs is None:
        return ()
    relation = candidate.removeprefix("case:")
    if candidate != relation and relation in set(JUDGING):
        return verdict(theirs, Relation(relation)).barred_because
    # Of every other task only this is asked: an officer may check the letters of any case but their own.
    always = verdict(theirs, Relation.ALLOCATED_MANAGER).barred_because
    is_about_them = Relation.COMPLAINED_ABOUT in theirs.relations
    return always if is_about_them or (judges(candidate) and theirs.interests) else ()


def _lose(case: CaseRecord, relation: Relation, person_id: int, because: tuple[str, ...]) -> None:
    r = case_relation.c
    theirs = (r.case_id == case.id) & (r.relation == relation.value) & (r.person_id == person_id)
    case.transaction.connection.execute(delete(case_relation).where(theirs))
    task_copies.follow_parts(case, relation)
    payload = {"relation": relation.value, "people": [person_id], "because": list(because)}
    case.note("relation_lost", payload=payload)


def _arrange(case: CaseRecord, arranged: PanelArranged) -> None:
    connection, p = case.transaction.connection, panel.c
    rows_before = before.rows(case, panel, unavailable)
    earlier = (p.case_id == case.id) & (p.status == ARRANGED)
    connection.execute(update(panel).where(earlier).values(status=MOVED, moved_because=arranged.moved_because))
    values = {"meets_on": arranged.meets_on, "place": arranged.place, "status": ARRANGED, "note": arranged.note}
    connection.execute(insert(panel).values(case_id=case.id, **values))
    u = unavailable.c
    connection.execute(delete(unavailable).where(u.case_id == case.id))
    away = [{"case_id": case.id, "from_on": first, "to_on": last} for first, last in arranged.complainant_away]
    if away:
        connection.execute(insert(unavailable), away)
    said = {"meets_on": arranged.meets_on.isoformat(), "place": arranged.place}
    case.note("panel_place", payload={**said, **rows_before})
