"""Calendar feeds, meeting packs and the director's page show what a patient reader may see, and nothing besides."""

from collections.abc import Iterable
from datetime import date
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert, select

from engine.casework.policy import Actor
from engine.casework.vocabulary import Relation
from engine.db.tables import absence, case_file, case_relation, task, task_request
from engine.flows import calendar_feeds
from engine.insight import calendar_feed, deadlines, director, meeting_pack, worklist
from engine.insight.deadlines import Whose
from engine.insight.director import Figure
from engine.insight.lines import Line, Sort
from engine.insight.own_work import Span
from engine.office import Office
from tests import story
from tests.council import PEOPLE
from tests.engine.insight import naive, town

CASES = 40
BARRED = ("oscar", "mara", "max", "heather")
BACK, AHEAD = date(2026, 8, 6), date(2027, 11, 9)
"""Sixty days before the day of the tests, and four hundred after it."""


@pytest.fixture(params=range(2))
def council(either_office: Office, request: pytest.FixtureRequest) -> Office:
    """A random council in which everybody is complained about here and there, and Mara is away."""
    random = Random(request.param)
    town.settle(either_office, random, CASES)
    about = [
        {"case_id": number, "relation": Relation.COMPLAINED_ABOUT.value, "person_id": PEOPLE[login][0]}
        for number in range(1, CASES + 1)
        for login in BARRED
        if random.random() < 0.2
    ]
    days = {"from_on": date(2026, 10, 1), "to_on": date(2026, 10, 9)}
    with either_office.transaction() as transaction:
        away: dict[str, Any] = {"person_id": PEOPLE["mara"][0], "deputy_id": PEOPLE["max"][0]}
        transaction.connection.execute(insert(case_relation), about)
        transaction.connection.execute(insert(absence).values(**away, **days, made_at=transaction.now))
    return either_office


def _read(office: Office, actor: Actor) -> naive.Reader:
    with office.database.reading() as connection:
        calendar = office.library.calendar(connection)
    return naive.Reader(office, actor, office.today(), calendar)


def _by_hand(office: Office, actor: Actor) -> naive.Found:
    with office.database.reading() as connection:
        calendar = office.library.calendar(connection)
    return naive.worklist(office, actor, office.today(), calendar)


def _key(line: Line) -> tuple[str, Any]:
    """A line as the patient reader names it."""
    by_case = {*(Sort.PAUSED, Sort.PUT_ASIDE, Sort.PROCEEDINGS_OVER, Sort.ADVOCATE, Sort.FOLLOW_UP)}
    by_case |= {Sort.LETTER_FAILED, Sort.TO_POST}
    return line.sort.value, line.case_id if line.sort in by_case else line.key


def _cases(lines: Iterable[Line]) -> set[int]:
    return {line.case_id for line in lines if line.case_id is not None}


@pytest.mark.parametrize("login", ["mara", "max", "heather", "oscar"])
def test_a_calendar_holds_cases_that_may_be_seen_and_what_one_has_promised(council: Office, login: str) -> None:
    actor = story.somebody(council, login)
    secret = calendar_feeds.make(council, actor)
    found = calendar_feed.find(council, calendar_feeds.digest(secret))
    assert found is not None
    shown, read = [entry.item.line for entry in found.entries], _read(council, actor)
    assert _cases(line for line in shown if line.sort is not Sort.ACTION) <= set(read.seen)
    about = _about(council, actor)
    promised = {line.case_id for line in shown if line.sort is Sort.ACTION}
    owned = {row.case_id for row in read.rows["action"] if row.owner_id == actor.person_id and row.status == "open"}
    assert promised <= owned - about
    in_hand = {
        row.id
        for row in read.of("task")
        if row.status == "open" and row.assignee_id == actor.person_id and row.due_on and BACK <= row.due_on <= AHEAD
    }
    assert in_hand <= {line.key for line in shown if line.sort is Sort.TASK}


@pytest.mark.parametrize("login", ["olive", "oscar"])
def test_the_calendar_of_everybody_holds_every_task_that_may_be_seen_and_no_other(council: Office, login: str) -> None:
    actor, span = story.somebody(council, login), Span(BACK, AHEAD)
    found = deadlines.between(council, actor, Whose.EVERYBODY, span)
    shown, read = [item.line for day in found.days for item in day.items], _read(council, actor)
    assert _cases(shown) <= set(read.seen)
    due = {row.id for row in read.of("task") if row.status == "open" and row.due_on}
    assert {line.key for line in shown if line.sort is Sort.TASK} == due


@pytest.mark.parametrize("login", ["heather", "olive", "oscar"])
def test_a_pack_holds_what_its_head_and_its_reader_both_may_see(
    council: Office, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    monkeypatch.setattr(meeting_pack, "MOST_OF_EACH", 400)
    actor, head = story.somebody(council, login), story.somebody(council, "heather")
    pack = meeting_pack.of_head(council, actor, head.person_id)
    for_reader, for_head = _by_hand(council, actor), _by_hand(council, head)
    in_service = {row.reference for row in _read(council, actor).seen.values() if row.service_id == 1}
    for group in meeting_pack.GROUPS:
        shown = [line for each in pack.services for s in each.sections if s.group is group for line in s.lines]
        both = for_reader.get(group, set()) & for_head.get(group, set())
        assert {_key(line) for line in shown} <= both, group
        assert {line.reference for line in shown} <= in_service, group
        assert {_key(line) for line in shown} == {each for each in both if _service(council, each) == 1}, group
    assert pack.lines, "a council in which something happens"


@pytest.mark.parametrize("login", ["olive", "oscar"])
def test_the_directors_lists_and_figures_are_about_cases_that_may_be_seen(
    council: Office, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    monkeypatch.setattr(worklist, "PAGE_SIZE", 400)
    monkeypatch.setattr(director, "PAGE_SIZE", 400)
    actor, page = story.somebody(council, login), director.one_page(council, story.somebody(council, login))
    read = _read(council, actor)
    for figure in Figure:
        section = director.behind(council, actor, figure, None)
        assert _cases(section.lines) <= set(read.seen), figure
        assert page.counts[figure].number == section.count.number == len(section.lines), figure
    open_ones = [row for row in read.seen.values() if row.kind == "complaint" and row.status == "open"]
    assert page.counts[Figure.OPEN].number == len(open_ones)
    assert page.oldest is not None
    assert page.oldest.day == min(row.received_on for row in open_ones)
    assert _cases(page.decisions) <= set(read.seen)


def test_there_is_something_to_hide(council: Office) -> None:
    for login in BARRED:
        actor = story.somebody(council, login)
        assert 0 < len(_about(council, actor)) < CASES
        assert not _about(council, actor) & set(_read(council, actor).seen)


def _about(office: Office, actor: Actor) -> set[int]:
    """The cases in which this person is complained about."""
    r = case_relation.c
    query = select(r.case_id).where(r.relation == Relation.COMPLAINED_ABOUT.value, r.person_id == actor.person_id)
    return {row.case_id for row in story.rows(office, query)}


def _service(office: Office, key: tuple[str, Any]) -> int:
    """The service of the case that a line is about."""
    sort, of = key
    beside = {"task": task, "nobody": task, "request": task_request}.get(sort)
    if beside is None:
        case_id = int(str(of).split("-")[0])
    else:
        (found,) = story.rows(
            office, select(beside.c.case_id).where(beside.c.id == (int(of) if sort == "request" else of))
        )
        case_id = found.case_id
    (row,) = story.rows(office, select(case_file.c.service_id).where(case_file.c.id == case_id))
    return int(row.service_id)
