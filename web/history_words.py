"""What happened in a case, in plain words: a sentence for each entry of its history, and what was kept with it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from engine.casework.dates import long_date
from engine.casework.standing import extension_words, pause_words
from engine.casework.vocabulary import EventKind, Lifecycle, Ruling
from engine.queries.history import HistoryEntry
from web import deed_words, moving_words
from web.case_words import EVENTS, NOTICES, event_said, letter_said, sentence
from web.filters import moment
from web.kept_words import KEPT
from web.kept_words import detail as kept_detail
from web.questions import said_of
from web.words import panel_cause_said, said

FIELDS: Mapping[str, str] = {
    "status": "Status",
    "closed_on": "Closed on",
    "received_on": "Received on",
    "route_reason": "Reason for the route",
    "safeguarding": "Somebody may be at risk",
    "advocate_name": "Advocate",
    "advocate_accepted": "Advocate wanted",
    "consent_on": "Consent signed on",
    "child_status": "What the child is to the council",
    "late_decision": "Late complaint",
    "late_reason": "Reason for taking on a late complaint, or not",
    "complainant_name": "Name",
    "complainant_email": "Email",
    "complainant_address": "Address",
    "complainant_phone": "Telephone",
    "reply_by": "Reply by",
    "contact_warning": "Contact warning",
    "praised": "Who is praised",
}
SAID_ELSEWHERE = frozenset({"eligibility"})
"""What the case keeps as a whole; the answers of triage say what was advised and decided."""
RULED: Mapping[str, str] = {Ruling.ACCEPT: "accepted", Ruling.REJECT: "rejected"}
WORD_FOR_WORD = frozenset(
    {"complainant_name", "complainant_email", "complainant_address", "complainant_phone", "contact_warning"}
    | {"late_reason", "praised", "route_reason", "provider", "advocacy_provider"}
)
"""What people typed is shown as they typed it; the rest are words of the house."""


def happened(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    """An entry of the history as a sentence without its end."""
    words = _BY_LIFECYCLE.get(entry.lifecycle)
    if entry.element is not None and words is not None:
        return words(entry, people)
    if entry.what in KEPT:
        return KEPT[entry.what](entry, people)
    if entry.what in _BY_KIND:
        return _BY_KIND[entry.what](entry, people)
    if entry.what in NOTICES:
        return f"{NOTICES[entry.what]}{_to_whom(entry, people)}"
    return EVENTS.get(entry.what, said(entry.what))


def detail(entry: HistoryEntry) -> str:
    """What was kept with an entry that a reader wants to know: reasons, grounds, what was before."""
    kept = entry.payload
    parts = []
    if "until_on" in kept:
        parts.append(f"New date: {_day(kept['until_on'])}")
    if entry.what == EventKind.EXTENDED and kept.get("ground"):
        parts.append(sentence(extension_words(kept["ground"])))
    if entry.what == EventKind.SUSPENDED:
        parts.append(sentence(pause_words(kept.get("ground"))))
    if entry.what == EventKind.OVERRUN and kept.get("ground"):
        parts.append(f"Cause: {said(kept['ground'])}")
    if entry.what in (EventKind.PANEL_ARRANGED, EventKind.PANEL_MOVED) and kept.get("ground"):
        parts.append(f"Cause: {panel_cause_said(kept['ground'])}")
    if "before" in kept:
        changed = [name for name in kept["after"] if name not in SAID_ELSEWHERE]
        parts.extend(_changed(name, kept["before"].get(name), kept["after"].get(name)) for name in changed)
    if "late_since" in kept:
        parts.append(f"Told late: it was due on {moment(datetime.fromisoformat(kept['late_since']))}")
    if "was" in kept:
        parts.append(f"Was: {_day(kept['was'])}")
    if kept.get("reason") and entry.what != EventKind.REOPENED:
        parts.append(f"Reason: {kept['reason']}")
    parts.extend(kept.get("because", []))
    parts.extend(kept_detail(kept))
    parts.extend(_words_before(kept))
    parts.extend(_answered(entry))
    return ". ".join(part.rstrip(".") for part in parts) + ("." if parts else "")


def _words_before(kept: Mapping[str, Any]) -> list[str]:
    """What was written over: the heads before the statement, the findings and recommendations before a return."""
    heads = [f"Head {head['number']} was: {head['text']}" for head in kept.get("heads_before", [])]
    findings = [
        f"Head {each['number']} was: {said(each['finding']).lower()}, {each['reason']}"
        for each in kept.get("findings_before", [])
    ]
    recommended = [
        f"Recommendation {each['number']} was: {each['text']}" for each in kept.get("recommendations_before", [])
    ]
    return [*heads, *findings, *recommended]


def _answered(entry: HistoryEntry) -> list[str]:
    """The answers of a completed task; what the record of the case keeps stands in an entry of its own."""
    answers = {name: value for name, value in entry.answers.items() if name not in FIELDS}
    return [
        f"{question}{'' if question.endswith('?') else ':'} {words}"
        for question, words in said_of(answers, entry.fields)
    ]


def _task(entry: HistoryEntry) -> str:
    return entry.task or entry.payload.get("name") or said(entry.element or entry.what)


def _assigned(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    whom = people.get(entry.payload.get("assignee") or 0)
    if whom is None or whom == entry.who:
        return f"“{_task(entry)}” claimed"
    return f"“{_task(entry)}” given to {whom}"


def _to_whom(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    told = [people[p] for p in entry.payload.get("told", []) if p in people]
    return f" (to {', '.join(told)})" if told else ""


def _related(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    return f"{said(entry.payload.get('relation', ''))}: {_people(entry, people)}"


def _people(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    return ", ".join(people[p] for p in entry.payload.get("people", []) if p in people) or "nobody"


def _corrected(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    return f"Date corrected: {event_said(entry.payload.get('kind', '')).lower()}"


def _heads(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    return f"Heads of complaint set: {len(entry.payload.get('heads', []))}"


def _findings(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    made = entry.payload.get("findings", {})
    at = f" at {said(entry.payload['stage']).lower()}" if "stage" in entry.payload else ""
    return f"Findings made{at}: " + ", ".join(f"head {number}, {said(found).lower()}" for number, found in made.items())


def _ruled(what: str) -> Callable[[HistoryEntry, Mapping[int, str]], str]:
    def words(entry: HistoryEntry, people: Mapping[int, str]) -> str:
        rulings = entry.payload.get("rulings", {})
        return f"{what}s answered: " + ", ".join(
            f"{what.split()[-1].lower()} {number} {RULED.get(ruling, ruling)}" for number, ruling in rulings.items()
        )

    return words


def _recommended(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    many = entry.payload.get("recommendations") or "none"
    return f"Recommendations at {said(entry.payload.get('stage', '')).lower()}: {many}"


def _remedies(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    kinds = entry.payload.get("remedies", [])
    return f"Remedies: {', '.join(said(kind).lower() for kind in kinds) or 'none'}"


def _letter(verb: str) -> Callable[[HistoryEntry, Mapping[int, str]], str]:
    return lambda entry, people: f"Letter {verb}: {letter_said(entry.payload.get('letter', '')).lower()}"


def _changed(name: str, before: Any, after: Any) -> str:
    label = FIELDS.get(name, said(name))
    shown = _typed if name in WORD_FOR_WORD else _plain
    was = f" (before: {shown(before)})" if before not in (None, "", False) else ""
    return f"{label}: {shown(after)}{was}"


def _typed(value: Any) -> str:
    return ", ".join(str(value).splitlines()) if value else "none"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value in (None, "", []):
        return "none"
    if isinstance(value, list):
        return ", ".join(said(str(each)).lower() for each in value)
    return _day(value) if _is_day(value) else said(str(value))


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-"


def _day(value: str) -> str:
    try:
        return long_date(date.fromisoformat(value))
    except ValueError:
        return value


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


_Words = Callable[[HistoryEntry, Mapping[int, str]], str]

_BY_LIFECYCLE: Mapping[str, _Words] = {
    Lifecycle.SCHEDULE: lambda entry, people: f"“{_task(entry)}” is to be done",
    Lifecycle.ASSIGN: _assigned,
    Lifecycle.RELEASE: lambda entry, people: f"“{_task(entry)}” handed back",
    Lifecycle.COMPLETE: lambda entry, people: (
        f"“{_task(entry)}” done" if entry.task else f"By itself: {_lower(_task(entry))}"
    ),
    Lifecycle.WITHDRAW: lambda entry, people: f"“{_task(entry)}” taken off the list",
    Lifecycle.UNDO: lambda entry, people: f"“{_task(entry)}” undone",
}

_BY_KIND: Mapping[str, _Words] = {
    "logged": lambda entry, people: f"Logged ({said(entry.payload.get('channel', '')).lower()})",
    "case_changed": lambda entry, people: "Details changed",
    "relation_set": _related,
    "relation_lost": lambda entry, people: f"Not any more: {_lower(_related(entry, people))}",
    "warning_lifted": lambda entry, people: f"Chosen in spite of a warning: {_people(entry, people)}",
    "panel_place": lambda entry, people: (
        f"The panel meets on {_day(entry.payload.get('meets_on', ''))}: {entry.payload.get('place', '')}"
    ),
    "heads_agreed": _heads,
    "findings_made": _findings,
    "findings_adjudicated": _ruled("Finding"),
    "recommendations_made": _recommended,
    "recommendations_answered": _ruled("Recommendation"),
    "remedies_offered": _remedies,
    "letter_sent": _letter("sent"),
    "letter_posted": _letter("posted"),
    "letter_printed": _letter("printed"),
    "letter_sent_after_restore": _letter("sent: after a restore nobody knew whether it had gone"),
    "letter_had_gone": _letter("had gone out before a restore, somebody says"),
    "date_corrected": _corrected,
    **deed_words.BY_KIND,
    **moving_words.BY_KIND,
    "procedure_started": lambda entry, people: (
        f"Procedure started: {said(entry.process_key or '').lower()}, version {entry.process_version}"
    ),
    "calendar_changed": lambda entry, people: "Dates read again: a bank holiday was announced",
    "receipt_read_anew": lambda entry, people: (
        "Dates read again: the council changed what counts as the day of receipt"
    ),
    "nobody_told": lambda entry, people: "A reminder was due, and there was nobody who could be told",
    "reminder_overtaken": lambda entry, people: "An earlier reminder was passed over: a later one was due already",
}
