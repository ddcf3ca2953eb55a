"""Going away and coming back at the pages: who stands in is said once, and every page shows what that means."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update

from engine.db.tables import absence, case_relation, person
from engine.flows import absences
from engine.office import Office
from tests.council import PEOPLE, StandingClock
from tests.story import REPLY, complete, log_and_triage, open_task, rows, somebody

SignIn = Callable[[str], FlaskClient]
FORM = {
    "from_on-day": "5",
    "from_on-month": "10",
    "from_on-year": "2026",
    "to_on-day": "9",
    "to_on-month": "10",
    "to_on-year": "2026",
    "deputy": str(PEOPLE["sam"][0]),
}
DAYS = {"from_on": "2026-10-05", "to_on": "2026-10-09", "deputy": str(PEOPLE["sam"][0])}


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def away(office: Office, whose: str = "mara") -> int:
    absences.arrange(office, somebody(office, whose), DAYS)
    return int(rows(office, select(absence.c.id).order_by(absence.c.id.desc()))[0].id)


def test_nothing_is_arranged_yet(sign_in: SignIn) -> None:
    page = text(sign_in("mara"), "/absences")
    assert "You have no absence ahead." in page
    assert "Nobody has said that they are away." in page
    assert "it does not go on to their own deputy" in page


def test_going_away_is_said_on_one_form_and_shown_to_everybody(sign_in: SignIn) -> None:
    mara = sign_in("mara")
    said = mara.post("/absences", data=FORM, follow_redirects=True).get_data(as_text=True)
    assert "Sam Socialworker stands in for Mara Manager from Monday 5 October 2026 to Friday 9 October 2026." in said
    assert "You are away until Friday 9 October 2026; Sam Socialworker stands in." in said
    assert "Mara Manager" in text(sign_in("heather"), "/absences")
    assert "What waits for Mara Manager" in text(sign_in("sam"), "/absences")


def test_what_was_typed_is_kept_beside_what_needs_another_look(sign_in: SignIn) -> None:
    answer = sign_in("mara").post("/absences", data={**FORM, "to_on-day": "1"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#to_on"' in page
    assert "The last day away must be today or later" in page
    assert 'value="2026"' in page


def test_a_deputy_who_is_away_as_well_is_named_with_the_days(office: Office, sign_in: SignIn) -> None:
    absences.arrange(office, somebody(office, "sam"), {**DAYS, "to_on": "2026-10-06", "deputy": "4"})
    said = sign_in("mara").post("/absences", data=FORM, follow_redirects=True).get_data(as_text=True)
    days = "from Monday 5 October 2026 to Tuesday 6 October 2026"
    assert said.count(f"Sam Socialworker is away as well {days}: nobody is there to stand in on those days") == 3


def test_a_second_one_on_the_same_days_names_the_first(office: Office, sign_in: SignIn) -> None:
    away(office)
    answer = sign_in("mara").post("/absences", data={**FORM, "deputy": "4"})
    assert answer.status_code == 422
    assert "There is an absence from Monday 5 October 2026 to Friday 9" in answer.get_data(as_text=True)


def test_officers_say_it_for_others_and_others_may_not(office: Office, sign_in: SignIn) -> None:
    for login, status in (("olive", 302), ("max", 403)):
        answer = sign_in(login).post("/absences", data={**FORM, "person": str(PEOPLE["mara"][0])})
        assert answer.status_code == status
    assert 'name="person"' in text(sign_in("olive"), "/absences")
    assert 'name="person"' not in text(sign_in("max"), "/absences")


def test_days_and_deputy_are_changed_until_it_is_over(office: Office, clock: StandingClock, sign_in: SignIn) -> None:
    key = away(office)
    mara = sign_in("mara")
    assert 'value="5"' in text(mara, f"/absences/{key}/change")
    clock.forward(days=1)
    assert "its first day stays" in text(mara, f"/absences/{key}/change")
    wrong = mara.post(f"/absences/{key}/change", data={**FORM, "deputy": ""})
    assert (wrong.status_code, "Select who stands in" in wrong.get_data(as_text=True)) == (422, True)
    said = mara.post(f"/absences/{key}/change", data={**FORM, "deputy": "4"}, follow_redirects=True)
    assert "Max Manager stands in for Mara Manager from Tuesday 6 October 2026" in said.get_data(as_text=True)
    assert mara.get(f"/absences/{key}/change").status_code == 404
    assert sign_in("sam").get("/inbox/covering").status_code == 403


def test_nobody_changes_what_is_not_theirs(office: Office, sign_in: SignIn) -> None:
    key = away(office)
    for path in (f"/absences/{key}/change", f"/absences/{key}/cancel", "/absences/999/change"):
        assert sign_in("sam").get(path).status_code == 404
    assert sign_in("sam").post(f"/absences/{key}/cancel").status_code == 403
    assert sign_in("olive").get(f"/absences/{key}/cancel").status_code == 200


def test_it_is_called_off_after_a_question(office: Office, sign_in: SignIn) -> None:
    absences.arrange(office, somebody(office, "mara"), {**DAYS, "from_on": "2026-10-07"})
    mara = sign_in("mara")
    assert "Call this absence off?" in text(mara, "/absences/1/cancel")
    said = mara.post("/absences/1/cancel", follow_redirects=True).get_data(as_text=True)
    assert "The absence is called off." in said
    assert "You have no absence ahead." in said


def test_whoever_is_back_early_presses_one_button_and_reads_what_was_done(
    office: Office, clock: StandingClock, sign_in: SignIn
) -> None:
    reference = log_and_triage(office)
    away(office)
    complete(office, "sam", "respond", {**REPLY, "contacted_on": "2026-10-05"})
    clock.forward(days=1)
    mara = sign_in("mara")
    assert "I am back" in text(mara, "/inbox")
    said = mara.post("/absences/back", follow_redirects=True).get_data(as_text=True)
    assert "Sam Socialworker does not stand in any more, and did 1 task meanwhile." in said
    assert "You are away until" not in said
    done = text(mara, "/absences/done")
    assert reference in done
    assert "Sam Socialworker" in done
    assert "Nothing has been done in your name." in text(sign_in("sam"), "/absences/done")
    again = mara.post("/absences/back")
    assert again.status_code == 302


def test_a_deputy_does_the_task_and_the_pages_say_for_whom(office: Office, sign_in: SignIn) -> None:
    reference = log_and_triage(office)
    away(office)
    sam, this = sign_in("sam"), open_task(office, "respond")
    page = text(sam, f"/tasks/{this}")
    assert "You do this for Mara Manager, who is away until Friday 9 October 2026." in page
    assert "claim" not in page.lower().split("<main")[1].split("</form>")[0]
    assert this in text(sam, f"/cases/{reference}")
    answer = sam.post(f"/tasks/{this}", data={**REPLY, "contacted_on": "2026-10-05"}, follow_redirects=True)
    assert "You did this for Mara Manager." in answer.get_data(as_text=True)
    assert "Sam Socialworker for Mara Manager" in text(sign_in("olive"), f"/cases/{reference}/history")


def test_a_deputy_notes_what_was_said_in_the_name_of_whoever_is_away(office: Office, sign_in: SignIn) -> None:
    reference = log_and_triage(office)
    away(office)
    assert 'name="note"' in text(sign_in("sam"), f"/cases/{reference}/contact")


def test_a_link_to_work_that_is_covered_no_longer_says_so(
    office: Office, clock: StandingClock, sign_in: SignIn
) -> None:
    reference = log_and_triage(office)
    away(office)
    this, sam = open_task(office, "respond"), sign_in("sam")
    clock.instant = datetime(2026, 10, 9, 23, 30, tzinfo=UTC)  # half past midnight on Saturday in London
    answer = sam.get(f"/tasks/{this}")
    assert answer.status_code == 403
    assert "you stood in for Mara Manager, and that has ended" in answer.get_data(as_text=True)
    assert sam.get(f"/cases/{reference}").status_code == 404
    assert sign_in("max").get(f"/tasks/{this}").status_code in (200, 404)


def test_whom_it_is_about_is_told_nothing_by_a_link_either(
    office: Office, clock: StandingClock, sign_in: SignIn
) -> None:
    log_and_triage(office)
    away(office)
    this = open_task(office, "respond")
    with office.transaction() as transaction:
        about = {"case_id": 1, "relation": "complained_about", "person_id": PEOPLE["sam"][0]}
        transaction.connection.execute(insert(case_relation).values(about))
    for moment in (clock.instant, datetime(2026, 10, 10, 12, tzinfo=UTC)):
        clock.instant = moment
        assert sign_in("sam").get(f"/tasks/{this}").status_code == 404


@pytest.mark.parametrize("path", ["/absences", "/absences/done"])
def test_people_from_outside_have_no_such_link(office: Office, sign_in: SignIn, path: str) -> None:
    with office.transaction() as transaction:
        transaction.connection.execute(update(person).where(person.c.id == PEOPLE["sam"][0]).values(external=True))
    sam = sign_in("sam")
    assert 'href="/absences"' not in text(sam, "/inbox")
    assert sam.get(path).status_code == (403 if path == "/absences" else 200)


def test_a_long_list_comes_in_pages(office: Office, sign_in: SignIn) -> None:
    with office.transaction() as transaction:
        stamp = {"made_at": transaction.now, "person_id": 4, "deputy_id": 7}
        days = [{"from_on": d, "to_on": d} for d in (transaction.today.replace(day=n) for n in range(5, 32))]
        transaction.connection.execute(insert(absence), [{**stamp, **day} for day in days])
    first = text(sign_in("heather"), "/absences")
    assert "Next page" in first
    following = first.split("/absences?after=")[1].split('"')[0]
    second = text(sign_in("heather"), f"/absences?after={following}")
    assert "31 Oct 2026" in second
    assert "Back to the start" in second
    assert text(sign_in("heather"), "/absences?after=nonsense")
