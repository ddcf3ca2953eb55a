"""What was added to the record of a case, in plain words: contacts, actions, payments, people, cases joined."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from engine.casework.dates import long_date
from engine.casework.money import in_pounds
from engine.queries.history import HistoryEntry
from web.case_words import letter_said
from web.file_words import next_said
from web.words import said

Words = Callable[[HistoryEntry, Mapping[int, str]], str]


def _contact(verb: str) -> Words:
    return lambda entry, people: f"Contact {verb}: {_low(entry, 'way')}, {_low(entry, 'with_whom')}"


def _action(verb: str) -> Words:
    def _words(entry: HistoryEntry, people: Mapping[int, str]) -> str:
        whom = ", ".join(people[p] for p in entry.payload.get("people", []) if p in people)
        return f"Action {verb}{f' for {whom}' if whom else ''}"

    return _words


def _payment(verb: str) -> Words:
    return lambda entry, people: f"Payment of {in_pounds(entry.payload.get('pence', 0))} {verb}"


def _party(verb: str) -> Words:
    return lambda entry, people: f"{said(entry.payload.get('kind', ''))} {verb}: {entry.payload.get('name', '')}"


def _case(verb: str) -> Words:
    return lambda entry, people: f"{verb} {entry.payload.get('other', 'another case')}"


def _worker(verb: str) -> Words:
    def _words(entry: HistoryEntry, people: Mapping[int, str]) -> str:
        whom = ", ".join(people[p] for p in entry.payload.get("people", []) if p in people) or "The worker"
        return f"{whom} {verb}"

    return _words


def _copied(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    return f"Copy of “{letter_said(entry.payload.get('letter', ''))}” sent to {entry.payload.get('name', '')}"


def _sent_again(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    return f"Letter sent once more: {letter_said(entry.payload.get('letter', '')).lower()}"


def _to_somebody(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    return f"Letter sent to {entry.payload.get('name', '')}: {letter_said(entry.payload.get('letter', '')).lower()}"


def _read(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    whom = ", ".join(people[p] for p in entry.payload.get("people", []) if p in people)
    return f"{whom or 'Somebody'} opened a letter: {letter_said(entry.payload.get('letter', '')).lower()}"


def _document(verb: str) -> Words:
    def _words(entry: HistoryEntry, people: Mapping[int, str]) -> str:
        number = entry.payload.get("number")
        version = f", version {number}" if number and number > 1 else ""
        return f"Document {verb}: {entry.payload.get('title', '')}{version}"

    return _words


def _low(entry: HistoryEntry, name: str) -> str:
    return said(str(entry.payload.get(name, ""))).lower()


KEPT: Mapping[str, Words] = {
    "contact_added": _contact("noted"),
    "contact_corrected": _contact("put right"),
    "contact_struck": _contact("struck out"),
    "contact_followed": lambda entry, people: "What was promised in a contact has happened",
    "note_added": lambda entry, people: "Note added",
    "note_struck": lambda entry, people: "Note struck out",
    "action_added": _action("added"),
    "action_raised": lambda entry, people: f"Action added by the procedure: {entry.payload.get('text', '')}",
    "actions_replaced": lambda entry, people: "Actions of the answer before it was sent back: replaced",
    "action_done": _action("done"),
    "action_dropped": _action("dropped"),
    "action_moved": _action("moved to another day"),
    "payment_proposed": _payment("proposed"),
    "payment_approved": _payment("approved"),
    "payment_declined": _payment("not approved"),
    "payment_taken_back": _payment("taken back"),
    "payment_paid": _payment("paid"),
    "party_added": _party("added"),
    "party_changed": _party("changed"),
    "party_removed": _party("taken off"),
    "cases_linked": _case("Linked with"),
    "cases_unlinked": _case("No longer linked with"),
    "merged_into": _case("Put together with, and from now on part of,"),
    "merged_from": _case("Taken in:"),
    "split_into": _case("Heads taken out into"),
    "split_from": _case("Taken out of"),
    "worker_told": _worker("told of the complaint"),
    "worker_told_again": _worker("told in other words"),
    "worker_account": _worker("gave an account"),
    "worker_outcome": _worker("told the outcome"),
    "letter_copied": _copied,
    "letter_sent_again": _sent_again,
    "letter_to_somebody": _to_somebody,
    "letter_read": _read,
    "document_added": _document("added"),
    "document_version_added": _document("in a newer version"),
    "document_renamed": _document("given another name or sort"),
    "document_withdrawn": _document("withdrawn"),
    "document_brought_back": _document("brought back"),
    "panel_met": lambda entry, people: "Who came to the panel was noted",
}
"""An entry of the history by what it says."""


def detail(kept: Mapping[str, Any]) -> list[str]:
    """What was kept with such an entry and stands beside it."""
    parts = []
    if kept.get("next_on"):
        parts.append(f"{next_said(kept.get('next_by'))}, by {long_date(date.fromisoformat(kept['next_on']))}")
    if kept.get("title_before") and kept["title_before"] != kept.get("title"):
        parts.append(f"Was: {kept['title_before']}")
    if kept.get("sha256"):
        parts.append(f"Fingerprint: {kept['sha256'][:16]}…")
    if kept.get("purpose"):
        parts.append(f"For: {kept['purpose']}")
    if kept.get("evidence"):
        parts.append(f"Evidence: {kept['evidence']}")
    if kept.get("consent"):
        parts.append(f"Consent: {kept['consent']}")
    if kept.get("heads_moved"):
        parts.append(f"Heads: {'; '.join(kept['heads_moved'])}")
    return parts
