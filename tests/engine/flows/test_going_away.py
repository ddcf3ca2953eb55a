"""Going away is said and changed: by oneself or an officer, for days that do not overlap, with a deputy from here."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, update

from engine.db.tables import absence, person
from engine.errors import InvalidAnswers, NotAllowed, NotFound
from engine.flows import absences
from engine.flows.absences import AbsenceOver
from engine.office import Office
from engine.queries import absences as away
from tests.council import PEOPLE, StandingClock
from tests.engine.flows.away import FRIDAY, MARA, MAX, SAM, TODAY, answer, arrange, typed
from tests.story import log_and_triage, rows, somebody


@pytest.mark.parametrize(
    ("wrong", "place", "says"),
    [
        ({"from_on": ""}, "from_on", "Enter the first day away"),
        ({"from_on": "2026-10-02"}, "from_on", "today or later"),
        ({"to_on": ""}, "to_on", "Enter the last day away"),
        ({"to_on": "2026-10-01"}, "to_on", "today or later"),
        ({"from_on": "2026-10-08", "to_on": "2026-10-07"}, "to_on", "not be before the first"),
        ({"to_on": "2027-12-01"}, "to_on", "a year at most"),
        ({"from_on": "31 2"}, "from_on", "real date"),
        ({"deputy": ""}, "deputy", "Select who stands in"),
        ({"deputy": str(MARA)}, "deputy", "Nobody stands in for themselves"),
        ({"deputy": "999"}, "deputy", "works for the council today"),
    ],
)
def test_what_cannot_be_arranged_is_said_where_it_was_typed(
    office: Office, wrong: Mapping[str, str], place: str, says: str
) -> None:
    with pytest.raises(InvalidAnswers) as refused:
        absences.arrange(office, somebody(office, "mara"), {**typed("sam"), **wrong})
    assert list(refused.value.errors) == [place]
    assert says in refused.value.errors[place]
    assert rows(office, select(absence)) == []


@pytest.mark.parametrize("values", [{"active": False}, {"external": True}])
def test_nobody_from_outside_and_nobody_who_has_left_stands_in(office: Office, values: Mapping[str, bool]) -> None:
    with office.transaction() as transaction:
        transaction.connection.execute(update(person).where(person.c.id == SAM).values(values))
    with pytest.raises(InvalidAnswers) as refused:
        absences.arrange(office, somebody(office, "mara"), typed("sam"))
    assert list(refused.value.errors) == ["deputy"]


def test_somebody_from_outside_arranges_nothing(office: Office) -> None:
    with office.transaction() as transaction:
        transaction.connection.execute(update(person).where(person.c.id == SAM).values(external=True))
    with pytest.raises(NotAllowed):
        absences.arrange(office, somebody(office, "sam"), typed("mara"))
    with pytest.raises(NotAllowed):
        away.page(office, somebody(office, "sam"))


def test_absences_of_one_person_never_overlap(office: Office) -> None:
    arrange(office, "mara", "sam")
    with pytest.raises(InvalidAnswers) as refused:
        absences.arrange(office, somebody(office, "mara"), typed("max", FRIDAY, FRIDAY + timedelta(days=3)))
    assert refused.value.errors["from_on"].startswith("There is an absence from Monday 5 October 2026 to Friday")
    arrange(office, "mara", "max", FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=3))


def test_others_absences_are_the_officers_and_administrators_to_keep(office: Office) -> None:
    with pytest.raises(NotAllowed):
        absences.arrange(office, somebody(office, "max"), typed("sam", person=str(MARA)))
    absences.arrange(office, somebody(office, "olive"), typed("sam", person=str(MARA)))
    (row,) = rows(office, select(absence))
    assert (row.person_id, row.deputy_id, row.made_by) == (MARA, SAM, PEOPLE["olive"][0])
    with pytest.raises(NotAllowed):
        absences.cancel(office, somebody(office, "sam"), row.id)
    with pytest.raises(NotFound):
        away.find(office, somebody(office, "sam"), row.id)


def test_a_change_keeps_what_was_there_before(office: Office, clock: StandingClock) -> None:
    key = arrange(office, "mara", "sam")
    clock.forward(days=2)
    absences.change(office, somebody(office, "mara"), key, typed("max"))
    a = absence.c
    query = select(a.deputy_id, a.from_on, a.to_on, a.cancelled_by).order_by(a.id)
    assert [tuple(row) for row in rows(office, query)] == [
        (SAM, TODAY, FRIDAY, MARA),
        (SAM, TODAY, date(2026, 10, 6), None),
        (MAX, date(2026, 10, 7), FRIDAY, None),
    ]
    with pytest.raises(AbsenceOver):
        absences.change(office, somebody(office, "mara"), key, typed("sam"))
    assert not somebody(office, "sam").covers


def test_one_that_has_not_begun_is_just_called_off(office: Office) -> None:
    key = arrange(office, "mara", "sam", date(2026, 10, 7), FRIDAY)
    assert absences.cancel(office, somebody(office, "mara"), key) is None
    (row,) = rows(office, select(absence))
    assert row.cancelled_by == MARA
    with pytest.raises(AbsenceOver):
        absences.cancel(office, somebody(office, "mara"), key)


def test_whoever_is_back_is_told_how_much_was_done_and_finds_it(office: Office, clock: StandingClock) -> None:
    reference = log_and_triage(office)
    key = arrange(office, "mara", "sam")
    answer(office, "sam")
    clock.forward(days=1)
    assert absences.cancel(office, somebody(office, "mara"), key) == absences.Back("Sam Socialworker", 1)
    mara = somebody(office, "mara")
    found = away.page(office, mara)
    assert found.back == away.WhileAway("Sam Socialworker", TODAY, TODAY, 1)
    (deed,) = away.in_my_name(office, mara).rows
    assert (deed.reference, deed.task, deed.who) == (reference, "Respond", "Sam Socialworker")
    assert away.in_my_name(office, somebody(office, "sam")).rows == ()


def test_the_list_of_who_is_away_comes_in_pages(office: Office) -> None:
    with office.transaction() as transaction:
        stamp = {"made_at": transaction.now, "made_by": MARA, "deputy_id": SAM, "person_id": MAX}
        days = [TODAY + timedelta(days=n) for n in range(away.PAGE_SIZE + 5)]
        transaction.connection.execute(insert(absence), [{**stamp, "from_on": day, "to_on": day} for day in days])
    olive = somebody(office, "olive")
    first = away.page(office, olive)
    second = away.page(office, olive, first.following)
    assert [len(first.others), len(second.others), second.following] == [away.PAGE_SIZE, 5, None]
    assert {row.id for row in first.others} & {row.id for row in second.others} == set()
