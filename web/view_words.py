"""What a kept view shows, in words: "Status: Open. Service: Children in care. Words: school"."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import request

from engine.office import Office
from engine.queries import narrowing, people
from engine.queries.saved_views import OfList, SavedView
from web.words import said

TABS: Mapping[str, str] = {
    "mine": "Mine",
    "team": "My team’s",
    "unassigned": "Unassigned",
    "covering": "Standing in",
    "everybody": "Everybody’s",
    "done": "Done",
}
"""The lists of the inbox, by the end of their endpoint."""

VIEW = "view"
"""In the address of a list: the view that it was opened from."""

LISTS: Mapping[OfList, str] = {OfList.INBOX: "Inbox", OfList.CASES: "Cases"}

NAMES: Mapping[str, str] = {
    "tab": "List",
    "status": "Status",
    "kind": "Kind",
    "procedure": "Procedure",
    "stage": "Stage",
    "service": "Service",
    "manager": "Who answers it",
    "person": "Who has it",
    "flag": "Flag",
    "due": "Due",
    "when": "Due",
    "overdue": "Only overdue",
    "sort": "Order",
}


def changed(views: Iterable[SavedView], parts: Mapping[str, Any], words: str) -> SavedView | None:
    """The view that a list was opened from and is narrowed otherwise than by now; None where it is as it was kept."""
    opened = next((view for view in views if str(view.id) == parts.get(VIEW)), None)
    return opened if opened is not None and not opened.shows(parts, words) else None


def opened_from() -> dict[str, str]:
    """For the address of a list: the view that it was opened from, which it stays while it is narrowed further."""
    key = request.args.get(VIEW, "")
    return {VIEW: key} if key.isascii() and key.isdecimal() and len(key) < 10 else {}


def described(office: Office, view: SavedView) -> tuple[tuple[str, str], ...]:
    """What the view narrows its list to: a name and a value each. What nobody knows any more is left out."""
    known = _known(office, view.parts)
    pairs = [(NAMES[name], known(name, value)) for name, value in view.parts.items() if name in NAMES]
    words = [("Words", view.words)] if view.words else []
    return (*((name, value) for name, value in pairs if value), *words)


def _known(office: Office, parts: Mapping[str, str]) -> Callable[[str, str], str]:
    """How the keys in an address are called. Asked of the database only for what stands there."""
    found: dict[str, Mapping[str, str]] = {"tab": TABS}
    if "service" in parts:
        found["service"] = {str(each.id): each.name for each in people.services(office)}
    if "manager" in parts or "person" in parts:
        everybody = dict(narrowing.managers(office)) | {each.id: each.name for each in people.colleagues(office)}
        found["manager"] = found["person"] = {str(key): name for key, name in everybody.items()}
    if "procedure" in parts or "stage" in parts:
        found["procedure"], found["stage"] = _of_procedures(office)
    return lambda name, value: found[name].get(value, "") if name in found else said(value)


def _of_procedures(office: Office) -> tuple[Mapping[str, str], Mapping[str, str]]:
    procedures: dict[str, str] = {}
    stages: dict[str, str] = {}
    for each in narrowing.procedures(office):
        procedures[each.key] = each.name
        procedures |= {f"{each.key}.{stage.id}": f"{each.name}: {stage.name}" for stage in each.stages}
        stages |= {stage.id: stage.name for stage in each.stages}
    return procedures, stages
