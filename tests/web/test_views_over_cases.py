"""The pages that look over many cases: who may open them, what they say, and that nothing is shown that may not be."""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, insert, update

from engine.db.tables import action, case_file, case_relation, clock, incident, job, message, task_request
from engine.insight.lines import Group
from engine.office import Office
from tests import story
from tests.council import PEOPLE, StandingClock
from tests.web.reading import said as read

SignIn = Callable[[str], FlaskClient]


@pytest.mark.parametrize(
    ("path", "let_in"),
    [
        ("/worklist", {"olive"}),
        ("/worklist/overdue", {"olive"}),
        ("/deadlines", {"olive", "mara", "heather", "sam"}),
        ("/reports", {"olive", "mara", "heather", "sam"}),
        ("/reports/meeting-pack", {"olive", "heather"}),
        ("/reports/meeting-pack.pdf", {"olive", "heather"}),
        ("/reports/director", {"olive"}),
        ("/reports/director.pdf", {"olive"}),
        ("/reports/director/open", {"olive"}),
    ],
)
def test_each_page_opens_to_those_whom_it_is_for(sign_in: SignIn, path: str, let_in: set[str]) -> None:
    everybody = ("olive", "mara", "heather", "sam")
    assert {who for who in everybody if sign_in(who).get(path).status_code == 200} == let_in


def test_the_front_of_reports_leads_to_what_one_may_open(sign_in: SignIn) -> None:
    officer, manager = sign_in("olive").get("/reports").text, sign_in("mara").get("/reports").text
    for path in ("/worklist", "/deadlines", "/reports/meeting-pack", "/reports/director"):
        assert f'href="{path}"' in officer
    assert 'href="/deadlines"' in manager
    assert 'href="/worklist"' not in manager
    assert 'href="/reports"' in manager, "in the navigation"


def test_the_sums_stand_at_the_top_of_the_worklist(office: Office, sign_in: SignIn, clock: StandingClock) -> None:
    story.log_and_triage(office, date(2026, 9, 7))  # due on 21 September: late
    story.log_and_triage(office, date(2026, 9, 28))  # due on 12 October, in 5 working days
    story.log_and_triage(office, date(2026, 10, 5))  # due on 19 October
    page = sign_in("olive").get("/worklist")
    said = read(page)
    assert 'href="/cases/HRD-26-0001"' in page.text, "a line leads to the case as well as to what is to be done"
    assert "Red 1 overdue · Amber 1 due in 5 working days · Green 1 in time" in said
    assert "J. I. · " in said
    assert "10 working days late" in said
    assert "Jo Invented" not in said


def test_the_worklist_can_be_narrowed_to_a_service_and_to_a_manager(office: Office, sign_in: SignIn) -> None:
    story.log_and_triage(office, date(2026, 9, 7))
    client = sign_in("olive")
    for query, seen in (("service=1", True), ("service=2", False), ("manager=3", True), ("manager=4", False)):
        assert ("HRD-26-0001" in client.get(f"/worklist?{query}").text) is seen, query
    assert client.get("/worklist?service=x&manager=99999999999999").status_code == 200


