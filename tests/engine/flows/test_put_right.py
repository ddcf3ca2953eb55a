"""A finding, who answers and whom it is about are put right; both versions stay, and nothing is sent by itself."""

import pytest
from sqlalchemy import select

from engine.db.tables import case_relation, finding, message, task
from engine.errors import InvalidAnswers, NotFound
from engine.flows import correcting, timing
from engine.office import Office
from engine.queries import case_file
from engine.queries import history as told
from tests.story import check_and_send, event_id, log_and_triage, open_elements, respond, rows, sign_off, somebody

RIGHT = {"finding": "partially_upheld", "reason": "Two of three visits.", "why": "The log was read wrongly."}


def answered(office: Office) -> str:
    reference = log_and_triage(office)
    respond(office)
    sign_off(office)
    check_and_send(office)
    return reference


def test_a_corrected_finding_keeps_both_versions_and_begins_a_letter(office: Office) -> None:
    reference, olive = answered(office), somebody(office, "olive")
    preview = correcting.preview_finding(office, olive, reference, "stage_1", 1, RIGHT)
    assert preview.drafted == ("correction",)
    correcting.correct_finding(office, olive, reference, "stage_1", 1, RIGHT)
    (row,) = rows(office, select(finding.c.finding, finding.c.reason))
    assert tuple(row) == ("partially_upheld", "Two of three visits.")
    (letter,) = rows(office, select(message.c.status).where(message.c.template == "correction"))
    assert letter.status == "draft"
    case = case_file.find(office, olive, reference)
    entry = next(e for e in told.of_case(office, olive, case) if e.what == "finding_corrected")
    assert entry.payload["finding_before"] == {"finding": "upheld", "reason": "The log shows it."}


def test_before_the_answer_goes_no_letter_is_begun_and_the_one_that_waits_is_pointed_at(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    respond(office)
    preview = correcting.preview_finding(office, olive, reference, "stage_1", 1, RIGHT)
    assert preview.drafted == ()
    assert "A letter waits that may still say what was found before" in " ".join(preview.advice)


def test_a_wrong_day_in_a_letter_that_went_out_begins_one_that_puts_it_right(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    with office.transaction() as transaction:
        told = "You can expect our answer by Monday 19 October 2026."
        transaction.connection.execute(message.update().values(text=told))
    typed = {"occurred_on": "2026-10-02", "reason": "It came in on Friday."}
    timing.correct(office, olive, reference, event_id(office, "received"), typed)
    (letter,) = rows(office, select(message).where(message.c.template == "correction"))
    assert letter.status == "draft"
    assert (
        "Monday 19 October 2026, which was wrong. The right day is Friday 16 October 2026" in letter.fields["corrected"]
    )


def test_a_day_that_no_letter_names_begins_none(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    typed = {"occurred_on": "2026-10-02", "reason": "It came in on Friday."}
    timing.correct(office, olive, reference, event_id(office, "received"), typed)
    assert rows(office, select(message).where(message.c.template == "correction")) == []


def test_the_same_finding_is_no_correction_and_a_head_that_is_not_there_has_none(office: Office) -> None:
    reference, olive = answered(office), somebody(office, "olive")
    same = {**RIGHT, "finding": "upheld", "reason": "The log shows it."}
    with pytest.raises(InvalidAnswers) as refused:
        correcting.correct_finding(office, olive, reference, "stage_1", 1, same)
    assert refused.value.errors == {"finding": "This is what is on record already"}
    with pytest.raises(NotFound):
        correcting.correct_finding(office, olive, reference, "stage_2", 1, RIGHT)


def test_what_is_open_for_the_manager_moves_to_the_new_one(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    with office.transaction() as transaction:
        transaction.connection.execute(task.update().where(task.c.element == "respond").values(assignee_id=3))
    correcting.change_manager(office, olive, reference, {"manager": "4", "reason": "Mara is ill."})
    (row,) = rows(office, select(task.c.assignee_id).where(task.c.element == "respond"))
    assert row.assignee_id is None, "Mara does not hold it any more"
    case = case_file.find(office, somebody(office, "max"), reference)
    assert [ball.mine for ball in case.balls] == [True]


def test_the_person_complained_about_never_answers(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    correcting.change_about(office, olive, reference, {"add": "4", "reason": "She named him."})
    with pytest.raises(InvalidAnswers) as refused:
        correcting.change_manager(office, olive, reference, {"manager": "4", "reason": "Mara is ill."})
    assert "manager" in refused.value.errors


def test_who_becomes_complained_about_sees_the_case_no_more(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    preview = correcting.preview_about(office, olive, reference, {"add": "3", "reason": "She named her."})
    assert "choose who answers it now" in " ".join(preview.advice)
    correcting.change_about(office, olive, reference, {"add": "3", "reason": "She named her."})
    with pytest.raises(NotFound):
        case_file.find(office, somebody(office, "mara"), reference)
    correcting.change_about(office, olive, reference, {"remove-3": "yes", "reason": "It was another Mara."})
    about = select(case_relation.c.person_id).where(case_relation.c.relation == "complained_about")
    assert rows(office, about) == []
    assert open_elements(office) == {"respond"}
