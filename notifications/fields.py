"""What a letter or an email needs to know before it can be written."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any

from engine.casework.vocabulary import ExtensionGround, Finding, Remedy, Ruling


@dataclass(frozen=True)
class Contact:
    """Somebody whom the reader may ask: an officer or an advocacy provider."""

    name: str
    title: str = ""
    telephone: str = ""
    email: str = ""
    website: str = ""
    address_lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Head:
    """One numbered part of the complaint; the finding and the reason come with the answer."""

    number: int
    text: str
    desired_outcome: str = ""
    finding: Finding | None = None
    reason: str = ""
    decision: Ruling | None = None
    """What the adjudicating officer says of the finding; only a rejection needs a reason of its own."""
    decision_reason: str = ""


@dataclass(frozen=True)
class Recommendation:
    """What an investigation or a panel recommends, and the council's answer to it once there is one."""

    number: int
    text: str
    decision: Ruling | None = None
    reason: str = ""


@dataclass(frozen=True)
class PromisedAction:
    """What will be done, by whom and by when."""

    text: str
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class PutAside:
    """A complaint put aside for proceedings elsewhere: why, and which heads (none named: all of them)."""

    reason: str
    heads: tuple[int, ...] = ()


@dataclass(frozen=True)
class Payment:
    """Money to put something right: the amount as it is printed ("£150"), and what it is for."""

    amount: str
    purpose: str


@dataclass(frozen=True)
class Happening:
    """One line of a chronology."""

    on: date
    what: str


@dataclass(frozen=True)
class Extension:
    """More time: to when, why here, and on which ground of the law where the stage asks for one."""

    until_on: date
    ground: ExtensionGround | None
    reason: str


@dataclass(frozen=True)
class Overrun:
    """An answer beyond its limit: the cause, as a sentence or part of one, and when it is expected now."""

    cause: str
    expected_on: date


@dataclass(frozen=True)
class LetterFields:
    """What letters draw on. Left empty, a field is missing: the letter that needs it says so (`LetterLacks`).

    `notice` is printed at the foot of every page (the demo says there that everything is invented).
    `ask_stage_2_by` is a guide, not a limit: asking for stage 2 has none in law.
    """

    reference: str
    council_name: str
    complainant_name: str
    letter_date: date
    address_lines: tuple[str, ...] = ()
    salutation: str = ""
    is_child: bool = False
    procedure_name: str = "the Children Act 1989 complaints procedure"
    received_on: date | None = None
    due_on: date | None = None
    maximum_on: date | None = None
    answering_manager: str = ""
    answering_manager_title: str = ""
    officer: Contact | None = None
    advocacy: Contact | None = None
    advocate_name: str = ""
    """The advocate who was found, or whom the person brought along."""
    heads: tuple[Head, ...] = ()
    remedies: tuple[Remedy | str, ...] = ()
    learning: str = ""
    extension: Extension | None = None
    overrun: Overrun | None = None
    ask_stage_2_by: date | None = None
    stage_2_right_after: date | None = None
    """The last day on which stage 1 may be answered before its lateness gives the right to stage 2."""
    stage_1_day_20: date | None = None
    """The same where more time has been taken: day 20, whatever was paused."""
    not_accepted_reason: str = ""
    other_route: str = ""
    withdrawn_on: date | None = None
    ombudsman: Contact = Contact(
        name="Local Government and Social Care Ombudsman", telephone="0300 061 0614", website="www.lgo.org.uk"
    )
    notice: str = ""
    # To somebody else than the complainant: then neither the complainant's name nor address is on the page.
    to_name: str = ""
    to_address_lines: tuple[str, ...] = ()
    # Stage 2, of either procedure.
    stage_2_requested_on: date | None = None
    stage_2_due_on: date | None = None
    stage_2_maximum_on: date | None = None
    stage_2_record_due_on: date | None = None
    """The answer's day where it counts from the agreed statement: shown beside the other, never instead."""
    agree_by: date | None = None
    record_agreed_on: date | None = None
    skipped_reason: str = ""
    investigating_officer: str = ""
    independent_person: str = ""
    adjudicating_officer: str = ""
    fee_note: str = ""
    """What was agreed on the fee, for an investigator or independent person from outside."""
    report_planned_on: date | None = None
    reviewer: str = ""
    corporate_2_due_on: date | None = None
    independent_fair: str = ""
    """Whether the independent person found the investigation fair: yes, partly or no."""
    independent_report: str = ""
    """The independent person’s report, in their own words."""
    recommendations: tuple[Recommendation, ...] = ()
    actions: tuple[PromisedAction, ...] = ()
    ask_stage_3_by: date | None = None
    # Stage 3.
    stage_3_requested_on: date | None = None
    stage_3_panel_by: date | None = None
    panel_chair: str = ""
    panel_members: tuple[str, ...] = ()
    panel_on: date | None = None
    panel_held_on: date | None = None
    panel_report: str = ""
    """The panel’s report, in its own words."""
    panel_place: str = ""
    papers_by: date | None = None
    stage_3_response_due_on: date | None = None
    director: str = ""
    refusal_reason: str = ""
    # Proceedings elsewhere.
    put_aside: PutAside | None = None
    proceedings_concluded_on: date | None = None
    resubmit_by: date | None = None
    # Adults' social care and the Ombudsman.
    plan_until_on: date | None = None
    six_months_on: date | None = None
    ombudsman_reference: str = ""
    ombudsman_reply_by: date | None = None
    ombudsman_answer: str = ""
    chronology: tuple[Happening, ...] = ()
    documents: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    """What was done to carry out a decision, as the officer says it."""
    # Compliments and comments.
    compliment_words: str = ""
    praised: str = ""
    comment_outcome: str = ""
    # Letters that one thing makes necessary, told by whoever writes them.
    child_name: str = ""
    reach: str = ""
    """How to reach the child safely: for the advocacy provider only."""
    consent_on: date | None = None
    needed: str = ""
    contact_reason: str = ""
    contact_limits: str = ""
    review_on: date | None = None
    appeal_to: str = ""
    payment: Payment | None = None
    corrected: str = ""
    corrected_on: date | None = None
    interview_on: date | None = None
    interview_place: str = ""
    worker_told: str = ""
    worker_outcome: str = ""
    support_contact: str = ""


