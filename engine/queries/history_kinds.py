"""What a reader of a case's history can narrow it to: dates, letters, tasks, people, corrections."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_

from engine.casework.vocabulary import EventKind, Lifecycle
from engine.db.tables import history


class HistoryKind(StrEnum):
    """A sort of entry that somebody looks for."""

    DATES = "dates"
    LETTERS = "letters"
    TASKS = "tasks"
    PEOPLE = "people"
    CORRECTIONS = "corrections"


_DATES = (
    *(kind.value for kind in EventKind),
    *("date_corrected", "event_undone", "recorded_late", "asked_by", "panel_place", "clocks_ended"),
    *("calendar_changed", "receipt_read_anew", "partly_put_aside", "ombudsman_wrote"),
)
_LETTERS = ("worker_told", "worker_told_again", "worker_outcome")
_PEOPLE = (
    *("relation_set", "relation_lost", "warning_lifted", "manager_changed", "about_changed"),
    *("party_added", "party_changed", "party_removed", "worker_told", "worker_account", "panel_met"),
)
_CORRECTIONS = (
    *("date_corrected", "event_undone", "finding_corrected", "rerouted", "manager_changed", "about_changed"),
    *("actions_replaced", "payment_taken_back", "party_changed", EventKind.REOPENED.value),
)
_OF_TASKS = (
    *(Lifecycle.SCHEDULE, Lifecycle.ASSIGN, Lifecycle.START, Lifecycle.RELEASE),
    *(Lifecycle.COMPLETE, Lifecycle.WITHDRAW, Lifecycle.UNDO),
)


def of_kind(kind: HistoryKind) -> ColumnElement[bool]:
    """The entries of one kind; an entry can be of several, such as a corrected date."""
    return _CONDITIONS[kind]


_h = history.c
_NOTED = _h.lifecycle == Lifecycle.NOTE
_CONDITIONS: Mapping[HistoryKind, ColumnElement[bool]] = {
    HistoryKind.DATES: and_(_NOTED, _h.what.in_(_DATES)),
    HistoryKind.LETTERS: and_(_NOTED, or_(_h.what.startswith("letter_"), _h.what.in_(_LETTERS))),
    HistoryKind.TASKS: _h.lifecycle.in_(_OF_TASKS),
    HistoryKind.PEOPLE: and_(_NOTED, _h.what.in_(_PEOPLE)),
    HistoryKind.CORRECTIONS: or_(_h.lifecycle == Lifecycle.UNDO, and_(_NOTED, _h.what.in_(_CORRECTIONS))),
}
