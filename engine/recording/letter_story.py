"""What a letter tells of the case as a story: the Ombudsman is told what happened when, those praised what was said."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, select

from engine.casework.dates import plain_date
from engine.casework.vocabulary import EventKind
from engine.db.tables import action, case_event, case_file, message, remedy

_HAPPENED: Mapping[str, str] = MappingProxyType(
    {
        EventKind.RECEIVED: "We received the complaint",
        EventKind.ACKNOWLEDGED: "We acknowledged it",
        EventKind.NOT_ACCEPTED: "We did not accept it",
        EventKind.COMPLAINANT_CONTACTED: "We spoke with the complainant",
        EventKind.EXTENDED: "We told the complainant that we need more time",
        EventKind.OVERRUN: "We told the complainant that we are late, and why",
        EventKind.STAGE_1_RESPONSE_SENT: "We answered at stage 1",
        EventKind.STAGE_1_SKIPPED: "Stage 1 was left out by agreement",
        EventKind.STAGE_2_REQUESTED: "The complainant asked for stage 2",
        EventKind.STAGE_2_ACKNOWLEDGED: "We acknowledged the request",
        EventKind.RECORD_AGREED: "The statement of complaint was agreed",
        EventKind.INVESTIGATION_REPORTED: "The investigating officer reported",
        EventKind.STAGE_2_RESPONSE_SENT: "We answered at stage 2",
        EventKind.STAGE_3_REQUESTED: "The complainant asked for a review panel",
        EventKind.STAGE_3_REFUSED: "We refused a review panel",
        EventKind.STAGE_3_ACKNOWLEDGED: "We acknowledged the request for a panel",
        EventKind.REFERRED_EARLY: "We referred the complaint to the Ombudsman by agreement",
        EventKind.PANEL_HELD: "The review panel met",
        EventKind.PANEL_REPORT_RECEIVED: "We received the panel’s report",
        EventKind.STAGE_3_RESPONSE_SENT: "We answered the panel’s recommendations",
        EventKind.FROZEN: "We put the complaint aside for other proceedings",
        EventKind.PROCEEDINGS_CONCLUDED: "Those proceedings ended",
        EventKind.RESUBMITTED: "The complaint was brought back",
        EventKind.WITHDRAWN: "The complaint was withdrawn",
        EventKind.OMBUDSMAN_DECIDED: "The Ombudsman decided",
    }
)
"""What the Ombudsman is told of, in words for a reader outside the council."""

PROOF = "ombudsman_remedy_evidence"
"""The letter that says what was done after a decision."""


def told(connection: Connection, case_id: int, template: str | None) -> dict[str, Any]:
    """The facts of this letter's story, by the names of `letter_facts`; empty for a letter that tells none."""
    name = template or ""
    if name.startswith("compliment"):
        f = case_file.c
        return {"compliment_words": connection.execute(select(f.words).where(f.id == case_id)).scalar()}
    if not name.startswith("ombudsman"):
        return {}
    chronology = _chronology(connection, case_id)
    if name == PROOF:
        chronology = _since_the_decision(chronology)
    return {"chronology": chronology, "documents": _documents(connection, case_id)}


def _chronology(connection: Connection, case_id: int) -> list[dict[str, str]]:
    e, a, r = case_event.c, action.c, remedy.c
    events = select(e.occurred_on, e.kind).where(e.case_id == case_id, e.corrected_by_id.is_(None))
    done = select(a.ended_on, a.text).where(a.case_id == case_id, a.status == "done", a.ended_on.is_not(None))
    paid = select(r.paid_on).where(r.case_id == case_id, r.paid_on.is_not(None))
    rows = [(day, _HAPPENED[kind]) for day, kind in connection.execute(events.order_by(e.id)) if kind in _HAPPENED]
    rows += [(day, f"Done: {text}") for day, text in connection.execute(done.order_by(a.id))]
    rows += [(day, "We paid what was agreed") for (day,) in connection.execute(paid)]
    return [{"on": day.isoformat(), "what": what} for day, what in sorted(rows, key=lambda row: row[0])]


def _since_the_decision(chronology: list[dict[str, str]]) -> list[dict[str, str]]:
    """What was decided last and what came of it: the Ombudsman knows the rest."""
    decided = [n for n, each in enumerate(chronology) if each["what"] == _HAPPENED[EventKind.OMBUDSMAN_DECIDED]]
    return chronology[decided[-1] :] if decided else chronology


def _documents(connection: Connection, case_id: int) -> list[str]:
    """The letters that went out, oldest first. What else is enclosed the officer writes into the letter."""
    m = message.c
    sent = select(m.template, m.sent_on).where(m.case_id == case_id, m.kind == "letter", m.sent_on.is_not(None))
    rows = connection.execute(sent.order_by(m.sent_on, m.id))
    letters = [f"Our letter of {plain_date(row.sent_on)} ({row.template.replace('_', ' ')})" for row in rows]
    a = action.c
    proof = select(a.evidence).where(a.case_id == case_id, a.status == "done", a.evidence.is_not(None)).order_by(a.id)
    return [*letters, *connection.execute(proof).scalars()]
