"""Which way a representation goes: what each route brings with it, and where a matter goes that is not for the Act."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.casework.eligibility import ADULTS_RULE, FUNCTIONS, PRACTICE, UNSOURCED, Matter, Nature
from engine.casework.vocabulary import EventKind


class Route(StrEnum):
    """Where a representation goes from triage."""

    STATUTORY = "statutory"
    STATUTORY_STAGE_2 = "statutory_stage_2"
    CORPORATE = "corporate"
    ADULTS = "adults"
    COMPLIMENT = "compliment"
    COMMENT = "comment"
    RESOLVED = "resolved"
    NOT_ACCEPTED = "not_accepted"


@dataclass(frozen=True)
class Leads:
    """What a route brings with it."""

    procedure: str | None = None
    """The procedure that it goes on in, by its key."""
    letter: str | None = None
    event: EventKind | None = None
    clock: str | None = None
    """The limit that the letter promises."""
    asks_heads: bool = False
    asks_manager: bool = False


ROUTES: Mapping[Route, Leads] = {
    Route.STATUTORY: Leads(
        *("statutory_complaint", "acknowledgement", EventKind.ACKNOWLEDGED, "stage_1_response"),
        asks_heads=True,
        asks_manager=True,
    ),
    Route.STATUTORY_STAGE_2: Leads(
        *("statutory_complaint", "acknowledgement", EventKind.ACKNOWLEDGED, "stage_2_response"), asks_heads=True
    ),
    Route.CORPORATE: Leads(
        *("corporate_complaint", "corporate_acknowledgement", EventKind.ACKNOWLEDGED, "corporate_1_response"),
        asks_heads=True,
        asks_manager=True,
    ),
    Route.ADULTS: Leads(
        *("adult_social_care", "adult_acknowledgement", EventKind.ACKNOWLEDGED, "six_months"),
        asks_heads=True,
        asks_manager=True,
    ),
    Route.COMPLIMENT: Leads("compliment", event=EventKind.RECLASSIFIED),
    Route.COMMENT: Leads("comment", event=EventKind.RECLASSIFIED),
    Route.RESOLVED: Leads(event=EventKind.RESOLVED_AT_ONCE),
    Route.NOT_ACCEPTED: Leads(letter="not_accepted", event=EventKind.NOT_ACCEPTED),
}
"""Every route. Compliments and comments get their letters from the pages of their own procedures."""


@dataclass(frozen=True)
class Elsewhere:
    """Why something is not for the Act’s procedure, who deals with it, and what the person can do."""

    words: str
    """As a list of choices names it."""
    route: Route
    sentence: str
    instead: str
    """What the person can do, as a letter says it to them; empty where the council deals with it itself."""
    source: str


EXCLUDED: Mapping[Matter, Elsewhere] = {
    Matter.SIGNIFICANT_HARM: Elsewhere(
        "How an enquiry into significant harm was handled (section 47)",
        Route.CORPORATE,
        "Enquiries into significant harm are not among the work that the Act’s procedure covers; how the council went"
        " about one is answered under its own complaints procedure, beside safeguarding.",
        "",
        FUNCTIONS,
    ),
    Matter.CONFERENCE_DECISION: Elsewhere(
        "A decision of a child protection conference",
        Route.NOT_ACCEPTED,
        "A child protection conference decides for several agencies together, so its decisions are looked at again by"
        " its chair and the safeguarding children partnership.",
        "Please write to the chair of the conference, who can tell you how its decisions are looked at again.",
        PRACTICE,
    ),
    Matter.CARER_APPROVAL: Elsewhere(
        "The assessment or registration of a foster carer or adopter",
        Route.NOT_ACCEPTED,
        "The assessment and approval of foster carers and adopters has a way of its own to be looked at again.",
        "The letter with the decision says how to ask the panel, or the Independent Review Mechanism, to look at it"
        " again.",
        PRACTICE,
    ),
    Matter.COURT_REPORT: Elsewhere(
        "A report that a court ordered (section 7 or 37)",
        Route.NOT_ACCEPTED,
        "A report that a court has ordered is the court’s to weigh.",
        "Please raise it in the court proceedings, if you can with the help of a solicitor.",
        PRACTICE,
    ),
    Matter.STAFF_GRIEVANCE: Elsewhere(
        "A member of staff about their own employment",
        Route.NOT_ACCEPTED,
        "What concerns somebody’s own employment is dealt with under the council’s grievance procedure.",
        "Please talk to your manager or to human resources about the grievance procedure.",
        UNSOURCED,
    ),
    Matter.PROFESSIONAL_DISPUTE: Elsewhere(
        "One professional about another",
        Route.NOT_ACCEPTED,
        "A dispute between professionals about their work is settled between their organisations.",
        "Please use the partnership’s way to settle professional differences.",
        PRACTICE,
    ),
    Matter.OWN_TRIBUNAL: Elsewhere(
        "Something that a tribunal decides, such as special educational needs",
        Route.NOT_ACCEPTED,
        "There is a right of appeal to a tribunal, which decides it with binding force.",
        "The letter with the decision says how to appeal to the tribunal, and by when.",
        UNSOURCED,
    ),
    Matter.INFORMATION_RIGHTS: Elsewhere(
        "Freedom of information or data protection",
        Route.NOT_ACCEPTED,
        "Access to information and data protection have a procedure of their own.",
        "Please write to the council’s data protection officer. After that you can go to the Information"
        " Commissioner’s Office.",
        UNSOURCED,
    ),
    Matter.LEGAL_CLAIM: Elsewhere(
        "An insurance or legal claim",
        Route.NOT_ACCEPTED,
        "A claim for damages is for the council’s insurers or for a court.",
        "Please send your claim to the council’s legal service. We are sorry that we cannot settle it here.",
        UNSOURCED,
    ),
    Matter.ADULTS_CARE: Elsewhere(
        "Adults’ social care",
        Route.ADULTS,
        "Complaints about adults’ social care have a procedure of their own, with one stage.",
        "",
        ADULTS_RULE,
    ),
    Matter.OTHER_SERVICE: Elsewhere(
        "Another service of the council, or work for children that the Act’s procedure does not cover",
        Route.CORPORATE,
        "It is not about the work that the Act’s procedure covers, so the council’s own complaints procedure applies.",
        "",
        FUNCTIONS,
    ),
}
"""What is not for the Act’s procedure, with where it goes instead."""

NOT_COMPLAINTS: Mapping[Nature, Elsewhere] = {
    Nature.SERVICE_REQUEST: Elsewhere(
        "A first request for a service",
        Route.NOT_ACCEPTED,
        "Nothing has gone wrong yet: it is a first request, which the service can answer at once.",
        "We have passed your request on to the service. If you are not happy with what it does, tell us: then it is a"
        " complaint.",
        UNSOURCED,
    ),
    Nature.COMPLIMENT: Elsewhere("A compliment", Route.COMPLIMENT, "It praises somebody or a team.", "", PRACTICE),
    Nature.COMMENT: Elsewhere(
        "A comment or suggestion", Route.COMMENT, "It suggests something and asks for no answer.", "", PRACTICE
    ),
    Nature.MEMBER_ENQUIRY: Elsewhere(
        "An enquiry from a councillor or MP",
        Route.NOT_ACCEPTED,
        "It is a member’s enquiry, which has a way of its own. Where the person behind it wishes to complain, it is"
        " their complaint.",
        "Members’ enquiries are answered by the members’ enquiries team. Whoever you speak for can also complain"
        " themselves.",
        UNSOURCED,
    ),
    Nature.SAFEGUARDING_CONCERN: Elsewhere(
        "A worry about a child’s safety, and no complaint",
        Route.NOT_ACCEPTED,
        "It is a worry about a child’s safety and complains of nothing that the council did.",
        "We have passed it on to those who protect children in this area at once.",
        PRACTICE,
    ),
    Nature.INFORMATION_REQUEST: Elsewhere(
        "A request for information or to see a file",
        Route.NOT_ACCEPTED,
        "It is a request for information, for which the law has other rules and other time limits.",
        "We have passed it on to the council’s information team, who will write to you.",
        UNSOURCED,
    ),
}
"""What came in and is no complaint. A compliment or comment goes its own way."""
