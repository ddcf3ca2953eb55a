"""The facts of a case as the record stores them (plain JSON), turned into what letters and emails draw on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from engine.casework.vocabulary import ExtensionGround, Finding, Remedy, Ruling
from notifications.fields import (
    Contact,
    Extension,
    Happening,
    Head,
    LetterFields,
    Overrun,
    Payment,
    PromisedAction,
    PutAside,
    Recommendation,
)

OTHER_CAUSE = "other"

CAUSE_WORDS: Mapping[str, str] = {
    "waiting_for_manager": "the manager who is answering needed longer than they should have",
    "waiting_for_sign_off": "our own checks took longer than they should have",
    "waiting_for_information": "we were waiting for information that we need to answer you properly",
    "staff_absence": "the person who was answering has been away",
    "complexity": "what you told us about needs more looking into than we thought",
    "complainant_unavailable": "we were not able to speak with you in time",
    "logged_late": "your complaint did not reach the complaints team as soon as it should have",
    OTHER_CAUSE: "we did not keep to the time that we should have kept to",
}
"""Why a limit was missed, as the letter to the complainant says it."""


def letter_fields(stored: Mapping[str, Any]) -> LetterFields:
    """What a letter draws on, from the values of `engine.recording.letter_fields`. A key that is absent is missing."""
    return replace(_first_stage(stored), **_later(stored))


_DAYS = (
    "stage_2_requested_on",
    "stage_2_due_on",
    "stage_2_maximum_on",
    "stage_2_record_due_on",
    "agree_by",
    "record_agreed_on",
    "corporate_2_due_on",
    "ask_stage_3_by",
    "stage_3_requested_on",
    "stage_3_panel_by",
    "panel_on",
    "panel_held_on",
    "papers_by",
    "stage_3_response_due_on",
    "proceedings_concluded_on",
    "resubmit_by",
    "plan_until_on",
    "six_months_on",
    "ombudsman_reply_by",
    "consent_on",
    "review_on",
    "corrected_on",
    "interview_on",
    "report_planned_on",
)
_WORDS = (
    "to_name",
    "skipped_reason",
    "investigating_officer",
    "independent_person",
    "adjudicating_officer",
    "reviewer",
    "panel_chair",
    "panel_place",
    "panel_report",
    "independent_fair",
    "independent_report",
    "director",
    "refusal_reason",
    "ombudsman_reference",
    "ombudsman_answer",
    "praised",
    "comment_outcome",
    "child_name",
    "reach",
    "needed",
    "contact_reason",
    "contact_limits",
    "appeal_to",
    "corrected",
    "interview_place",
    "fee_note",
    "worker_told",
    "worker_outcome",
    "support_contact",
    "other_route",
)


def _later(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What the letters of later stages, of other procedures and to other people draw on."""
    plain = {name: _day(stored.get(name)) for name in _DAYS} | {name: stored.get(name) or "" for name in _WORDS}
    return plain | {
        "procedure_name": PROCEDURES.get(stored.get("procedure") or "", LetterFields.procedure_name),
        "compliment_words": stored.get("compliment_words") or stored.get("words") or "",
        "to_address_lines": tuple((stored.get("to_address") or "").splitlines()),
        "panel_members": tuple(stored.get("panel_members") or ()),
        "documents": tuple(stored.get("documents") or ()),
        "done": tuple(stored.get("done") or ()),
        "recommendations": tuple(_recommendation(each) for each in stored.get("recommendations") or ()),
        "actions": tuple(_action(each) for each in stored.get("actions") or ()),
        "chronology": tuple(
            Happening(date.fromisoformat(each["on"]), each["what"]) for each in stored.get("chronology") or ()
        ),
        "put_aside": _put_aside(stored.get("put_aside") or stored.get("frozen")),
        "payment": _payment(stored.get("payment")),
    }


def _recommendation(stored: Mapping[str, Any]) -> Recommendation:
    return Recommendation(stored["number"], stored["text"], _ruling(stored.get("decision")), stored.get("reason") or "")


def _action(stored: Mapping[str, Any]) -> PromisedAction:
    return PromisedAction(stored["text"], stored.get("owner") or "", _day(stored.get("due_on")))


def _put_aside(stored: Mapping[str, Any] | None) -> PutAside | None:
    heads: Sequence[int] = (stored or {}).get("heads") or ()
    return PutAside(stored.get("reason") or "", tuple(heads)) if stored else None


