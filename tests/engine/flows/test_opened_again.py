"""A case that is over is opened again where it has to go on, and nowhere else."""

import pytest
from sqlalchemy import select

from engine.db.tables import case_event, case_file
from engine.errors import InvalidAnswers, NotAllowed
from engine.flows import reopening, withdrawal
from engine.office import Office
from tests.council import StandingClock
from tests.story import (
    CLOSE_OUT,
    Sweeper,
    check_and_send,
    complete,
    log,
    log_and_triage,
    open_elements,
    respond,
    rows,
    sign_off,
    somebody,
    triage,
)

WITHDRAWN = {"withdrawn_on": "2026-10-05", "reason": "It is settled.", "letter_body": "Thank you."}


def standing(office: Office) -> str:
    (row,) = rows(office, select(case_file.c.status))
    return str(row.status)


def closed(office: Office, clock: StandingClock, sweep: Sweeper) -> str:
    reference = log_and_triage(office)
    respond(office)
    sign_off(office)
    check_and_send(office)
    clock.forward(days=8)
    sweep()
    complete(office, "mara", "close_out", CLOSE_OUT)
    return reference


def test_a_withdrawn_case_goes_on_at_the_stage_it_had_reached(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    withdrawal.withdraw(office, olive, reference, WITHDRAWN)
    assert standing(office) == "withdrawn"
    again = {"entry": "stage_1", "reason": "They rang again: it is not settled."}
    assert reopening.preview(office, olive, reference, again).opened == ("Respond",)
    reopening.reopen(office, olive, reference, again)
    assert standing(office) == "open"
    assert open_elements(office) == {"respond"}
    (event,) = rows(office, select(case_event.c.reason).where(case_event.c.kind == "reopened"))
    assert event.reason == "They rang again: it is not settled."


def test_what_was_not_accepted_goes_back_to_triage(office: Office) -> None:
    reference, olive = log(office), somebody(office, "olive")
    triage(office, reference, route="not_accepted")
    assert standing(office) == "not_accepted"
    reopening.reopen(office, olive, reference, {"entry": "intake", "reason": "It is within a year after all."})
    assert open_elements(office) == {"triage"}


def test_something_is_only_added_and_the_case_is_closed_again(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    reference, olive = closed(office, clock, sweep), somebody(office, "olive")
    reopening.reopen(office, olive, reference, {"entry": "reopened", "reason": "A letter was found."})
    assert open_elements(office) == {"add_to_record"}
    complete(office, "olive", "add_to_record", {"what_was_added": "The letter."})
    assert standing(office) == "closed"


def test_stage_1_can_be_answered_once_more(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    reference, olive = closed(office, clock, sweep), somebody(office, "olive")
    once_more = {"entry": "stage_1", "reason": "A head was not answered."}
    assert "no limit in law" in " ".join(reopening.preview(office, olive, reference, once_more).advice)
    reopening.reopen(office, olive, reference, once_more)
    assert open_elements(office) == {"respond"}


def test_stage_2_wants_the_day_on_which_they_asked(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    reference, olive = closed(office, clock, sweep), somebody(office, "olive")
    with pytest.raises(InvalidAnswers) as refused:
        reopening.reopen(office, olive, reference, {"entry": "stage_2", "reason": "They asked."})
    assert set(refused.value.errors) == {"requested_on"}
    asked = {"entry": "stage_2", "reason": "They asked.", "requested_on": "2026-10-12"}
    reopening.reopen(office, olive, reference, asked)
    assert open_elements(office) == {"accept_and_appoint"}


def test_an_open_case_is_not_opened(office: Office) -> None:
    reference = log_and_triage(office)
    with pytest.raises(NotAllowed, match="the case is open"):
        reopening.reopen(office, somebody(office, "olive"), reference, {"entry": "stage_1", "reason": "Why not."})
