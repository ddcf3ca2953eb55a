"""/health is green only while the database answers and the work that is due gets done."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import insert

from engine.db.database import Database
from engine.db.tables import job
from engine.office import Office
from tests.council import Deaf, StandingClock
from web.app import WebSettings, create_app

LIMIT = timedelta(minutes=15)


def pages(office: Office, longest_wait: timedelta | None = LIMIT) -> Flask:
    settings = WebSettings("only for tests", "http://localhost", longest_wait=longest_wait)
    return create_app(office, settings)


def look(app: Flask) -> tuple[int, object]:
    answer = app.test_client().get("/health")
    return answer.status_code, answer.json


def add_job(office: Office, status: str = "pending") -> None:
    with office.transaction() as transaction:
        now = transaction.now
        values = {"kind": "digest", "key": status, "status": status, "due_at": now, "created_at": now}
        transaction.connection.execute(insert(job).values(**values, attempts_left=6))


def test_it_says_how_long_due_work_has_waited(office: Office, clock: StandingClock) -> None:
    assert look(pages(office)) == (200, {"status": "ok", "database": "ok", "oldest_due_work_seconds": 0})
    add_job(office)
    clock.forward(minutes=15)
    assert look(pages(office)) == (200, {"status": "ok", "database": "ok", "oldest_due_work_seconds": 900})


def test_work_that_nobody_does_turns_it_red(office: Office, clock: StandingClock) -> None:
    add_job(office)
    clock.forward(minutes=15, seconds=1)
    status, said = look(pages(office))
    assert status == 503
    assert said == {"status": "work is not being done", "database": "ok", "oldest_due_work_seconds": 901}
    assert look(pages(office, longest_wait=None))[0] == 200


def test_what_is_done_or_still_to_come_is_not_waiting(office: Office, clock: StandingClock) -> None:
    add_job(office, "done")
    clock.forward(days=1)
    add_job(office)
    clock.forward(hours=-2)
    assert look(pages(office))[0] == 200


def test_a_database_without_an_answer_turns_it_red(clock: StandingClock) -> None:
    lost = Office(Database("sqlite:////nowhere/at/all/heard.db"), clock, Deaf())
    assert look(pages(lost)) == (503, {"status": "unavailable", "database": "unreachable"})
