"""The lists that somebody has kept for themselves: what each is narrowed to, under a name of their own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, select

from engine.casework.policy import Actor
from engine.db.tables import saved_view
from engine.errors import NotFound
from engine.office import Office

MOST_PARTS = 20
NEVER_KEPT = frozenset({"search", "words", "after", "before", "view"})
"""Parts of an address that say where somebody is in a list, or what they looked for: those words are kept apart."""
_NAME, _VALUE = re.compile(r"[a-z_]{1,20}"), re.compile(r"[A-Za-z0-9_.:-]{1,80}")


class OfList(StrEnum):
    """Which list a view is of."""

    INBOX = "inbox"
    CASES = "cases"


@dataclass(frozen=True)
class SavedView:
    """A list as somebody keeps it."""

    id: int
    name: str
    of_list: OfList
    parts: Mapping[str, str]
    """What stands in its address: a name and a value each, as the list's own page reads them (and drops what it does
    not know)."""
    words: str
    """What is looked for in it; empty for nothing. They stand in no address."""

    def shows(self, parts: Mapping[str, Any], words: str) -> bool:
        """Whether it is the list with these parts in its address, in which these words are looked for."""
        return (dict(self.parts), self.words) == (readable(parts), words)


def of_person(office: Office, actor: Actor, of_list: OfList) -> tuple[SavedView, ...]:
    """The views that this person keeps of a list, by name. Nobody sees somebody else's."""
    return tuple(view for view in every(office, actor) if view.of_list is of_list)


def every(office: Office, actor: Actor) -> tuple[SavedView, ...]:
    """The views that this person keeps, by name."""
    with office.database.reading() as connection:
        views = [_view(row) for row in connection.execute(_own(actor)).all()]
    return tuple(sorted(views, key=lambda view: (view.name.casefold(), view.id)))


def find(office: Office, actor: Actor, view_id: int) -> SavedView:
    """One of their own views. Raises `NotFound`."""
    with office.database.reading() as connection:
        row = connection.execute(_own(actor).where(saved_view.c.id == view_id)).one_or_none()
    if row is None:
        raise NotFound(what="view")
    return _view(row)


def readable(parts: Mapping[str, Any]) -> dict[str, str]:
    """What can stand in the address of a list: short names and values, no words that somebody typed."""
    found = {name: value for name, value in parts.items() if isinstance(value, str)}
    fit = (n for n, value in found.items() if n not in NEVER_KEPT and _NAME.fullmatch(n) and _VALUE.fullmatch(value))
    return {name: found[name] for name in list(fit)[:MOST_PARTS]}


def _own(actor: Actor) -> Select[Any]:
    return select(saved_view).where(saved_view.c.person_id == actor.person_id)


def _view(row: Row[Any]) -> SavedView:
    kept = row.filters if isinstance(row.filters, dict) else {}
    words = kept.get("words", "")
    of_list = OfList(row.of_list) if row.of_list in set(OfList) else OfList.CASES
    return SavedView(row.id, row.name, of_list, readable(kept), words if isinstance(words, str) else "")
