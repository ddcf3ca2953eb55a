"""The facts of a case as the record stores them (plain JSON), turned into what letters and emails draw on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.casework.vocabulary import ExtensionGround, Finding, Remedy
from notifications.fields import Contact, Extension, Head, LetterFields, Overrun

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
    """What a letter draws on, from the values of `engine.recording.letter_fields`."""
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
    return Head(stored["number"], stored["text"], outcome, finding, stored.get("reason") or "")


def _remedy(stored: Mapping[str, Any]) -> Remedy | str:
    kind = Remedy(stored["kind"])
    return stored.get("note") or kind if kind is Remedy.OTHER else kind


def _extension(stored: Mapping[str, Any] | None) -> Extension | None:
    if not stored:
        return None
    until_on, ground = date.fromisoformat(stored["until_on"]), ExtensionGround(stored["ground"])
    return Extension(until_on, ground, stored.get("reason", ""))


def _overrun(stored: Mapping[str, Any] | None) -> Overrun | None:
    if not stored:
        return None
    return Overrun(cause=_cause(stored), expected_on=date.fromisoformat(stored["until_on"]))


def _cause(stored: Mapping[str, Any]) -> str:
    """Why the limit was missed. Where no cause on the list fits, what the officer wrote about it; else our words."""
    ground = stored.get("ground", OTHER_CAUSE)
    typed = (stored.get("reason") or "").strip() if ground == OTHER_CAUSE else ""
    return typed or CAUSE_WORDS.get(ground, CAUSE_WORDS[OTHER_CAUSE])
