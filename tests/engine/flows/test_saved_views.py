"""A list is kept under a name of one's own, and nobody else ever sees it."""

from functools import partial

import pytest
from sqlalchemy import func, select, update

from engine.casework.policy import Actor
from engine.db.tables import saved_view
from engine.errors import InvalidAnswers, NotFound
from engine.flows import saved_views as flow
from engine.office import Office
from engine.queries import saved_views
from engine.queries.saved_views import OfList
from tests.engine.flows.at_once import at_once, errors
from tests.story import rows, somebody


@pytest.fixture
def office(either_office: Office) -> Office:
    """Tried on both databases."""
    return either_office


def keep(office: Office, actor: Actor, name: str, of_list: OfList = OfList.CASES, words: str = "", **parts: str) -> int:
    return flow.keep(office, actor, of_list, parts, words, {"name": name})


def names(office: Office, actor: Actor, of_list: OfList = OfList.CASES) -> list[str]:
    return [view.name for view in saved_views.of_person(office, actor, of_list)]


def test_a_view_keeps_what_stands_in_the_address_and_the_words_apart(office: Office) -> None:
    olive = somebody(office, "olive")
    key = keep(office, olive, "  Fay’s   cases ", words="fay quill", status="all", procedure="statutory.stage_1")
    view = saved_views.find(office, olive, key)
    assert (view.name, view.of_list, view.words) == ("Fay’s cases", OfList.CASES, "fay quill")
    assert view.parts == {"status": "all", "procedure": "statutory.stage_1"}


def test_where_somebody_was_in_the_list_and_what_they_typed_never_come_to_stand_in_an_address(office: Office) -> None:
    olive = somebody(office, "olive")
    odd = {"search": "ab12", "words": "Fay", "after": "2026-10-05.3", "view": "3", "Status": "all", "sort": "a b"}
    key = flow.keep(office, olive, OfList.CASES, {**odd, "kind": "complaint", "flag": "x" * 200}, "", {"name": "Odd"})
    assert saved_views.find(office, olive, key).parts == {"kind": "complaint"}


def test_views_stand_by_name_each_in_its_own_list(office: Office) -> None:
    olive = somebody(office, "olive")
    for name in ("late", "Adults", "École"):
        keep(office, olive, name)
    keep(office, olive, "Mine", OfList.INBOX, tab="team")
    assert names(office, olive) == ["Adults", "late", "École"]
    assert names(office, olive, OfList.INBOX) == ["Mine"]
    assert [view.name for view in saved_views.every(office, olive)] == ["Adults", "late", "Mine", "École"]


def test_only_ones_own_views_are_there(office: Office) -> None:
    olive, oscar = somebody(office, "olive"), somebody(office, "oscar")
    key = keep(office, olive, "Late")
    assert names(office, oscar) == []
    for deed in (saved_views.find, flow.remove, partial(flow.rename, typed={"name": "Mine"})):
        with pytest.raises(NotFound):
            deed(office, oscar, key)
    keep(office, oscar, "Late")
    assert names(office, olive) == names(office, oscar) == ["Late"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_is_needed_and_is_short(office: Office, name: str) -> None:
    with pytest.raises(InvalidAnswers) as wrong:
        keep(office, somebody(office, "olive"), name)
    assert list(wrong.value.errors) == ["name"]


def test_no_two_views_have_one_name(office: Office) -> None:
    olive = somebody(office, "olive")
    keep(office, olive, "Late")
    other = keep(office, olive, "Soon", OfList.INBOX)
    for deed in (partial(keep, office, olive, "LATE"), partial(flow.rename, office, olive, other, {"name": "late"})):
        with pytest.raises(InvalidAnswers) as wrong:
            deed()
        assert "of this name already" in wrong.value.errors["name"]
    flow.rename(office, olive, other, {"name": "SOON"})
    assert names(office, olive, OfList.INBOX) == ["SOON"]


def test_twenty_are_enough(office: Office) -> None:
    olive = somebody(office, "olive")
    keys = [keep(office, olive, f"View {n}") for n in range(flow.MOST_VIEWS)]
    with pytest.raises(InvalidAnswers) as wrong:
        keep(office, olive, "One more")
    assert "remove one first" in wrong.value.errors["name"]
    flow.rename(office, olive, keys[0], {"name": "Another name"})
    flow.remove(office, olive, keys[1])
    keep(office, olive, "One more")


def test_a_view_that_is_gone_is_gone(office: Office) -> None:
    olive = somebody(office, "olive")
    key = keep(office, olive, "Late")
    flow.remove(office, olive, key)
    for deed in (saved_views.find, flow.remove):
        with pytest.raises(NotFound):
            deed(office, olive, key)


def test_of_two_pages_that_keep_one_name_at_once_one_is_told(office: Office) -> None:
    olive = somebody(office, "olive")
    for number in range(4):
        outcomes = at_once(*(partial(keep, office, olive, f"Late {number}") for _ in range(2)))
        (told,) = errors(outcomes)
        assert isinstance(told, InvalidAnswers)
    assert len(rows(office, select(saved_view))) == 4


def test_the_last_free_place_is_given_once(office: Office) -> None:
    olive = somebody(office, "olive")
    for n in range(flow.MOST_VIEWS - 1):
        keep(office, olive, f"View {n}")
    assert len(errors(at_once(*(partial(keep, office, olive, name) for name in ("One", "Two", "Three"))))) == 2
    (counted,) = rows(office, select(func.count().label("n")).select_from(saved_view))
    assert counted.n == flow.MOST_VIEWS


@pytest.mark.parametrize("kept", [[], "text", {"status": 5, "kind": None, "words": ["Fay"]}, {"a" * 50: "b"}])
def test_a_row_that_makes_no_sense_is_a_view_of_the_whole_list(office: Office, kept: object) -> None:
    olive = somebody(office, "olive")
    key = keep(office, olive, "Odd")
    with office.transaction() as transaction:
        transaction.connection.execute(update(saved_view).values(filters=kept, of_list="elsewhere"))
    view = saved_views.find(office, olive, key)
    assert (view.of_list, view.parts, view.words) == (OfList.CASES, {}, "")