@dataclass(frozen=True)
class DigestRow:
    """One line of a person's morning email: the work as a verb, and how long is left (negative: overdue)."""

    verb: str
    reference: str
    working_days_left: int | None
    link: str


@dataclass(frozen=True)
class DigestCover:
    """What waits for a colleague who is away, in the morning email of their deputy."""

    name: str
    """The colleague's: nobody's in a case."""
    until_on: date
    rows: tuple[DigestRow, ...]


@dataclass(frozen=True)
class DigestBack:
    """That somebody is back: who stood in for them, how many tasks they did, and where to read which."""

    deputy: str
    tasks: int
    link: str


@dataclass(frozen=True)
class LateNotice:
    """A notice that comes late: what its subject would have been, when it ought to have come, and where it leads."""

    says: str
    due_at: datetime
    """In London."""
    link: str


@dataclass(frozen=True)
class CarriedNotice:
    """A notice that comes with the morning's email: what its subject would have been, and where it leads."""

    says: str
    link: str


@dataclass(frozen=True)
class EmailFields:
    """What an email to staff may say: reference and link. There is no room for content, or for anybody in a case."""

    council_name: str
    reference: str = ""
    link: str = ""
    rows: tuple[DigestRow, ...] = ()
    covers: tuple[DigestCover, ...] = ()
    back: DigestBack | None = None
    working_days_left: int | None = None
    notice: str = ""
    counts: tuple[tuple[str, str], ...] = ()
    """Of a meeting pack: what is counted ("overdue") and how much of it there is ("4", "more than 500")."""
    late: tuple[LateNotice, ...] = ()
    collected: tuple[CarriedNotice, ...] = ()
    """What this person has in the morning instead of at once."""
    told_at: datetime | None = None
    """When those that are late were told, in London."""

    @property
    def covered(self) -> int:
        """How much waits for colleagues who are away."""
        return sum(len(each.rows) for each in self.covers)


def present(value: Any) -> Any:
    """The value as plain mappings and lists without what is empty, so that a template that needs it can say so."""
    if is_dataclass(value):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return {name: present(inner) for name, inner in value.items() if inner not in (None, "", ())}
    if isinstance(value, tuple):
        return [present(inner) for inner in value]
    return value
