"""A reference is given once, in order, from the first of a year on."""

from datetime import UTC, datetime
from functools import partial

from sqlalchemy import insert, select

from engine.db.tables import reference_series
from engine.office import Office
from tests.council import StandingClock
from tests.engine.flows.at_once import at_once
from tests.story import log, rows


def test_people_who_log_at_once_get_numbers_of_their_own_from_the_first_of_the_year_on(office: Office) -> None:
    assert sorted(map(str, at_once(*[partial(log, office)] * 4))) == [f"HRD-26-{n:04d}" for n in range(1, 5)]


def test_a_new_year_begins_at_one(office: Office, clock: StandingClock) -> None:
    assert log(office) == "HRD-26-0001"
    clock.instant = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    assert log(office) == "HRD-27-0001"


def test_the_ten_thousandth_case_of_a_year_is_followed_by_another(office: Office) -> None:
    with office.transaction() as transaction:
        transaction.connection.execute(insert(reference_series).values(name="HRD-26", last=9_999))
    assert [log(office), log(office)] == ["HRD-26-10000", "HRD-26-10001"]
    assert [row.last for row in rows(office, select(reference_series))] == [10_001]
