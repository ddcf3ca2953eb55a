"""The register of independent people at its pages: who is added, what it says of them, and whom it lets in."""

import pytest
from sqlalchemy import insert, select

from engine.casework.vocabulary import Relation
from engine.db.tables import case_file, case_relation, independent_register, interest, person, task
from engine.flows import accounts, people, tasks
from engine.office import Office
from tests.council import PEOPLE
from tests.passes import sit_down
from tests.stories import do, open_task, somebody, triaged
from tests.web.reading import links, said
from tests.web.work import SignIn, shown_errors

OUTSIDER = {
    "where_from": "outside",
    "name": "Iris Independent",
    "email": "iris@outside.invalid",
    "partner_in_council": "no",
    "kind-independent_person": "yes",
    "kind-panel_member": "yes",
    "checked_on": "2025-10-25",
    "check_expires_on": "2026-10-25",
    "note": "Speaks Polish.",
}
INTEREST = {"person": "3", "what": "Her sister works there.", "about_service": "1"}


def key_of(office: Office, name: str) -> int:
    with office.database.reading() as connection:
        return int(connection.execute(select(person.c.id).where(person.c.name == name)).scalar_one())


def added(office: Office, sign_in: SignIn, **changed: str) -> int:
    answer = sign_in("olive").post("/independent/add", data={**OUTSIDER, **changed})
    assert answer.status_code == 302, shown_errors(answer)
    return key_of(office, changed.get("name", OUTSIDER["name"]))


def test_somebody_from_outside_stands_on_the_register_with_their_check(office: Office, sign_in: SignIn) -> None:
    key = added(office, sign_in)
    words = said(sign_in("olive").get("/independent"))
    assert "Iris Independent From outside – 0 0 Expires in 20 days None" in words
    page = said(sign_in("olive").get(f"/independent/{key}"))
    assert "Outside the council Email iris@outside.invalid Check Expires in 20 days" in page
    assert "Speaks Polish." in page
    assert "Independent person: 0 open cases, 0 in twelve months" in page


def test_a_colleague_can_investigate_but_never_sit_on_a_panel(office: Office, sign_in: SignIn) -> None:
    client = sign_in("olive")
    staff = {"where_from": "staff", "person": "8", "kind-investigating_officer": "yes"}
    wrong = client.post("/independent/add", data={**staff, "kind-panel_chair": "yes"})
    assert wrong.status_code == 422
    assert "cannot be panel chair" in shown_errors(wrong)["kinds"]
    assert client.post("/independent/add", data=staff).status_code == 302
    assert "Lena Line – 0 0 No check on record None" in said(client.get("/independent"))
    again = client.post("/independent/add", data=staff)
    assert "already" in shown_errors(again)["kinds"]


@pytest.mark.parametrize(
    ("changed", "question"),
    [
        ({"where_from": ""}, "where_from"),
        ({"where_from": "staff"}, "person"),
        ({"name": ""}, "name"),
        ({"email": "nowhere"}, "email"),
        ({"email": "Olive@heard.invalid"}, "email"),
        ({"partner_in_council": ""}, "partner_in_council"),
        ({"kind-independent_person": "", "kind-panel_member": ""}, "kinds"),
        ({"check_expires_on": "2025-10-25"}, "check_expires_on"),
        ({"checked_on": "2026-10-06"}, "checked_on"),
        ({"left_council_on": "2026-10-06"}, "left_council_on"),
    ],
)
def test_what_is_wrong_is_said_beside_its_question(sign_in: SignIn, changed: dict[str, str], question: str) -> None:
    answer = sign_in("olive").post("/independent/add", data={**OUTSIDER, **changed})
    assert answer.status_code == 422
    assert question in shown_errors(answer)


