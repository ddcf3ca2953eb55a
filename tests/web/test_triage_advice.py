"""Triage advises which way to go, with reasons; the officer decides, and what was advised is kept beside it."""

from typing import Any

import pytest
from sqlalchemy import select

from engine.db.tables import case_event, case_file, case_relation, message, process_instance, task
from engine.office import Office
from tests.web.reading import said
from tests.web.work import TRIAGED, SignIn, claimed, finish, log, open_task, shown_errors, shown_value

PARENT = {"nature": "complaint", "who": "parent", "matter": "delay"}
LATE = {**PARENT, "grounds_arose_on": "2025-06-01"}


def kept(office: Office) -> Any:
    with office.database.reading() as connection:
        return connection.execute(select(case_file)).one()


def happened(office: Office) -> dict[str, str]:
    with office.database.reading() as connection:
        query = select(case_event.c.kind, case_event.c.occurred_on)
        return {event.kind: event.occurred_on.isoformat() for event in connection.execute(query)}


def advised(office: Office, sign_in: SignIn, **answers: str) -> str:
    task_id = open_task(office, log(office), "triage")
    return said(
        claimed(sign_in("olive"), task_id).post(
            f"/tasks/{task_id}", data={**answers, "do": "advice"}, follow_redirects=True
        )
    )


