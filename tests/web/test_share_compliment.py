"""A compliment reaches whoever earned it and their managers, and its giver is thanked."""

from typing import Any

import pytest
from sqlalchemy import select

from engine.db.tables import case_event, case_file, case_relation, message
from engine.office import Office
from tests.web.reading import links, said
from tests.web.work import SignIn, claimed, finish, log, open_task, shown_errors, shown_value

GIVEN = {"kind": "compliment", "words": "Mara listened to us.", "praised_person": "3"}
SHARED = {
    "praised_1": "3",
    "copied_1": "8",
    "category-staff_helpfulness": "yes",
    "note_body": "Thank you from all of us.",
    "bulletin": "yes",
    "thanks": "yes",
    "letter_body": "Thank you for telling us.",
}


@pytest.fixture
def task_id(office: Office) -> str:
    return open_task(office, log(office, **GIVEN), "share")


def kept(office: Office) -> Any:
    with office.database.reading() as connection:
        return connection.execute(select(case_file)).one()


def messages(office: Office) -> list[tuple[str | None, ...]]:
    m = message.c
    with office.database.reading() as connection:
        query = select(m.template, m.channel, m.to_name, m.to_address).where(m.kind == "letter").order_by(m.id)
        return [tuple(row) for row in connection.execute(query)]


def told(office: Office) -> list[int]:
    with office.database.reading() as connection:
        notices = select(message.c.to_person_id).where(message.c.template == "letter_waiting")
        return sorted(connection.execute(notices).scalars())


def test_whom_it_praises_and_their_manager_are_filled_in(sign_in: SignIn, task_id: str) -> None:
    page = claimed(sign_in("olive"), task_id).get(f"/tasks/{task_id}")
    for name, person in (("praised_1", 3), ("copied_1", 8)):
        asked = page.text.partition(f'id="{name}"')[2].partition("</select>")[0]
        assert f'<option value="{person}" selected' in asked
    assert "good work" in shown_value(page, "note_body")
    assert "We have passed your words on to Mara Manager" in said(page)
    assert "Complained about" not in said(page)


def test_it_is_shared_and_the_giver_is_thanked(office: Office, sign_in: SignIn, task_id: str) -> None:
    answer = finish(claimed(sign_in("olive"), task_id), task_id, SHARED)
    assert answer.status_code == 302, shown_errors(answer)
    assert sorted(messages(office)) == [
        ("compliment_thanks", "email", None, "fiona@fern.invalid"),
        ("compliment_worker", "in_heard", "Lena Line", None),
        ("compliment_worker", "in_heard", "Mara Manager", None),
    ]
    assert told(office) == [3, 8]
    case = kept(office)
    assert (case.status, case.categories) == ("closed", ["staff_helpfulness"])
    with office.database.reading() as connection:
        assert "compliment_shared" in set(connection.execute(select(case_event.c.kind)).scalars())
        r = case_relation.c
        relations = {row.relation: row.person_id for row in connection.execute(select(r.relation, r.person_id))}
    assert (relations["praised"], relations["copied"]) == (3, 8)


def test_whoever_is_praised_and_their_manager_read_the_letter_and_not_the_case(sign_in: SignIn, task_id: str) -> None:
    finish(claimed(sign_in("olive"), task_id), task_id, SHARED)
    for reader in ("mara", "lena"):
        client = sign_in(reader)
        letter = links(client.get("/inbox"))["A letter to you ,"]
        assert "Mara listened to us." in client.get(f"{letter}/page").text
        assert "fiona@fern.invalid" not in client.get(f"{letter}/page").text
        assert client.get("/cases/HRD-26-0001").status_code == 404
    assert sign_in("max").get("/cases/HRD-26-0001").status_code == 404


def test_what_is_missing_is_asked_for(sign_in: SignIn, task_id: str) -> None:
    errors = shown_errors(finish(claimed(sign_in("olive"), task_id), task_id, {"letter_for": ""}))
    assert list(errors) == ["praised_1", "categories", "note_body", "bulletin", "thanks"]


def test_praise_of_a_team_goes_to_a_manager_who_passes_it_on(office: Office, sign_in: SignIn, task_id: str) -> None:
    client = claimed(sign_in("olive"), task_id)
    team = {**SHARED, "praised_1": "", "praised": "the night team"}
    assert list(shown_errors(finish(client, task_id, {**team, "copied_1": ""}))) == ["copied_1"]
    assert finish(client, task_id, team).status_code == 302
    assert [to for template, _, to, _ in messages(office) if template == "compliment_worker"] == ["Lena Line"]
    lena = sign_in("lena")
    assert "the night team" in lena.get(f"{links(lena.get('/inbox'))['A letter to you ,']}/page").text
    assert kept(office).praised == "the night team"


def test_managers_of_those_chosen_are_filled_in_when_asked(sign_in: SignIn, task_id: str) -> None:
    client = claimed(sign_in("olive"), task_id)
    answer = client.post(f"/tasks/{task_id}", data={**SHARED, "copied_1": "5", "do": "managers"}, follow_redirects=True)
    for name, person in (("copied_1", 5), ("copied_2", 8)):
        asked = answer.text.partition(f'id="{name}"')[2].partition("</select>")[0]
        assert f'<option value="{person}" selected' in asked


def test_whoever_gave_no_name_gets_no_thanks(office: Office, sign_in: SignIn) -> None:
    unknown = {**GIVEN, "complainant_name": "", "complainant_email": "", "reply_by": "none"}
    task_id = open_task(office, log(office, **unknown), "share")
    client = claimed(sign_in("olive"), task_id)
    assert "No thanks go out" in said(client.get(f"/tasks/{task_id}"))
    answer = finish(client, task_id, {**SHARED, "letter_body": ""})
    assert answer.status_code == 302, shown_errors(answer)
    assert {template for template, *_ in messages(office)} == {"compliment_worker"}
