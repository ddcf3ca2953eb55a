"""One email for each person at eight in the morning, London time, on working days and on no others."""

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select

from engine.db.tables import message
from engine.flows import absences, calendar, digest
from engine.office import LONDON, Office
from tests.council import PEOPLE, StandingClock
from tests.story import (
    REPLY,
    Sweeper,
    complete,
    log,
    log_and_triage,
    respond,
    rows,
    sign_off,
    somebody,
    told,
    triage,
    waiting_until,
)

NINE_ON_TUESDAY = datetime(2026, 10, 6, 8, tzinfo=UTC)
EIGHT_ON_TUESDAY = datetime(2026, 10, 6, 7, tzinfo=UTC)


def mornings(office: Office, clock: StandingClock, sweep: Sweeper, count: int) -> list[datetime]:
    """When the next digests come, in London."""
    found = []
    for _ in range(count):
        digest.schedule(office)
        (clock.instant,) = waiting_until(office, "digest")
        found.append(clock.instant.astimezone(LONDON))
        sweep()
    return found


@pytest.mark.parametrize(
    ("begin", "days"),
    [
        (date(2026, 10, 22), [22, 23, 26, 27, 28]),  # the clocks go back on Sunday 25 October 2026
        (date(2027, 3, 24), [24, 25, 30, 31, 1]),  # Easter, and forward on Sunday 28 March 2027
        (date(2027, 10, 28), [28, 29, 1, 2, 3]),  # back again on Sunday 31 October 2027
    ],
)
def test_it_comes_at_eight_on_working_days_on_either_side_of_a_clock_change(
    office: Office, clock: StandingClock, sweep: Sweeper, begin: date, days: list[int]
) -> None:
    clock.instant = datetime.combine(begin, time(3), UTC)
    came = mornings(office, clock, sweep, len(days))
    assert [moment.day for moment in came] == days
    assert {moment.time() for moment in came} == {time(8)}


def test_it_lists_what_waits_by_reference_alone(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    first, second = log_and_triage(office), log(office)
    triage(office, second)
    sweep()
    digest.schedule(office)
    clock.instant = EIGHT_ON_TUESDAY
    sweep()
    (sent,) = rows(office, select(message).where(message.c.kind == "digest"))
    assert {row["reference"] for row in sent.fields["rows"]} == {first, second}
    assert {row["working_days_left"] for row in sent.fields["rows"]} == {9}
    for private in ("Jo Invented", "Nobody rings me back", "Visits were cancelled"):
        assert private not in f"{sent.subject} {sent.text} {sent.html}"


def test_each_gets_one_and_whoever_waits_for_nothing_gets_none(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log(office)  # waits for the complaints officers, who have their worklist
    log_and_triage_all(office)
    digest.schedule(office)
    clock.instant = EIGHT_ON_TUESDAY
    sweep()
    assert sorted(told(office, "digest")) == ["heather", "mara"]


def log_and_triage_all(office: Office) -> None:
    """One reply is being written, one signed off, one checked."""
    for done in ((), (respond,), (respond, sign_off)):
        reference = log(office)
        triage(office, reference)
        for step in done:
            step(office, reference)


def test_the_person_complained_about_is_not_told_even_where_a_role_would_mean_them(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log(office)
    triage(office, complained_about_1=str(PEOPLE["heather"][0]))
    respond(office)
    digest.schedule(office)
    clock.instant = EIGHT_ON_TUESDAY
    sweep()
    assert told(office, "digest") == []


def test_it_comes_once_however_often_the_house_looks(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    log_and_triage(office)
    digest.schedule(office)
    clock.instant = EIGHT_ON_TUESDAY
    for _ in range(3):
        sweep()
        digest.schedule(office)
    assert told(office, "digest") == ["mara"]
    assert len(waiting_until(office, "digest")) == 1


def test_one_that_is_late_on_its_day_still_comes(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    log_and_triage(office)
    digest.schedule(office)
    clock.instant = NINE_ON_TUESDAY
    sweep()
    assert told(office, "digest") == ["mara"]


@pytest.mark.parametrize("back_at", [datetime(2026, 10, 10, 12, tzinfo=UTC), datetime(2026, 10, 12, 3, tzinfo=UTC)])
def test_after_an_outage_it_waits_for_the_next_morning(
    office: Office, clock: StandingClock, sweep: Sweeper, back_at: datetime
) -> None:
    log_and_triage(office)
    digest.schedule(office)
    clock.instant = back_at
    sweep()
    assert told(office, "digest") == []
    (clock.instant,) = waiting_until(office, "digest")
    assert clock.instant == datetime(2026, 10, 12, 7, tzinfo=UTC)
    sweep()
    assert told(office, "digest") == ["mara"]


def test_none_comes_on_a_bank_holiday_that_was_announced_the_day_before(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    digest.schedule(office)
    typed = {"day": "2026-10-06", "name": "A proclaimed day", "source": "The London Gazette"}
    calendar.announce(office, somebody(office, "ada"), typed)
    clock.instant = EIGHT_ON_TUESDAY
    sweep()
    assert told(office, "digest") == []
    assert waiting_until(office, "digest") == [datetime(2026, 10, 7, 7, tzinfo=UTC)]


def test_a_deputys_lists_what_waits_for_whoever_is_away_who_gets_none(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage_all(office)
    absences.arrange(office, somebody(office, "mara"), _days("2026-10-05", "2026-10-06"))
    digest.schedule(office)
    clock.instant = EIGHT_ON_TUESDAY
    sweep()
    assert sorted(told(office, "digest")) == ["heather", "sam"]
    (sent,) = rows(office, select(message).where(message.c.kind == "digest", message.c.to_person_id == SAM))
    (cover,) = sent.fields["covers"]
    assert (cover["name"], cover["until_on"], len(cover["rows"])) == ("Mara Manager", "2026-10-06", 1)
    assert sent.subject == "Your work today: 0 to do, 1 for colleagues who are away"
    for words in (sent.text, sent.html):
        assert "For Mara Manager (away until Tuesday 6 October 2026)" in words
    for private in ("Jo Invented", "Nobody rings me back", "Visits were cancelled"):
        assert private not in f"{sent.subject} {sent.text} {sent.html}"


def test_a_deputy_hears_nothing_of_a_case_that_is_about_them(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log(office)
    triage(office, complained_about_1=str(SAM))
    absences.arrange(office, somebody(office, "mara"), _days("2026-10-05", "2026-10-06"))
    digest.schedule(office)
    clock.instant = EIGHT_ON_TUESDAY
    sweep()
    assert told(office, "digest") == []


def test_on_the_first_morning_back_one_line_says_what_was_done(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    absences.arrange(office, somebody(office, "mara"), _days("2026-10-05", "2026-10-05"))
    complete(office, "sam", "respond", {**REPLY, "contacted_on": "2026-10-05"})
    digest.schedule(office)
    clock.instant = EIGHT_ON_TUESDAY
    sweep()
    (sent,) = rows(office, select(message).where(message.c.kind == "digest", message.c.to_person_id == MARA))
    assert "While you were away Sam Socialworker did 1 task for you:\nhttp://heard.invalid/absences/done" in sent.text
    clock.instant = datetime(2026, 10, 7, 7, tzinfo=UTC)
    sweep()
    assert "mara" not in told(office, "digest")[2:]


SAM, MARA = PEOPLE["sam"][0], PEOPLE["mara"][0]


def _days(from_on: str, to_on: str) -> dict[str, str]:
    return {"from_on": from_on, "to_on": to_on, "deputy": str(SAM)}
