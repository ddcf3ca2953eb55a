"""The Ombudsman's letters have their own dates, and move none of the complaint's."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.db.tables import case_event, case_file, clock, task
from engine.errors import InvalidAnswers
from engine.flows import ombudsman, withdrawal
from engine.office import Office
from engine.queries import inbox, register
from tests.council import StandingClock
from tests.story import (
    CLOSE_OUT,
    LETTER,
    Sweeper,
    check_and_send,
    complete,
    log_and_triage,
    open_elements,
    respond,
    rows,
    sign_off,
    somebody,
)

ENQUIRY = {"kind": "enquiry", "their_reference": "26 012 345", "letter_on": "2026-10-05", "answer_by": "2026-11-02"}


def test_an_enquiry_moves_no_clock_and_opens_a_reply_with_its_own_date(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    preview = ombudsman.preview(office, olive, reference, ENQUIRY)
    assert [m.clock for m in preview.moved if m.is_moved and m.state_before is not None] == []
    assert preview.opened == ("Reply to the Ombudsman",)
    ombudsman.record(office, olive, reference, ENQUIRY)
    assert open_elements(office) == {"respond", "reply"}
    (reply,) = rows(office, select(task.c.due_on).where(task.c.element == "reply"))
    assert reply.due_on == date(2026, 11, 2)
    (event,) = rows(office, select(case_event).where(case_event.c.kind == "ombudsman_enquired"))
    assert (event.occurred_on, event.until_on) == (date(2026, 10, 5), date(2026, 11, 2))


@pytest.mark.parametrize(
    ("changed", "question"),
    [
        ({"kind": ""}, "kind"),
        ({"their_reference": " "}, "their_reference"),
        ({"answer_by": ""}, "answer_by"),
        ({"answer_by": "2026-10-01"}, "answer_by"),
        ({"letter_on": "2026-10-06"}, "letter_on"),
        ({"letter_on": "2026-10-04"}, "letter_on"),
    ],
)
def test_what_is_missing_or_cannot_be_is_said_beside_the_question(
    office: Office, changed: dict[str, str], question: str
) -> None:
    reference = log_and_triage(office)
    with pytest.raises(InvalidAnswers) as refused:
        ombudsman.record(office, somebody(office, "olive"), reference, {**ENQUIRY, **changed})
    assert question in refused.value.errors


def test_a_closed_case_is_open_for_it_and_closes_again_with_it(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    respond(office)
    sign_off(office)
    check_and_send(office)
    clock.forward(days=8)
    sweep()
    complete(office, "mara", "close_out", CLOSE_OUT)
    before = running(office)
    came = {"letter_on": office.today().isoformat(), "answer_by": "2026-11-16"}
    ombudsman.record(office, olive, reference, {**ENQUIRY, **came})
    assert standing(office) == "open"
    assert running(office) == before | {"ombudsman_reply"}
    assert open_elements(office) == {"reply"}
    complete(office, "olive", "reply", {"what_was_sent": "The file.", "letter_body": "Here it is."})
    assert standing(office) == "closed"


def test_a_decision_needs_no_date_and_a_complaint_sent_back_early_is_taken_up(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    ombudsman.record(office, olive, reference, {**ENQUIRY, "kind": "decision", "answer_by": ""})
    ombudsman.record(office, olive, reference, {**ENQUIRY, "kind": "premature", "answer_by": ""})
    assert open_elements(office) == {"respond", "record_decision", "premature"}


def standing(office: Office) -> str:
    (row,) = rows(office, select(case_file.c.status))
    return str(row.status)


def running(office: Office) -> set[str]:
    found = rows(office, select(clock.c.name).where(clock.c.state.in_(("running", "overdue"))))
    return {row.name for row in found}


def test_the_reply_is_found_beside_a_complaint_that_was_withdrawn(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    ombudsman.record(office, olive, reference, ENQUIRY)
    gone = {"withdrawn_on": "2026-10-05", "reason": "Not wanted any more.", **LETTER}
    withdrawal.withdraw(office, olive, reference, gone)
    assert open_elements(office) == {"reply"}
    (line,) = inbox.page(office, olive, inbox.Tab.EVERYBODY).rows
    assert "The Ombudsman, beside a withdrawn complaint" in line.flags
    (row,) = register.page(office, olive, register.Filters()).rows
    assert (row.reference, row.status, row.due.on) == (reference, "withdrawn", date(2026, 11, 2))
    assert row.ball.startswith("Reply to the Ombudsman")
