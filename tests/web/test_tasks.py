"""What the page of a task promises to whoever does the work."""

import re
from datetime import date

import pytest
from sqlalchemy import delete, select

from engine.casework.pages import overrun, respond
from engine.casework.pages.overrun import Cause
from engine.db.tables import case_event, case_file, message, reading, setting, task
from engine.flows import withdrawal
from engine.office import Office
from tests.council import StandingClock
from tests.stories import deliver
from tests.web.reading import said
from tests.web.work import (
    RESPONDED,
    TRIAGED,
    SignIn,
    actor,
    claimed,
    finish,
    log,
    open_task,
    responded,
    shown_errors,
    shown_value,
    signed_off,
    triaged,
)


def test_a_task_is_claimed_before_it_is_worked_on(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = sign_in("olive")
    before = client.get(f"/tasks/{task_id}").text
    assert "Claim this task" in before
    assert "Finish triage" not in before
    answer = client.post(f"/tasks/{task_id}/claim", follow_redirects=True)
    assert "Finish triage" in answer.text


def test_the_page_shows_the_question_the_case_in_brief_and_what_comes_after(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    page = sign_in("olive").get(f"/tasks/{task_id}").text
    assert "Decide the route, with reasons" in page
    assert "<br>" not in page.split("Nobody called me back.")[1][:5]
    assert "I waited for three weeks." in page
    assert "Start the statutory procedure" in page
    assert "1 working day left" in page


def test_opening_a_task_is_noted_as_a_reading_of_the_case(office: Office, sign_in: SignIn) -> None:
    sign_in("olive").get(f"/tasks/{open_task(office, log(office), 'triage')}")
    with office.database.reading() as connection:
        rows = connection.execute(select(reading.c.person_id, reading.c.page)).all()
    assert [tuple(row) for row in rows] == [(1, "task")]


@pytest.mark.parametrize("login", ["max", "sam", "ada"])
def test_whoever_may_not_see_the_case_is_not_told_that_the_task_exists(
    login: str, office: Office, sign_in: SignIn
) -> None:
    task_id = open_task(office, triaged(office, sign_in), "respond")
    for answer in (sign_in(login).get(f"/tasks/{task_id}"), sign_in(login).get("/tasks/" + "0" * 32)):
        assert answer.status_code == 404
        assert "HRD-" not in answer.text


def test_another_head_is_added_without_losing_a_word(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    answer = client.post(f"/tasks/{task_id}", data={**TRIAGED, "do": "add_head"}, follow_redirects=True)
    assert shown_value(answer, "head-1-text") == "Nobody returned my calls"
    assert shown_value(answer, "head-2-text") == ""
    assert shown_value(answer, "letter_body") == "Thank you for telling us."
    assert open_task(office, "HRD-26-0001", "triage") == task_id


def test_the_acknowledgement_is_written_from_the_answers_with_its_locked_paragraphs(
    office: Office, sign_in: SignIn
) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    answer = client.post(f"/tasks/{task_id}", data={**TRIAGED, "do": "draft"}, follow_redirects=True)
    assert "Nobody returned my calls" in shown_value(answer, "letter_body")
    assert "Mara Manager" in answer.text.split("Always in the letter")[1]
    # Ten working days from Friday 2 October 2026.
    assert "Friday 16 October 2026" in answer.text.split("Always in the letter")[1]


def test_a_letter_that_cannot_be_written_yet_says_what_is_missing(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    answer = claimed(sign_in("olive"), task_id).post(
        f"/tasks/{task_id}", data={"route": "statutory", "do": "draft"}, follow_redirects=True
    )
    assert "is missing" in shown_errors(answer)["letter_body"]


def test_the_letter_of_a_refusal_gives_the_reason(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    typed = {"route": "not_accepted", "route_reason": "It is about a school", "do": "draft"}
    assert "It is about a school" in finish(client, task_id, typed).text.split("Always in the letter")[1]


def test_errors_stand_at_the_top_and_beside_their_questions_and_keep_every_word(
    office: Office, sign_in: SignIn
) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    answer = finish(client, task_id, {"route": "statutory", "route_reason": "A long <reason>", "head-1-text": ""})
    assert answer.status_code == 422
    assert set(shown_errors(answer)) == {"head-1-text", "allocated_manager", "letter_body", "safeguarding"}
    assert shown_value(answer, "route_reason") == "A long <reason>"
    for name in shown_errors(answer):
        assert f'id="{name}"' in answer.text
        assert f'id="{name}-error"' in answer.text
    assert "<title>Error:" in answer.text


def test_the_person_complained_about_cannot_be_the_one_who_answers(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    answer = finish(claimed(sign_in("olive"), task_id), task_id, {**TRIAGED, "allocated_manager": "4"})
    assert shown_errors(answer) == {
        "allocated_manager": "Max Manager is complained about and cannot answer; select somebody else"
    }


def test_finishing_says_what_comes_next_and_leads_to_the_inbox(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    answer = client.post(f"/tasks/{task_id}", data=TRIAGED, follow_redirects=True)
    assert answer.request.path == "/inbox"
    assert "Done: HRD-26-0001. The letter is on its way. Next: Respond, for the allocated manager." in answer.text


def test_finishing_leads_to_the_next_task_of_the_case_when_it_is_the_same_persons(
    office: Office, sign_in: SignIn
) -> None:
    reference = log(office)
    task_id = open_task(office, reference, "triage")
    client = claimed(sign_in("olive"), task_id)
    answer = client.post(f"/tasks/{task_id}", data={**TRIAGED, "allocated_manager": "1"}, follow_redirects=True)
    assert answer.request.path == f"/tasks/{open_task(office, reference, 'respond')}"
    assert f"Done: {reference}." in answer.text


def test_the_manager_who_answers_works_at_once_without_claiming(office: Office, sign_in: SignIn) -> None:
    page = sign_in("mara").get(f"/tasks/{open_task(office, triaged(office, sign_in), 'respond')}").text
    assert "Finish the reply" in page
    assert "Claim this task" not in page


def test_the_reply_is_written_from_the_findings(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, triaged(office, sign_in), "respond")
    answer = sign_in("mara").post(f"/tasks/{task_id}", data={**RESPONDED, "do": "draft"}, follow_redirects=True)
    body = shown_value(answer, "letter_body")
    assert "We uphold this part of your complaint." in body
    assert "The calls were not logged." in body
    assert "Ombudsman" in answer.text.split("Always in the letter")[1]


def test_a_wrong_finding_in_a_forged_form_is_asked_for_again(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, triaged(office, sign_in), "respond")
    answer = sign_in("mara").post(
        f"/tasks/{task_id}", data={**RESPONDED, "finding-1": "nonsense", "do": "draft"}, follow_redirects=True
    )
    assert "is missing" in shown_errors(answer)["letter_body"]
    answer = finish(sign_in("mara"), task_id, {**RESPONDED, "finding-1": "nonsense"})
    assert shown_errors(answer) == {"finding-1": "Select what you found on head 1"}


def test_the_head_of_service_reads_findings_and_letter_and_sends_it_back_with_what_to_change(
    office: Office, sign_in: SignIn
) -> None:
    reference = responded(office, sign_in)
    task_id = open_task(office, reference, "sign_off")
    client = claimed(sign_in("heather"), task_id)
    page = client.get(f"/tasks/{task_id}").text
    assert "The calls were not logged." in page
    assert "I looked into it, and you were right." in page
    assert 'name="letter_body"' not in page
    assert set(shown_errors(finish(client, task_id, {"signed_off": "send_back"}))) == {"what_to_change"}
    finish(client, task_id, {"signed_off": "send_back", "what_to_change": "Say sorry first."})
    again = sign_in("mara").get(f"/tasks/{open_task(office, reference, 'respond')}")
    assert "Heather Head sent this back on Monday 5 October 2026" in again.text
    assert "Say sorry first." in again.text
    assert shown_value(again, "letter_body") == "I looked into it, and you were right."
    assert shown_value(again, "reason-1") == "The calls were not logged."
    assert 'value="upheld" checked' in again.text
    assert 'value="5"' in again.text.split('name="contacted_on-day"')[1][:80]


def test_what_was_asked_to_be_changed_is_gone_once_it_was_answered(office: Office, sign_in: SignIn) -> None:
    reference = responded(office, sign_in)
    task_id = open_task(office, reference, "sign_off")
    finish(claimed(sign_in("heather"), task_id), task_id, {"signed_off": "send_back", "what_to_change": "More."})
    finish(sign_in("mara"), open_task(office, reference, "respond"), RESPONDED)
    assert "sent this back" not in sign_in("heather").get(f"/tasks/{open_task(office, reference, 'sign_off')}").text


def test_the_reply_goes_out_by_email_with_the_words_as_last_changed(office: Office, sign_in: SignIn) -> None:
    reference = signed_off(office, sign_in)
    task_id = open_task(office, reference, "check_and_send")
    client = claimed(sign_in("olive"), task_id)
    page = client.get(f"/tasks/{task_id}")
    assert shown_value(page, "letter_body") == "I looked into it, and you were right."
    assert "To fiona@fern.invalid" in page.text
    assert 'value="post"' not in page.text
    typed = {"checked": "send", "sent_by": "email", "letter_body": "You were right, and we are sorry."}
    assert finish(client, task_id, typed).status_code == 302
    with office.database.reading() as connection:
        sent = connection.execute(select(message).where(message.c.template == respond.LETTER)).one()
    assert (sent.status, sent.channel, sent.body) == ("queued", "email", "You were right, and we are sorry.")


def test_a_letter_that_went_yesterday_is_recorded_with_its_real_date(
    office: Office, sign_in: SignIn, clock: StandingClock
) -> None:
    reference = signed_off(office, sign_in)
    clock.forward(days=1)
    task_id = open_task(office, reference, "check_and_send")
    typed = {"checked": "send", "sent_by": "elsewhere", "letter_body": "As sent."}
    client = claimed(sign_in("olive"), task_id)
    assert set(shown_errors(finish(client, task_id, typed))) == {"sent_on"}
    day = {"sent_on-day": "5", "sent_on-month": "10", "sent_on-year": "2026"}
    assert finish(client, task_id, {**typed, **day}).status_code == 302
    with office.database.reading() as connection:
        query = select(case_event.c.occurred_on).where(case_event.c.kind == "stage_1_response_sent")
        assert str(connection.execute(query).scalar_one()) == "2026-10-05"


def test_the_check_can_send_the_reply_back(office: Office, sign_in: SignIn) -> None:
    reference = signed_off(office, sign_in)
    task_id = open_task(office, reference, "check_and_send")
    client = claimed(sign_in("olive"), task_id)
    assert set(shown_errors(finish(client, task_id, {"checked": "send_back"}))) == {"what_to_change"}
    finish(client, task_id, {"checked": "send_back", "what_to_change": "Name the advocate."})
    page = sign_in("mara").get(f"/tasks/{open_task(office, reference, 'respond')}").text
    assert "Olive Officer sent this back" in page
    assert "Name the advocate." in page


def test_of_two_people_on_one_task_the_second_is_told_and_keeps_every_word(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office, sign_in)
    task_id = open_task(office, reference, "respond")
    first, second = sign_in("mara"), sign_in("mara")
    second.get(f"/tasks/{task_id}")
    assert finish(first, task_id, RESPONDED).status_code == 302
    answer = finish(second, task_id, {**RESPONDED, "letter_body": "Dear Fiona,\n\nmy own <version>."})
    assert answer.status_code == 409
    assert "You completed it at 10:00 on 5 October, in another window" in answer.text
    assert "my own &lt;version&gt;." in answer.text
    assert "readonly" in answer.text
    for question, words in (("What the letter says", "Dear Fiona"), ("What you found on head 1", "Upheld")):
        assert re.search(rf">{question}</label>\s*<textarea[^>]*>\s*{words}", answer.text), question


def test_words_for_a_task_of_the_diagram_are_given_back_beside_its_own_questions(
    office: Office, sign_in: SignIn
) -> None:
    reference = responded(office, sign_in)
    task_id = open_task(office, reference, "sign_off")
    finish(claimed(sign_in("heather"), task_id), task_id, {"signed_off": "agree"})
    late = {"signed_off": "send_back", "what_to_change": "Name the advocate."}
    answer = finish(sign_in("olive"), task_id, late)
    assert answer.status_code == 409
    assert "Heather Head completed it" in answer.text
    assert ">What should be changed?</label>" in answer.text
    assert "No, send it back to be changed" in answer.text


def test_a_task_of_a_withdrawn_complaint_says_that_it_was_withdrawn(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office, sign_in)
    task_id = open_task(office, reference, "respond")
    typed = {"withdrawn_on": "2026-10-05", "reason": "It is settled.", "letter_body": "We have closed it."}
    withdrawal.withdraw(office, actor(office, 1), reference, typed)
    answer = sign_in("mara").get(f"/tasks/{task_id}")
    assert answer.status_code == 409
    assert "The complaint was withdrawn on Monday 5 October 2026, so nothing is to be done here" in answer.text


def test_of_two_who_claim_one_task_the_second_is_told_who_has_it(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    claimed(sign_in("olive"), task_id)
    answer = sign_in("oscar").post(f"/tasks/{task_id}/claim")
    assert answer.status_code == 409
    assert "Olive Officer has claimed it" in answer.text
    page = sign_in("oscar").get(f"/tasks/{task_id}").text
    assert "Olive Officer has this task." in page
    assert "Finish triage" not in page


def test_a_finished_task_says_who_finished_it(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    finish(claimed(sign_in("olive"), task_id), task_id, TRIAGED)
    answer = sign_in("oscar").get(f"/tasks/{task_id}")
    assert answer.status_code == 409
    assert "Olive Officer completed it at 10:00 on 5 October" in answer.text


def test_a_resolved_complaint_is_closed_from_triage_without_a_letter(office: Office, sign_in: SignIn) -> None:
    reference = log(office)
    task_id = open_task(office, reference, "triage")
    typed = {"route": "resolved", "route_reason": "Called back the same day", "safeguarding": "no"}
    answer = finish(claimed(sign_in("olive"), task_id), task_id, {**typed, "resolved_on": "2026-10-05"})
    assert answer.status_code == 302, shown_errors(answer)
    with office.database.reading() as connection:
        assert connection.execute(select(case_file.c.status)).scalar_one() == "closed"
        assert connection.execute(select(message.c.id).where(message.c.kind == "letter")).first() is None


def test_saying_sorry_for_a_delay_writes_the_letter_from_cause_and_new_date(
    office: Office, sign_in: SignIn, clock: StandingClock
) -> None:
    task_id = _overrun_task(office, sign_in, clock)
    client = claimed(sign_in("olive"), task_id)
    page = client.get(f"/tasks/{task_id}")
    assert "We have not forgotten your complaint" in shown_value(page, "letter_body")
    day = {"expected_on-day": "30", "expected_on-month": "10", "expected_on-year": "2026"}
    typed = {"cause": Cause.STAFF_ABSENCE.value, **day, "letter_body": "We are sorry."}
    looked = client.post(f"/tasks/{task_id}", data={**typed, "do": "draft"}, follow_redirects=True)
    assert "Friday 30 October 2026" in looked.text.split("Always in the letter")[1]
    answer = finish(client, task_id, typed)
    assert answer.status_code == 302, shown_errors(answer)
    with office.database.reading() as connection:
        sent = connection.execute(select(message.c.status).where(message.c.template == overrun.LETTER)).scalar_one()
    assert sent == "queued"


def _overrun_task(office: Office, sign_in: SignIn, clock: StandingClock) -> str:
    """The limit has passed, and its timer has fired."""
    reference = triaged(office, sign_in)
    clock.forward(days=14, hours=1)
    deliver(office)
    return open_task(office, reference, "record_overrun")


def test_a_text_that_is_too_long_is_named_at_the_top_of_the_page(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    typed = {**TRIAGED, "route_reason": "x" * 2001, "head-1-text": "x" * 4001}
    assert shown_errors(finish(claimed(sign_in("olive"), task_id), task_id, typed)) == {
        "route_reason": "The reason for this decision must be 2,000 characters or fewer",
        "head-1-text": "Head 1 must be 4,000 characters or fewer",
    }


def test_a_release_puts_the_task_back_for_everybody(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    answer = client.post(f"/tasks/{task_id}/release", data={"next": "https://evil.example"})
    assert answer.location == "/inbox"
    with office.database.reading() as connection:
        assert connection.execute(select(task.c.assignee_id).where(task.c.id == task_id)).scalar_one() is None


def test_an_officer_gives_a_task_to_somebody_else_but_never_to_the_person_complained_about(
    office: Office, sign_in: SignIn
) -> None:
    task_id = open_task(office, triaged(office, sign_in), "respond")
    client = sign_in("olive")
    assert "Give it to them" in client.get(f"/tasks/{task_id}").text
    assert client.post(f"/tasks/{task_id}/assign", data={"person": "4"}).status_code == 403
    nobody = client.post(f"/tasks/{task_id}/assign", data={"person": ""})
    assert nobody.status_code == 422
    assert shown_errors(nobody) == {"person": "Select who should do this task"}
    offered = nobody.text.partition('name="person"')[2].partition("</select>")[0]
    assert "Mara Manager" in offered
    assert "Max Manager" not in offered
    assert client.post(f"/tasks/{task_id}/assign", data={"person": "7"}).status_code == 302
    assert "Finish the reply" in sign_in("sam").get(f"/tasks/{task_id}").text
    assert sign_in("mara").post(f"/tasks/{task_id}/assign", data={"person": "3"}).status_code == 403


def test_closing_out_asks_what_was_learned_and_closes_the_case(
    office: Office, sign_in: SignIn, clock: StandingClock
) -> None:
    reference = signed_off(office, sign_in)
    task_id = open_task(office, reference, "check_and_send")
    typed = {"checked": "send", "sent_by": "email", "letter_body": "You were right."}
    finish(claimed(sign_in("olive"), task_id), task_id, typed)
    clock.forward(days=7, hours=1)
    deliver(office)
    task_id = open_task(office, reference, "close_out")
    client = sign_in("mara")
    page = client.get(f"/tasks/{task_id}").text
    assert "The calls were not logged." in page
    assert 'name="improvements"' in page
    assert "improvements" in shown_errors(finish(client, task_id, {"improvements": ""}))
    done = {"improvements": "Calls are logged now.", "learning_shared": "yes"}
    answer = client.post(f"/tasks/{task_id}", data=done, follow_redirects=True)
    assert f"Done: {reference}. The case is closed." in answer.text


def unreachable(office: Office) -> None:
    """The council has not said yet how it is reached."""
    with office.transaction() as transaction:
        transaction.connection.execute(delete(setting).where(setting.c.name.in_(("council_phone", "council_email"))))


def test_a_letter_that_cannot_be_written_is_never_on_record_as_sent(office: Office, sign_in: SignIn) -> None:
    reference = log(office)
    unreachable(office)
    task_id = open_task(office, reference, "triage")
    answer = finish(claimed(sign_in("olive"), task_id), task_id, TRIAGED)
    assert answer.status_code == 422
    assert "how to reach" in shown_errors(answer)["letter_body"]
    assert shown_value(answer, "letter_body") == "Thank you for telling us."
    with office.database.reading() as connection:
        assert "acknowledged" not in list(connection.execute(select(case_event.c.kind)).scalars())
    assert open_task(office, reference, "triage") == task_id


def test_a_letter_that_cannot_be_written_can_still_be_sent_back(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, signed_off(office, sign_in), "check_and_send")
    unreachable(office)
    client = claimed(sign_in("olive"), task_id)
    assert "letter_body" in shown_errors(
        finish(client, task_id, {"checked": "send", "sent_by": "email", "letter_body": "Yes."})
    )
    assert finish(client, task_id, {"checked": "send_back", "what_to_change": "Wait."}).status_code == 302


CHILD = {"is_child": "yes", "complainant_name": "Robin Meadow"}


def offered_on(office: Office) -> date | None:
    with office.database.reading() as connection:
        found: date | None = connection.execute(select(case_file.c.advocate_offered_on)).scalar_one()
    return found


def test_whether_a_child_was_offered_an_advocate_is_asked_and_kept(office: Office, sign_in: SignIn) -> None:
    reference = log(office, **CHILD)
    task_id = open_task(office, reference, "triage")
    client = claimed(sign_in("olive"), task_id)
    assert "Was the child offered an advocate?" in client.get(f"/tasks/{task_id}").text
    answer = finish(client, task_id, TRIAGED)
    assert shown_errors(answer) == {"advocate_offered": "Select yes if the child was offered an advocate"}
    answer = finish(client, task_id, {**TRIAGED, "advocate_offered": "yes"})
    assert shown_errors(answer) == {"advocate_offered_on": "Enter the day the child was offered an advocate"}
    tomorrow = {**TRIAGED, "advocate_offered": "yes", "advocate_offered_on": "2026-10-06"}
    assert "advocate_offered_on" in shown_errors(finish(client, task_id, tomorrow))
    assert finish(client, task_id, {**tomorrow, "advocate_offered_on": "2026-10-05"}).status_code == 302
    assert offered_on(office) == date(2026, 10, 5)
    assert "Monday 5 October 2026" in said(client.get(f"/cases/{reference}/people"))
    assert "Advocate offered on: Monday 5 October 2026" in said(client.get(f"/cases/{reference}/history"))


def test_a_childs_complaint_does_not_wait_for_the_offer(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office, **CHILD), "triage")
    client = claimed(sign_in("olive"), task_id)
    assert finish(client, task_id, {**TRIAGED, "advocate_offered": "no"}).status_code == 302
    assert offered_on(office) is None


def test_an_adult_is_not_asked_about(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    assert "Was the child offered" not in claimed(sign_in("olive"), task_id).get(f"/tasks/{task_id}").text


def test_own_words_are_replaced_only_with_notice_and_kept_when_the_letter_cannot_be_written(
    office: Office, sign_in: SignIn
) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    assert "This replaces the words below." in client.get(f"/tasks/{task_id}").text
    answer = finish(client, task_id, {"do": "draft", "route": "statutory", "letter_body": "My own words."})
    assert shown_value(answer, "letter_body").strip() == "My own words."
    assert "letter_body" in shown_errors(answer)
