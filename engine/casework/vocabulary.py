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

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    COMPLAINANT_CONTACTED = "complainant_contacted"
    STAGE_1_RESPONSE_SENT = "stage_1_response_sent"
    CLOSE_OUT_RECORDED = "close_out_recorded"
    RESOLVED_AT_ONCE = "resolved_at_once"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
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
    PROCESS_OWNER = "process_owner"
    ADMINISTRATOR = "administrator"


class Relation(StrEnum):
    """What a person is to one case; written `case:<relation>` in a diagram."""

    ALLOCATED_MANAGER = "allocated_manager"
    COMPLAINED_ABOUT = "complained_about"
    LOGGED_BY = "logged_by"


class Lifecycle(StrEnum):
    """What happened to a task or a case, in the words that process analytics use."""

    SCHEDULE = "schedule"
    ASSIGN = "assign"
    START = "start"
    RELEASE = "release"
    COMPLETE = "complete"
    WITHDRAW = "withdraw"
    NOTE = "note"
