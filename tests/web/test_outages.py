"""Whoever keeps Heard running reads what an outage made late, and which dates a bank holiday moved."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import insert, select

from engine.db.tables import case_file, case_relation
from engine.flows import watching
from engine.office import Office
from heard import cli_late
from tests.council import PEOPLE, StandingClock
from tests.story import Sweeper
from tests.web.reading import said
from tests.web.work import SignIn, triaged

GAP = timedelta(minutes=15)


def late(office: Office, sign_in: SignIn, clock: StandingClock, folder: Path) -> str:
    """A case whose last rung was due while nobody looked."""
    reference = triaged(office, sign_in)
    Sweeper(office, folder)()
    watching.sign(office, GAP)
    clock.instant = datetime(2026, 10, 20, 13, 30, tzinfo=UTC)
    watching.sign(office, GAP)
    Sweeper(office, folder)()
    return reference


def test_an_outage_names_every_timer_with_how_late_it_was_and_what_was_sent(
    office: Office, sign_in: SignIn, clock: StandingClock, tmp_path: Path
) -> None:
    client = sign_in("olive")
    assert "There has been none." in said(client.get("/running/outages"))
    reference = late(office, sign_in, clock, tmp_path)
    assert "5 Oct 2026, 10:00 to 20 Oct 2026, 14:30 15 days 4 hours" in said(client.get("/running/outages"))
    words = said(client.get("/running/outages/1"))
    line = (
        f"{reference} 1 working day after (Answer at stage 1), for 19 Oct 2026 19 Oct 2026, 09:00 "
        "Fired, 20 Oct 2026, 14:30 1 day 5 hours late Told that the limit was missed: 3 people, 3 still to go out"
    )
    assert line in words
    assert "Passed over for a later one" in words
    assert reference not in said(sign_in("ada").get("/running/outages/1"))
    assert client.get("/running/outages/7").status_code == 404
    assert sign_in("mara").get("/running/outages").status_code == 403
    assert "Told late: it was due on 19 Oct 2026, 09:00" in said(client.get(f"/cases/{reference}/history"))


def test_the_command_says_the_same(office: Office, sign_in: SignIn, clock: StandingClock, tmp_path: Path) -> None:
    assert list(cli_late.told(office, None)) == [
        "There has been no outage: somebody has looked for due work all the time."
    ]
    reference = late(office, sign_in, clock, tmp_path)
    first, second, *timers = cli_late.told(office, None)
    assert first.startswith("1: 5 Oct 2026, 10:00 to 20 Oct 2026, 14:30 (15 days 4 hours), ")
    assert second.startswith("Outage 1, ")
    assert "passed over for a later one" in second
    assert [line.partition(": ")[0] for line in timers] == [reference] * len(timers)
    assert "3 people, 3 still to go out." in timers[-1]
    assert list(cli_late.told(office, 1)) == [second, *timers]


def test_the_dates_that_a_bank_holiday_moved_are_listed_old_and_new(
    app: Flask, office: Office, sign_in: SignIn
) -> None:
    reference, client = triaged(office, sign_in), sign_in("ada")
    other = triaged(office, sign_in)
    typed = {"day-day": "12", "day-month": "10", "day-year": "2026", "name": "A jubilee", "source": "The proclamation"}
    assert "No bank holiday has moved a date" in said(client.get("/running/moved-dates"))
    page = client.post("/running/calendar", data=typed, follow_redirects=True)
    assert "/running/calendar/2026-10-12" in page.text
    words = said(client.get("/running/calendar/2026-10-12"))
    assert reference not in words
    assert "dates of 2 cases that are not yours to see" in words
    olive = sign_in("olive")
    with office.database.writing() as connection:
        about = {"relation": "complained_about", "person_id": PEOPLE["olive"][0]}
        theirs = select(case_file.c.id).where(case_file.c.reference == other).scalar_subquery()
        connection.execute(insert(case_relation).values(**about, case_id=theirs))
    assert "A jubilee" in said(olive.get("/running/moved-dates"))
    words = said(olive.get("/running/calendar/2026-10-12"))
    assert f"{reference} Answer at stage 1 16 Oct 2026 19 Oct 2026" in words
    assert other not in words
    assert "not yours to see" not in words, "nobody hears of a complaint about themselves"
    assert "2 cases" in said(client.get("/running/moved-dates"))
    assert "1 case" in said(olive.get("/running/moved-dates"))
    assert "It has moved no date." in said(client.get("/running/calendar/2026-12-25"))
    for nothing in ("2026-10-13", "soon"):
        assert client.get(f"/running/calendar/{nothing}").status_code == 404
    assert sign_in("mara").get("/running/calendar/2026-10-12").status_code == 403
