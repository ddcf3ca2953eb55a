"""What triage refuses and what it keeps: the day it was resolved, whose words go out, and who it is about."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select, update

from engine.db.tables import case_event, definition
from engine.office import Office
from tests.web.reading import hidden, said
from tests.web.work import TRIAGED, SignIn, claimed, finish, log, open_task, shown_errors, shown_value

RESOLVED = {"route": "resolved", "route_reason": "A call put it right.", "safeguarding": "no"}


def happened(office: Office) -> dict[str, str]:
    with office.database.reading() as connection:
        query = select(case_event.c.kind, case_event.c.occurred_on)
        return {event.kind: event.occurred_on.isoformat() for event in connection.execute(query)}


def test_what_was_resolved_at_once_was_resolved_on_the_day_that_is_told(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    assert "On Monday 5 October 2026 at the latest." in said(client.get(f"/tasks/{task_id}"))
    answer = finish(client, task_id, {**RESOLVED, "resolved_on": "2026-10-02"})
    assert answer.status_code == 302, shown_errors(answer)
    assert happened(office)["resolved_at_once"] == "2026-10-02"


@pytest.mark.parametrize(
    ("received_on", "resolved_on", "sentence"),
    [
        ("2026-10-02", "", "Enter the day it was resolved"),
        ("2026-10-02", "2026-10-06", "This date must be today or earlier"),
        ("2026-10-02", "2026-10-01", "This is before the day it was received"),
        # Friday's complaint has until Monday, Thursday's only until Friday; over Easter until the Tuesday.
        ("2026-10-01", "2026-10-05", "it had to be by Friday 2 October 2026"),
        ("2026-04-02", "2026-04-08", "it had to be by Tuesday 7 April 2026"),
    ],
)
def test_what_was_not_resolved_at_once_is_dealt_with(
    office: Office, sign_in: SignIn, received_on: str, resolved_on: str, sentence: str
) -> None:
    task_id = open_task(office, log(office, received_on=received_on), "triage")
    client = claimed(sign_in("olive"), task_id)
    answer = finish(client, task_id, {**RESOLVED, "resolved_on": resolved_on})
    assert answer.status_code == 422
    assert list(shown_errors(answer)) == ["resolved_on"]
    assert sentence in shown_errors(answer)["resolved_on"]
    assert "resolved_at_once" not in happened(office)


REFUSED = {"route": "not_accepted", "route_reason": "It is about a school.", "safeguarding": "no"}


def test_words_written_for_one_decision_never_go_out_with_another(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    drafted = client.post(f"/tasks/{task_id}", data={**REFUSED, "do": "draft"}, follow_redirects=True)
    kept = {"letter_body": shown_value(drafted, "letter_body"), "letter_for": hidden(drafted)["letter_for"]}
    answer = finish(client, task_id, {**TRIAGED, **kept})
    assert shown_errors(answer) == {
        "letter_body": "These words were written for another decision: write the letter again"
    }
    assert "acknowledged" not in happened(office)
    again = client.post(f"/tasks/{task_id}", data={**TRIAGED, **kept, "do": "draft"}, follow_redirects=True)
    assert hidden(again)["letter_for"] == "acknowledgement"
    written = {"letter_body": shown_value(again, "letter_body"), "letter_for": hidden(again)["letter_for"]}
    assert finish(client, task_id, {**TRIAGED, **written}).status_code == 302


def test_words_written_for_the_decision_that_is_taken_go_out(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    drafted = client.post(f"/tasks/{task_id}", data={**REFUSED, "do": "draft"}, follow_redirects=True)
    kept = {"letter_body": shown_value(drafted, "letter_body"), **hidden(drafted)}
    assert finish(client, task_id, {**REFUSED, **kept}).status_code == 302


def test_the_page_says_whose_eyes_the_reason_meets(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    page = claimed(sign_in("olive"), task_id).get(f"/tasks/{task_id}")
    assert "If the complaint is not accepted, the letter gives this reason word for word." in said(page)


OLD_INTAKE = Path(__file__).parents[1] / "bpmn" / "old" / "intake" / "2006-09-01.bpmn"


def test_only_the_ways_are_shown_that_the_running_intake_knows(office: Office, sign_in: SignIn) -> None:
    with office.transaction() as transaction:
        before = update(definition).where(definition.c.key == "intake").values(xml=OLD_INTAKE.read_bytes())
        transaction.connection.execute(before)
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    page = client.get(f"/tasks/{task_id}").text
    assert re.findall(r'name="route"[^>]* value="(\w+)"', page) == ["statutory", "resolved", "not_accepted"]
    answer = finish(client, task_id, {**TRIAGED, "route": "corporate"})
    assert answer.status_code == 422
    assert "does not know this way" in shown_errors(answer)["route"]