def test_what_the_register_says_can_be_changed_and_ended(office: Office, sign_in: SignIn) -> None:
    key, client = added(office, sign_in), sign_in("olive")
    shown = client.get(f"/independent/{key}/change")
    assert 'value="Iris Independent"' in shown.text
    changed = {**OUTSIDER, "name": "Iris Newname", "check_expires_on": "2028-01-01", "kind-panel_chair": "yes"}
    del changed["kind-panel_member"]
    assert client.post(f"/independent/{key}/change", data=changed).status_code == 302
    page = said(client.get(f"/independent/{key}"))
    assert "Iris Newname" in page
    assert "Good until 1 Jan 2028" in page
    assert "Panel chair: 0 open cases" in page
    assert "Panel member" not in page
    nothing = {name: value for name, value in changed.items() if not name.startswith("kind-")}
    assert client.post(f"/independent/{key}/change", data=nothing).status_code == 302
    assert "They are not on the register any more." in said(client.get(f"/independent/{key}"))
    assert client.post(f"/independent/{key}/change", data={**changed, "name": ""}).status_code == 422


def test_an_entry_that_has_held_ends_yesterday_and_can_begin_anew(office: Office, sign_in: SignIn) -> None:
    key, client = added(office, sign_in), sign_in("olive")
    with office.transaction() as transaction:
        transaction.connection.execute(independent_register.update().values(from_on=transaction.today.replace(day=1)))
    kept = {**OUTSIDER, "kind-panel_member": ""}
    assert client.post(f"/independent/{key}/change", data=kept).status_code == 302
    r = independent_register.c
    with office.database.reading() as connection:
        ended = connection.execute(select(r.to_on).where(r.kind == "panel_member")).scalar_one()
    assert ended.isoformat() == "2026-10-04"
    assert client.post(f"/independent/{key}/change", data=OUTSIDER).status_code == 302
    assert "Panel member: 0 open cases" in said(client.get(f"/independent/{key}"))


def test_days_off_are_noted_and_taken_away(office: Office, sign_in: SignIn) -> None:
    key, client = added(office, sign_in), sign_in("olive")
    days = {"away_from": "2026-10-12", "away_to": "2026-10-16", "away_note": "Autumn break"}
    assert client.post(f"/independent/{key}/days-off", data=days).status_code == 302
    assert "12 Oct 2026 to 16 Oct 2026" in said(client.get("/independent"))
    page = client.get(f"/independent/{key}")
    assert "Monday 12 October 2026 to Friday 16 October 2026: Autumn break" in said(page)
    wrong = client.post(f"/independent/{key}/days-off", data={**days, "away_to": "2026-10-11"})
    assert shown_errors(wrong) == {"away_to": "The last day must not be before the first"}
    assert client.post(f"/independent/{key}/days-off/1/remove").status_code == 302
    assert "Nothing is noted." in said(client.get(f"/independent/{key}"))


def test_an_interest_is_declared_and_ended(office: Office, sign_in: SignIn) -> None:
    client = sign_in("olive")
    assert "None is declared." in said(client.get("/independent/interests?person=3"))
    assert client.post("/independent/interests", data=INTEREST).status_code == 302
    assert "Mara Manager Children in care Her sister works there." in said(client.get("/independent/interests"))
    assert client.post("/independent/interests/1/end").status_code == 302
    assert "None is declared." in said(client.get("/independent/interests"))
    assert client.post("/independent/interests/1/end").status_code == 404
    with office.database.reading() as connection:
        assert connection.execute(select(interest.c.what)).scalar_one() == "Her sister works there."


@pytest.mark.parametrize(
    ("changed", "question"),
    [
        ({"person": ""}, "person"),
        ({"what": ""}, "what"),
        ({"about_service": ""}, "about_person"),
        ({"about_person": "4"}, "about_person"),
        ({"about_service": "", "about_person": "3"}, "about_person"),
        ({"about_service": "", "about_case": "HRD-99-0001"}, "about_case"),
    ],
)
def test_an_interest_is_in_one_thing(sign_in: SignIn, changed: dict[str, str], question: str) -> None:
    answer = sign_in("olive").post("/independent/interests", data={**INTEREST, **changed})
    assert answer.status_code == 422
    assert question in shown_errors(answer)


