"""Who may complain, about what, and until when: the answers that triage asks for, and the lists that they are held to.

What a source says is named beside each line. `UNSOURCED` marks professional knowledge, not yet sourced: it is advice
that a council may see differently.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.casework.calendar import WorkingCalendar
from engine.casework.clock_sentence import Unit
from engine.casework.counting import Count

ACT = "Children Act 1989, section 26(3)"
LEAVERS = "Children Act 1989, section 24D"
ADOPTION = "SI 2006/1738 regulation 4"
GUARDIANSHIP = "SI 2006/1738 regulation 5"
FUNCTIONS = "SI 2006/1738 regulation 3"
PROCEEDINGS_RULE = "SI 2006/1738 regulation 8"
YEAR_RULE = "SI 2006/1738 regulation 9"
ADVOCACY_RULE = "Children Act 1989, section 26A"
ADULTS_RULE = "SI 2009/309"
PRACTICE = "published practice of councils"
GUIDANCE = "Getting the Best from Complaints (2006)"
UNSOURCED = "professional knowledge, not yet sourced"


class Nature(StrEnum):
    """What has come in, before any procedure is thought of."""

    COMPLAINT = "complaint"
    SERVICE_REQUEST = "service_request"
    COMPLIMENT = "compliment"
    COMMENT = "comment"
    MEMBER_ENQUIRY = "member_enquiry"
    SAFEGUARDING_CONCERN = "safeguarding_concern"
    INFORMATION_REQUEST = "information_request"


class Who(StrEnum):
    """Who complains."""

    CHILD_IN_CARE = "child_in_care"
    CHILD_IN_NEED = "child_in_need"
    PARENT = "parent"
    PARENTAL_RESPONSIBILITY = "parental_responsibility"
    FOSTER_CARER = "foster_carer"
    CARE_LEAVER = "care_leaver"
    SPECIAL_GUARDIAN = "special_guardian"
    CHILD_UNDER_GUARDIANSHIP = "child_under_guardianship"
    PARENT_UNDER_GUARDIANSHIP = "parent_under_guardianship"
    GUARDIANSHIP_APPLICANT = "guardianship_applicant"
    CHILD_TO_BE_ADOPTED = "child_to_be_adopted"
    PARENT_OF_CHILD_TO_BE_ADOPTED = "parent_of_child_to_be_adopted"
    PROSPECTIVE_ADOPTER = "prospective_adopter"
    ADOPTION_SUPPORT = "adoption_support"
    ADOPTED_PERSON = "adopted_person"
    ADOPTIVE_PARENT = "adoptive_parent"
    BIRTH_PARENT = "birth_parent"
    FORMER_GUARDIAN = "former_guardian"
    OTHER_PERSON = "other_person"


@dataclass(frozen=True)
class Listed:
    """One line of the list of those who may complain."""

    words: str
    source: str


LISTED: Mapping[Who, Listed] = {
    Who.CHILD_IN_CARE: Listed("A child or young person in care", ACT),
    Who.CHILD_IN_NEED: Listed("A child or young person in need", ACT),
    Who.PARENT: Listed("A parent", ACT),
    Who.PARENTAL_RESPONSIBILITY: Listed("Somebody else with parental responsibility", ACT),
    Who.FOSTER_CARER: Listed("A local authority foster carer, an agency’s among them", ACT),
    Who.CARE_LEAVER: Listed("A care leaver", LEAVERS),
    Who.SPECIAL_GUARDIAN: Listed("A special guardian", GUARDIANSHIP),
    Who.CHILD_UNDER_GUARDIANSHIP: Listed("A child under a special guardianship order", GUARDIANSHIP),
    Who.PARENT_UNDER_GUARDIANSHIP: Listed("A parent of a child under a special guardianship order", GUARDIANSHIP),
    Who.GUARDIANSHIP_APPLICANT: Listed("Somebody who asked for special guardianship support", GUARDIANSHIP),
    Who.CHILD_TO_BE_ADOPTED: Listed("A child who may be adopted", ADOPTION),
    Who.PARENT_OF_CHILD_TO_BE_ADOPTED: Listed("A parent or guardian of a child who may be adopted", ADOPTION),
    Who.PROSPECTIVE_ADOPTER: Listed("Somebody who wishes to adopt", ADOPTION),
    Who.ADOPTION_SUPPORT: Listed("Somebody to whom adoption support extends", ADOPTION),
    Who.ADOPTED_PERSON: Listed("An adopted person", ADOPTION),
    Who.ADOPTIVE_PARENT: Listed("An adoptive parent", ADOPTION),
    Who.BIRTH_PARENT: Listed("A birth parent of an adopted person", ADOPTION),
    Who.FORMER_GUARDIAN: Listed("A former guardian of an adopted person", ADOPTION),
    Who.OTHER_PERSON: Listed("Somebody else, who may have sufficient interest in the child", ACT),
}
"""Everybody who may complain under the Act; the last only where the council finds that their interest is sufficient."""

CHILDREN = frozenset({Who.CHILD_IN_CARE, Who.CHILD_IN_NEED, Who.CHILD_UNDER_GUARDIANSHIP, Who.CHILD_TO_BE_ADOPTED})


class Capacity(StrEnum):
    """For whom they speak."""

    OWN_RIGHT = "own_right"
    FOR_CHILD = "for_child"
    REPRESENTATIVE = "representative"


class Matter(StrEnum):
    """What it is about."""

    DECISION = "decision"
    QUALITY = "quality"
    DELAY = "delay"
    DELIVERY = "delivery"
    QUANTITY = "quantity"
    STAFF = "staff"
    CRITERIA = "criteria"
    POLICY = "policy"
    ASSESSMENT = "assessment"
    SIGNIFICANT_HARM = "significant_harm"
    CONFERENCE_DECISION = "conference_decision"
    CARER_APPROVAL = "carer_approval"
    COURT_REPORT = "court_report"
    STAFF_GRIEVANCE = "staff_grievance"
    PROFESSIONAL_DISPUTE = "professional_dispute"
    OWN_TRIBUNAL = "own_tribunal"
    INFORMATION_RIGHTS = "information_rights"
    LEGAL_CLAIM = "legal_claim"
    ADULTS_CARE = "adults_care"
    OTHER_SERVICE = "other_service"


COVERED: Mapping[Matter, str] = {
    Matter.DECISION: "A decision that they do not agree with",
    Matter.QUALITY: "The quality of a service, or whether it is the right one",
    Matter.DELAY: "Delay in deciding or in giving a service",
    Matter.DELIVERY: "A service given badly or not at all, how complaints are dealt with among them",
    Matter.QUANTITY: "How much, how often, a change of a service, or its cost",
    Matter.STAFF: "The attitude or behaviour of staff",
    Matter.CRITERIA: "How the criteria for a service or an assessment were applied",
    Matter.POLICY: "What a policy does to a child",
    Matter.ASSESSMENT: "Assessment, care planning or review",
}
"""What the Act’s procedure is for, where it is about the work that the regulations list (regulation 3 to 5)."""


class Already(StrEnum):
    """Whether the council has dealt with the same matter before."""

    NO = "no"
    EXHAUSTED = "exhausted"
    ANSWERED = "answered"
    ANSWERED_CORPORATE = "answered_corporate"


class Proceedings(StrEnum):
    """What else is going on about the same matter (regulation 8)."""

    NONE = "none"
    COURT = "court"
    TRIBUNAL = "tribunal"
    DISCIPLINARY = "disciplinary"
    CRIMINAL = "criminal"


class OtherBody(StrEnum):
    """Somebody else who has to answer a part of it."""

    NONE = "none"
    NHS = "nhs"
    SCHOOL = "school"
    PROVIDER = "provider"


@dataclass(frozen=True)
class Asked:
    """What triage knows of who complains about what since when. None: not asked, or not known yet."""

    received_on: date
    nature: Nature | None = None
    who: Who | None = None
    sufficient_interest: bool | None = None
    """The council’s decision on somebody who is not on the list."""
    capacity: Capacity | None = None
    child_agrees: bool | None = None
    """The child is content that somebody complains for them, and it says what the child thinks."""
    consent_on: date | None = None
    """The day of the signed consent for a representative."""
    matter: Matter | None = None
    mixed: bool | None = None
    """A part of it is for another procedure of the council."""
    grounds_arose_on: date | None = None
    not_reasonable_earlier: bool | None = None
    """Nobody could fairly expect them to have complained within the year."""
    still_fair: bool | None = None
    """It can still be considered effectively and fairly."""
    already: Already | None = None
    skip_agreed_on: date | None = None
    """The day on which council and complainant agreed to leave out stage 1."""
    proceedings: Proceedings | None = None
    would_prejudice: bool | None = None
    with_ombudsman: bool | None = None
    other_body: OtherBody | None = None
    safeguarding: bool | None = None


_YEAR = Count(Unit.YEARS, WorkingCalendar(()))


def last_day_in_time(grounds_arose_on: date) -> date:
    """The last day of the year for complaining: the corresponding date, 29 February on 28 February (regulation 9).

    A calendar limit: it does not roll on to the next working day.
    """
    return _YEAR.limit(grounds_arose_on, 1)


def days_out_of_time(asked: Asked) -> int | None:
    """By how many calendar days it came too late, 0 for in time; None while the day is not known."""
    if asked.grounds_arose_on is None:
        return None
    return max((asked.received_on - last_day_in_time(asked.grounds_arose_on)).days, 0)


COVERED_WORK: tuple[tuple[str, str], ...] = (
    ("Support for children and families, children in care, and leaving care (Part 3 of the Act)", ACT),
    (
        "Care and supervision orders, contact with a child in care, and parental responsibility under a care order "
        "(sections 31, 33(3), (4) and (6) to (9), 34(6) and (8), 35(1) and (2))",
        FUNCTIONS,
    ),
    ("Child assessment and emergency protection orders (sections 43(1) and 44(1), (10) and (11))", FUNCTIONS),
    ("Adoption, and support for those whom it touches", ADOPTION),
    ("Special guardianship support", GUARDIANSHIP),
)
"""The work of the council that the Act’s procedure covers, in the regulations’ order."""
