"""What a completed page says, as typed values: the pure half of completing a task."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.casework.calendar import WorkingCalendar
from engine.casework.clocks import DatedEvent
from engine.casework.date_finder import Absence
from engine.casework.independence import Verdict
from engine.casework.step import Scalar
from engine.casework.vocabulary import EventKind, Finding, Relation, Remedy, Ruling


@dataclass(frozen=True)
class Head:
    """One thing that is complained of, and what would put it right."""

    number: int
    text: str
    desired_outcome: str = ""


@dataclass(frozen=True)
class HeadFinding:
    """What the answer says of one head."""

    number: int
    finding: Finding
    reason: str


@dataclass(frozen=True)
class RulingOn:
    """Whether a finding or a recommendation is accepted, and why. `number` is that of the head or recommendation."""

    number: int
    ruling: Ruling
    reason: str = ""


@dataclass(frozen=True)
class Recommended:
    """One thing that an investigator or a panel recommends."""

    number: int
    text: str


@dataclass(frozen=True)
class Promised:
    """Something that the council will do, by whom and by when."""

    text: str
    owner_id: int
    due_on: date
    recommendation: int | None = None
    """The recommendation that it carries out, if any."""


@dataclass(frozen=True)
class LetterWords:
    """A letter as a person has left it: kept as a draft, or sent by them on a day (which may be past)."""

    template: str
    body: str
    sent_on: date | None = None
    """None: a draft that waits for another pair of eyes."""
    channel: str | None = None
    """How it goes; None: the complainant's own confirmed channel."""
    already_sent: bool = False
    """It left by other means (yesterday's post); the house only keeps it."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the letter says that is on record nowhere else, by the names of `recording.letter_facts`."""

    @property
    def is_draft(self) -> bool:
        """Whether it waits to be sent."""
        return self.sent_on is None


MEETS: Mapping[str, EventKind] = {
    "acknowledgement": EventKind.ACKNOWLEDGED,
    "corporate_acknowledgement": EventKind.ACKNOWLEDGED,
    "adult_acknowledgement": EventKind.ACKNOWLEDGED,
    "stage_1_response": EventKind.STAGE_1_RESPONSE_SENT,
    "corporate_1_response": EventKind.STAGE_1_RESPONSE_SENT,
    "adult_response": EventKind.STAGE_1_RESPONSE_SENT,
    "adult_six_month_letter": EventKind.SIX_MONTH_LETTER_SENT,
    "stage_2_acknowledgement": EventKind.STAGE_2_ACKNOWLEDGED,
    "corporate_2_acknowledgement": EventKind.STAGE_2_ACKNOWLEDGED,
    "stage_2_response": EventKind.STAGE_2_RESPONSE_SENT,
    "corporate_2_response": EventKind.STAGE_2_RESPONSE_SENT,
    "stage_3_acknowledgement": EventKind.STAGE_3_ACKNOWLEDGED,
    "early_referral": EventKind.REFERRED_EARLY,
    "stage_3_response": EventKind.STAGE_3_RESPONSE_SENT,
    "ombudsman_reply": EventKind.OMBUDSMAN_REPLIED,
    "ombudsman_remedy_evidence": EventKind.REMEDY_EVIDENCED,
    "comment_reply": EventKind.COMMENT_ANSWERED,
}
"""The event that sending a letter is: a clock is met on the day the letter really went."""

ARRIVES: Mapping[str, EventKind] = {
    "stage_1_response": EventKind.STAGE_1_RESPONSE_RECEIVED,
    "corporate_1_response": EventKind.STAGE_1_RESPONSE_RECEIVED,
    "stage_2_response": EventKind.STAGE_2_RESPONSE_RECEIVED,
}
"""The event that the arrival of a letter is: the time for asking for the next stage counts from it."""


@dataclass(frozen=True)
class PanelArranged:
    """When and where a review panel is to meet."""

    meets_on: date
    place: str
    moved_because: str | None = None
    """Why the day that was arranged before is not kept; None where it is the first."""
    note: str | None = None
    """Why it meets later than the law asks, in the officer's words."""
    complainant_away: tuple[tuple[date, date], ...] = ()
    """The days on which the complainant cannot come, from and to."""


