"""“I can’t do this”, and “I’ll do it on Thursday”, at the pages."""

from sqlalchemy import select

from engine.db.tables import task
from engine.flows import task_requests as flow
from engine.office import Office
from tests import story
from tests.council import PEOPLE
from tests.web.work import SignIn, actor, open_task, shown_errors, shown_value, triaged

MORE = {"need": "more_time", "note": "The file is in the archive."}


def _respond(office: Office, sign_in: SignIn) -> str:
    return open_task(office, triaged(office, sign_in), "respond")


def test_a_manager_tells_the_team_and_reads_the_answer_on_the_task(office: Office, sign_in: SignIn) -> None:
    key, mara, olive = _respond(office, sign_in), sign_in("mara"), sign_in("olive")
    form = mara.get(f"/tasks/{key}/cannot?need=more_time")
    assert "What is in the way?" in form.text
    answer = mara.post(f"/tasks/{key}/cannot", data=MORE)
    assert (answer.status_code, answer.location) == (302, f"/tasks/{key}")
    listed = olive.get("/requests").text
    assert "Mara Manager" in listed
    assert "The file is in the archive." in listed
    assert "F. F." in listed, "the complainant by initials"
    assert "Fiona" not in listed
    assert "Take more time" in listed
    assert olive.post("/requests/1/answer", data={"answer": "I rang them."}).location == "/requests"
    assert "Nobody needs help with a task now." in olive.get("/requests").text


def test_an_incomplete_form_keeps_what_was_typed_and_says_what_is_missing(office: Office, sign_in: SignIn) -> None:
    key, mara = _respond(office, sign_in), sign_in("mara")
    answer = mara.post(f"/tasks/{key}/cannot", data={"note": "Because."})
    assert (answer.status_code, shown_errors(answer)) == (422, {"need": "Select what is in the way"})
    assert shown_value(answer, "note") == "Because."


def test_whoever_has_asked_sees_what_they_asked_and_can_take_it_back(office: Office, sign_in: SignIn) -> None:
    key, mara = _respond(office, sign_in), sign_in("mara")
    mara.post(f"/tasks/{key}/cannot", data=MORE)
    page = mara.get(f"/tasks/{key}/cannot").text
    assert "You have told the complaints team already." in page
    assert mara.post("/requests/1/withdraw").location == f"/tasks/{key}"
    assert "What is in the way?" in mara.get(f"/tasks/{key}/cannot").text


def test_a_request_that_is_sent_twice_is_there_once_and_other_words_are_kept(office: Office, sign_in: SignIn) -> None:
    key, mara = _respond(office, sign_in), sign_in("mara")
    for _ in range(2):
        answer = mara.post(f"/tasks/{key}/cannot", data=MORE)
    assert answer.status_code == 422
    assert 'href="#need"' in answer.text
    assert 'id="need"' in answer.text, "the error leads to what was asked"
    assert "What you have typed now" not in answer.text
    other = mara.post(f"/tasks/{key}/cannot", data={"need": "help", "note": "I do not know the family."}).text
    assert "What you have typed now" in other
    assert "I do not know the family." in other
    assert sign_in("olive").get("/requests").text.count("The file is in the archive.") == 1


def test_an_answer_that_comes_second_is_kept_to_be_copied(office: Office, sign_in: SignIn) -> None:
    key = _respond(office, sign_in)
    sign_in("mara").post(f"/tasks/{key}/cannot", data=MORE)
    flow.answer(office, actor(office, PEOPLE["oscar"][0]), 1, {"answer": "Done."})
    answer = sign_in("olive").post("/requests/1/answer", data={"answer": "My long answer."})
    assert answer.status_code == 422
    assert "Oscar Officer saw to it at" in answer.text
    assert "My long answer." in answer.text


def test_the_list_is_for_the_complaints_team(office: Office, sign_in: SignIn) -> None:
    _respond(office, sign_in)
    for who in ("mara", "sam", "heather", "ada"):
        assert sign_in(who).get("/requests").status_code == 403


def test_a_task_is_put_by_and_brought_back_at_the_pages(office: Office, sign_in: SignIn) -> None:
    key, mara = _respond(office, sign_in), sign_in("mara")
    assert "When should it come back?" in mara.get(f"/tasks/{key}/put-by").text
    day = {"day-day": "12", "day-month": "10", "day-year": "2026"}
    assert mara.post(f"/tasks/{key}/put-by", data={**day, "next": "/inbox"}).location == "/inbox"
    assert "it comes back on Monday 12 October 2026" in mara.get("/inbox").text
    assert mara.post(f"/tasks/{key}/bring-back").location == f"/tasks/{key}"
    (row,) = story.rows(office, select(task.c.not_before).where(task.c.id == key))
    assert row.not_before is None


def test_a_day_that_is_too_late_says_which_one_is_not(office: Office, sign_in: SignIn) -> None:
    key, mara = _respond(office, sign_in), sign_in("mara")
    answer = mara.post(f"/tasks/{key}/put-by", data={"day-day": "30", "day-month": "10", "day-year": "2026"})
    assert answer.status_code == 422
    assert "or earlier" in shown_errors(answer)["day"]


def test_what_was_asked_and_put_by_stands_in_the_history(office: Office, sign_in: SignIn) -> None:
    key, mara = _respond(office, sign_in), sign_in("mara")
    mara.post(f"/tasks/{key}/cannot", data=MORE)
    mara.post(f"/tasks/{key}/put-by", data={"day-day": "12", "day-month": "10", "day-year": "2026"})
    sign_in("olive").post("/requests/1/answer", data={"answer": "I rang them."})
    told = sign_in("olive").get("/cases/HRD-26-0001/history").text
    assert "Complaints team told: “Respond”, more time is needed" in told
    assert "“Respond” put by until Monday 12 October 2026" in told
    assert "Complaints team answered (“Respond”, more time is needed): I rang them" in told
