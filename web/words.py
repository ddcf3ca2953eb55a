"""What the pages call things: the code's words in the office's English."""

from collections.abc import Mapping

from engine.casework.advice import HOLD
from engine.casework.pages.check_and_send import SentBy
from engine.casework.pages.contact import NO_REPLY
from engine.casework.pages.overrun import Cause
from engine.casework.pages.panel import DelayCause
from engine.casework.pages.triage import Route
from engine.casework.vocabulary import (
    CaseStatus,
    Channel,
    ChildStatus,
    ComplimentCategory,
    Finding,
    Relation,
    Remedy,
    Role,
    Ruling,
)

SAID: Mapping[str, str] = {
    Channel.COMPLAINTS_OFFICE: "Complaints office",
    Channel.CONTACT_CENTRE: "Contact centre",
    Channel.COUNCILLOR: "Councillor or MP",
    Channel.LOCAL_TEAM: "Local team",
    Channel.OMBUDSMAN: "Ombudsman",
    Channel.CHIEF_EXECUTIVE: "Chief executive’s office",
    Channel.ONLINE_FORM: "Online form",
    CaseStatus.NOT_ACCEPTED: "Not accepted",
    Finding.PARTIALLY_UPHELD: "Partly upheld",
    Finding.NO_FINDING: "No finding possible",
    Remedy.APOLOGY: "An apology",
    Remedy.EXPLANATION: "An explanation",
    Remedy.CHANGE_OF_WORKER: "A change of worker",
    Remedy.VIEWS_ON_FILE: "Their views put on the file",
    Remedy.MONITORING: "Closer monitoring by a manager",
    Remedy.ADVOCACY: "Help from an advocate",
    Remedy.INDEPENDENT_REVIEW: "An independent review",
    Remedy.GOODWILL_PAYMENT: "A goodwill payment",
    Remedy.ADDITIONAL_SUPPORT: "More support",
    Remedy.OTHER: "Something else",
    Ruling.ACCEPT: "Accepted",
    Ruling.REJECT: "Rejected",
    Role.HEAD_OF_SERVICE: "Head of service",
    f"case:{Relation.ALLOCATED_MANAGER}": "Allocated manager",
    Route.STATUTORY: "Statutory complaint",
    Route.STATUTORY_STAGE_2: "Statutory complaint, begun at stage 2",
    Route.CORPORATE: "Corporate complaint",
    Route.ADULTS: "Complaint about adults’ social care",
    Route.RESOLVED: "Resolved by the next working day",
    HOLD: "Leave it until the Ombudsman decides",
    ChildStatus.LOOKED_AFTER: "In care",
    ChildStatus.PROTECTION_PLAN: "On a child protection plan",
    ChildStatus.CARE_LEAVER: "A care leaver",
    ChildStatus.NO_STATUS: "None of these",
    NO_REPLY: "No reply is wanted",
    ComplimentCategory.PARTNERSHIP_WORKING: "Good partnership working",
    ComplimentCategory.CHILD_FOCUS: "Good child focus",
    SentBy.ELSEWHERE: "It has been sent already, by other means",
    Cause.WAITING_FOR_MANAGER: "Waiting for the manager’s answer",
    Cause.WAITING_FOR_SIGN_OFF: "Waiting for sign-off",
    Cause.WAITING_FOR_INFORMATION: "Waiting for information",
    Cause.STAFF_ABSENCE: "Somebody was away",
    Cause.COMPLEXITY: "The complaint is complex",
    Cause.COMPLAINANT_UNAVAILABLE: "The complainant could not be reached",
    DelayCause.MEMBER_UNAVAILABLE: "A member of the panel could not come",
    Cause.LOGGED_LATE: "It was passed on or logged late",
}
"""Where the code's word with a capital would not do."""


PANEL_CAUSES: Mapping[str, str] = {
    DelayCause.COMPLAINANT_UNAVAILABLE: "The complainant could not come",
    DelayCause.MEMBER_UNAVAILABLE: "A member of the panel could not come",
    DelayCause.STAFF_ABSENCE: "Somebody of the council could not come",
    DelayCause.OTHER: "Something else",
    "complainant": "The complainant could not come",
    "member": "A member of the panel could not come",
    "council": "Somebody of the council could not come",
}
"""Why a panel meets late or is moved: the same words mean something else of a delay in answering."""


def panel_cause_said(value: str) -> str:
    """The cause of a panel's delay as a page writes it."""
    return PANEL_CAUSES.get(value) or said(value)


def said(value: str) -> str:
    """A value of a vocabulary as a page writes it: "Partly upheld", "Team manager"."""
    if value in SAID:
        return SAID[value]
    words = str(value).removeprefix("case:").replace("_", " ")
    return words[:1].upper() + words[1:]
