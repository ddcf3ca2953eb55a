"""The building blocks of a procedure: what a diagram may ask of the record, and what each block needs to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from engine.casework.vocabulary import CaseStatus, EventKind


class InputType(StrEnum):
    """What sort of thing a building block is told."""

    CHOICE = "choice"
    LETTER = "letter"
    NOTICE = "notice"
    EVENT = "event"
    PROCEDURE = "procedure"
    ENTRY = "entry"
    RECIPIENTS = "recipients"
    PERSON = "person"
    WHOLE_NUMBER = "whole number"
    TEXT = "text"


@dataclass(frozen=True)
class BlockInput:
    """One thing that a building block needs to be told."""

    name: str
    label: str
    type: InputType = InputType.CHOICE
    options: tuple[str, ...] = ()
    """The values to choose from; empty when it is written freely."""
    required: bool = True


@dataclass(frozen=True)
class Block:
    """A service or send task of a kind that the record knows how to carry out."""

    topic: str
    name: str
    sentence: str
    inputs: tuple[BlockInput, ...]


NOTICES = (
    "acknowledgement_overdue",
    "due_in_three_days",
    "due_tomorrow",
    "overdue",
    "clock_due_soon",
    "clock_overdue",
    "stage_2_progress",
    "stage_2_decide_extension",
    "stage_2_draft_report_due",
    "stage_2_adjudication_due",
    "task_waiting",
    "letter_waiting",
    "worker_told",
)
"""The emails to staff that a diagram may ask for: reference and link only."""

LETTERS = (
    "acknowledgement",
    "corporate_acknowledgement",
    "adult_acknowledgement",
    "advocacy_referral",
    "more_information",
    "not_accepted",
    "put_aside",
    "resubmit_invitation",
    "stage_1_extension",
    "stage_1_response",
    "stage_1_late",
    "stage_2_acknowledgement",
    "statement_of_complaint",
    "stage_2_extension",
    "interview_invitation",
    "appointment_terms",
    "stage_2_response",
    "stage_3_acknowledgement",
    "stage_3_refused",
    "panel_invitation",
    "panel_report",
    "stage_3_response",
    "early_referral",
    "withdrawal_confirmation",
    "corporate_1_response",
    "corporate_extension",
    "corporate_2_acknowledgement",
    "corporate_2_response",
    "adult_plan",
    "adult_response",
    "adult_six_month_letter",
    "ombudsman_reply",
    "ombudsman_remedy_evidence",
    "compliment_worker",
    "compliment_thanks",
    "comment_reply",
    "contact_warning",
    "contact_decision",
    "remedy_payment",
    "closing",
    "overrun",
    "stage_2_overrun",
    "stage_3_overrun",
    "corporate_overrun",
    "adult_overrun",
    "correction",
    "worker_told",
    "worker_outcome",
)
"""The letters that a diagram may name; one to a child picks its own version by itself."""

OWNER = "owner"
OWNER_LINE_MANAGER = "owner_line_manager"

_SAID_ELSEWHERE = (
    # How a case begins and ends, and what only a person's own action may say.
    *(EventKind.RECEIVED, EventKind.WITHDRAWN, EventKind.CLOSED, EventKind.REOPENED, EventKind.UNDONE),
    *(EventKind.FROZEN, EventKind.RESUBMITTED, EventKind.GROUNDS_AROSE, EventKind.KNEW_OF_MATTER),
    # These change a clock.
    *(EventKind.EXTENDED, EventKind.SUSPENDED, EventKind.RESUMED, EventKind.OVERRUN),
    # These name a day, which a page has to ask for.
    *(EventKind.PANEL_ARRANGED, EventKind.PLAN_AGREED, EventKind.OMBUDSMAN_ENQUIRED),
    *(EventKind.OMBUDSMAN_DRAFT_RECEIVED, EventKind.OMBUDSMAN_DECIDED),
)
_RECORDABLE = tuple(kind.value for kind in EventKind if kind not in _SAID_ELSEWHERE)
_ENDINGS = tuple(status.value for status in CaseStatus if status is not CaseStatus.OPEN)

_BLOCKS = (
    Block(
        "start_procedure",
        "Start a procedure",
        "Starts another procedure for the same case, in the version in force today.",
        (
            BlockInput("procedure", "Which procedure", InputType.PROCEDURE),
            BlockInput("entry", "Where it begins", InputType.ENTRY, required=False),
        ),
    ),
    Block(
        "close_case",
        "Close the case",
        "Gives the case its final standing.",
        (BlockInput("status", "How it ends", InputType.CHOICE, _ENDINGS),),
    ),
    Block(
        "notify",
        "Tell staff",
        "Sends a notice with reference and link only.",
        (
            BlockInput("to", "Whom to tell", InputType.RECIPIENTS),
            BlockInput("notice", "Which notice", InputType.NOTICE, NOTICES),
        ),
    ),
    Block(
        "send_letter",
        "Send a letter",
        "Sends the drafted letter to the complainant by the channel that was agreed.",
        (BlockInput("letter", "Which letter", InputType.LETTER, LETTERS),),
    ),
    Block(
        "draft_letter",
        "Draft a letter",
        "Begins a letter from its template. Nothing leaves: a person reads it, changes it and sends it.",
        (BlockInput("letter", "Which letter", InputType.LETTER, LETTERS),),
    ),
    Block(
        "record_event",
        "Record that something happened",
        "Writes a dated event of the case: what the clocks run on.",
        (BlockInput("event", "What happened", InputType.EVENT, _RECORDABLE),),
    ),
    Block(
        "raise_action",
        "Raise an action",
        "Puts down something that the council is to do, by when, and who sees to it; done with evidence.",
        (
            BlockInput("text", "What is to be done", InputType.TEXT),
            BlockInput("days", "Working days until it is due", InputType.WHOLE_NUMBER),
            BlockInput("owner", "Who sees to it", InputType.PERSON),
        ),
    ),
)

CATALOGUE: Mapping[str, Block] = MappingProxyType({block.topic: block for block in _BLOCKS})
"""Every building block by its topic."""


def recipients(text: str) -> tuple[str, ...]:
    """The recipients that a `to` input names, in its order: "owner, head_of_service"."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
