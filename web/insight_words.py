"""What the pages that look over many cases call their groups, and where each line leads."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from flask import url_for

from engine.casework.dates import long_date
from engine.casework.policy import Action
from engine.insight.lines import Group, Line, Sort
from engine.queries.due import Pressing
from web.access import may_everywhere

GROUPS: Mapping[Group, str] = {
    Group.OVERDUE: "Overdue",
    Group.DUE_SOON: "Due within 5 working days",
    Group.BLOCKED: "Blocked",
    Group.NEEDS_HELP: "Needs help",
    Group.QUIET: "No contact for 10 working days",
    Group.WINDOWS: "Time to ask for the next stage ends",
    Group.ACTIONS: "Actions overdue",
}

WHY: Mapping[Group, str] = {
    Group.OVERDUE: "Tasks and limits whose day has passed.",
    Group.DUE_SOON: "Tasks and limits that are due today or in the next 5 working days.",
    Group.BLOCKED: "Paused or put aside, waiting for somebody else, or stuck.",
    Group.NEEDS_HELP: "Somebody has said that they cannot do a task as it is.",
    Group.QUIET: "Nobody has spoken with or written to whoever complains.",
    Group.WINDOWS: "The complainant’s own time ends within 5 working days.",
    Group.ACTIONS: "What was promised and is not done.",
}

EMPTY: Mapping[Group, str] = {
    Group.OVERDUE: "Nothing is overdue.",
    Group.DUE_SOON: "Nothing is due in the next 5 working days.",
    Group.BLOCKED: "Nothing is blocked.",
    Group.NEEDS_HELP: "Nobody has asked for help.",
    Group.QUIET: "Everybody has heard from us in the last 10 working days.",
    Group.WINDOWS: "Nobody’s time to ask for the next stage ends in the next 5 working days.",
    Group.ACTIONS: "No action is overdue.",
}

LIGHTS: Mapping[Pressing, tuple[str, str]] = {
    Pressing.LATE: ("Red", "red"),
    Pressing.SOON: ("Amber", "yellow"),
    Pressing.LATER: ("Green", "green"),
    Pressing.NONE: ("Waiting", "grey"),
}
"""The word of each light, and the colour that goes with it: the word alone is enough."""


def day(on: date) -> str:
    """A day of a calendar: "Monday 5 October"."""
    return long_date(on).rpartition(" ")[0]


def light(line: Line) -> tuple[str, str]:
    """Red: its day has passed. Amber: due within five working days. Green: later. Grey: it waits, without a day."""
    soon = line.group in (Group.DUE_SOON, Group.WINDOWS) and line.due.pressing is Pressing.LATER
    return LIGHTS[Pressing.SOON if soon else line.due.pressing]


def address(line: Line) -> str:
    """Where a line leads; to its case where the list that it belongs to is not for whoever looks."""
    needed = _FOR.get(line.sort)
    if needed is not None and line.reference and not may_everywhere(needed):
        return _case(line)
    return _ADDRESSES.get(line.sort, _case)(line)


def _case(line: Line) -> str:
    return url_for("cases.page", reference=line.reference)


def _task(line: Line) -> str:
    return url_for("tasks.page", task_id=line.key)


_FOR: Mapping[Sort, Action] = {
    Sort.TO_POST: Action.RECORD_POST,
    Sort.INCIDENT: Action.KEEP_JOBS,
    Sort.REQUEST: Action.ASSIGN_TASK,
}
"""Who may open the list that such a line leads to: heads of service and directors read these lines as well."""

_ADDRESSES: Mapping[Sort, Callable[[Line], str]] = {
    Sort.TASK: _task,
    Sort.NOBODY: _task,
    Sort.LIMIT: lambda line: url_for("cases.dates", reference=line.reference),
    Sort.PAUSED: lambda line: url_for("cases.dates", reference=line.reference),
    Sort.WINDOW: lambda line: url_for("cases.dates", reference=line.reference),
    Sort.LETTER_FAILED: lambda line: url_for("case_letters.one", reference=line.reference, letter_id=line.key),
    Sort.TO_POST: lambda line: url_for("case_letters.to_post"),
    Sort.INCIDENT: lambda line: url_for("admin.every_incident"),
    Sort.FOLLOW_UP: lambda line: url_for("contact_log.page", reference=line.reference),
    Sort.QUIET: lambda line: url_for("contact_log.page", reference=line.reference),
    Sort.REQUEST: lambda line: url_for("task_requests.every"),
    Sort.ACTION: lambda line: url_for("actions.one", action_id=line.key),
    Sort.PAYMENT: lambda line: url_for("putting_right.page", reference=line.reference),
}

SHORT: Mapping[Group, str] = {
    Group.BLOCKED: "blocked",
    Group.NEEDS_HELP: "need help",
    Group.QUIET: "without contact for 10 working days",
    Group.WINDOWS: "with time to ask ending",
    Group.ACTIONS: "actions overdue",
}
"""As a sum on top of the list says it."""

IN_A_PACK: Mapping[Group, str] = {
    Group.OVERDUE: "overdue",
    Group.DUE_SOON: "due in 5 working days",
    Group.BLOCKED: "blocked",
    Group.NEEDS_HELP: "need help",
}
"""As the sums of a meeting pack say it."""


def is_missed(line: Line) -> bool:
    """Whether somebody here should have done it before: a panel’s day, or a complainant’s own time, only passes."""
    return line.due.pressing is Pressing.LATE and line.sort not in (Sort.PANEL, Sort.WINDOW)


def weekdays(on: date) -> timedelta:
    """How far a day is from the Monday of its week."""
    return timedelta(days=on.weekday())
