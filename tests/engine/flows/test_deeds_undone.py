"""A deed with a case is taken back as long as nothing has left the house: dates, tasks and standing are as before."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from engine.db.tables import archived_stage, case_event, case_file, clock, task
from engine.errors import NotAllowed
from engine.flows import escalating, freezing, timing, undoing
from engine.office import Office
from tests.council import StandingClock
from tests.stories import answered, deliver, do, somebody, triaged
from tests.story import CLOSE_OUT

STAGE_2 = {"requested_on": "2026-10-05", "way": "telephone", "ground": "not_happy"}
PAUSE = {"ground": "advocate_needed", "reason": "Looking for one."}
REASON = {"reason": "It was the other case."}


def standing(office: Office) -> Mapping[str, object]:
    """What a reader would see of the case."""
    with office.database.reading() as connection:
        tasks = connection.execute(select(task.c.element, task.c.due_on).where(task.c.status == "open")).all()
        clocks = connection.execute(select(clock.c.name, clock.c.due_on, clock.c.state)).all()
        events = connection.execute(
            select(case_event.c.kind, case_event.c.occurred_on).where(
                case_event.c.corrected_by_id.is_(None), case_event.c.kind != "undone"
            )
        ).all()
        status = connection.execute(select(case_file.c.status, case_file.c.closed_on)).one()
        archive = connection.execute(select(archived_stage.c.element, archived_stage.c.task_id)).all()
    seen = {"tasks": sorted(map(str, tasks)), "clocks": sorted(map(str, clocks)), "events": events, "status": status}
    return {**seen, "archive": sorted(map(str, archive))}


def test_a_pause_is_undone(either_office: Office, clock: StandingClock) -> None:
    office, reference, olive = either_office, triaged(either_office), somebody(either_office, "olive")
    before = standing(office)
    clock.forward(minutes=5)
    timing.suspend(office, olive, reference, "stage_1_response", PAUSE)
    clock.forward(minutes=5)
    assert standing(office) != before
    undoing.undo(office, olive, reference, REASON)
    assert standing(office) == before


def test_stage_2_that_was_asked_for_in_error_is_undone(either_office: Office, clock: StandingClock) -> None:
    office, reference, olive = either_office, answered(either_office), somebody(either_office, "olive")
    deliver(office)
    clock.forward(days=1)
    before = standing(office)
    escalating.ask_stage_2(office, olive, reference, STAGE_2)
    assert "after_stage_1" in str(standing(office)["archive"]), "the request ended it"
    clock.forward(minutes=5)
    preview = undoing.preview(office, olive, reference, REASON)
    assert preview.gone == ("Accept and appoint",)
    undoing.undo(office, olive, reference, REASON)
    assert standing(office) == before
    escalating.ask_stage_2(office, olive, reference, STAGE_2)
    assert "accept_and_appoint" in str(standing(office)["tasks"]), "and it can be asked for again"


def test_a_closed_case_is_closed_again(office: Office, clock: StandingClock) -> None:
    reference, olive = answered(office), somebody(office, "olive")
    deliver(office)
    clock.forward(days=8)
    deliver(office)
    do(office, "mara", reference, "close_out", CLOSE_OUT)
    before = standing(office)
    clock.forward(minutes=5)
    escalating.ask_stage_2(office, olive, reference, {**STAGE_2, "requested_on": "2026-10-13"})
    clock.forward(minutes=5)
    undoing.undo(office, olive, reference, REASON)
    assert standing(office) == before


def test_what_somebody_was_told_is_not_undone(office: Office, clock: StandingClock) -> None:
    reference, olive = triaged(office), somebody(office, "olive")
    clock.forward(minutes=5)
    typed = {"proceedings": "court", "reason": "The hearing.", "extent": "all", "letter_body": "It waits."}
    freezing.put_aside(office, olive, reference, typed)
    clock.forward(minutes=5)
    with pytest.raises(NotAllowed, match="letter has gone out"):
        undoing.undo(office, olive, reference, REASON)
