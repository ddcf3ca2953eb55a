"""The limits of the law by clock, and where each comes from; the council's own targets and milestones likewise."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.casework.clocks import ClockRule
from engine.casework.vocabulary import ExtensionGround

REGULATIONS = "SI 2006/1738"
"""The Children Act 1989 Representations Procedure (England) Regulations 2006."""


@dataclass(frozen=True)
class LegalLimit:
    """The most that the law gives one clock, in working days."""

    stage: str
    """What the clock is about, as a sentence says it."""
    days: int
    extended_days: int | None
    source: str
    starts_on: str | None = None
    """The event that the law counts from, where it is settled."""
    stops_on: str | None = None
    may_end_by: tuple[str, ...] = ()
    """What may end it unmet: the law then asks for something else instead."""
    extension_grounds: tuple[str, ...] = ()
    """The only grounds for more time; empty where the law asks for a reason and lists none."""
    suspension_grounds: tuple[str, ...] = ()
    """What the clock may wait for; empty when nothing stops it."""
    notice_before_limit: bool = False
    """Whether the notice of more time has to go before the last day, and not on it."""


_STAGE_1 = f"{REGULATIONS} regulation 14"
_STAGE_2 = f"{REGULATIONS}, stage 2"

LIMITS: Mapping[str, LegalLimit] = {
    "stage_1_response": LegalLimit(
        "stage 1",
        10,
        20,
        _STAGE_1,
        starts_on="received",
        stops_on="stage_1_response_sent",
        may_end_by=("stage_2_requested",),
        extension_grounds=(ExtensionGround.COMPLEXITY, ExtensionGround.ADVOCATE_NEEDED),
        suspension_grounds=(ExtensionGround.ADVOCATE_NEEDED,),
    ),
    "stage_1_maximum": LegalLimit(
        "stage 1", 20, None, _STAGE_1, "received", "stage_1_response_sent", may_end_by=("stage_2_requested",)
    ),
    # Any reason will do, but the notice with the reason and the new date goes before day 25 (regulation 17).
    "stage_2_response": LegalLimit(
        "stage 2", 25, 65, _STAGE_2, "stage_2_requested", "stage_2_response_sent", notice_before_limit=True
    ),
    # The second convention: from the agreed record of the complaint (regulation 16), shown beside the first.
    "stage_2_from_record": LegalLimit("stage 2", 25, 65, _STAGE_2, "record_agreed", "stage_2_response_sent"),
    "stage_3_panel": LegalLimit(
        "the review panel",
        30,
        None,
        f"{REGULATIONS} regulation 19(4)",
        "stage_3_requested",
        "panel_held",
        may_end_by=("referred_early",),
    ),
    "stage_3_report": LegalLimit(
        "the panel's report", 5, None, f"{REGULATIONS} regulation 20", "panel_held", "panel_report_received"
    ),
    "stage_3_response": LegalLimit(
        "the answer to the panel",
        15,
        None,
        f"{REGULATIONS} regulation 20(3)",
        "panel_report_received",
        "stage_3_response_sent",
    ),
}
"""The statutory clocks by name. Any other clock is the council's own, and the law says nothing of its length."""

_BESIDE = frozenset({"stage_1_maximum", "stage_2_from_record"})
"""The statutory clocks that run beside another one, which is the day to be ready by: they may be guides."""

STATUTORY_CLOCKS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "statutory_complaint": {
        "stage_1": ("stage_1_response", "stage_1_maximum"),
        "stage_2": ("stage_2_response", "stage_2_from_record"),
        "stage_3": ("stage_3_panel", "stage_3_report", "stage_3_response"),
    },
}
"""The clocks of `LIMITS` that a procedure, by its key, cannot do without, for each stage that it has."""

_GUIDANCE = "statutory guidance, “Getting the best from complaints”"
_CODE = "the Ombudsman's Complaint Handling Code"
_ADULTS = "SI 2009/309"

_LOCAL_SOURCES: Mapping[str, str] = {
    "acknowledgement": f"the council's own target; {REGULATIONS} asks for information as soon as possible",
    "close_out": "the council's own target: improvements are noted while they are fresh",
    "stage_2_request": f"{_GUIDANCE}; a later request is accepted all the same",
    "record_agreement": "the council's own target: the record of the complaint should not hold up stage 2",
    "stage_2_progress": "the council's own milestone",
    "stage_2_extension_decision": "the council's own milestone: notice of more time has to go before day 25",
    "stage_2_draft_report": "the council's own milestone",
    "stage_2_adjudication": "the council's own milestone",
    "stage_3_request": f"{_GUIDANCE}; a later request is at the council's discretion",
    "stage_3_acknowledgement": _GUIDANCE,
    "chair_appointment": _GUIDANCE,
    "panel_day": "the day agreed for the panel",
    "panel_papers": _GUIDANCE,
    "acceptance": f"{REGULATIONS} regulation 9; a later complaint is at the council's discretion",
    "resubmission": f"{REGULATIONS} regulation 8",
    "corporate_1_response": f"the council's corporate procedure; {_CODE}, paragraphs 6.3 to 6.5",
    "corporate_2_request": "the council's corporate procedure",
    "corporate_2_acknowledgement": f"{_CODE}: within 5 working days of the request",
    "corporate_2_response": f"the council's corporate procedure; {_CODE}",
    "plan": f"{_ADULTS} regulation 13: the plan agreed with the complainant",
    "six_months": f"{_ADULTS} regulation 14: after six months the complainant is told in writing why",
    "ombudsman_window": "Local Government Act 1974, section 26B",
    "ombudsman_reply": "the day that the Ombudsman's letter names",
    "ombudsman_draft": "the day that the Ombudsman's letter names",
    "ombudsman_remedy": "the day that the Ombudsman's decision names",
    "compliment_shared": "the council's own target",
    "comment_answered": "the council's own target",
}
_CODE_SOURCES: Mapping[tuple[str, int], str] = {
    ("acknowledgement", 3): f"{_ADULTS} regulation 13(3)",
    ("acknowledgement", 5): f"{_CODE}, paragraph 6.2",
}
"""Where a clock of the same name has another source in another procedure: told by its length."""


def source_of(rule: ClockRule) -> str:
    """Where the limit comes from, for a page that explains a date."""
    limit = LIMITS.get(rule.name)
    if limit is not None:
        return limit.source
    return _CODE_SOURCES.get((rule.name, rule.days)) or _LOCAL_SOURCES.get(rule.name, "the council's own target")


def may_be_a_guide(clock: str) -> bool:
    """Whether a statutory clock runs beside another one that is the day to be ready by."""
    return clock in _BESIDE
