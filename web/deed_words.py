"""What the history says of deeds on a case: stages asked for, the Ombudsman, routes changed, findings put right."""

from collections.abc import Callable, Mapping

from engine.queries.history import HistoryEntry
from web.case_words import clock_said, letter_said
from web.words import said

_Words = Callable[[HistoryEntry, Mapping[int, str]], str]

_WAYS: Mapping[str, str] = {
    "telephone": "by telephone",
    "email": "by email",
    "letter": "by letter",
    "online_form": "with the online form",
    "in_person": "in person",
    "advocate": "through their advocate",
}
_FROM_THE_OMBUDSMAN: Mapping[str, str] = {
    "premature": "sent back, because it came too early",
    "enquiry": "an enquiry",
    "draft": "a draft decision",
    "decision": "their decision",
}


def _asked(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    way = _WAYS.get(entry.payload.get("way", ""), "")
    return f"{said(entry.payload.get('stage', 'next stage'))} was asked for {way}".strip()


def _late(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    way = {**_WAYS, "in_person": "by hand"}.get(entry.payload.get("way", ""), "")
    about = clock_said(entry.payload.get("clock", "")).lower()
    return f"Recorded late: the notice of more time ({about}) went {way}. What shows it: {entry.payload['proof']}"


def _partly(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    heads = ", ".join(str(number) for number in entry.payload.get("heads", []))
    return f"Put aside for proceedings elsewhere: only head {heads}"


def _ombudsman(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    came = _FROM_THE_OMBUDSMAN.get(entry.payload.get("letter_kind", ""), "a letter")
    theirs = entry.payload.get("theirs")
    return f"The Ombudsman wrote: {came}" + (f" (their reference {theirs})" if theirs else "")


def _rerouted(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    before, after = said(entry.payload.get("from") or "none").lower(), said(entry.payload.get("to", "")).lower()
    return f"Procedure changed: {after}, at {said(entry.payload.get('stage', '')).lower()} (before: {before})"


def _finding(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    kept = entry.payload
    before = said(kept.get("finding_before", {}).get("finding", "")).lower()
    after = said(kept.get("finding_after", {}).get("finding", "")).lower()
    where = f"{said(kept.get('stage', '')).lower()}, head {kept.get('number', '')}"
    return f"Finding corrected: {where}, {after} (before: {before})"


def _manager(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    named = [people[p] for p in entry.payload.get("people", []) if p in people]
    if not named:
        return "Somebody else answers"
    before = f" (before: {', '.join(named[:-1])})" if named[:-1] else ""
    return f"Somebody else answers: {named[-1]}{before}"


def _about(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    named = [people[p] for p in entry.payload.get("people", []) if p in people]
    return f"Whom it is about was changed: {', '.join(named) or 'nobody by name'}"


def _ended(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    return f"Procedure ended where it stood: {said(entry.process_key or '').lower()}, version {entry.process_version}"


def _clocks(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    names = [said(each.get("name", "")).lower() for each in entry.payload.get("clocks", [])]
    return f"Limits of the other procedure count no more: {', '.join(names)}"


def _undone(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    return f"Taken back: {said(entry.payload.get('kind', '')).lower()}"


def _opened_again(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    because = str(entry.payload.get("reason", "")).rstrip(".")
    if because.startswith(("Stage ", "It was ", "The Ombudsman ")):  # the house's own words, not a person's
        because = because[:1].lower() + because[1:]
    return f"Opened again: {because}" if because else "Opened again"


def _letter(entry: HistoryEntry) -> str:
    return letter_said(entry.payload.get("letter", "")).lower()


BY_KIND: Mapping[str, _Words] = {
    "asked_by": _asked,
    "recorded_late": _late,
    "partly_put_aside": _partly,
    "ombudsman_wrote": _ombudsman,
    "rerouted": _rerouted,
    "finding_corrected": _finding,
    "manager_changed": _manager,
    "about_changed": _about,
    "procedure_ended": _ended,
    "clocks_ended": _clocks,
    "event_undone": _undone,
    "reopened": _opened_again,
    "letter_begun": lambda entry, people: f"Letter begun, not sent: {_letter(entry)}",
    "letter_left": lambda entry, people: f"Letter left unsent: {_letter(entry)}",
}
"""The sentence for each kind of entry, without its end."""
