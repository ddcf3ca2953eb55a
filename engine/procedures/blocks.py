"""The building blocks of a procedure: what a diagram may ask of the record, and what each block needs to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.casework.vocabulary import CaseStatus, EventKind


@dataclass(frozen=True)
class BlockInput:
    """One thing that a building block needs to be told."""

    name: str
    label: str
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


NOTICES = ("acknowledgement_overdue", "due_in_three_days", "due_tomorrow", "overdue")
LETTERS = ("acknowledgement", "stage_1_response")
OWNER = "owner"
OWNER_LINE_MANAGER = "owner_line_manager"

# What a diagram may say has happened. The four that change a clock, and the end of a case, are said elsewhere.
_RECORDABLE = (
    EventKind.ACKNOWLEDGED,
    EventKind.COMPLAINANT_CONTACTED,
    EventKind.STAGE_1_RESPONSE_SENT,
    EventKind.CLOSE_OUT_RECORDED,
)

_BLOCKS = (
    Block(
        "start_procedure",
        "Start a procedure",
        "Starts another procedure for the same case, in the version in force today.",
        (BlockInput("procedure", "Which procedure"), BlockInput("entry", "Where it begins", required=False)),
    ),
    Block(
        "close_case",
        "Close the case",
        "Gives the case its final standing.",
        (BlockInput("status", "How it ends", tuple(s.value for s in CaseStatus if s is not CaseStatus.OPEN)),),
    ),
    Block(
        "notify",
        "Tell staff",
        "Sends a notice with reference and link only.",
        (BlockInput("to", "Whom to tell"), BlockInput("notice", "Which notice", NOTICES)),
    ),
    Block(
        "send_letter",
        "Send a letter",
        "Sends the drafted letter to the complainant by the channel that was agreed.",
        (BlockInput("letter", "Which letter", LETTERS),),
    ),
    Block(
        "record_event",
        "Record that something happened",
        "Writes a dated event of the case: what the clocks run on.",
        (BlockInput("event", "What happened", tuple(kind.value for kind in _RECORDABLE)),),
    ),
)

CATALOGUE: Mapping[str, Block] = MappingProxyType({block.topic: block for block in _BLOCKS})
"""Every building block by its topic."""


def recipients(text: str) -> tuple[str, ...]:
    """The recipients that a `to` input names, in its order: "owner, head_of_service"."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
