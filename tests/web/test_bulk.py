"""Many tasks at once: what moves, what does not and why, said plainly before and after."""

from sqlalchemy import insert, select

from engine.db.tables import case_file, case_relation, task
from engine.flows import tasks
from engine.office import Office
from tests import story
from tests.council import PEOPLE
from tests.web.work import SignIn, actor, log, open_task

OLIVE, OSCAR = (PEOPLE[name][0] for name in ("olive", "oscar"))


def _triages(office: Office, many: int) -> list[str]:
    return [open_task(office, log(office), "triage") for _ in range(many)]


def _holder(office: Office, task_id: str) -> int | None:
    (row,) = story.rows(office, select(task.c.assignee_id).where(task.c.id == task_id))
    return None if row.assignee_id is None else int(row.assignee_id)


def _about(office: Office, task_id: str, person_id: int) -> None:
    with office.transaction() as transaction:
        case_id = transaction.connection.execute(select(task.c.case_id).where(task.c.id == task_id)).scalar_one()
        values = {"case_id": case_id, "relation": "complained_about", "person_id": person_id}
        transaction.connection.execute(insert(case_relation).values(values))


def test_many_are_claimed_in_one_go_and_the_list_says_how_many(office: Office, sign_in: SignIn) -> None:
    ids, olive = _triages(office, 3), sign_in("olive")
    answer = olive.post("/inbox/bulk", data={"task": ids, "do": "claim", "next": "/inbox/team"})
    assert (answer.status_code, answer.location) == (302, "/inbox/team")
    assert {_holder(office, each) for each in ids} == {OLIVE}
    assert "3 tasks are now yours." in olive.get("/inbox/team").text


def test_what_somebody_has_claimed_meanwhile_is_named_and_the_rest_is_done(office: Office, sign_in: SignIn) -> None:
    ids, olive = _triages(office, 2), sign_in("olive")
    tasks.claim(office, actor(office, OSCAR), ids[1])
    answer = olive.post("/inbox/bulk", data={"task": ids, "do": "claim"})
    assert "1 task is now yours." in answer.text
    assert "Triage and acknowledge (HRD-26-0002): Oscar Officer has claimed it." in answer.text
    assert (_holder(office, ids[0]), _holder(office, ids[1])) == (OLIVE, OSCAR)


def test_tasks_are_given_to_somebody_in_two_steps(office: Office, sign_in: SignIn) -> None:
    ids, olive = _triages(office, 2), sign_in("olive")
    first = olive.post("/inbox/bulk", data={"task": ids, "do": "assign", "next": "/inbox/everybody"})
    assert "Give 2 tasks to somebody" in first.text
    assert "Mara Manager" not in first.text, "a task for the complaints team is for nobody else while they are there"
    second = olive.post("/inbox/bulk", data={"task": ids, "do": "assign", "person": str(OSCAR), "step": "look"})
    assert "2 tasks for Oscar Officer" in second.text
    assert {_holder(office, each) for each in ids} == {None}, "looking gives nothing away"
    done = olive.post("/inbox/bulk", data={"task": ids, "do": "assign", "person": str(OSCAR), "step": "do"})
    assert done.status_code == 302
    assert {_holder(office, each) for each in ids} == {OSCAR}
    assert "2 tasks are now with Oscar Officer." in olive.get("/inbox").text


def test_what_cannot_be_given_is_told_before_and_after_with_its_reason(office: Office, sign_in: SignIn) -> None:
    ids, olive = _triages(office, 3), sign_in("olive")
    _about(office, ids[1], OSCAR)
    asked = {"task": ids, "do": "assign", "person": str(OSCAR)}
    assert "Oscar Officer (not 1 of them)" in olive.post("/inbox/bulk", data={"task": ids, "do": "assign"}).text
    looked = olive.post("/inbox/bulk", data=asked).text
    assert "2 tasks for Oscar Officer" in looked
    assert "Triage and acknowledge (HRD-26-0002): the complaint is about them." in looked
    done = olive.post("/inbox/bulk", data={**asked, "step": "do"})
    assert done.status_code == 200
    assert "2 tasks are now with Oscar Officer." in done.text
    assert "1 could not be given" in done.text
    assert "Triage and acknowledge (HRD-26-0002): the complaint is about them." in done.text


