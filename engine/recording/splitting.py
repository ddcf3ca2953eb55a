"""Heads of a complaint are taken out into a case of their own, of the same people and received on the same day."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select

from engine.casework.dates import long_date
from engine.casework.lawful import CaseState
from engine.casework.vocabulary import CaseStatus, EventKind, Relation
from engine.db.tables import case_file, case_relation, finding, head, party
from engine.recording import answers, chain, steps, timing
from engine.recording.case import CaseRecord
from engine.recording.references import next_reference

INTAKE = "intake"

COPIED = (
    *("kind", "received_on", "channel", "service_id", "complainant_name", "complainant_email", "complainant_address"),
    *("complainant_phone", "reply_by", "contact_warning", "is_child", "child_name", "advocate_name", "words"),
    *("advocate_offered_on", "advocate_accepted", "advocacy_provider", "advocate_referred_on", "advocate_appointed_on"),
    *("safeguarding", "child_status", "consent_on", "consent_note", "desired_outcome"),
)
"""What both cases have: who complains, about whom, when and how it came in, and what was said word for word."""

ONE_INVESTIGATION = (
    "Where heads overlap, one investigation under the statutory procedure is the rule: "
    "take heads out only where they can be answered apart."
)


@dataclass(frozen=True)
class Taken:
    """The new case."""

    id: int
    reference: str
    received_on: Any


def heads_of(case: CaseRecord) -> dict[int, Any]:
    """The heads of the case by number."""
    query = select(head).where(head.c.case_id == case.id).order_by(head.c.number)
    return {row.number: row for row in case.transaction.connection.execute(query)}


def why_not(case: CaseRecord, state: CaseState, chosen: list[int]) -> str | None:
    """Why these heads cannot be taken out, as a sentence; None where they can."""
    heads = heads_of(case)
    if not state.is_open:
        return "The case is not open any more"
    if EventKind.STAGE_1_RESPONSE_SENT in state.events:
        return "It has been answered already: the heads stay where they were answered"
    if not chosen:
        return "Select at least one head"
    if len(chosen) == len(heads):
        return "Leave at least one head here"
    found = select(finding.c.number).where(finding.c.case_id == case.id, finding.c.number.in_(chosen))
    if case.transaction.connection.execute(found).first() is not None:
        return "One of these heads has a finding already: it stays where it was found"
    return None


def split(case: CaseRecord, chosen: list[int], reason: str) -> Taken:
    """Make the new case with these heads, and begin its intake. Both histories say so."""
    moved, connection = [heads_of(case)[number] for number in chosen], case.transaction.connection
    values = {name: case.value(name) for name in COPIED}
    row = connection.execute(insert(case_file).returning(*case_file.c), {**values, **_new(case)}).one()
    new = CaseRecord(case.transaction, case.library, row, case.actor_id)
    texts = [each.text for each in moved]
    new.note("logged", payload={"channel": row.channel})
    new.note("split_from", payload={"case": case.id, "reason": reason, "heads_moved": texts})
    _relate(case, new)
    _copy_parties(case, new)
    h = head.c
    connection.execute(delete(head).where(h.case_id == case.id, h.number.in_(chosen)))
    connection.execute(insert(head), [_head(new, number, each) for number, each in enumerate(moved, start=1)])
    new.event(EventKind.RECEIVED, row.received_on)
    _acknowledged_as_well(case, new)
    steps.start_procedure(new, INTAKE, None)
    new.close()
    case.note("split_into", payload={"case": row.id, "reason": reason, "heads_moved": texts})
    return Taken(int(row.id), str(row.reference), row.received_on)


def _acknowledged_as_well(case: CaseRecord, new: CaseRecord) -> None:
    """Whoever complained was told that the complaint had come: what is taken out of it came with it."""
    days = [e.occurred_on for e in timing.current_events(case) if e.kind == EventKind.ACKNOWLEDGED]
    if days:
        new.event(EventKind.ACKNOWLEDGED, min(days))


def advice(case: CaseRecord, taken: Taken) -> tuple[str, ...]:
    """What it does, a sentence each."""
    return (
        ONE_INVESTIGATION,
        f"A new case is made with the heads that you selected. It was received on {long_date(taken.received_on)} as "
        "well, so the days that have gone by count there too, and it waits to be triaged.",
        f"What stays in {case.row.reference} goes on as it is. Nobody is told by this: write to whoever complained.",
    )


def _new(case: CaseRecord) -> dict[str, Any]:
    return {
        "reference": next_reference(case.transaction),
        "status": CaseStatus.OPEN.value,
        "logged_at": case.transaction.now,
        "history_seq": 0,
        "history_head": chain.FIRST,
    }


def _relate(case: CaseRecord, new: CaseRecord) -> None:
    """Before anybody is given work: whom it is about sees the new case no more than the old one."""
    if case.actor_id is not None:
        answers.relate(new, Relation.LOGGED_BY, (case.actor_id,))
    r = case_relation.c
    query = select(r.person_id).where(r.case_id == case.id, r.relation == Relation.COMPLAINED_ABOUT.value)
    about = tuple(case.transaction.connection.execute(query.order_by(r.person_id)).scalars())
    if about:
        answers.relate(new, Relation.COMPLAINED_ABOUT, about)


def _copy_parties(case: CaseRecord, new: CaseRecord) -> None:
    p, connection = party.c, case.transaction.connection
    names = ("kind", "name", "child_status", "email", "address", "reply_by", "note")
    rows = connection.execute(select(*(p[name] for name in names)).where(p.case_id == case.id)).all()
    if rows:
        connection.execute(insert(party), [{**row._mapping, "case_id": new.id} for row in rows])


def _head(new: CaseRecord, number: int, row: Any) -> dict[str, Any]:
    return {"case_id": new.id, "number": number, "text": row.text, "desired_outcome": row.desired_outcome}