def test_a_group_goes_on_from_page_to_page(office: Office, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.insight.worklist.PAGE_SIZE", 1)
    monkeypatch.setattr("engine.insight.worklist.SHOWN_OF_EACH", 1)
    for _ in range(2):
        story.log_and_triage(office, date(2026, 9, 7))
    client = sign_in("olive")
    assert "All 2" in read(client.get("/worklist"))
    first = client.get("/worklist/overdue").text
    assert ("HRD-26-0001" in first) != ("HRD-26-0002" in first)
    following = first.split("/worklist/overdue?after=")[1].split('"')[0]
    second = client.get(f"/worklist/overdue?after={following}").text
    assert ("HRD-26-0001" in second) != ("HRD-26-0001" in first)
    assert "Next page" not in second


@pytest.mark.parametrize(
    "after", ["", "x", "2026-10-05", "2026-99-99.task.a", "2026-10-05.nothing.a", "2026-10-05.task.'"]
)
def test_an_address_that_was_tampered_with_begins_anew(sign_in: SignIn, after: str) -> None:
    for group in Group:
        assert sign_in("olive").get(f"/worklist/{group}", query_string={"after": after}).status_code == 200
    assert sign_in("olive").get("/worklist/everything").status_code == 404


def test_the_number_of_statements_does_not_grow_with_the_cases(office: Office, sign_in: SignIn) -> None:
    paths = ("/worklist", "/deadlines?whose=everybody", "/reports/meeting-pack", "/reports/director")
    client = sign_in("olive")
    asked: dict[str, list[int]] = {}
    for made in (1, 4):
        for _ in range(made):
            story.log_and_triage(office, date(2026, 9, 21))
        for path in paths:
            asked.setdefault(path, []).append(_statements(office, partial(client.get, path)))
    for path, (few, many) in asked.items():
        assert few == many, path


def _statements(office: Office, do: Callable[[], Any]) -> int:
    counted = []

    def _count(*facts: Any) -> None:
        counted.append(facts[2])

    do()
    event.listen(office.database.engine, "before_cursor_execute", _count)
    do()
    event.remove(office.database.engine, "before_cursor_execute", _count)
    return len(counted)


def test_a_request_for_help_stands_on_the_worklist_and_in_the_pack(office: Office, sign_in: SignIn) -> None:
    story.log_and_triage(office)
    with office.transaction() as transaction:
        asked = {"task_id": story.open_task(office, "respond"), "case_id": 1, "kind": "more_time", "note": "Leave."}
        stamp = {"asked_at": transaction.now, "asked_by": PEOPLE["mara"][0]}
        transaction.connection.execute(insert(task_request).values(**asked, **stamp))
    for who, path in (("olive", "/worklist"), ("heather", "/reports/meeting-pack"), ("olive", "/reports/director")):
        said = read(sign_in(who).get(path))
        assert "Respond: more time" in said, path
        assert "Leave." not in said


def test_every_line_leads_to_a_page_that_its_reader_may_open(office: Office, sign_in: SignIn) -> None:
    story.log_and_triage(office, date(2026, 9, 7))
    with office.transaction() as transaction:
        put, stamp = transaction.connection.execute, transaction.now
        asked = {"task_id": story.open_task(office, "respond"), "case_id": 1, "kind": "help", "note": "Leave."}
        put(insert(task_request).values(**asked, asked_at=stamp, asked_by=PEOPLE["mara"][0]))
        letter = {"kind": "letter", "template": "closing", "channel": "post", "fields": {}, "status": "to_post"}
        put(insert(message).values(**letter, header_id="m", case_id=1, created_at=stamp))
        late = {"kind": "timer", "case_id": 1, "key": "k", "status": "failed", "due_at": stamp, "attempts_left": 0}
        key = put(insert(job).values(**late, created_at=stamp).returning(job.c.id)).scalar_one()
        put(insert(incident).values(job_id=key, raised_at=stamp, status="open", cause="Nobody knows."))
    for who, path in (("heather", "/reports/meeting-pack"), ("olive", "/reports/meeting-pack"), ("olive", "/worklist")):
        client = sign_in(who)
        leads = set(
            re.findall(r'<td class="govuk-table__cell"><a class="govuk-link" href="([^"]+)"', client.get(path).text)
        )
        assert len(leads) >= 2, path
        assert {each: client.get(each).status_code for each in leads} == dict.fromkeys(leads, 200), (who, path)


def test_whoever_is_complained_about_sees_no_line_of_it(office: Office, sign_in: SignIn) -> None:
    story.log_and_triage(office, date(2026, 9, 7))
    paths = {
        "olive": ("/worklist", "/worklist/overdue", "/deadlines?whose=everybody&on=2026-09-21", "/reports/director"),
        "heather": ("/reports/meeting-pack",),
        "mara": ("/deadlines?on=2026-09-21",),
    }
    for who, each in paths.items():
        for path in each:
            assert "HRD-26-0001" in sign_in(who).get(path).text, path
    with office.transaction() as transaction:
        about = [{"case_id": 1, "relation": "complained_about", "person_id": PEOPLE[who][0]} for who in paths]
        transaction.connection.execute(insert(case_relation), about)
    for who, each in paths.items():
        for path in each:
            assert "HRD-26-0001" not in sign_in(who).get(path).text, path
    # Nor does the head whom it is about get it by way of an officer who prints their pack.
    assert "HRD-26-0001" not in sign_in("oscar").get(f"/reports/meeting-pack?head={PEOPLE['heather'][0]}").text


def test_a_head_opens_their_own_pack_and_no_other(office: Office, sign_in: SignIn) -> None:
    heather = PEOPLE["heather"][0]
    assert sign_in("heather").get(f"/reports/meeting-pack?head={heather}").status_code == 200
    for other in ("1", "999", "x"):
        assert sign_in("heather").get(f"/reports/meeting-pack?head={other}").status_code == 404
        assert sign_in("heather").get(f"/reports/meeting-pack.pdf?head={other}").status_code == 404


def test_the_calendar_names_bank_holidays_and_folds_weekends(office: Office, sign_in: SignIn) -> None:
    said = read(sign_in("mara").get("/deadlines?view=week&on=2026-12-30"))
    assert "Monday 28 December Boxing Day" in said
    assert "not a working day" in said
    assert "Saturday" not in said
    story.log_and_triage(office)
    with office.transaction() as transaction:
        promised = {"case_id": 1, "text": "A rota.", "owner_id": 3, "status": "open", "created_at": transaction.now}
        transaction.connection.execute(insert(action).values(**promised, due_on=date(2027, 1, 2)))
    said = read(sign_in("mara").get("/deadlines?view=week&on=2026-12-30"))
    assert "Saturday 2 January Do what was promised: HRD-26-0001" in said
    assert "Sunday" not in said


@pytest.mark.parametrize("on", ["", "x", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_that_is_none_leads_to_today(sign_in: SignIn, on: str) -> None:
    for view in ("month", "week", "year"):
        assert "Today" in sign_in("mara").get("/deadlines", query_string={"on": on, "view": view}).text


def test_others_see_their_own_deadlines_whatever_they_ask_for(office: Office, sign_in: SignIn) -> None:
    story.log_and_triage(office)
    assert "Nothing falls due here" in sign_in("sam").get("/deadlines?whose=everybody").text
    assert "Everybody" not in sign_in("sam").get("/deadlines?whose=everybody").text


def test_the_directors_figures_counted_by_hand(office: Office, sign_in: SignIn) -> None:
    """Five complaints: one closed, one overdue, one 66 and one 65 working days at stage 2; one Ombudsman's day."""
    for _ in range(5):
        story.log_and_triage(office, date(2026, 10, 1))
    running = update(clock).where(clock.c.name == "stage_2_response")
    named = {"name": "ombudsman_reply", "sentence": "", "definition_id": 1, "state": "running"}
    with office.transaction() as transaction:
        put = transaction.connection.execute
        put(update(case_file).where(case_file.c.id == 5).values(status="closed"))
        late = clock.c.name == "stage_1_response"
        put(update(clock).where(clock.c.case_id == 4, late).values(due_on=date(2026, 10, 2)))
        # 65 working days before Monday 5 October 2026, with the holiday of 31 August between them: 3 July.
        put(running.where(clock.c.case_id == 1).values(started_on=date(2026, 7, 2), due_on=date(2026, 10, 2)))
        put(running.where(clock.c.case_id == 2).values(started_on=date(2026, 7, 3), due_on=date(2026, 10, 5)))
        put(insert(clock).values(case_id=3, started_on=date(2026, 9, 1), due_on=date(2026, 10, 9), **named))
        promised = {"case_id": 1, "text": "A rota.", "owner_id": 3, "status": "open", "created_at": transaction.now}
        put(insert(action).values(**promised, due_on=date(2026, 10, 2)))
        put(insert(action).values(**promised, due_on=date(2026, 10, 5)))
    client = sign_in("olive")
    said = read(client.get("/reports/director"))
    for words in (
        "4 open",
        "2 with an overdue limit",
        "HRD-26-0001 is the oldest: open for 2 working days, since 1 Oct 2026",
        "1 at stage 2 beyond 65 working days",
        "1 day named by the Ombudsman; the first: 9 Oct 2026, 4 working days left",
        "1 action overdue",
    ):
        assert words in said
    behind = {"open": {1, 2, 3, 4}, "overdue": {1, 4}, "stage_2": {1}, "ombudsman": {3}, "actions": {1}}
    for figure, cases in behind.items():
        page = client.get(f"/reports/director/{figure}").text
        assert {n for n in range(1, 6) if f"HRD-26-000{n}" in page} == cases, figure
    assert client.get("/reports/director/nothing").status_code == 404
