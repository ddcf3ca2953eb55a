"""Every list of tasks is what a patient reader would find by asking of each task whether it belongs there."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from random import Random
from typing import Any

import pytest

from engine.casework.policy import Actor
from engine.casework.vocabulary import Role
from engine.office import Office
from engine.queries import inbox, who
from engine.queries.inbox import Cursor, Filters, Flag, Sort, Tab, When
from engine.queries.inbox_keys import keys
from engine.queries.inbox_lists import PUT_ASIDE, Lists
from engine.queries.inbox_ranges import by_ranges
from tests.engine.queries.any_council import PEOPLE, SERVICES, TODAY, Council, Row
from tests.engine.queries.by_chance import CASES, Place, council

STANDS_IN = (("intake", "triage"), ("statutory_complaint", "respond"), ("corporate_complaint", "respond"))
SOON = date(2026, 10, 12)
"""Five working days after the Monday that it is."""
A_PAGE, COUNTED = 4, 9


@pytest.fixture(params=range(3))
def found(request: pytest.FixtureRequest, either_office: Office) -> tuple[Office, Council, Random]:
    """An office, what is in it, and chance to go on with."""
    chance = Random(request.param)
    with either_office.transaction() as transaction:
        places = [_place(either_office, transaction.connection, *each) for each in STANDS_IN]
        of_case = {key: chance.choice(places) for key in CASES}
        made = council(chance, of_case)
        made.put(transaction.connection, {key: place.definition_id for key, place in of_case.items()})
    return either_office, made, chance


def _place(office: Office, connection: object, procedure: str, element: str) -> Place:
    row = office.library.in_effect(connection, procedure, TODAY)  # type: ignore[arg-type]
    return Place(row.id, procedure, row.compiled.procedure.elements[element].parent or "", element)


def test_every_list_read_page_by_page_is_what_belongs_on_it_in_order(found: tuple[Office, Council, Random]) -> None:
    office, made, chance = found
    for actor in _some(office, made, chance):
        seen = {t["id"] for t in made.tasks if made.may_see(actor, t)}
        with office.database.reading() as connection:
            if not office.database.is_sqlite:
                connection.execute(by_ranges())
            lists = Lists(office, connection, actor, keys(connection, actor, TODAY), TODAY)
            for tab in inbox.open_tabs(actor):
                belongs = [t for t in made.tasks if t["id"] in seen and BELONGS[tab](made, actor, t)]
                for filters in (Filters(), _filters(chance)):
                    expected = [
                        t["id"] for t in sorted(_narrowed(made, tab, belongs, filters), key=_order(tab, filters))
                    ]
                    about = (actor, tab, filters)
                    assert _walk(lists, tab, filters) == expected, about
                    if tab is not Tab.DONE:
                        assert lists.count(tab, filters, COUNTED) == min(len(expected), COUNTED), about


def test_a_page_counts_every_list_and_says_for_whom_a_deputy_would_do_it(
    found: tuple[Office, Council, Random], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, made, chance = found
    monkeypatch.setattr(inbox, "PAGE_SIZE", A_PAGE)
    monkeypatch.setattr(inbox, "MOST_COUNTED", COUNTED)
    for actor in _some(office, made, chance):
        seen = [t for t in made.tasks if made.may_see(actor, t)]
        listed: dict[Tab, list[Row]] = {
            each: [t for t in seen if BELONGS[each](made, actor, t)] for each in inbox.open_tabs(actor)
        }
        tab = Tab.COVERING if actor.covers else Tab.MINE
        page = inbox.page(office, actor, tab)
        there: dict[Tab, list[Row]] = {
            each: _narrowed(made, each, of, Filters()) for each, of in listed.items() if each is not Tab.DONE
        }
        assert page.counts == {each: min(len(of), COUNTED + 1) for each, of in there.items()}
        put_by = _narrowed(made, Tab.MINE, listed[Tab.MINE], Filters(flag=Flag.PUT_BY))
        assert page.put_by == min(len(put_by), COUNTED + 1)
        assert (page.following is not None) == (len(there[tab]) > A_PAGE)
        by_id = {t["id"]: t for t in seen}
        for row in page.rows if tab is Tab.COVERING else ():
            assert row.covered is not None
            assert row.covered.person_id == made.covered_person(actor, by_id[row.task_id])


def _some(office: Office, made: Council, chance: Random) -> list[Actor]:
    """A few of those who are here, one of whom stands in for somebody, if anybody does."""
    here = [who.actor(office, person_id) for person_id in PEOPLE if made.is_active(person_id)]
    found = [each for each in here if each is not None]
    assert len(found) == len(here)
    chance.shuffle(found)
    return sorted(found, key=lambda each: not each.covers)[:3]


def _walk(lists: Lists, tab: Tab, filters: Filters) -> list[str]:
    """A list from its first page to its last, with cursors as addresses carry them."""
    read = lists.done if tab is Tab.DONE else partial(lists.first, tab, filters)
    found: list[str] = []
    after = None
    while rows := read(after, A_PAGE):
        found += [task_id for task_id, _ in rows]
        after = Cursor.read(str(Cursor(rows[-1][1], rows[-1][0])))
        if len(rows) < A_PAGE:
            break
    return found


def _is_open(belongs: Callable[[Council, Actor, Row], bool]) -> Callable[[Council, Actor, Row], bool]:
    return lambda made, actor, of: of["status"] == "open" and belongs(made, actor, of)


def _of_team(made: Council, actor: Actor, of: Row) -> bool:
    theirs = made.is_in_hands_of(made.colleagues(actor.person_id), of)
    return not made.is_mine(actor, of) and (made.means(actor.person_id, of) or theirs or _to_be_given(made, actor, of))


def _of_nobody(made: Council, actor: Actor, of: Row) -> bool:
    could = made.means(actor.person_id, of) and not made.is_mine(actor, of)
    return of["assignee_id"] is None and (could or _to_be_given(made, actor, of))


def _to_be_given(made: Council, actor: Actor, of: Row) -> bool:
    return Role.COMPLAINTS_OFFICER in actor.roles and made.is_for_nobody(of)


def _covered(made: Council, actor: Actor, of: Row) -> bool:
    return not made.is_mine(actor, of) and made.covered_person(actor, of) is not None


BELONGS: Mapping[Tab, Callable[[Council, Actor, Row], bool]] = {
    Tab.MINE: _is_open(Council.is_mine),
    Tab.TEAM: _is_open(_of_team),
    Tab.UNASSIGNED: _is_open(_of_nobody),
    Tab.COVERING: _is_open(_covered),
    Tab.EVERYBODY: _is_open(lambda made, actor, of: True),
    Tab.DONE: lambda made, actor, of: of["status"] == "completed" and of["ended_by"] == actor.person_id,
}
"""What stands on each list, among what somebody may see."""


def _filters(chance: Random) -> Filters:
    """Up to three things at once: more leave nothing to get wrong."""
    any_of: dict[str, list[Any]] = {
        "procedure": [procedure for procedure, _ in STANDS_IN],
        "stage": ["stage_1"],
        "service_id": list(SERVICES),
        "when": list(When),
        "person_id": list(PEOPLE),
        "flag": list(Flag),
        "words": ["otter", "riv", "otter river", "?"],
    }
    names = chance.sample(sorted(any_of), chance.choice([0, 1, 1, 1, 2, 3]))
    narrowed = {name: chance.choice(any_of[name]) for name in names}
    return Filters(**narrowed, sort=chance.choice(list(Sort)))


def _narrowed(made: Council, tab: Tab, tasks: list[Row], f: Filters) -> list[Row]:
    if tab is Tab.DONE:  # which is read as it is
        return tasks
    found = [t for t in tasks if f.flag is Flag.PUT_BY or tab not in PUT_ASIDE or not _is_put_by(t)]
    return [t for t in found if all(asked(made, t, f) for asked in _ASKED)]


def _is_put_by(of: Row) -> bool:
    return of["not_before"] is not None and of["not_before"] > TODAY


_ASKED: tuple[Callable[[Council, Row, Filters], bool], ...] = (
    lambda made, of, f: f.procedure in ("", of["procedure"]),
    lambda made, of, f: f.stage in ("", of["stage"]),
    lambda made, of, f: f.service_id in (None, made.cases[of["case_id"]]["service_id"]),
    lambda made, of, f: f.when is None or f.when is _when(of["due_on"]),
    lambda made, of, f: f.person_id is None or made.is_in_hands_of({f.person_id}, of),
    lambda made, of, f: f.flag is None or _FLAGGED[f.flag](made, of),
    lambda made, of, f: all(word in made.cases[of["case_id"]]["words"].lower() for word in f.words.split()),
)


def _when(due_on: date | None) -> When:
    if due_on is None:
        return When.NO_DATE
    if due_on <= TODAY:
        return When.TODAY if due_on == TODAY else When.OVERDUE
    return When.SOON if due_on <= SOON else When.LATER


def _extended(made: Council, of: Row) -> bool:
    return any(
        (c["case_id"], c["name"]) == (of["case_id"], of["clock"]) and c["due_on"] > c["limit_on"] for c in made.clocks
    )


_FLAGGED: Mapping[Flag, Callable[[Council, Row], bool]] = {
    Flag.NEEDS_HELP: lambda made, of: any(r["task_id"] == of["id"] and r["ended_at"] is None for r in made.requests),
    Flag.SAFEGUARDING: lambda made, of: made.cases[of["case_id"]]["safeguarding"],
    Flag.CHILD: lambda made, of: made.cases[of["case_id"]]["is_child"],
    Flag.CONTACT_WARNING: lambda made, of: bool(made.cases[of["case_id"]]["contact_warning"]),
    Flag.ADVOCATE: lambda made, of: bool(made.cases[of["case_id"]]["advocate_name"]),
    Flag.EXTENDED: _extended,
    Flag.PUT_BY: lambda made, of: _is_put_by(of),
}


def _order(tab: Tab, filters: Filters) -> Callable[[Row], tuple[object, ...]]:
    if tab is Tab.DONE:
        return lambda of: (-_seconds(of["ended_at"]), -int(of["id"], 16))
    if filters.sort is Sort.DUE:
        return lambda of: (of["due_on"] is None, of["due_on"] or TODAY, of["id"])
    back = -1 if filters.sort is Sort.NEWEST else 1
    return lambda of: (back * _seconds(of["opened_at"]), back * int(of["id"], 16))


def _seconds(at: datetime) -> float:
    return at.timestamp()
