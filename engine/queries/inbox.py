"""What is to be done: open tasks by what is due first; mine, my team's, what nobody has, everybody's; and what I did.

Whose work it is, is read by keys and index ranges (`inbox_keys`, `inbox_ranges`), never by looking through every task.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.casework.policy import Actor
from engine.casework.vocabulary import Role
from engine.errors import NotAllowed
from engine.office import Office
from engine.queries.inbox_filters import Cursor as Cursor
from engine.queries.inbox_filters import Filters as Filters
from engine.queries.inbox_filters import Flag as Flag
from engine.queries.inbox_filters import Sort as Sort
from engine.queries.inbox_filters import When as When
from engine.queries.inbox_keys import keys
from engine.queries.inbox_lists import Lists
from engine.queries.inbox_lists import Tab as Tab
from engine.queries.inbox_ranges import by_ranges
from engine.queries.inbox_rows import InboxRow, rows
from engine.queries.inbox_rows import flags as flags
from engine.queries.inbox_rows import stage as stage

PAGE_SIZE = 25
MOST_COUNTED = 500
"""What is more is not counted to the end."""


@dataclass(frozen=True)
class InboxPage:
    """A page of the list, how many tasks each list has, and where the next page begins."""

    rows: tuple[InboxRow, ...]
    tabs: tuple[Tab, ...]
    """The lists that the person has."""
    counts: Mapping[Tab, int]
    """Of every list of open tasks; `MOST_COUNTED` + 1 is "more than 500"."""
    following: Cursor | None
    put_by: int = 0
    """How many of my tasks are put by until later."""


def page(
    office: Office, actor: Actor, tab: Tab, after: Cursor | None = None, filters: Filters | None = None
) -> InboxPage:
    """A page of a list. Raises `NotAllowed` for everybody's list unless the actor is a complaints officer."""
    today, tabs, wanted = office.today(), open_tabs(actor), filters or Filters()
    if tab not in tabs:
        raise NotAllowed(action=_LISTS[tab][0], why=_LISTS[tab][1])
    with office.database.reading() as connection:
        if not office.database.is_sqlite:
            connection.execute(by_ranges())
        lists = Lists(office, connection, actor, keys(connection, actor, today), today)
        counts: dict[Tab, int] = {
            each: lists.count(each, Filters(), MOST_COUNTED + 1) for each in tabs if each is not Tab.DONE
        }
        put_by = lists.count(Tab.MINE, Filters(flag=Flag.PUT_BY), MOST_COUNTED + 1)
        most = PAGE_SIZE + 1
        found = lists.done(after, most) if tab is Tab.DONE else lists.first(tab, wanted, after, most)
        shown = [task_id for task_id, _ in found[:PAGE_SIZE]]
        listed = rows(office, connection, actor, shown, today)
        if tab is Tab.COVERING:
            covered = lists.covered(shown)
            listed = tuple(replace(row, covered=covered.get(row.task_id)) for row in listed)
    following = Cursor(found[PAGE_SIZE - 1][1], found[PAGE_SIZE - 1][0]) if len(found) > PAGE_SIZE else None
    return InboxPage(listed, tabs, counts, following, put_by)


def open_tabs(actor: Actor) -> tuple[Tab, ...]:
    """The lists that this person has."""
    has = {Tab.EVERYBODY: Role.COMPLAINTS_OFFICER in actor.roles, Tab.COVERING: bool(actor.covers)}
    return tuple(tab for tab in Tab if has.get(tab, True))


_LISTS: Mapping[Tab, tuple[str, str]] = {
    Tab.EVERYBODY: ("see everybody’s tasks", "this list is for the complaints team"),
    Tab.COVERING: ("see the tasks of somebody who is away", "nobody who is away today has named you as their deputy"),
}
"""What is refused, and why, to somebody who has no such list."""
