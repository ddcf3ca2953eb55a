"""In which cases a deputy is independent enough to investigate, adjudicate or review in the place of who is away."""

from collections import defaultdict
from datetime import date

from sqlalchemy import Connection, select, union

from engine.casework.independence import verdict
from engine.casework.policy import LOOKING_AGAIN
from engine.casework.vocabulary import CaseStatus, Relation
from engine.db.tables import case_file, case_relation, task
from engine.recording import ties


def free_in(connection: Connection, away_id: int, deputy_id: int, today: date) -> frozenset[int]:
    """Cases in which nothing bars the deputy from any part that looks again and is the absent person's.

    A warning bars too: only an appointment lifts it, with its reason. One statement where they have no such part; a few
    for each case where they have one, however many other cases are open.
    """
    parts = _parts(connection, away_id)
    return frozenset(
        case_id for case_id, relations in parts.items() if _is_free(connection, case_id, relations, deputy_id, today)
    )


def _is_free(connection: Connection, case_id: int, relations: set[Relation], deputy_id: int, today: date) -> bool:
    known = ties.of_people(connection, case_id, {deputy_id}, today).get(deputy_id)
    if known is None:
        return False
    verdicts = [verdict(known, relation) for relation in relations]
    return not any(each.barred_because or each.warnings for each in verdicts)


def _parts(connection: Connection, away_id: int) -> dict[int, set[Relation]]:
    """What they are to open cases and do in open tasks, as far as it looks again."""
    r, t, f = case_relation.c, task.c, case_file.c
    named = sorted(f"case:{relation}" for relation in LOOKING_AGAIN)
    related = (
        select(r.case_id, r.relation.label("part"))
        .join(case_file, f.id == r.case_id)
        .where(r.person_id == away_id, r.relation.in_(sorted(LOOKING_AGAIN)), f.status == CaseStatus.OPEN.value)
    )
    in_hand = select(t.case_id, t.candidate).where(t.assignee_id == away_id, t.status == "open", t.candidate.in_(named))
    found: dict[int, set[Relation]] = defaultdict(set)
    for case_id, part in connection.execute(union(related, in_hand)):
        found[case_id].add(Relation(part.removeprefix("case:")))
    return dict(found)
