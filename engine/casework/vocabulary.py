"""The words of the law and of the office, as the code spells them. Stored as these strings everywhere."""

from enum import StrEnum


class Kind(StrEnum):
    """What was received: the three representations of the Children Act 1989, section 26."""

    COMPLAINT = "complaint"
    COMPLIMENT = "compliment"
    COMMENT = "comment"


class CaseStatus(StrEnum):
    """Where a case stands as a whole."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    NOT_ACCEPTED = "not_accepted"


class Channel(StrEnum):
    """How a representation reached the council (the source report's six, then the ways it comes in practice)."""

    COMPLAINTS_OFFICE = "complaints_office"
    CONTACT_CENTRE = "contact_centre"
    COUNCILLOR = "councillor"
    LOCAL_TEAM = "local_team"
    OMBUDSMAN = "ombudsman"
    CHIEF_EXECUTIVE = "chief_executive"
    ONLINE_FORM = "online_form"
    TELEPHONE = "telephone"
    EMAIL = "email"
    LETTER = "letter"
    IN_PERSON = "in_person"
    ADVOCATE = "advocate"


class EventKind(StrEnum):
    """Dated events of a case: what the clocks run on. Each has the day it happened and the moment it was recorded."""

    GROUNDS_AROSE = "grounds_arose"
    """What is complained of happened; the year for complaining counts from here (regulation 9)."""
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED_AT_ONCE = "resolved_at_once"
    RECLASSIFIED = "reclassified"
    """It turned out to be a compliment or a comment: no acknowledgement of a complaint is owed."""
    NOT_ACCEPTED = "not_accepted"
    COMPLAINANT_CONTACTED = "complainant_contacted"
    ADVOCATE_APPOINTED = "advocate_appointed"
    STAGE_1_RESPONSE_SENT = "stage_1_response_sent"
    STAGE_1_RESPONSE_RECEIVED = "stage_1_response_received"
    """The day on which it was with the complainant, known or deemed: the 20 working days to ask count from here."""
    STAGE_1_SKIPPED = "stage_1_skipped"
    CLOSE_OUT_RECORDED = "close_out_recorded"
    STAGE_2_REQUESTED = "stage_2_requested"
    STAGE_2_ACKNOWLEDGED = "stage_2_acknowledged"
    RECORD_AGREED = "record_agreed"
    INVESTIGATION_REPORTED = "investigation_reported"
    STAGE_2_RESPONSE_SENT = "stage_2_response_sent"
    STAGE_2_RESPONSE_RECEIVED = "stage_2_response_received"
    STAGE_3_REQUESTED = "stage_3_requested"
    STAGE_3_REFUSED = "stage_3_refused"
    STAGE_3_ACKNOWLEDGED = "stage_3_acknowledged"
    REFERRED_EARLY = "referred_early"
    CHAIR_APPOINTED = "chair_appointed"
    PANEL_ARRANGED = "panel_arranged"
    """Names the day on which the panel is to meet in `until_on`."""
    PANEL_MOVED = "panel_moved"
    PAPERS_SENT = "papers_sent"
    PANEL_HELD = "panel_held"
    PANEL_REPORT_RECEIVED = "panel_report_received"
    STAGE_3_RESPONSE_SENT = "stage_3_response_sent"
    # Proceedings elsewhere (regulation 8): the complaint is put aside, and may be brought again.
    FROZEN = "frozen"
    PROCEEDINGS_CONCLUDED = "proceedings_concluded"
    RESUBMITTED = "resubmitted"
    # The Ombudsman. None of these stops a clock; those with a day named in a letter carry it in `until_on`.
    KNEW_OF_MATTER = "knew_of_matter"
    OMBUDSMAN_ENQUIRED = "ombudsman_enquired"
    OMBUDSMAN_REPLIED = "ombudsman_replied"
    OMBUDSMAN_DRAFT_RECEIVED = "ombudsman_draft_received"
    OMBUDSMAN_DRAFT_ANSWERED = "ombudsman_draft_answered"
    OMBUDSMAN_DECIDED = "ombudsman_decided"
    REMEDY_EVIDENCED = "remedy_evidenced"
    # Adults' social care: the plan names the day by which the answer was promised.
    PLAN_AGREED = "plan_agreed"
    SIX_MONTH_LETTER_SENT = "six_month_letter_sent"
    COMPLIMENT_SHARED = "compliment_shared"
    COMMENT_ANSWERED = "comment_answered"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    REOPENED = "reopened"
    UNDONE = "undone"
    """Takes the place of an event that turned out not to have happened."""
    # These four name a clock and change what it says.
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    OVERRUN = "overrun"


class ExtensionGround(StrEnum):
    """Why a stage may take longer. Being busy is not among them."""

    COMPLEXITY = "complexity"
    ADVOCATE_NEEDED = "advocate_needed"


class Finding(StrEnum):
    """What the answer says of one head of complaint."""

    UPHELD = "upheld"
    PARTIALLY_UPHELD = "partially_upheld"
    NOT_UPHELD = "not_upheld"
    NO_FINDING = "no_finding"


class Ruling(StrEnum):
    """What the adjudicating officer, or the director, says of a finding or a recommendation."""

    ACCEPT = "accept"
    REJECT = "reject"


class Remedy(StrEnum):
    """How things are put right (the source report's list)."""

    APOLOGY = "apology"
    EXPLANATION = "explanation"
    CHANGE_OF_WORKER = "change_of_worker"
    VIEWS_ON_FILE = "views_on_file"
    MONITORING = "monitoring"
    ADVOCACY = "advocacy"
    INDEPENDENT_REVIEW = "independent_review"
    GOODWILL_PAYMENT = "goodwill_payment"
    ADDITIONAL_SUPPORT = "additional_support"
    OTHER = "other"


class Role(StrEnum):
    """What a person holds in the council, for one service or for all."""

    COMPLAINTS_OFFICER = "complaints_officer"
    TEAM_MANAGER = "team_manager"
    HEAD_OF_SERVICE = "head_of_service"
    ASSISTANT_DIRECTOR = "assistant_director"
    DIRECTOR = "director"
    ADMIN_SUPPORT = "admin_support"
    PROCESS_OWNER = "process_owner"
    ADMINISTRATOR = "administrator"


class Relation(StrEnum):
    """What a person is to one case; written `case:<relation>` in a diagram."""

    ALLOCATED_MANAGER = "allocated_manager"
    INVESTIGATING_OFFICER = "investigating_officer"
    INDEPENDENT_PERSON = "independent_person"
    ADJUDICATING_OFFICER = "adjudicating_officer"
    REVIEWER = "reviewer"
    """Who looks again at a corporate complaint at its second stage."""
    PANEL_CHAIR = "panel_chair"
    PANEL_MEMBER = "panel_member"
    COMPLAINED_ABOUT = "complained_about"
    LOGGED_BY = "logged_by"
    PRAISED = "praised"
    """Whom a compliment is about."""
    COPIED = "copied"
    """A manager who hears of a compliment to somebody of theirs."""


class ChildStatus(StrEnum):
    """What a child is to the council."""

    LOOKED_AFTER = "looked_after"
    IN_NEED = "in_need"
    PROTECTION_PLAN = "protection_plan"
    CARE_LEAVER = "care_leaver"
    NO_STATUS = "no_status"


class ComplaintCategory(StrEnum):
    """What complaints are about, one or several each (the source report's list)."""

    STANDARDS_OF_SERVICE = "standards_of_service"
    POOR_COMMUNICATION = "poor_communication"
    STAFF_CONDUCT = "staff_conduct"
    FINANCIAL_ISSUES = "financial_issues"
    CONFIDENTIALITY = "confidentiality"
    CHILD_PROTECTION_ISSUES = "child_protection_issues"
    MANAGEMENT_DECISIONS = "management_decisions"
    STANDARD_OF_ENVIRONMENT = "standard_of_environment"
    DAMAGE_TO_PROPERTY = "damage_to_property"


class ComplimentCategory(StrEnum):
    """What compliments praise, one or several each (the source report's list)."""

    STANDARDS_OF_SERVICE = "standards_of_service"
    STAFF_HELPFULNESS = "staff_helpfulness"
    PARTNERSHIP_WORKING = "partnership_working"
    GOOD_COMMUNICATION = "good_communication"
    CHILD_FOCUS = "child_focus"
    SPECIFIC_PROVISION = "specific_provision"


class Lifecycle(StrEnum):
    """What happened to a task or a case, in the words that process analytics use."""

    SCHEDULE = "schedule"
    ASSIGN = "assign"
    START = "start"
    RELEASE = "release"
    COMPLETE = "complete"
    WITHDRAW = "withdraw"
    UNDO = "undo"
    NOTE = "note"
