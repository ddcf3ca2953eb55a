"""What every letter has to contain: one table, which tests and the keepers of the letters both go by."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Recipient(StrEnum):
    """Whom a letter goes to. Only letters to the complainant have a version for children."""

    COMPLAINANT = "complainant"
    ADVOCACY_PROVIDER = "advocacy_provider"
    OMBUDSMAN = "ombudsman"
    INVESTIGATORS = "investigators"
    STAFF = "staff"


@dataclass(frozen=True)
class Says:
    """A locked paragraph: the block it stands in, what it says, and the facts that it cannot be written without."""

    block: str
    what: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """What one letter is for, in which procedure, to whom, and the paragraphs that nobody may take out."""

    name: str
    procedure: str
    says: tuple[Says, ...]
    to: Recipient = Recipient.COMPLAINANT


STATUTORY, CORPORATE, ADULTS = "statutory complaints", "corporate complaints", "adults’ social care"
OMBUDSMAN, PRAISE, EVERY = "the Ombudsman", "compliments and comments", "every procedure"

_CONTACT = Says("contact", "whom to ask, and how", ("officer",))
_ADVOCACY = Says("advocacy", "that an advocate is free and how to get one", ("advocacy",))
_HELP = Says("help", "that we help, and that somebody may help or speak for them")
_THE_OMBUDSMAN = Says("ombudsman", "the Ombudsman’s details", ("ombudsman",))
_STAGE_2 = Says("next_stage", "the right to ask for stage 2, and when")
_RIGHTS_AT_20 = Says("next_stage", "the right to the next stage and its 20 working days")
_2009 = Says("procedure", "the Regulations of 2009")
_OVERRUN = (
    Says("apology", "what went wrong, why, and that we are sorry", ("overrun.cause",)),
    Says("dates", "the new date", ("overrun.expected_on",)),
    _THE_OMBUDSMAN,
)
_STAGE_2_DATES = Says("dates", "from which day the time counts, and until when", ("stage_2_due_on",))
_CHILDRENS = (_ADVOCACY, _CONTACT)
_OTHERS = (_HELP, _CONTACT)
_ALL_HEADS = Says("heads", "what was complained of", ("heads",))


def _letter(
    name: str, procedure: str, *says: Says, to: Recipient = Recipient.COMPLAINANT, always: tuple[Says, ...] = ()
) -> Content:
    return Content(name, procedure, (*says, *always), to)


def _statutory(name: str, *says: Says) -> Content:
    return _letter(name, STATUTORY, *says, always=_CHILDRENS)


def _corporate(name: str, *says: Says) -> Content:
    return _letter(name, CORPORATE, *says, always=_OTHERS)


def _adults(name: str, *says: Says) -> Content:
    return _letter(name, ADULTS, *says, always=_OTHERS)


_STAGE_1: Mapping[str, Content] = {
    "acknowledgement": _statutory(
        "Acknowledgement of a complaint",
        Says("dates", "who will answer and by when", ("answering_manager", "due_on")),
        Says("procedure", "which procedure it follows"),
    ),
    "acknowledgement_child": _statutory(
        "Acknowledgement to a child",
        Says("dates", "who will answer and by when", ("answering_manager", "due_on")),
        _STAGE_2,
    ),
    "not_accepted": _statutory(
        "Not accepted as a complaint",
        Says("reason", "the reason", ("not_accepted_reason",)),
        Says("other_route", "what they can do instead"),
        _THE_OMBUDSMAN,
    ),
    "not_accepted_child": _statutory(
        "Not accepted, to a child",
        Says("reason", "the reason", ("not_accepted_reason",)),
        Says("other_route", "who can help instead"),
        _THE_OMBUDSMAN,
    ),
    "put_aside": _statutory(
        "Put aside for proceedings",
        Says("heads", "which parts are put aside"),
        Says("reason", "the reason", ("put_aside.reason",)),
        Says("resubmit", "the right to bring it back within one year of the end of the proceedings"),
        _THE_OMBUDSMAN,
    ),
    "resubmit_invitation": _statutory(
        "Proceedings are over: bring it back",
        Says("resubmit", "until when it can be brought back", ("proceedings_concluded_on", "resubmit_by")),
        _ALL_HEADS,
    ),
    "stage_1_extension": _statutory(
        "More time at stage 1",
        Says("ground", "the ground of the law, and the reason", ("extension.reason",)),
        Says("dates", "the new date", ("extension.until_on",)),
        _STAGE_2,
    ),
    "stage_1_extension_child": _statutory(
        "More time at stage 1, to a child",
        Says("ground", "the reason", ("extension.reason",)),
        Says("dates", "the new date", ("extension.until_on",)),
        _STAGE_2,
    ),
    "stage_1_response": _statutory(
        "Answer at stage 1",
        Says("next_stage", "the right to stage 2 and its 20 working days", ("ask_stage_2_by",)),
        _THE_OMBUDSMAN,
    ),
    "stage_1_response_child": _statutory(
        "Answer at stage 1, to a child",
        Says("next_stage", "the right to stage 2 and until when, and the Ombudsman", ("ask_stage_2_by",)),
    ),
    "stage_1_late": _statutory(
        "Stage 1 is late",
        Says("apology", "that it is late, and that we are sorry", ("stage_1_day_20",)),
        Says("next_stage", "the right to stage 2 now"),
        _THE_OMBUDSMAN,
    ),
    "stage_1_late_child": _statutory(
        "Stage 1 is late, to a child",
        Says("apology", "that it is late, and that we are sorry", ("stage_1_day_20",)),
        Says("next_stage", "the right to stage 2 now, and the Ombudsman"),
    ),
    "overrun": _statutory("Stage 1 takes longer than it may", *_OVERRUN, _STAGE_2),
    "overrun_child": _statutory("Stage 1 takes longer than it may, to a child", *_OVERRUN[:2], _STAGE_2),
}

_TEAM = Says("people", "who looks into it, by name", ("investigating_officer", "independent_person"))
_STATEMENT_MEETING = Says("statement", "the meeting about the statement of complaint")
_AGREE = Says("agree", "that they are asked to agree, or the day on which they agreed")
_STATEMENT = Says("statement", "each part and what they want to happen", ("heads",))
_ADJUDICATION = Says("adjudication", "each finding, and whether it is accepted, with the reason", ("heads",))
_ACTIONS = Says("actions", "what will be done and by when")
_ENCLOSED = Says("enclosed", "that both reports follow in full")
_REPORTS = (
    Says("annex_investigation", "the investigating officer’s report in full", ("investigating_officer", "heads")),
    Says("annex_independent", "the independent person’s report in full", ("independent_person",)),
)
_STAGE_3 = Says("next_stage", "the right to stage 3 and its 20 working days", ("ask_stage_3_by",))
_LONGER = (
    Says("ground", "the reason", ("extension.reason",)),
    Says("dates", "the new date and the last one that the law allows", ("extension.until_on", "stage_2_maximum_on")),
    _THE_OMBUDSMAN,
)

_STAGE_2_LETTERS: Mapping[str, Content] = {
    "stage_2_acknowledgement": _statutory("Stage 2 begins", _TEAM, _STATEMENT_MEETING, _STAGE_2_DATES, _RIGHTS_AT_20),
    "stage_2_acknowledgement_child": _statutory(
        "Stage 2 begins, to a child", _TEAM, _STATEMENT_MEETING, _STAGE_2_DATES, _RIGHTS_AT_20
    ),
    "statement_of_complaint": _statutory("Statement of complaint", _STATEMENT, _AGREE, _STAGE_2_DATES, _TEAM),
    "statement_of_complaint_child": _statutory(
        "Statement of complaint, to a child", _STATEMENT, _AGREE, _STAGE_2_DATES, _TEAM
    ),
    "stage_2_extension": _statutory("More time at stage 2", *_LONGER),
    "stage_2_extension_child": _statutory("More time at stage 2, to a child", *_LONGER),
    "stage_2_response": _statutory(
        "Answer at stage 2", _ADJUDICATION, _ACTIONS, _ENCLOSED, _STAGE_3, _THE_OMBUDSMAN, *_REPORTS
    ),
    "stage_2_response_child": _statutory(
        "Answer at stage 2, to a child", _ADJUDICATION, _ACTIONS, _ENCLOSED, _STAGE_3, *_REPORTS
    ),
    "stage_2_overrun": _statutory("Stage 2 takes longer than it may", *_OVERRUN),
    "stage_2_overrun_child": _statutory("Stage 2 takes longer than it may, to a child", *_OVERRUN),
    "interview_invitation": _letter(
        "Invitation to staff to be interviewed",
        STATUTORY,
        Says("scope", "what it is about"),
        Says("support", "who may support them"),
        Says("confidential", "that it is confidential"),
        _CONTACT,
        to=Recipient.STAFF,
    ),
    "appointment_terms": _letter(
        "Terms of appointment",
        STATUTORY,
        _TEAM,
        Says("independence", "that they are independent"),
        Says("dates", "the dates", ("stage_2_requested_on", "stage_2_due_on", "stage_2_maximum_on")),
        Says("confidential", "that it is confidential"),
        _CONTACT,
        to=Recipient.INVESTIGATORS,
    ),
}

_PROCESS = Says("process", "what a panel is and does")
_COMPANION = Says("companion", "the right to bring an advocate and another person, and that no lawyer is needed")
_PANEL_BY = Says("dates", "by when the panel meets", ("stage_3_panel_by",))
_MEMBERS = Says("members", "who the members are", ("panel_chair", "panel_members"))
_WHO_COMES = Says("who_comes", "who else may attend")
_PANEL_DAY = Says("dates", "the day, and when the papers come", ("panel_on", "papers_by"))
_ANSWERED = (
    Says("recommendations", "the answer to each recommendation, with the reason"),
    Says("independent", "that the independent person was asked", ("independent_person",)),
    _ACTIONS,
    _THE_OMBUDSMAN,
)

_STAGE_3_LETTERS: Mapping[str, Content] = {
    "stage_3_acknowledgement": _statutory("Stage 3 begins", _PROCESS, _PANEL_BY, _COMPANION),
    "stage_3_acknowledgement_child": _statutory("Stage 3 begins, to a child", _PROCESS, _PANEL_BY, _COMPANION),
    "stage_3_refused": _statutory(
        "No panel",
        Says("reason", "the reason", ("refusal_reason",)),
        Says("reconsider", "that a good reason for asking late is heard"),
        _THE_OMBUDSMAN,
    ),
    "early_referral": _statutory(
        "Straight to the Ombudsman",
        Says("criteria", "the conditions, all of them met"),
        Says("consent", "that it needs their consent"),
        _THE_OMBUDSMAN,
    ),
    "panel_invitation": _statutory("Invitation to the panel", _PANEL_DAY, _MEMBERS, _WHO_COMES, _COMPANION),
    "panel_invitation_child": _statutory(
        "Invitation to the panel, to a child", _PANEL_DAY, _MEMBERS, _WHO_COMES, _COMPANION
    ),
    "panel_report": _statutory(
        "The panel’s report",
        Says("summary", "when the panel met and who was on it", ("panel_on", "panel_chair", "panel_members")),
        Says("recommendations", "what it recommends"),
        Says("dates", "by when the director answers", ("stage_3_response_due_on",)),
        Says("annex_panel", "the panel’s report in full", ("panel_report",)),
    ),
    "stage_3_response": _statutory("The director’s answer", *_ANSWERED),
    "stage_3_response_child": _statutory("The director’s answer, to a child", *_ANSWERED),
    "stage_3_overrun": _statutory("Stage 3 takes longer than it may", *_OVERRUN),
    "stage_3_overrun_child": _statutory("Stage 3 takes longer than it may, to a child", *_OVERRUN),
}

_FINAL = Says("ombudsman", "that this is the last answer, and the Ombudsman’s details", ("ombudsman",))

_OTHER_PROCEDURES: Mapping[str, Content] = {
    "corporate_acknowledgement": _corporate(
        "Acknowledgement of a corporate complaint",
        Says("dates", "who will answer and by when", ("answering_manager", "due_on")),
        Says("procedure", "which procedure it follows"),
    ),
    "corporate_1_response": _corporate(
        "Answer at corporate stage 1",
        Says("next_stage", "the right to stage 2 and its 20 working days", ("ask_stage_2_by",)),
        _THE_OMBUDSMAN,
    ),
    "corporate_extension": _corporate(
        "More time for a corporate complaint",
        Says("reason", "the reason", ("extension.reason",)),
        Says("dates", "the new date", ("extension.until_on",)),
        _THE_OMBUDSMAN,
    ),
    "corporate_2_acknowledgement": _corporate(
        "Corporate stage 2 begins",
        Says("people", "who looks at it", ("reviewer",)),
        Says("dates", "by when", ("corporate_2_due_on",)),
        Says("next_stage", "that this is the last stage, and the Ombudsman", ("ombudsman",)),
    ),
    "corporate_2_response": _corporate("Final answer to a corporate complaint", _FINAL),
    "corporate_overrun": _corporate("A corporate complaint takes longer than it may", *_OVERRUN),
    "adult_acknowledgement": _adults(
        "Acknowledgement, adults’ social care",
        Says("plan", "the offer to talk about how it is looked into and how long it takes"),
        _2009,
        _THE_OMBUDSMAN,
    ),
    "adult_plan": _adults(
        "The plan, adults’ social care",
        _ALL_HEADS,
        Says("dates", "the day that was agreed", ("plan_until_on",)),
        Says("procedure", "the Regulations of 2009 and their six months", ("six_months_on",)),
    ),
    "adult_response": _adults("Answer, adults’ social care", _2009, _FINAL),
    "adult_overrun": _adults("An answer later than the plan, adults’ social care", *_OVERRUN),
    "adult_six_month_letter": _adults(
        "Six months without an answer",
        Says("reason", "why it takes so long", ("overrun.cause",)),
        Says("dates", "the new date", ("six_months_on", "overrun.expected_on")),
        _2009,
        _THE_OMBUDSMAN,
    ),
    "ombudsman_reply": _letter(
        "Reply to the Ombudsman",
        OMBUDSMAN,
        Says("matter", "which enquiry it answers"),
        Says("chronology", "what happened, and when", ("chronology",)),
        Says("documents", "what is sent with it"),
        _CONTACT,
        to=Recipient.OMBUDSMAN,
    ),
    "ombudsman_remedy_evidence": _letter(
        "Evidence of a remedy",
        OMBUDSMAN,
        Says("matter", "which decision it follows"),
        Says("chronology", "what was done, and when", ("chronology",)),
        Says("documents", "the evidence"),
        _CONTACT,
        to=Recipient.OMBUDSMAN,
    ),
    "compliment_worker": _letter(
        "A compliment to those praised",
        PRAISE,
        Says("quote", "the words of the compliment", ("compliment_words",)),
        Says("thanks", "that it is theirs to keep"),
        _CONTACT,
        to=Recipient.STAFF,
    ),
    "compliment_thanks": _letter(
        "Thanks for a compliment",
        PRAISE,
        Says("quote", "their own words", ("compliment_words",)),
        Says("shared", "who has heard of it"),
        _CONTACT,
    ),
    "compliment_thanks_child": _letter(
        "Thanks for a compliment, to a child",
        PRAISE,
        Says("quote", "their own words", ("compliment_words",)),
        Says("shared", "who has heard of it"),
        _CONTACT,
    ),
    "comment_reply": _letter(
        "Reply to a comment",
        PRAISE,
        Says("outcome", "what came of it"),
        Says("complain", "that they can also complain"),
        _CONTACT,
    ),
}

_AT_ANY_TIME: Mapping[str, Content] = {
    "advocacy_referral": _letter(
        "Referral to an advocacy provider",
        EVERY,
        Says("who", "who it is and how to reach them safely, and no more", ("reach",)),
        Says("consent", "that they agreed, and when", ("consent_on",)),
        Says("dates", "that time is running"),
        _CONTACT,
        to=Recipient.ADVOCACY_PROVIDER,
    ),
    "more_information": _statutory(
        "Something more is needed",
        Says("needed", "what is needed", ("needed",)),
        Says("dates", "that the clock keeps running", ("due_on",)),
    ),
    "withdrawal_confirmation": _statutory(
        "Withdrawal confirmed",
        Says("dates", "the day of the withdrawal", ("withdrawn_on",)),
        Says("next_stage", "that they can complain again"),
    ),
    "withdrawal_confirmation_child": _statutory(
        "Withdrawal confirmed, to a child",
        Says("dates", "the day of the withdrawal", ("withdrawn_on",)),
        Says("next_stage", "that they can complain again"),
    ),
    "contact_warning": _letter(
        "Warning about contact",
        EVERY,
        Says("reason", "the reason", ("contact_reason",)),
        Says("next_step", "what may follow, and that complaints go on"),
        Says("appeal", "how to object"),
        _THE_OMBUDSMAN,
        _CONTACT,
    ),
    "contact_decision": _letter(
        "Decision about contact",
        EVERY,
        Says("limits", "what was decided", ("contact_limits",)),
        Says("reason", "the reason", ("contact_reason",)),
        Says("review", "when it is looked at again", ("review_on",)),
        Says("complaints", "that complaints go on"),
        Says("appeal", "how to appeal"),
        _THE_OMBUDSMAN,
        _CONTACT,
    ),
    "remedy_payment": _letter(
        "A payment",
        EVERY,
        Says("payment", "the amount and what it is for", ("payment.amount", "payment.purpose")),
        Says("meaning", "that it admits nothing beyond the findings"),
        Says("how", "how it is paid"),
        _THE_OMBUDSMAN,
        _CONTACT,
    ),
    "closing": _letter(
        "Closing, with questions for those who like",
        EVERY,
        Says("next_stage", "that they can still ask for more, and the Ombudsman", ("ombudsman",)),
        Says("questions", "questions on satisfaction and equality, all of them optional"),
        _CONTACT,
    ),
    "correction": _statutory(
        "A letter put right",
        Says("corrected", "what was wrong", ("corrected",)),
        Says("next_stage", "that no right is lost by it, and the Ombudsman", ("ombudsman",)),
    ),
    "worker_told": _letter(
        "To the worker complained about",
        EVERY,
        Says("told", "what they need to know", ("worker_told",)),
        Says("account", "that they may give an account"),
        Says("support", "who supports them"),
        Says("confidential", "that it is confidential"),
        Says("outcome", "that they will be told the outcome"),
        _CONTACT,
        to=Recipient.STAFF,
    ),
    "worker_outcome": _letter(
        "The outcome, to the worker complained about",
        EVERY,
        Says("outcome", "what was found", ("worker_outcome",)),
        Says("next_stage", "that it may go further"),
        Says("support", "who supports them"),
        _CONTACT,
        to=Recipient.STAFF,
    ),
}

CONTENTS: Mapping[str, Content] = MappingProxyType(
    {**_STAGE_1, **_STAGE_2_LETTERS, **_STAGE_3_LETTERS, **_OTHER_PROCEDURES, **_AT_ANY_TIME}
)
"""Every letter by its name, with what it must contain."""

FRAME = ("title", "body", "signature")
"""The blocks that every letter has besides."""