@dataclass(frozen=True)
class Praise:
    """A compliment on its way to whoever earned it."""

    to: str
    """Who is praised, by name."""
    told: tuple[int, ...]
    """The people praised and the managers who are copied: each is told that a letter waits."""
    note: str
    """What the letter to them says, around the words of the compliment."""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """What those who investigate and watch over it are told with their appointment, beside what is on record."""

    people: tuple[int, ...]
    fee_note: str = ""
    """What was agreed on the fee, for those who come from outside."""
    report_planned_on: date | None = None


@dataclass(frozen=True)
class Completion:
    """Everything that completing one task puts on record, besides moving the process."""

    variables: Mapping[str, Scalar] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    case: Mapping[str, Any] = field(default_factory=dict)
    stage: str = "stage_1"
    """The stage that the findings, rulings, recommendations and actions belong to."""
    heads: tuple[Head, ...] | None = None
    findings: tuple[HeadFinding, ...] = ()
    rulings: tuple[RulingOn, ...] = ()
    """On the findings, by the number of the head."""
    recommendations: tuple[Recommended, ...] | None = None
    """None: the page does not ask for them; empty: there are none."""
    answers_to_recommendations: tuple[RulingOn, ...] = ()
    actions: tuple[Promised, ...] | None = None
    remedies: Mapping[Remedy, str] | None = None
    relations: Mapping[Relation, tuple[int, ...]] = field(default_factory=dict)
    events: tuple[DatedEvent, ...] = ()
    letter: LetterWords | None = None
    panel_note: str | None = None
    """Who came to the panel, for its row; None: the page is not about one."""
    panel: PanelArranged | None = None
    """A day for the panel, new or moved."""
    overrides: Mapping[int, str] = field(default_factory=dict)
    """Why somebody is given a part although a warning speaks against it, by person."""
    praise: Praise | None = None
    """A compliment that is passed on."""
    terms: Terms | None = None
    """Letters of appointment, one for each."""


@dataclass(frozen=True)
class PanelFacts:
    """What arranging a panel needs to know."""

    working_days: WorkingCalendar
    meets_by: date | None = None
    """The last of the 30 working days within which it must meet."""
    arranged_for: date | None = None
    """The day that is arranged now."""
    absences: tuple[Absence, ...] = ()
    """Days on which people on the register for panels, or the complainant, cannot come."""


@dataclass(frozen=True)
class PageFacts:
    """What a page needs to know of the case to check what was typed."""

    today: date
    received_on: date
    resolved_by: date | None = None
    """The last day on which it could be resolved at once: the next working day after receipt."""
    is_child: bool = False
    head_numbers: tuple[int, ...] = ()
    complained_about: tuple[int, ...] = ()
    """Whom it is about, as far as is on record."""
    people: Mapping[int, str] = field(default_factory=dict)
    """Who may be chosen, by id."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """What the diagram tells the page: which letter, which stage, which clock (`procedures.pages`)."""
    email_known: bool = False
    address_known: bool = False
    latest_event_on: Mapping[str, date] = field(default_factory=dict)
    recommendation_numbers: tuple[int, ...] = ()
    """Those of the stage that the page is told."""
    verdicts: Mapping[tuple[str, int], Verdict] = field(default_factory=dict)
    """Who can be chosen for each part in the case, by relation and person; only for the pages that give parts."""
    panel: PanelFacts | None = None
    """What the page that arranges a panel needs."""
    working_days: WorkingCalendar | None = None
    """The council's working days, for the pages that name a day to keep."""
    words: str = ""
    """What was said, word for word."""
    reply_by: str = ""
    routes: tuple[str, ...] | None = None
    """The ways that the running version of the intake declares; None on pages that choose none."""

    def setting(self, name: str, otherwise: str) -> str:
        """One thing that the diagram tells the page."""
        return self.settings.get(name) or otherwise
