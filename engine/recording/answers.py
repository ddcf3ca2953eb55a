"""What a completed page said, written to the case: heads, findings, remedies, relations, events and letter."""

from collections.abc import Mapping

from sqlalchemy import bindparam, delete, insert, update

from engine.casework.completion import Completion, Head, HeadFinding
from engine.casework.vocabulary import Relation, Remedy
from engine.db.tables import case_relation, head, remedy
from engine.recording import appointments, messages
from engine.recording.case import CaseRecord


def apply(case: CaseRecord, completion: Completion) -> None:
    """Write everything but a letter that goes out, which wants the facts as they are once the process has moved.

    A draft is kept before: where nobody checks it, the process itself sends it in the same step.
    """
    if completion.case:
        case.set(**completion.case)
    if completion.heads is not None:
        _heads(case, completion.heads)
    if completion.findings:
        _findings(case, completion.findings)
    if completion.remedies is not None:
        _remedies(case, completion.remedies)
    for relation, people in completion.relations.items():
        relate(case, relation, people)
    appointments.record(case, completion)
    for event in completion.events:
        case.event(
            event.kind,
            event.occurred_on,
            clock=event.clock,
            until_on=event.until_on,
            ground=event.ground,
            reason=event.reason,
        )
    if completion.letter is not None and completion.letter.is_draft:
        messages.letter(case, completion.letter)


def send_letter(case: CaseRecord, completion: Completion) -> None:
    """Send the letter that a person settled on with this page."""
    if completion.letter is not None and not completion.letter.is_draft:
        messages.letter(case, completion.letter)


def relate(case: CaseRecord, relation: Relation, people: tuple[int, ...]) -> None:
    """Make these people, and no others, stand in this relation to the case."""
    r, connection = case_relation.c, case.transaction.connection
    connection.execute(delete(case_relation).where(r.case_id == case.id, r.relation == relation))
    if people:
        rows = [{"case_id": case.id, "relation": relation.value, "person_id": p} for p in people]
        connection.execute(insert(case_relation), rows)
    case.note("relation_set", payload={"relation": relation.value, "people": list(people)})
    if relation is Relation.COMPLAINED_ABOUT:
        appointments.release_the_barred(case)


def _heads(case: CaseRecord, heads: tuple[Head, ...]) -> None:
    connection = case.transaction.connection
    connection.execute(delete(head).where(head.c.case_id == case.id))
    rows = [
        {"case_id": case.id, "number": h.number, "text": h.text, "desired_outcome": h.desired_outcome or None}
        for h in heads
    ]
    connection.execute(insert(head), rows)
    case.note("heads_agreed", payload={"heads": [h.text for h in heads]})


def _findings(case: CaseRecord, findings: tuple[HeadFinding, ...]) -> None:
    this_head = (head.c.case_id == case.id) & (head.c.number == bindparam("of"))
    rows = [{"of": f.number, "finding": f.finding.value, "reason": f.reason} for f in findings]
    case.transaction.connection.execute(update(head).where(this_head), rows)
    case.note("findings_made", payload={"findings": {str(f.number): f.finding.value for f in findings}})


def _remedies(case: CaseRecord, remedies: Mapping[Remedy, str]) -> None:
    connection = case.transaction.connection
    # A payment has an amount and its own approval: what a page ticks leaves it alone.
    connection.execute(delete(remedy).where(remedy.c.case_id == case.id, remedy.c.amount.is_(None)))
    rows = [{"case_id": case.id, "kind": kind.value, "note": note or None} for kind, note in remedies.items()]
    if rows:
        connection.execute(insert(remedy), rows)
    case.note("remedies_offered", payload={"remedies": [kind.value for kind in remedies]})
