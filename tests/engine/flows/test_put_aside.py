"""A complaint is put aside while a court looks at it, and begins its stage afresh when it is brought again."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.db.tables import case_file, clock, message
from engine.errors import InvalidAnswers, NotAllowed
from engine.flows import freezing, timing
from engine.office import Office
from tests.council import StandingClock
from tests.story import Sweeper, complete, log, log_and_triage, open_elements, rows, somebody, triage

ASIDE = {
    "proceedings": "court",
    "reason": "The court decides on contact next week.",
    "extent": "all",
    "letter_body": "We have put your complaint aside.",
}


def due(office: Office, name: str) -> date | None:
    (row,) = rows(office, select(clock.c.due_on).where(clock.c.name == name))
    found: date | None = row.due_on
    return found


def test_all_of_it_put_aside_stops_every_clock_and_takes_the_work_off_the_lists(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    preview = freezing.preview_put_aside(office, olive, reference, ASIDE)
    assert preview.gone == ("Respond",)
    assert {m.clock: m.after for m in preview.moved}["stage_1_response"] is None
    assert due(office, "stage_1_response") == date(2026, 10, 19), "nothing is kept of a look"
    freezing.put_aside(office, olive, reference, ASIDE)
    assert due(office, "stage_1_response") is None
    assert open_elements(office) == {"proceedings"}
    (letter,) = rows(office, select(message.c.fields).where(message.c.template == "put_aside"))
    assert letter.fields["put_aside"] == {"reason": "The court decides on contact next week.", "heads": []}


def test_only_some_heads_put_aside_stop_nothing(office: Office) -> None:
    two = {"head-2-text": "The plan was lost.", "head-2-outcome": "To have it back."}
    reference, olive = log(office), somebody(office, "olive")
    triage(office, reference, **two)
    some = {**ASIDE, "extent": "some"}
    with pytest.raises(InvalidAnswers) as refused:
        freezing.put_aside(office, olive, reference, some)
    assert refused.value.errors == {"heads": "Select which heads of complaint are put aside"}
    with pytest.raises(InvalidAnswers) as refused:
        freezing.put_aside(office, olive, reference, {**some, "head-1": "yes", "head-2": "yes"})
    assert "These are all the heads" in refused.value.errors["heads"]
    freezing.put_aside(office, olive, reference, {**some, "head-2": "yes"})
    assert due(office, "stage_1_response") == date(2026, 10, 19)
    assert open_elements(office) == {"respond"}
    (letter,) = rows(office, select(message.c.fields).where(message.c.template == "put_aside"))
    assert letter.fields["put_aside"]["heads"] == [2]


def test_brought_again_it_begins_afresh_where_it_stood(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    freezing.put_aside(office, olive, reference, ASIDE)
    with pytest.raises(NotAllowed, match="put aside already"):
        freezing.put_aside(office, olive, reference, ASIDE)
    clock.forward(days=28)
    sweep()
    again = {"resubmitted_on": "2026-11-02"}
    preview = freezing.preview_resubmit(office, olive, reference, again)
    assert {m.clock: m.after for m in preview.moved}["stage_1_response"] == date(2026, 11, 16)
    freezing.resubmit(office, olive, reference, again)
    assert due(office, "stage_1_response") == date(2026, 11, 16), "ten working days from 2 November"
    assert open_elements(office) == {"respond"}


def test_after_the_year_it_takes_a_reason(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    freezing.put_aside(office, olive, reference, ASIDE)
    clock.forward(days=1)
    over = {"event.proceedings_concluded": "2026-10-06", "letter_body": "You can bring it again."}
    complete(office, "olive", "proceedings", over)
    clock.forward(days=370)
    sweep()
    (row,) = rows(office, select(case_file.c.status))
    assert row.status == "closed", "the year is over"
    late = {"resubmitted_on": office.today().isoformat()}
    with pytest.raises(InvalidAnswers) as refused:
        freezing.resubmit(office, olive, reference, late)
    assert "ended on Wednesday 6 October 2027" in refused.value.errors["reason"]
    freezing.resubmit(office, olive, reference, {**late, "reason": "The judgment came late to her."})
    assert open_elements(office) == {"respond"}
    (row,) = rows(office, select(case_file.c.status))
    assert row.status == "open"


def test_more_time_is_not_for_what_is_put_aside(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    freezing.put_aside(office, olive, reference, ASIDE)
    more = {"until_on": "2026-10-27", "ground": "complexity", "reason": "Two teams.", "letter_body": "Sorry."}
    with pytest.raises(InvalidAnswers):
        timing.extend(office, olive, reference, "stage_1_response", more)
