"""What the inbox promises: the right work for the right person, what is due first on top, and nobody's name in it."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from engine.db.tables import case_file, membership, role_holding, task
from engine.office import Office
from engine.queries import inbox
from engine.queries.inbox import PAGE_SIZE, Cursor, Tab
from tests.web.work import RESPONDED, SignIn, actor, claimed, finish, log, open_task, responded, triaged

MARA, HEATHER, OLIVE, LENA, SAM = 3, 5, 1, 8, 7


def listed(office: Office, person_id: int, tab: Tab) -> list[tuple[str, str]]:
    """Task and reference, from the top."""
    rows = inbox.page(office, actor(office, person_id), tab).rows
    return [(row.name, row.reference) for row in rows]


def tabs(client: FlaskClient) -> dict[str, int]:
    """The lists and how many tasks each says it has."""
    found = re.findall(r">(Mine|My team’s|Unassigned|Everybody’s) \((\d+)\)", client.get("/inbox").text)
    return {name: int(count) for name, count in found}


def test_a_claimed_task_moves_from_the_teams_list_to_mine(office: Office, sign_in: SignIn) -> None:
    client = sign_in("olive")
    task_id = open_task(office, log(office), "triage")
    assert tabs(client) == {"Mine": 0, "My team’s": 1, "Unassigned": 1, "Everybody’s": 1}
    claimed(client, task_id)
    assert tabs(client) == {"Mine": 1, "My team’s": 0, "Unassigned": 0, "Everybody’s": 1}
    client.post(f"/tasks/{task_id}/release")
    assert tabs(client) == {"Mine": 0, "My team’s": 1, "Unassigned": 1, "Everybody’s": 1}


def test_what_only_i_can_do_is_mine_without_claiming(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office, sign_in)
    assert listed(office, MARA, Tab.MINE) == [("Respond", reference)]
    assert listed(office, MARA, Tab.TEAM) == []


def test_a_colleagues_work_is_on_the_teams_list(office: Office, sign_in: SignIn) -> None:
    claimed(sign_in("olive"), open_task(office, log(office), "triage"))
    row = inbox.page(office, actor(office, 2), Tab.TEAM).rows[0]
    assert (row.has_it, row.may_claim, row.may_release) == ("Olive Officer", False, True)


def test_a_line_manager_sees_what_their_people_have_in_hand(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office, sign_in)
    sign_in("mara").post(f"/tasks/{open_task(office, reference, 'respond')}/claim")
    assert listed(office, LENA, Tab.TEAM) == [("Respond", reference)]


def test_being_in_the_same_team_shows_no_case_that_is_not_mine_to_see(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office, sign_in)
    with office.transaction() as transaction:
        values = {"person_id": 4, "team_id": 1, "from_on": office.today()}
        transaction.connection.execute(insert(membership).values(values))
    sign_in("mara").post(f"/tasks/{open_task(office, reference, 'respond')}/claim")
    assert listed(office, 4, Tab.TEAM) == []
    assert listed(office, SAM, Tab.TEAM) == []


def test_the_person_complained_about_finds_nothing_even_as_head_of_service(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office, sign_in, complained_about_1="5")
    finish(sign_in("mara"), open_task(office, reference, "respond"), RESPONDED)
    assert listed(office, HEATHER, Tab.TEAM) == []


def test_the_head_of_one_service_gets_no_work_of_another(office: Office, sign_in: SignIn) -> None:
    reference = responded(office, sign_in)
    assert listed(office, HEATHER, Tab.MINE) == [("Sign off", reference)]
    with office.transaction() as transaction:
        transaction.connection.execute(update(case_file).values(service_id=2))
    assert listed(office, HEATHER, Tab.MINE) == []
    assert listed(office, HEATHER, Tab.TEAM) == []


def test_what_two_heads_could_sign_off_is_claimed_by_one_of_them(office: Office, sign_in: SignIn) -> None:
    reference = responded(office, sign_in)
    second = {"person_id": LENA, "role": "head_of_service", "service_id": 1, "from_on": date(2026, 1, 1)}
    with office.transaction() as transaction:
        transaction.connection.execute(insert(role_holding).values(second))
    assert listed(office, HEATHER, Tab.MINE) == []
    assert listed(office, HEATHER, Tab.TEAM) == [("Sign off", reference)]


def test_a_line_manager_sees_what_their_people_have_to_answer(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office, sign_in)
    assert listed(office, LENA, Tab.TEAM) == [("Respond", reference)]


def test_everybodys_list_is_for_complaints_officers(sign_in: SignIn) -> None:
    assert sign_in("olive").get("/inbox/everybody").status_code == 200
    assert sign_in("mara").get("/inbox/everybody").status_code == 403
    assert "Everybody’s" not in sign_in("mara").get("/inbox").text


def test_what_is_due_first_stands_on_top_and_what_has_no_limit_last(office: Office, sign_in: SignIn) -> None:
    late = log(office, received_on="2026-09-28")
    without = triaged(office, sign_in)
    soon = log(office, received_on="2026-10-05")
    with office.transaction() as transaction:
        dateless = update(task).where(task.c.element == "respond").values(due_on=None, clock=None)
        transaction.connection.execute(dateless)
    assert [reference for _, reference in listed(office, OLIVE, Tab.EVERYBODY)] == [late, soon, without]


def test_a_row_says_what_to_do_by_when_for_whom_and_who_has_it(office: Office, sign_in: SignIn) -> None:
    triaged(office, sign_in, advocate_name="Ann Advocate", safeguarding="yes")
    page = sign_in("olive").get("/inbox/everybody").text
    for words in ("Respond", "9 working days left", "HRD-26-0001 · F. F. · Stage 1: local resolution", "Mara Manager"):
        assert words in page
    for words in ("Last contact 5 Oct 2026", "Safeguarding", "Advocate"):
        assert words in page


def test_no_name_of_a_complainant_or_child_is_in_the_list(office: Office, sign_in: SignIn) -> None:
    log(office, is_child="yes", child_name="Robin Meadow", complainant_name="Tansy Meadow")
    page = sign_in("olive").get("/inbox/everybody").text
    assert "T. M." in page
    assert "Meadow" not in page


def test_an_empty_list_says_what_will_be_there(sign_in: SignIn) -> None:
    assert "You have nothing to do here now." in sign_in("sam").get("/inbox").text
    assert "Nobody in your team has anything to do now." in sign_in("sam").get("/inbox/team").text
    assert "There are no open tasks at all." in sign_in("olive").get("/inbox/everybody").text


def test_a_long_list_is_turned_page_by_page_and_misses_nothing(office: Office, sign_in: SignIn) -> None:
    """Rows that are done or come in meanwhile shift no other row out of sight."""
    days = [f"2026-09-{day:02d}" for day in (28, 29, 30)]
    references = {log(office, received_on=days[n % 3]) for n in range(PAGE_SIZE + 3)}
    with office.transaction() as transaction:
        dateless = update(task).where(task.c.id.in_([open_task(office, r, "triage") for r in sorted(references)[:2]]))
        transaction.connection.execute(dateless.values(due_on=None))
    olive = actor(office, OLIVE)
    first = inbox.page(office, olive, Tab.EVERYBODY)
    assert len(first.rows) == PAGE_SIZE
    assert first.following is not None
    claimed(sign_in("oscar"), first.rows[0].task_id)
    second = inbox.page(office, olive, Tab.EVERYBODY, Cursor.read(str(first.following)))
    assert second.following is None
    seen = [row.reference for row in (*first.rows, *second.rows)]
    assert (len(seen), set(seen)) == (len(references), references)
    page = sign_in("olive").get("/inbox/everybody").text
    assert f"/inbox/everybody?after={first.following}" in page


@pytest.mark.parametrize("text", [None, "", "none", "2026-10-05", "2026-13-05.abc", "2026-10-05.a;b", "x." + "a" * 40])
def test_an_address_that_was_tampered_with_begins_at_the_start(text: str | None) -> None:
    assert Cursor.read(text) is None


def test_an_empty_inbox_speaks_of_the_morning_email_only_to_those_who_get_it(sign_in: SignIn) -> None:
    email = "At eight on working days you get an email with what waits for you."
    assert email in sign_in("mara").get("/inbox").text
    assert email not in sign_in("olive").get("/inbox").text
