"""What the history says of work that was put by, asked about, or moved to somebody else."""

from collections.abc import Callable, Mapping
from datetime import date

from engine.casework.dates import long_date
from engine.casework.task_requests import Need
from engine.queries.history import HistoryEntry
from web.words import said

_Words = Callable[[HistoryEntry, Mapping[int, str]], str]

_NEEDED: Mapping[str, str] = {
    Need.WRONG_PERSON: "somebody else should do it",
    Need.MORE_TIME: "more time is needed",
    Need.HELP: "help is needed",
}


def _task(entry: HistoryEntry) -> str:
    return f"“{entry.payload.get('name', '')}”"


def _put_by(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    return f"{_task(entry)} put by until {long_date(date.fromisoformat(entry.payload['until']))}"


def _request(entry: HistoryEntry) -> str:
    return f"{_task(entry)}, {_NEEDED.get(entry.payload.get('need', ''), 'something is asked for')}"


def _answered(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    return f"Complaints team answered ({_request(entry)}): {entry.payload.get('answer', '')}".rstrip(".")


def _moved(entry: HistoryEntry, people: Mapping[int, str]) -> str:
    named = [people[p] for p in entry.payload.get("people", []) if p in people]
    what = ", ".join(said(each).lower() for each in entry.payload.get("what", [])) or "work"
    return f"Moved from {named[0]} to {' and '.join(named[1:])}: {what}" if named[1:] else f"Work moved: {what}"


BY_KIND: Mapping[str, _Words] = {
    "task_put_by": _put_by,
    "task_brought_back": lambda entry, people: f"{_task(entry)} brought back before its day",
    "task_request_made": lambda entry, people: f"Complaints team told: {_request(entry)}",
    "task_request_answered": _answered,
    "task_request_withdrawn": lambda entry, people: f"Taken back: {_request(entry)}",
    "work_moved": _moved,
}
"""The sentence for each kind of entry, without its end."""
