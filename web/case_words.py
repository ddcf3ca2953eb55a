"""What the pages of a case say of it: one sentence that sums it up, and plain words for all that happened."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from engine.casework.clocks import ClockRule, ClockState, write_clock
from engine.casework.dates import long_date
from engine.casework.standing import extension_words, pause_words, time_left
from engine.casework.vocabulary import CaseStatus, EventKind, Lifecycle
from engine.queries.case_file import Ball, CaseFile, ClockLine
from engine.queries.history import HistoryEntry
from web.words import said

CLOCKS: Mapping[str, str] = {
    "acknowledgement": "Acknowledgement",
    "stage_1_response": "Answer at stage 1",
    "stage_1_maximum": "Longest that stage 1 may take",
    "close_out": "Close-out",
}

EVENTS: Mapping[str, str] = {
    EventKind.RECEIVED: "Received",
    EventKind.ACKNOWLEDGED: "Acknowledged",
    EventKind.COMPLAINANT_CONTACTED: "Complainant contacted",
    EventKind.STAGE_1_RESPONSE_SENT: "Answer at stage 1 sent",
    EventKind.CLOSE_OUT_RECORDED: "Close-out recorded",
    EventKind.RESOLVED_AT_ONCE: "Resolved by the next working day",
    EventKind.NOT_ACCEPTED: "Not accepted",
    EventKind.WITHDRAWN: "Withdrawn",
    EventKind.CLOSED: "Closed",
    EventKind.EXTENDED: "Time extended",
    EventKind.SUSPENDED: "Clock paused",
    EventKind.RESUMED: "Clock started again",
    EventKind.OVERRUN: "Complainant told of a delay",
}

LETTERS: Mapping[str, str] = {
    "acknowledgement": "Acknowledgement",
    "acknowledgement_child": "Acknowledgement (for a child)",
    "not_accepted": "Why the complaint is not taken on",
    "stage_1_response": "Answer at stage 1",
    "stage_1_extension": "More time for stage 1",
    "overrun": "Sorry for the delay",
    "withdrawal_confirmation": "Confirmation of the withdrawal",
}

LETTER_STATUS: Mapping[str, str] = {
    "draft": "Draft, not sent",
    "queued": "On its way",
    "to_post": "To be printed and posted",
    "sent": "Sent",
    "failed": "Could not be delivered",
    "discarded": "Not sent",
}

NOTICES: Mapping[str, str] = {
    "acknowledgement_overdue": "Reminder: the acknowledgement is overdue",
    "due_in_three_days": "Reminder: due in three working days",
    "due_tomorrow": "Reminder: due on the next working day",
    "overdue": "Told that the limit was missed",
    "case_withdrawn": "Told that the case is withdrawn",
    "case_notice": "Told of the case",
}

FIELDS: Mapping[str, str] = {
    "status": "Status",
    "closed_on": "Closed on",
    "received_on": "Received on",
    "route_reason": "Reason for the route",
    "safeguarding": "Somebody may be at risk",
    "advocate_name": "Advocate",
    "contact_warning": "Contact warning",
}


def clock_said(name: str) -> str:
    """A clock as a page names it."""
    return CLOCKS.get(name, said(name))


def event_said(kind: str) -> str:
    """An event as a page names it."""
    return EVENTS.get(kind, said(kind))


def letter_said(template: str) -> str:
    """A letter as a page names it."""
    return LETTERS.get(template, said(template))


def letter_status_said(status: str) -> str:
    """Where a letter stands."""
    return LETTER_STATUS.get(status, said(status))


def limit_said(rule: ClockRule) -> str:
    """A limit as a sentence: "10 working days from received, 20 if extended, until stage 1 response sent"."""
    return _sentence(write_clock(rule).replace("_", " "))


def channel_said(channel: str) -> str:
    """How a letter goes or went."""
    return {"email": "By email", "post": "By post", "elsewhere": "By other means"}.get(channel, said(channel))


def job_said(kind: str, template: str | None) -> str:
    """What a piece of background work was about."""
    if template is not None:
        name = NOTICES.get(template) or letter_said(template)
        return f"Delivery failed: {name[:1].lower()}{name[1:]}"
    return {"timer": "A reminder or a step that opens by itself", "digest": "The morning email"}.get(kind, said(kind))


def summary(case: CaseFile, name: str) -> str:
    """The sentence at the top of a case. `name` is how the page names the complainant."""
    row = case.row
    begun = f"{said(row.kind)} from {name} about {case.service}, received on {long_date(row.received_on)}"
    return f"{begun}{_ending(case)}"


def due_words(line: ClockLine) -> str:
    """How long there is: "2 working days left", "due today", "1 working day late"."""
    return time_left(line.reading)


def who_has(ball: Ball) -> str:
    """Who has to do an open task: names, or that somebody has to be found."""
    if len(ball.holders) > 3 or not ball.holders:
        return said(ball.candidate) if ball.holders else "nobody yet"
    return " or ".join(ball.holders)


def happened(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    """An entry of the history as a sentence without its end."""
    words = _BY_LIFECYCLE.get(entry.lifecycle)
    if entry.element is not None and words is not None:
        return words(entry, people)
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
        parts.append(_sentence(extension_words(kept["ground"])))
    if entry.what == EventKind.SUSPENDED:
        parts.append(_sentence(pause_words(kept.get("ground"))))
    if entry.what == EventKind.OVERRUN and kept.get("ground"):
        parts.append(f"Cause: {said(kept['ground'])}")
    if "before" in kept:
        parts.extend(_changed(name, kept["before"].get(name), kept["after"].get(name)) for name in kept["after"])
    if "was" in kept:
        parts.append(f"Was: {_day(kept['was'])}")
    if kept.get("reason"):
        parts.append(f"Reason: {kept['reason']}")
    return ". ".join(part.rstrip(".") for part in parts) + ("." if parts else "")


def _ending(case: CaseFile) -> str:
    row = case.row
    if row.status == CaseStatus.OPEN:
        return _under_way(case)
    on = f" on {long_date(row.closed_on)}" if row.closed_on else ""
    answered = next((c for c in case.clocks if c.name == "stage_1_response" and c.reading.met_on), None)
    if row.status == CaseStatus.CLOSED and answered is not None:
        punctual = "in time" if answered.reading.in_time else "late"
        return f"; answered on {long_date(answered.reading.met_on or row.closed_on)}, {punctual}, and closed{on}."
    ended = {CaseStatus.CLOSED: "closed", CaseStatus.WITHDRAWN: "withdrawn", CaseStatus.NOT_ACCEPTED: "not accepted"}
    return f", {ended[CaseStatus(row.status)]}{on}."


def _under_way(case: CaseFile) -> str:
    deadline = case.next_deadline
    tail = f": {_limit(deadline)}" if deadline is not None else ""
    if not case.balls:
        return f"; nothing is to be done for now{tail}."
    ball = case.balls[0]
    return f"; “{ball.name}” is with {who_has(ball)}{tail}."


def _limit(line: ClockLine) -> str:
    if line.reading.state is ClockState.PAUSED or line.reading.due_on is None:
        return "the clock is paused"
    was = "was " if line.reading.state is ClockState.OVERDUE else ""
    return f"{clock_said(line.name).lower()} {was}due on {long_date(line.reading.due_on)}, {due_words(line)}"


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
    named = ", ".join(people[p] for p in entry.payload.get("people", []) if p in people) or "nobody"
    return f"{said(entry.payload.get('relation', ''))}: {named}"


def _corrected(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    return f"Date corrected: {event_said(entry.payload.get('kind', '')).lower()}"


def _heads(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    return f"Heads of complaint set: {len(entry.payload.get('heads', []))}"


def _findings(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    made = entry.payload.get("findings", {})
    return "Findings made: " + ", ".join(f"head {number}, {said(found).lower()}" for number, found in made.items())


def _remedies(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    kinds = entry.payload.get("remedies", [])
    return f"Remedies: {', '.join(said(kind).lower() for kind in kinds) or 'none'}"


def _letter(verb: str) -> Callable[[HistoryEntry, Mapping[int, str]], str]:
    return lambda entry, people: f"Letter {verb}: {letter_said(entry.payload.get('letter', '')).lower()}"


def _changed(name: str, before: Any, after: Any) -> str:
    label = FIELDS.get(name, said(name))
    was = f" (before: {_plain(before)})" if before not in (None, "", False) else ""
    return f"{label}: {_plain(after)}{was}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value in (None, ""):
        return "none"
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


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


_Words = Callable[[HistoryEntry, Mapping[int, str]], str]

_BY_LIFECYCLE: Mapping[str, _Words] = {
    Lifecycle.SCHEDULE: lambda entry, people: f"“{_task(entry)}” is to be done",
    Lifecycle.ASSIGN: _assigned,
    Lifecycle.RELEASE: lambda entry, people: f"“{_task(entry)}” handed back",
    Lifecycle.COMPLETE: lambda entry, people: (
        f"“{_task(entry)}” done" if entry.task else f"By itself: {_lower(_task(entry))}"
    ),
    Lifecycle.WITHDRAW: lambda entry, people: f"“{_task(entry)}” taken off the list",
}

_BY_KIND: Mapping[str, _Words] = {
    "logged": lambda entry, people: f"Logged ({said(entry.payload.get('channel', '')).lower()})",
    "case_changed": lambda entry, people: "Details changed",
    "relation_set": _related,
    "heads_agreed": _heads,
    "findings_made": _findings,
    "remedies_offered": _remedies,
    "letter_sent": _letter("sent"),
    "letter_posted": _letter("posted"),
    "date_corrected": _corrected,
    "procedure_started": lambda entry, people: (
        f"Procedure started: {said(entry.process_key or '').lower()}, version {entry.process_version}"
    ),
    "calendar_changed": lambda entry, people: "Dates read again: a bank holiday was announced",
    "reminder_overtaken": lambda entry, people: "An earlier reminder was passed over: a later one was due already",
}
