"""What a letter speaks of: the stage whose findings it gives, and the clock whose days it names."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

STAGE_1, STAGE_2, STAGE_3 = "stage_1", "stage_2", "stage_3"
"""The stages by the names that records keep, whatever the procedure."""


@dataclass(frozen=True)
class Subject:
    """A stage, and the clocks that its letters may mean: the first that the case has."""

    stage: str
    clocks: tuple[str, ...]

    def clock(self, known: Collection[str]) -> str | None:
        """The clock that is meant, among those of the case."""
        return next((name for name in self.clocks if name in known), None)


_FIRST = Subject(STAGE_1, ("stage_1_response", "corporate_1_response", "plan"))
_SECOND = Subject(STAGE_2, ("stage_2_response", "corporate_2_response"))
_PANEL = Subject(STAGE_3, ("stage_3_panel",))
_ANSWER = Subject(STAGE_3, ("stage_3_response", "stage_3_panel"))
_CORPORATE_SECOND = Subject(STAGE_2, ("corporate_2_response",))

SUBJECTS: Mapping[str, Subject] = {
    "stage_2_acknowledgement": _SECOND,
    "statement_of_complaint": _SECOND,
    "stage_2_extension": _SECOND,
    "stage_2_overrun": _SECOND,
    "stage_2_response": _SECOND,
    "interview_invitation": _SECOND,
    "appointment_terms": _SECOND,
    "corporate_2_acknowledgement": _CORPORATE_SECOND,
    "corporate_2_response": _CORPORATE_SECOND,
    "early_referral": _SECOND,
    "stage_3_acknowledgement": _PANEL,
    "stage_3_refused": _PANEL,
    "panel_invitation": _PANEL,
    "panel_report": _ANSWER,
    "stage_3_overrun": _ANSWER,
    "stage_3_response": _ANSWER,
    "acknowledgement": Subject(STAGE_1, ("stage_1_response",)),
    "stage_1_extension": Subject(STAGE_1, ("stage_1_response",)),
    "stage_1_response": Subject(STAGE_1, ("stage_1_response",)),
    "stage_1_late": Subject(STAGE_1, ("stage_1_response",)),
    "overrun": _FIRST,
}
"""By the letter's template; what is not named speaks of the first answer."""

_CORPORATE = frozenset({"corporate_extension", "corporate_overrun"})


def subject_of(template: str | None, requested: date | None) -> Subject:
    """What a letter speaks of. `requested` is the day on which the second stage was asked for, if it was.

    The corporate letters about more time serve both stages of that procedure.
    """
    name = (template or "").removesuffix("_child")
    if name in _CORPORATE:
        return _CORPORATE_SECOND if requested else Subject(STAGE_1, ("corporate_1_response",))
    return SUBJECTS.get(name, _FIRST)
