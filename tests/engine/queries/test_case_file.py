"""The file of one case says where it stands and who has the ball."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, select, update

from engine.casework.clocks import ClockState
from engine.db.tables import case_file as case_table
from engine.db.tables import case_relation, person
from engine.errors import NotFound
from engine.flows import timing
from engine.office import Office
from engine.queries import case_file, diagrams, history, letters, register
from tests.council import StandingClock
from tests.stories import answered, deliver, letter_id, logged, somebody, triaged


def test_the_ball_is_with_whoever_the_task_waits_for(office: Office) -> None:
    reference = triaged(office)
    seen_by_mara = case_file.find(office, somebody(office, "mara"), reference)
    assert [ball.holders for ball in seen_by_mara.balls] == [("Mara Manager",)]
    assert seen_by_mara.task_of_mine is not None
    assert case_file.find(office, somebody(office, "olive"), reference).task_of_mine is None


def test_a_role_means_everybody_who_holds_it_today(office: Office) -> None:
    case = case_file.find(office, somebody(office, "olive"), logged(office))
    assert case.balls[0].holders == ("Olive Officer", "Oscar Officer")


def test_the_next_deadline_is_the_limit_that_ends_first_never_the_maximum(office: Office) -> None:
    reference, olive = triaged(office), somebody(office, "olive")
    deadline = case_file.find(office, olive, reference).next_deadline
    assert deadline is not None
    assert (deadline.name, deadline.reading.due_on) == ("stage_1_response", date(2026, 10, 19))
    pause = {"ground": "advocate_needed", "reason": "Looking for one."}
    timing.suspend(office, olive, reference, "stage_1_response", pause)
    paused = case_file.find(office, olive, reference).next_deadline
    assert paused is not None
    assert (paused.name, paused.reading.state) == ("stage_1_response", ClockState.PAUSED)


@pytest.mark.parametrize("login", ["max", "sam", "ada"])
def test_a_case_that_is_not_yours_is_not_there(office: Office, login: str) -> None:
    reference = triaged(office)
    with pytest.raises(NotFound):
        case_file.find(office, somebody(office, login), reference)


def test_why_this_date_ends_on_the_due_date(office: Office) -> None:
    case = case_file.find(office, somebody(office, "olive"), triaged(office))
    line, explanation = case_file.why_this_date(office, case, "stage_1_response")
    assert explanation.days[-1].day == line.reading.due_on
    with pytest.raises(NotFound):
        case_file.why_this_date(office, case, "no_such_limit")


def test_the_history_is_complete_and_newest_first(office: Office) -> None:
    olive = somebody(office, "olive")
    case = case_file.find(office, olive, answered(office))
    entries = history.of_case(office, olive, case)
    assert [entry.seq for entry in entries] == list(range(len(entries), 0, -1))
    assert {"logged", "heads_agreed", "findings_made", "letter_sent"} <= {entry.what for entry in entries}


def test_the_diagram_marks_what_is_done_and_what_is_open(office: Office, clock: StandingClock) -> None:
    reference = answered(office)
    clock.instant = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
    deliver(office)
    case = case_file.find(office, somebody(office, "olive"), reference)
    statutory = next(i for i in case.instances if i.key == "statutory_complaint")
    marks = diagrams.one(office, case, statutory.id).marks
    assert marks["respond"] == "done"
    assert marks["close_out"] == "current"
    assert "record_overrun" not in marks
    with pytest.raises(NotFound):
        diagrams.one(office, case, 999)


def test_a_letter_that_went_out_is_kept_as_it_was_sent(office: Office) -> None:
    reference = answered(office)
    deliver(office)
    case = case_file.find(office, somebody(office, "olive"), reference)
    kept = letters.find(office, case, letter_id(office, reference, "stage_1_response"))
    assert kept.status == "sent"
    assert kept.html is not None
    assert "You were right." in kept.html
    other = case_file.find(office, somebody(office, "olive"), logged(office))
    with pytest.raises(NotFound):
        letters.find(office, other, kept.id)


def test_a_namesake_of_the_person_complained_about_still_has_the_task(office: Office) -> None:
    reference = triaged(office)
    with office.transaction() as transaction:
        transaction.connection.execute(update(person).where(person.c.id == 4).values(name="Mara Manager"))
        case_id = transaction.connection.execute(select(case_table.c.id)).scalar_one()
        row = {"case_id": case_id, "relation": "complained_about", "person_id": 4}
        transaction.connection.execute(insert(case_relation), row)
    olive = somebody(office, "olive")
    assert [ball.holders for ball in case_file.find(office, olive, reference).balls] == [("Mara Manager",)]
    assert register.page(office, olive, register.Filters()).rows[0].ball == "Respond: Mara Manager"


def test_the_person_complained_about_never_has_a_task(office: Office) -> None:
    reference = logged(office)
    with office.transaction() as transaction:
        case_id = transaction.connection.execute(select(case_table.c.id)).scalar_one()
        row = {"case_id": case_id, "relation": "complained_about", "person_id": 2}
        transaction.connection.execute(insert(case_relation), row)
    olive = somebody(office, "olive")
    assert [ball.holders for ball in case_file.find(office, olive, reference).balls] == [("Olive Officer",)]
    assert register.page(office, olive, register.Filters()).rows[0].ball.endswith(": Olive Officer")