def test_whoever_declares_an_interest_loses_their_part_at_once(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office)
    task_id = open_task(office, reference, "respond")
    tasks.claim(office, somebody(office, "mara"), task_id)
    assert sign_in("olive").post("/independent/interests", data=INTEREST).status_code == 302
    with office.database.reading() as connection:
        assert connection.execute(select(task.c.assignee_id).where(task.c.id == task_id)).scalar_one() is None
        parts = select(case_relation.c.relation).where(case_relation.c.person_id == PEOPLE["mara"][0])
        assert connection.execute(parts).all() == []
    history = said(sign_in("olive").get(f"/cases/{reference}/history"))
    assert "Her sister works there" in history


def test_only_those_who_keep_it_change_the_register(office: Office, sign_in: SignIn) -> None:
    key = added(office, sign_in)
    assert sign_in("ada").get(f"/independent/{key}").status_code == 200
    for path in ("/independent", f"/independent/{key}", "/independent/add", "/independent/interests"):
        assert sign_in("mara").get(path).status_code == 403
    assert sign_in("mara").post(f"/independent/{key}/change", data=OUTSIDER).status_code == 403
    assert sign_in("olive").get("/independent/8").status_code == 404
    assert sign_in("olive").post("/independent/8/days-off", data={"away_from": "2026-10-12"}).status_code == 404


def test_the_way_to_the_register_is_on_the_page_of_people(sign_in: SignIn) -> None:
    shown = links(sign_in("olive").get("/people"))
    assert shown["Independent people: investigators, independent persons and panels"] == "/independent"
    assert not [words for words in links(sign_in("sam").get("/people")) if words.startswith("Independent people")]


def test_open_cases_and_those_of_the_year_are_counted(office: Office, sign_in: SignIn) -> None:
    key = added(office, sign_in)
    triaged(office)
    with office.transaction() as transaction:
        case_id = transaction.connection.execute(select(case_file.c.id)).scalar_one()
        part = {"case_id": case_id, "relation": Relation.INDEPENDENT_PERSON.value, "person_id": key}
        transaction.connection.execute(insert(case_relation).values(part))
    assert "Iris Independent From outside – 1 1 Expires in 20 days" in said(sign_in("olive").get("/independent"))


def test_people_from_outside_are_not_chosen_among_the_staff(office: Office, sign_in: SignIn) -> None:
    added(office, sign_in)
    reference = triaged(office)
    page = sign_in("olive").get(f"/tasks/{open_task(office, reference, 'respond')}")
    assert "Give it to" in page.text
    assert "Iris Independent" not in page.text
    assert "Iris Independent" not in sign_in("sam").get("/log").text


def test_somebody_from_outside_signs_in_once_they_have_a_password(office: Office, sign_in: SignIn) -> None:
    key = added(office, sign_in)
    assert accounts.sign_in(office, OUTSIDER["email"], "anything") is None
    accounts.set_password(office, people.find(office, OUTSIDER["email"]), "iris-is-in")
    assert accounts.sign_in(office, OUTSIDER["email"], "iris-is-in") == key


def test_somebody_from_outside_sees_no_case_but_those_they_have_a_part_in(office: Office, sign_in: SignIn) -> None:
    key = added(office, sign_in)
    reference = triaged(office)
    do(office, "mara", reference, "respond", {**_ANSWER})
    client = sit_down(sign_in("olive"), key)
    assert reference not in client.get("/cases?status=all").text
    assert client.get(f"/cases/{reference}").status_code == 404
    assert client.get("/inbox").status_code == 200


_ANSWER = {
    "contacted_on": "2026-10-05",
    "finding-1": "upheld",
    "reason-1": "The log shows it.",
    "remedy-apology": "yes",
    "letter_body": "You were right.",
}
