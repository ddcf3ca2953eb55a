"""How people want to be told: what somebody may choose about, and what reaches them at once whatever they like."""

from collections.abc import Mapping
from enum import StrEnum


class How(StrEnum):
    """When a notice comes."""

    AT_ONCE = "at_once"
    MORNING = "morning"
    NEVER = "never"


DIGEST = "digest"
"""The morning's email itself, which comes in the morning or not at all."""

CHOICES: Mapping[str, tuple[How, ...]] = {
    "task_waiting": tuple(How),
    "due_in_three_days": tuple(How),
    "stage_2_progress": tuple(How),
    "case_notice": tuple(How),
    "case_withdrawn": tuple(How),
    DIGEST: (How.MORNING, How.NEVER),
}
"""What may be chosen for each kind; the first is what somebody has who never chose."""

ALWAYS = (
    "due_tomorrow",
    "overdue",
    "acknowledgement_overdue",
    "clock_due_soon",
    "clock_overdue",
    "stage_2_decide_extension",
    "stage_2_draft_report_due",
    "stage_2_adjudication_due",
    "letter_waiting",
    "worker_told",
)
"""What comes at once, always: a limit in law is kept by somebody who knows of it, and a letter by who can read it."""

OF_WHAT_WAS_DONE = ("case_notice", "case_withdrawn")
"""These tell of what has happened, the end of a case among it; the others of what is to be done while it is open."""


def may_choose(notice: str) -> bool:
    """Whether people may choose how this notice comes."""
    return notice in CHOICES