def _payment(stored: Mapping[str, Any] | None) -> Payment | None:
    return Payment(stored["amount"], stored.get("purpose") or "") if stored else None


def _ruling(stored: str | None) -> Ruling | None:
    return Ruling(stored) if stored else None


PROCEDURES: Mapping[str, str] = MappingProxyType(
    {
        "corporate_complaint": "the council’s own complaints procedure",
        "adult_social_care": "the procedure for complaints about adults’ social care",
    }
)
"""How a letter names a procedure other than the Children Act's."""


def _first_stage(stored: Mapping[str, Any]) -> LetterFields:
    return LetterFields(
        reference=stored["reference"],
        council_name=stored.get("council_name", ""),
        complainant_name=stored["complainant_name"],
        letter_date=date.fromisoformat(stored["letter_date"]),
        address_lines=tuple((stored.get("complainant_address") or "").splitlines()),
        is_child=bool(stored.get("is_child")),
        received_on=_day(stored.get("received_on")),
        due_on=_day(stored.get("due_on")),
        maximum_on=_day(stored.get("maximum_on")),
        answering_manager=stored.get("answering_manager", ""),
        officer=_officer(stored),
        advocacy=_advocacy(stored),
        advocate_name=stored.get("advocate_name", ""),
        heads=tuple(_head(head) for head in stored.get("heads", ())),
        remedies=tuple(_remedy(remedy) for remedy in stored.get("remedies", ())),
        extension=_extension(stored.get("extended")),
        overrun=_overrun(stored.get("overrun")),
        ask_stage_2_by=_day(stored.get("ask_stage_2_by")),
        stage_2_right_after=_day(stored.get("stage_2_right_after")),
        stage_1_day_20=_day(stored.get("stage_1_day_20")),
        not_accepted_reason=stored.get("route_reason", ""),
        withdrawn_on=_day((stored.get("withdrawn") or {}).get("occurred_on")),
        notice=stored.get("notice", ""),
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _officer(stored: Mapping[str, Any]) -> Contact | None:
    if not stored.get("officer_name"):
        return None
    return Contact(
        name=stored["officer_name"],
        telephone=stored.get("council_phone", ""),
        email=stored.get("council_email", ""),
        address_lines=tuple((stored.get("council_address") or "").splitlines()),
    )


def _advocacy(stored: Mapping[str, Any]) -> Contact | None:
    name = stored.get("advocacy_provider")
    return Contact(name=name, telephone=stored.get("advocacy_contact", "")) if name else None


def _head(stored: Mapping[str, Any]) -> Head:
    finding = Finding(stored["finding"]) if stored.get("finding") else None
    outcome = stored.get("desired_outcome") or ""
    decision, reasons = _ruling(stored.get("decision")), stored.get("decision_reason") or ""
    return Head(stored["number"], stored["text"], outcome, finding, stored.get("reason") or "", decision, reasons)


def _remedy(stored: Mapping[str, Any]) -> Remedy | str:
    kind = Remedy(stored["kind"])
    return stored.get("note") or kind if kind is Remedy.OTHER else kind


def _extension(stored: Mapping[str, Any] | None) -> Extension | None:
    if not stored:
        return None
    ground = ExtensionGround(stored["ground"]) if stored.get("ground") in set(ExtensionGround) else None
    return Extension(date.fromisoformat(stored["until_on"]), ground, stored.get("reason") or "")


def _overrun(stored: Mapping[str, Any] | None) -> Overrun | None:
    if not stored:
        return None
    return Overrun(cause=_cause(stored), expected_on=date.fromisoformat(stored["until_on"]))


_OF_THE_PANEL = {
    ("complainant_unavailable", "stage_3_panel"): "you could not come earlier, and we had to find a day that suits you"
}
"""Causes that say something else of a panel than of an answer."""


def _cause(stored: Mapping[str, Any]) -> str:
    """Why the limit was missed. Where no cause on the list fits, what the officer wrote about it; else our words."""
    ground = stored.get("ground", OTHER_CAUSE)
    typed = (stored.get("reason") or "").strip() if ground == OTHER_CAUSE else ""
    if (ground, stored.get("clock")) in _OF_THE_PANEL:
        return _OF_THE_PANEL[ground, stored["clock"]]
    return typed or CAUSE_WORDS.get(ground, CAUSE_WORDS[OTHER_CAUSE])
