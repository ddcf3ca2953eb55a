"""One's deadlines in one's own calendar: an address nobody can guess, that ends when it should, and tells no name."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update

from engine.db.tables import absence, calendar_feed, case_relation, person
from engine.flows import timing
from engine.office import Office
from tests import story
from tests.council import MONDAY, PEOPLE, StandingClock
from web import calendar_file
from web.calendar_file import Entry

SignIn = Callable[[str], FlaskClient]
ADDRESS = re.compile(r'value="(http://localhost/calendar/([\w-]+)\.ics)"')


def _make(client: FlaskClient) -> str:
    """A new address; returns its path."""
    found = ADDRESS.search(client.post("/deadlines/feed").text)
    assert found is not None
    return found.group(1).removeprefix("http://localhost")


def _unfolded(content: bytes) -> list[str]:
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    return content.decode().replace("\r\n ", "").split("\r\n")


def _entries(content: bytes) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for line in _unfolded(content):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and value and name != "END":
            found[-1][name] = value
    return found


def test_the_days_of_ones_tasks_stand_in_the_calendar_by_reference_alone(
    app: Flask, office: Office, sign_in: SignIn
) -> None:
    story.log_and_triage(office)
    path = _make(sign_in("mara"))
    answer = app.test_client().get(path)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    (entry,) = _entries(answer.data)
    task_id = story.open_task(office, "respond")
    assert entry == {
        "UID": f"task-{task_id}@localhost",
        "DTSTAMP": "20261005T090000Z",
        "SEQUENCE": entry["SEQUENCE"],
        "DTSTART;VALUE=DATE": "20261019",
        "DTEND;VALUE=DATE": "20261020",
        "SUMMARY": "Respond · HRD-26-0001",
        "URL": f"http://localhost/tasks/{task_id}",
        "TRANSP": "TRANSPARENT",
        "CLASS": "PRIVATE",
    }
    for secret in (b"Jo", b"Invented", b"rings", b"Visits"):
        assert secret not in answer.data


def test_an_entry_whose_day_has_moved_is_the_same_entry_with_a_later_number(
    app: Flask, office: Office, sign_in: SignIn
) -> None:
    reference = story.log_and_triage(office)
    path = _make(sign_in("mara"))
    (before,) = _entries(app.test_client().get(path).data)
    actor = story.somebody(office, "olive")
    event = story.event_id(office, "received")
    timing.correct(office, actor, reference, event, {"occurred_on": "2026-10-02", "reason": "It came on Friday."})
    (after,) = _entries(app.test_client().get(path).data)
    assert after["UID"] == before["UID"]
    assert after["DTSTART;VALUE=DATE"] == "20261016"
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_only_a_digest_of_the_secret_is_kept(office: Office, sign_in: SignIn) -> None:
    path = _make(sign_in("mara"))
    secret = path.removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) >= 43
    (row,) = story.rows(office, select(calendar_feed))
    assert row.secret_digest == sha256(secret.encode()).digest()
    assert secret not in sign_in("mara").get("/deadlines/feed").text


def test_a_new_address_ends_the_old_one_and_switching_off_ends_both(app: Flask, sign_in: SignIn) -> None:
    client, anybody = sign_in("mara"), app.test_client()
    first = _make(client)
    second = _make(client)
    assert first != second
    assert anybody.get(first).status_code == 404
    assert anybody.get(second).status_code == 200
    assert client.post("/deadlines/feed/off", follow_redirects=True).status_code == 200
    assert anybody.get(second).status_code == 404
    assert "You have no address" in client.get("/deadlines/feed").text


def test_whoever_has_left_has_no_calendar_any_more(app: Flask, office: Office, sign_in: SignIn) -> None:
    path = _make(sign_in("mara"))
    with office.transaction() as transaction:
        gone = update(person).where(person.c.id == PEOPLE["mara"][0]).values(active=False)
        transaction.connection.execute(gone)
    assert app.test_client().get(path).status_code == 404


@pytest.mark.parametrize("secret", ["x", "a" * 43, "../../etc", "a" * 500, "%00" * 30])
def test_a_wrong_address_leads_nowhere(app: Flask, secret: str) -> None:
    assert app.test_client().get(f"/calendar/{secret}.ics").status_code == 404


def test_it_holds_only_what_may_be_seen_now(app: Flask, office: Office, sign_in: SignIn) -> None:
    story.log_and_triage(office)
    path = _make(sign_in("mara"))
    with office.transaction() as transaction:
        about = {"case_id": 1, "relation": "complained_about", "person_id": PEOPLE["mara"][0]}
        transaction.connection.execute(insert(case_relation).values(about))
    assert _entries(app.test_client().get(path).data) == []


def test_a_deputys_calendar_holds_the_covered_work_marked_as_that(
    app: Flask, office: Office, sign_in: SignIn, clock: StandingClock
) -> None:
    story.log_and_triage(office)
    with office.transaction() as transaction:
        away: dict[str, Any] = {"person_id": PEOPLE["mara"][0], "deputy_id": PEOPLE["max"][0], "made_at": clock.now()}
        days = {"from_on": date(2026, 10, 5), "to_on": date(2026, 10, 9)}
        transaction.connection.execute(insert(absence).values(**away, **days))
    path = _make(sign_in("max"))
    assert [e["SUMMARY"] for e in _entries(app.test_client().get(path).data)] == [
        "Respond · HRD-26-0001 · for Mara Manager"
    ]
    clock.forward(days=7)
    assert _entries(app.test_client().get(path).data) == []


def test_a_reading_is_noted_at_most_once_an_hour(
    app: Flask, office: Office, sign_in: SignIn, clock: StandingClock
) -> None:
    path = _make(sign_in("mara"))
    assert "No calendar program has asked for it yet" in sign_in("mara").get("/deadlines/feed").text
    noted = []
    for minutes in (0, 30, 40):
        clock.forward(minutes=minutes)
        app.test_client().get(path)
        noted += [row.read_at for row in story.rows(office, select(calendar_feed.c.read_at))]
    assert noted[0] == noted[1]
    assert (noted[2] - noted[0]).total_seconds() == 70 * 60
    assert "last asked for it" in sign_in("mara").get("/deadlines/feed").text


def test_what_a_server_in_front_writes_down_holds_no_secret(app: Flask, sign_in: SignIn) -> None:
    path = _make(sign_in("mara"))
    written: list[dict[str, Any]] = []
    inner = app.wsgi_app

    def _server(environ: dict[str, Any], start: Any) -> Any:
        environ["RAW_URI"] = environ["REQUEST_URI"] = environ["PATH_INFO"]
        written.append(environ)
        return inner(environ, start)

    app.wsgi_app = _server  # type: ignore[method-assign, assignment]
    for method in ("GET", "HEAD"):
        assert app.test_client().open(path, method=method).status_code == 200
    assert [(each["RAW_URI"], each["REQUEST_URI"]) for each in written] == [("/calendar/(secret)",) * 2] * 2


def test_asking_all_the_time_is_counted_for_each_calendar(app: Flask, sign_in: SignIn) -> None:
    path, other, anybody = _make(sign_in("mara")), _make(sign_in("max")), app.test_client()
    assert {anybody.get(path).status_code for _ in range(120)} == {200}
    assert anybody.get(path).status_code == 429
    assert anybody.get(other).status_code == 200


def test_guessing_is_counted_for_the_address_that_guesses(app: Flask) -> None:
    anybody = app.test_client()
    guesses = [anybody.get(f"/calendar/{'a' * 40}{n}.ics").status_code for n in range(61)]
    assert guesses == [404] * 60 + [429]


def _lines(*entries: Entry) -> Iterator[bytes]:
    yield from calendar_file.written("Deadlines", entries, MONDAY).split(b"\r\n")


def test_long_lines_are_folded_between_characters_and_words_are_escaped() -> None:
    summary = "Antwort; ja, nein\\vielleicht\nzweite Zeile \x07" + "é€😀" * 60
    entry = Entry("uid", 3, date(2026, 12, 31), summary, "http://heard.invalid/tasks/a")
    lines = list(_lines(entry))
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no character is torn in two
    whole = b"\r\n".join(lines).replace(b"\r\n ", b"").decode()
    assert "SUMMARY:Antwort\\; ja\\, nein\\\\vielleicht\\nzweite Zeile " + "é€😀" * 60 in whole
    assert "DTSTART;VALUE=DATE:20261231" in whole
    assert "DTEND;VALUE=DATE:20270101" in whole
