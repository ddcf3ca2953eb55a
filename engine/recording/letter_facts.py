"""What a letter can be told of its case: every fact by its name, as `letter_fields.gather` keeps it."""

from typing import TypedDict


class HeadFacts(TypedDict, total=False):
    """One head of complaint, with what was found on it.

    Plain `finding`, `reason`, `decision` and `decision_reason` are those of the stage that the letter speaks of.
    """

    number: int
    text: str
    desired_outcome: str
    finding: str
    reason: str
    decision: str
    """`accept` or `reject`: the adjudicating officer's word on the finding."""
    decision_reason: str
    by_stage: dict[str, dict[str, str]]
    """The same four of every stage that found something: {"stage_1": {"finding": ..., "reason": ...}, ...}."""


class RecommendationFacts(TypedDict, total=False):
    """What an investigator or a panel recommends, and the answer to it."""

    number: int
    text: str
    decision: str
    """`accept` or `reject`; absent while nobody has answered."""
    reason: str


class ActionFacts(TypedDict, total=False):
    """What the council promises to do."""

    text: str
    owner: str
    due_on: str


class ClockChangeFacts(TypedDict, total=False):
    """An extension, an overrun or a pause: the latest of the clock that the letter speaks of."""

    clock: str
    occurred_on: str
    until_on: str
    ground: str
    reason: str


class LetterFacts(TypedDict, total=False):
    """Every fact by its name. Days are ISO text; what is not known is absent. None of them is ever made up."""

    # the case
    reference: str
    complainant_name: str
    complainant_address: str
    is_child: bool
    child_name: str
    advocate_name: str
    received_on: str
    route_reason: str
    procedure: str
    consent_on: str
    letter_date: str
    stage: str
    """The stage that the letter speaks of (`stage_1`, `stage_2`, `stage_3`)."""
    heads: list[HeadFacts]
    remedies: list[dict[str, str]]
    recommendations: list[RecommendationFacts]
    """Those of the letter's stage."""
    actions: list[ActionFacts]
    """Those promised at the letter's stage and not dropped."""
    # people
    answering_manager: str
    officer_name: str
    investigating_officer: str
    independent_person: str
    adjudicating_officer: str
    reviewer: str
    panel_chair: str
    panel_members: list[str]
    director: str
    # clocks: the letter's own, then each by name
    due_on: str
    maximum_on: str
    extended: ClockChangeFacts
    overrun: ClockChangeFacts
    suspended: ClockChangeFacts
    withdrawn: ClockChangeFacts
    late_by: int
    """Working days that the letter's clock is late by; absent while it is not."""
    ask_stage_2_by: str
    ask_stage_3_by: str
    """20 working days from the day on which the answer is with the complainant, as far as that is known."""
    stage_2_right_after: str
    stage_1_day_20: str
    stage_2_requested_on: str
    stage_2_due_on: str
    stage_2_maximum_on: str
    """65 working days from the request."""
    stage_2_record_due_on: str
    """The limit counted from the agreed record instead."""
    record_agreed_on: str
    stage_3_requested_on: str
    stage_3_panel_by: str
    stage_3_response_due_on: str
    panel_on: str
    panel_place: str
    papers_by: str
    panel_held_on: str
    panel_report: str
    """Its report in full, as it is recorded with the day on which it came."""
    independent_fair: str
    """`yes`, `partly` or `no`: whether the independent person found the investigation fair."""
    independent_report: str
    panel_report_received_on: str
    corporate_1_due_on: str
    corporate_2_requested_on: str
    corporate_2_due_on: str
    acknowledged_on: str
    plan_until_on: str
    """Adults' social care: the day that the plan names for the answer."""
    six_months_on: str
    frozen_on: str
    frozen_reason: str
    resubmit_by: str
    """One year from the day on which the proceedings concluded."""
    proceedings_concluded_on: str
    ombudsman_enquired_on: str
    ombudsman_reply_by: str
    ombudsman_draft_by: str
    ombudsman_decided_on: str
    ombudsman_remedy_by: str
    skipped_reason: str
    """Why stage 1 was left out, where it was."""
    chronology: list[dict[str, str]]
    """What happened (`on`, `what`), oldest first: for the Ombudsman only."""
    documents: list[str]
    done: list[str]
    """What was done to carry out the Ombudsman's decision."""
    compliment_words: str
    # the council
    council_name: str
    council_address: str
    council_phone: str
    council_email: str
    advocacy_provider: str
    advocacy_contact: str
    notice: str