def test_claimed_tasks_are_given_on_as_well(office: Office, sign_in: SignIn) -> None:
    (key,), olive = _triages(office, 1), sign_in("olive")
    tasks.claim(office, actor(office, OLIVE), key)
    olive.post("/inbox/bulk", data={"task": key, "do": "reassign", "person": str(OSCAR), "step": "do"})
    assert _holder(office, key) == OSCAR


def test_a_page_that_was_overtaken_gives_nothing_on(office: Office, sign_in: SignIn) -> None:
    (key,), olive = _triages(office, 1), sign_in("olive")
    asked = {"task": key, "had": f"{key}:", "do": "assign", "person": str(OLIVE), "step": "do"}
    tasks.assign(office, actor(office, OLIVE), key, OSCAR)
    answer = olive.post("/inbox/bulk", data=asked)
    assert "Nothing was changed" in answer.text
    assert "Oscar Officer has it by now." in answer.text
    assert _holder(office, key) == OSCAR


def test_sending_it_twice_changes_nothing_the_second_time(office: Office, sign_in: SignIn) -> None:
    (key,), olive = _triages(office, 1), sign_in("olive")
    asked = {"task": key, "had": f"{key}:", "do": "assign", "person": str(OSCAR), "step": "do"}
    written = []
    for _ in range(2):
        assert olive.post("/inbox/bulk", data=asked).status_code == 302
        written += story.rows(office, select(case_file.c.history_seq))
    assert written[0] == written[1], "given once, written once"


def test_nothing_selected_and_too_much_selected_say_what_to_do(office: Office, sign_in: SignIn) -> None:
    olive = sign_in("olive")
    nothing = olive.post("/inbox/bulk", data={"do": "claim"})
    assert (nothing.status_code, "Select at least one task" in nothing.text) == (422, True)
    many = olive.post("/inbox/bulk", data={"do": "claim", "task": [f"t{n}" for n in range(201)]})
    assert (many.status_code, "Select 200 tasks or fewer at a time; these are 201" in many.text) == (422, True)
    deed = olive.post("/inbox/bulk", data={"task": _triages(office, 1)})
    assert (deed.status_code, "Choose what should happen with the tasks" in deed.text) == (422, True)


def test_nobody_is_asked_again_without_a_choice(office: Office, sign_in: SignIn) -> None:
    ids = _triages(office, 1)
    answer = sign_in("olive").post("/inbox/bulk", data={"task": ids, "do": "assign", "step": "look"})
    assert (answer.status_code, "Select who should do them" in answer.text) == (422, True)


def test_only_the_complaints_team_gives_tasks_to_others(office: Office, sign_in: SignIn) -> None:
    ids = _triages(office, 1)
    assert sign_in("mara").post("/inbox/bulk", data={"task": ids, "do": "assign"}).status_code == 403


def test_tasks_of_cases_that_they_may_not_see_are_not_named(office: Office, sign_in: SignIn) -> None:
    ids = _triages(office, 1)
    answer = sign_in("sam").post("/inbox/bulk", data={"task": ids, "do": "claim"})
    assert "HRD-26-0001" not in answer.text
    assert "1 task: it is not there any more, or not yours to see." in answer.text


def test_many_are_put_by_until_a_day_at_once(office: Office, sign_in: SignIn) -> None:
    ids, olive = _triages(office, 2), sign_in("olive")
    first = olive.post("/inbox/bulk", data={"task": ids, "do": "follow_up"})
    assert "Put 2 tasks by until a day" in first.text
    day = {"day-day": "6", "day-month": "10", "day-year": "2026"}
    again = olive.post("/inbox/bulk", data={"task": ids, "do": "follow_up", "step": "do"})
    assert (again.status_code, "Enter the day on which they should come back" in again.text) == (422, True)
    done = olive.post("/inbox/bulk", data={"task": ids, "do": "follow_up", "step": "do", **day})
    assert done.status_code == 200, done.text