def test_before_anything_is_asked_there_is_no_advice(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    page = said(claimed(sign_in("olive"), task_id).get(f"/tasks/{task_id}"))
    assert "Who complains?" in page
    assert "Advice:" not in page
    assert "No advice yet" not in page


def test_the_advice_says_why_and_from_where(office: Office, sign_in: SignIn) -> None:
    page = advised(office, sign_in, **PARENT)
    assert "Advice: Statutory complaint" in page
    assert "A parent may complain under the Act. Children Act 1989, section 26(3)" in page
    assert "The day on which it happened" in page


def test_what_is_not_known_is_said_and_not_guessed(office: Office, sign_in: SignIn) -> None:
    page = advised(office, sign_in, matter="delay")
    assert "No advice yet" in page
    assert "First find out, or decide Who complains." in page
    assert "If you choose another way" not in page


def test_asking_for_advice_finishes_nothing_and_loses_nothing(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    answer = client.post(f"/tasks/{task_id}", data={**TRIAGED, **PARENT, "do": "advice"}, follow_redirects=True)
    assert answer.status_code == 200
    assert shown_value(answer, "route_reason").strip() == TRIAGED["route_reason"]
    assert '<option value="parent" selected' in answer.text
    assert set(happened(office)) == {"received"}


def test_the_reasons_can_be_taken_over_for_the_letter(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    answers = {"matter": "conference_decision", "do": "quote"}
    answer = finish(client, task_id, answers)
    assert "decides for several agencies together" in shown_value(answer, "route_reason")
    assert "the chair of the conference" in shown_value(answer, "other_route")
    assert 'value="not_accepted" checked' in answer.text


def test_the_way_that_is_advised_needs_no_more_words(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    answer = finish(
        claimed(sign_in("olive"), task_id), task_id, {**TRIAGED, **PARENT, "grounds_arose_on": "2026-09-01"}
    )
    assert answer.status_code == 302, shown_errors(answer)
    case = kept(office)
    assert case.procedure == "statutory_complaint"
    assert case.eligibility["asked"] == {**PARENT, "grounds_arose_on": "2026-09-01"}
    assert (case.eligibility["advised"], case.eligibility["chosen"]) == ("statutory", "statutory")
    assert case.eligibility["reasons"][0]["source"] == "Children Act 1989, section 26(3)"
    assert happened(office)["grounds_arose"] == "2026-09-01"


def test_another_way_than_a_definite_advice_wants_a_reason_that_is_kept(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    refused = {
        **PARENT,
        "route": "not_accepted",
        "route_reason": "It is about a school.",
        "safeguarding": "no",
        "letter_body": "We are sorry.",
    }
    answer = finish(client, task_id, refused)
    assert shown_errors(answer) == {"override_reason": "This is not the way that is advised: enter why you choose it"}
    answer = finish(
        client, task_id, {**refused, "override_reason": "The school answers it.", "other_route": "Ask them."}
    )
    assert answer.status_code == 302, shown_errors(answer)
    assert kept(office).eligibility["override_reason"] == "The school answers it."
    history = said(sign_in("olive").get("/cases/HRD-26-0001/history"))
    assert "The school answers it." in history
    assert "{" not in history, "words, and nothing of how they are stored"
    assert "What was advised: Statutory complaint" in history


def test_a_late_complaint_is_taken_on_with_both_limbs_and_a_reason(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    answer = finish(client, task_id, {**TRIAGED, **LATE})
    assert list(shown_errors(answer)) == ["not_reasonable_earlier", "still_fair", "late_reason"]
    limbs = {"not_reasonable_earlier": "yes", "still_fair": "yes", "late_reason": "She was in hospital."}
    answer = finish(client, task_id, {**TRIAGED, **LATE, **limbs})
    assert answer.status_code == 302, shown_errors(answer)
    assert (kept(office).late_decision, kept(office).late_reason) == ("accepted", "She was in hospital.")


def test_a_late_complaint_that_is_refused_is_told_why_and_it_is_on_record(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    refused = {
        **LATE,
        "route": "not_accepted",
        "route_reason": "It came after the year.",
        "safeguarding": "no",
        "not_reasonable_earlier": "no",
        "late_reason": "Nothing kept them from it.",
        "letter_body": "We are sorry.",
    }
    answer = finish(client, task_id, refused)
    assert answer.status_code == 302, shown_errors(answer)
    assert kept(office).late_decision == "refused"


def test_sufficient_interest_is_decided_with_the_childs_view(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    neighbour = {**TRIAGED, "who": "other_person", "matter": "delay"}
    assert list(shown_errors(finish(client, task_id, neighbour))) == ["sufficient_interest", "interest_reason"]
    decided = {"sufficient_interest": "yes", "interest_reason": "He looks after her.", "child_view": "She wants it."}
    answer = finish(client, task_id, {**neighbour, **decided})
    assert answer.status_code == 302, shown_errors(answer)
    assert kept(office).eligibility["interest"] == {
        "decision": "sufficient",
        "reason": "He looks after her.",
        "child_view": "She wants it.",
    }


def test_it_cannot_have_happened_after_it_was_received(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    answer = finish(claimed(sign_in("olive"), task_id), task_id, {**TRIAGED, "grounds_arose_on": "2026-10-03"})
    assert shown_errors(answer) == {"grounds_arose_on": "This is after the day the complaint was received"}


@pytest.mark.parametrize("day", ["2026-10-03", "2027-10-03"])
def test_no_advice_is_given_on_a_day_that_cannot_be(office: Office, sign_in: SignIn, day: str) -> None:
    task_id = open_task(office, log(office), "triage")
    answer = finish(claimed(sign_in("olive"), task_id), task_id, {**PARENT, "grounds_arose_on": day, "do": "advice"})
    assert list(shown_errors(answer)) == ["grounds_arose_on"]
    assert "received in time" not in answer.text


SKIPPED = {"route": "statutory_stage_2", "skip_agreed_on": "2026-10-05", "skip_reason": "Three services are in it."}


def test_stage_1_can_be_left_out_where_that_was_agreed(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    typed = {**{k: v for k, v in TRIAGED.items() if k != "allocated_manager"}, **SKIPPED}
    drafted = client.post(f"/tasks/{task_id}", data={**typed, "do": "draft"}, follow_redirects=True)
    assert "Monday 9 November 2026" in said(drafted), "25 working days from the agreement"
    answer = finish(client, task_id, typed)
    assert answer.status_code == 302, shown_errors(answer)
    events = happened(office)
    assert events["stage_1_skipped"] == events["stage_2_requested"] == events["acknowledged"] == "2026-10-05"
    with office.database.reading() as connection:
        assert "accept_and_appoint" in set(connection.execute(select(task.c.element)).scalars())


def test_stage_1_is_not_left_out_without_a_day_and_a_reason(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    answer = finish(client, task_id, {**TRIAGED, "route": "statutory_stage_2"})
    assert set(shown_errors(answer)) == {"skip_reason", "skip_agreed_on"}
    early = finish(client, task_id, {**TRIAGED, **SKIPPED, "skip_agreed_on": "2026-10-01"})
    assert shown_errors(early) == {"skip_agreed_on": "This is before the day it was received"}


@pytest.mark.parametrize(
    ("route", "letter", "procedure"),
    [
        ("corporate", "corporate_acknowledgement", "corporate_complaint"),
        ("adults", "adult_acknowledgement", "adult_social_care"),
    ],
)
def test_each_procedure_has_its_own_acknowledgement(
    office: Office, sign_in: SignIn, route: str, letter: str, procedure: str
) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    drafted = client.post(f"/tasks/{task_id}", data={**TRIAGED, "route": route, "do": "draft"}, follow_redirects=True)
    assert "Nobody returned my calls" in shown_value(drafted, "letter_body")
    answer = finish(client, task_id, {**TRIAGED, "route": route})
    assert answer.status_code == 302, shown_errors(answer)
    assert kept(office).procedure == procedure
    assert happened(office)["acknowledged"] == "2026-10-05"
    with office.database.reading() as connection:
        sent = select(message.c.template).where(message.c.kind == "letter")
        assert list(connection.execute(sent).scalars()) == [letter]


def test_the_corporate_letter_promises_the_corporate_limit(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    page = said(
        client.post(f"/tasks/{task_id}", data={**TRIAGED, "route": "corporate", "do": "draft"}, follow_redirects=True)
    )
    assert "Monday 19 October 2026" in page, "ten working days from the acknowledgement of today"


@pytest.mark.parametrize("kind", ["compliment", "comment"])
def test_what_is_no_complaint_becomes_what_it_is_and_owes_no_acknowledgement(
    office: Office, sign_in: SignIn, kind: str
) -> None:
    task_id = open_task(office, log(office), "triage")
    typed = {"route": kind, "route_reason": "It asks for nothing.", "safeguarding": "no"}
    answer = finish(claimed(sign_in("olive"), task_id), task_id, typed)
    assert answer.status_code == 302, shown_errors(answer)
    case = kept(office)
    assert (case.kind, case.procedure, case.status) == (kind, kind, "open")
    assert "reclassified" in happened(office)
    page = said(sign_in("olive").get("/cases/HRD-26-0001"))
    assert "Acknowledgement" not in page
    with office.database.reading() as connection:
        assert len(list(connection.execute(select(process_instance.c.id)))) == 2


def test_a_child_who_wants_an_advocate_is_known_to_want_one(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office, is_child="yes"), "triage")
    offered = {
        "advocate_offered": "yes",
        "advocate_offered_on": "2026-10-05",
        "advocate_accepted": "yes",
        "advocacy_provider": "Fernshire Young Voices",
        "advocate_appointed_on": "2026-10-05",
    }
    answer = finish(claimed(sign_in("olive"), task_id), task_id, {**TRIAGED, **offered, "who": "child_in_care"})
    assert answer.status_code == 302, shown_errors(answer)
    case = kept(office)
    assert (case.advocate_accepted, case.advocacy_provider) == (True, "Fernshire Young Voices")
    assert case.child_status == "looked_after"
    assert happened(office)["advocate_appointed"] == "2026-10-05"


def test_categories_are_kept_for_the_reports(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    ticked = {"category-staff_conduct": "yes", "category-poor_communication": "yes"}
    assert finish(claimed(sign_in("olive"), task_id), task_id, {**TRIAGED, **ticked}).status_code == 302
    assert kept(office).categories == ["poor_communication", "staff_conduct"]


def test_nobody_at_triage_is_praised_or_copied(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    finish(claimed(sign_in("olive"), task_id), task_id, TRIAGED)
    with office.database.reading() as connection:
        assert not {"praised", "copied"} & set(connection.execute(select(case_relation.c.relation)).scalars())
