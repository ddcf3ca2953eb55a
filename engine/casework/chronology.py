"""What happened in a case, day by day, in words that anybody can read: for letters to the Ombudsman."""

from collections.abc import Iterable, Mapping
from datetime import date

from engine.casework.clocks import DatedEvent
from engine.casework.vocabulary import EventKind

SAID: Mapping[str, str] = {
    EventKind.RECEIVED: "the complaint was received",
    EventKind.ACKNOWLEDGED: "we acknowledged it",
    EventKind.COMPLAINANT_CONTACTED: "a manager spoke with the person who complained",
    EventKind.STAGE_1_RESPONSE_SENT: "we sent the answer at stage 1",
    EventKind.STAGE_1_SKIPPED: "we agreed to leave out stage 1",
    EventKind.STAGE_2_REQUESTED: "stage 2 was asked for",
    EventKind.STAGE_2_ACKNOWLEDGED: "we acknowledged the request for stage 2",
    EventKind.RECORD_AGREED: "the statement of complaint was agreed",
    EventKind.INVESTIGATION_REPORTED: "the investigating officer’s report was received",
    EventKind.STAGE_2_RESPONSE_SENT: "we sent the answer at stage 2",
    EventKind.STAGE_3_REQUESTED: "a review panel was asked for",
    EventKind.STAGE_3_REFUSED: "we refused a panel",
    EventKind.STAGE_3_ACKNOWLEDGED: "we acknowledged the request for a panel",
    EventKind.REFERRED_EARLY: "we referred the complaint early to the Ombudsman",
    EventKind.PANEL_HELD: "the review panel met",
    EventKind.PANEL_REPORT_RECEIVED: "the panel’s report was received",
    EventKind.STAGE_3_RESPONSE_SENT: "we sent the director’s answer to the panel",
    EventKind.FROZEN: "the complaint was put aside for proceedings elsewhere",
    EventKind.PROCEEDINGS_CONCLUDED: "those proceedings concluded",
    EventKind.RESUBMITTED: "the complaint was brought again",
    EventKind.PLAN_AGREED: "we agreed how it would be looked into, and by when",
    EventKind.SIX_MONTH_LETTER_SENT: "we wrote why it took longer than six months",
    EventKind.EXTENDED: "we wrote that we needed more time",
    EventKind.OVERRUN: "we wrote to say sorry for a delay",
    EventKind.WITHDRAWN: "the complaint was withdrawn",
    EventKind.RESOLVED_AT_ONCE: "it was resolved by the next working day",
    EventKind.NOT_ACCEPTED: "we wrote why we did not take it on",
    EventKind.OMBUDSMAN_ENQUIRED: "the Ombudsman asked about it",
    EventKind.OMBUDSMAN_REPLIED: "we replied to the Ombudsman",
    EventKind.OMBUDSMAN_DRAFT_RECEIVED: "the Ombudsman’s draft decision was received",
    EventKind.OMBUDSMAN_DRAFT_ANSWERED: "we commented on the draft decision",
    EventKind.OMBUDSMAN_DECIDED: "the Ombudsman decided",
    EventKind.REMEDY_EVIDENCED: "we sent evidence of the remedy",
}
"""What an outsider wants to know of; the rest is how the office works."""


def chronology(events: Iterable[DatedEvent]) -> tuple[tuple[date, str], ...]:
    """Each day with what happened on it, in order; what happened twice on a day is said once."""
    told = ((event.occurred_on, SAID[event.kind]) for event in events if event.kind in SAID)
    return tuple(dict.fromkeys(sorted(told, key=lambda each: each[0])))
