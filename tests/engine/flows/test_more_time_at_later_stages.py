"""More time at stage 2, on the request basis and with notice before day 25; never beyond working day 65."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from engine.casework.clocks import ClockReading, ClockState
from engine.db.tables import case_event, history, message
from engine.errors import InvalidAnswers
from engine.flows import timing
from engine.office import Office
from engine.queries import case_file
from tests import later_stages
from tests.council import StandingClock
from tests.story import LETTER, Sweeper, complete, open_elements, rows, somebody

CLOCK = "stage_2_response"
SENT = {"sent_how": "email", "proof": "The email that the officer sent from the team’s mailbox."}
WHY = {"reason": "The investigator has to wait for a file that another council holds.", **LETTER}


def at(clock: StandingClock, day: date) -> None:
    """Put the clock to a morning."""
    clock.instant = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


@pytest.fixture(name="reference")
def _stage_2_from_24_august(office: Office, clock: StandingClock) -> str:
    """The story A8: stage 2 asked for on Monday 24 August 2026; day 25 is 29 September, day 65 is 24 November."""
    at(clock, date(2026, 8, 10))
    later_stages.come(office)
    reference = later_stages.answered_at_stage_1(office)
    at(clock, date(2026, 8, 24))
    later_stages.ask_stage_2(office, reference)
    return reference


def extend(office: Office, reference: str, until: date, **changes: str) -> None:
    typed = {"until_on": until.isoformat(), **WHY, **changes}
    timing.extend(office, somebody(office, "olive"), reference, CLOCK, typed)


def refused(office: Office, reference: str, until: date, **changes: str) -> Mapping[str, str]:
    """What is said to an extension that cannot be."""
    with pytest.raises(InvalidAnswers) as invalid:
        timing.preview_extend(
            office,
            somebody(office, "olive"),
            reference,
            CLOCK,
            {"until_on": until.isoformat(), **WHY, **changes},
        )
    return invalid.value.errors


def reading(office: Office, reference: str, name: str = CLOCK) -> ClockReading:
    """A clock of the case as it reads today."""
    line = case_file.find(office, somebody(office, "olive"), reference).clock(name)
    assert line is not None
    return line.reading


def test_a8_any_reason_will_do_and_the_letter_goes(office: Office, clock: StandingClock, reference: str) -> None:
    at(clock, date(2026, 9, 21))
    extend(office, reference, date(2026, 11, 24))
    assert reading(office, reference).due_on == date(2026, 11, 24)
    e, m = case_event.c, message.c
    [ground] = [row.ground for row in rows(office, select(e.ground).where(e.kind == "extended"))]
    assert ground.startswith("The investigator has to wait")
    assert len(ground) <= timing.LONGEST_GROUND
    assert rows(office, select(m.template).where(m.template == "stage_2_extension"))


def test_a8_beyond_day_65_is_refused_naming_the_day_and_the_overrun(
    office: Office, clock: StandingClock, reference: str
) -> None:
    at(clock, date(2026, 9, 21))
    said = refused(office, reference, date(2026, 12, 11))["until_on"]
    assert "end on Tuesday 24 November 2026" in said
    assert "Record an overrun instead" in said
    extend(office, reference, date(2026, 11, 24))
    at(clock, date(2026, 10, 14))
    assert "Tuesday 24 November 2026" in refused(office, reference, date(2026, 12, 11))["until_on"]


def test_a8_even_when_it_is_too_late_for_any_extension_the_refusal_names_the_last_day(
    office: Office, clock: StandingClock, reference: str
) -> None:
    at(clock, date(2026, 10, 14))
    assert "Tuesday 24 November 2026" in refused(office, reference, date(2026, 12, 11))["until_on"]


def test_the_notice_goes_before_day_25(office: Office, clock: StandingClock, reference: str) -> None:
    at(clock, date(2026, 9, 29))
    said = refused(office, reference, date(2026, 10, 20))["until_on"]
    assert "only before day 25, Tuesday 29 September 2026" in said
    assert "had to go by Monday 28 September 2026" in said
    extend(office, reference, date(2026, 10, 20), told_on="2026-09-28", **SENT)
    assert reading(office, reference).due_on == date(2026, 10, 20)


def test_a_letter_that_went_in_time_is_in_time_though_it_is_recorded_later(
    office: Office, clock: StandingClock, reference: str
) -> None:
    at(clock, date(2026, 10, 2))
    assert reading(office, reference).state is ClockState.OVERDUE
    extend(office, reference, date(2026, 10, 20), told_on="2026-09-25", **SENT)
    assert (reading(office, reference).state, reading(office, reference).due_on) == (
        ClockState.RUNNING,
        date(2026, 10, 20),
    )
    m = message.c
    [letter] = rows(office, select(m.sent_on, m.channel).where(m.template == "stage_2_extension"))
    assert (letter.sent_on, letter.channel) == (date(2026, 9, 25), "elsewhere")


def test_a_letter_cannot_have_gone_before_the_limit_began_or_tomorrow(
    office: Office, clock: StandingClock, reference: str
) -> None:
    at(clock, date(2026, 9, 21))
    assert "before 24 August 2026" in refused(office, reference, date(2026, 10, 20), told_on="2026-08-21")["told_on"]
    assert "today or earlier" in refused(office, reference, date(2026, 10, 20), told_on="2026-09-22")["told_on"]


def test_more_time_on_the_request_is_more_time_from_the_agreed_record_as_well(
    office: Office, clock: StandingClock, reference: str
) -> None:
    later_stages.appoint(office)
    at(clock, date(2026, 9, 7))
    later_stages.agree(office)
    extend(office, reference, date(2026, 11, 24))
    request, record = reading(office, reference), reading(office, reference, "stage_2_from_record")
    assert request.due_on == date(2026, 11, 24)
    assert record.due_on == date(2026, 11, 24), "the notice is about the stage, and holds on both counts"
    assert (record.started_on, record.limit_on, record.maximum_on) == (
        date(2026, 9, 7),
        date(2026, 10, 12),
        date(2026, 12, 7),
    )
    line = case_file.find(office, somebody(office, "olive"), reference).next_deadline
    assert line is not None
    assert line.name != "stage_2_from_record"
    with pytest.raises(InvalidAnswers) as invalid:
        timing.extend(
            office,
            somebody(office, "olive"),
            reference,
            "stage_2_from_record",
            {"until_on": "2026-11-24", **WHY},
        )
    assert "Extend the limit itself" in invalid.value.errors["until_on"]


def test_past_day_65_the_delay_is_owned_up_to_and_no_limit_moves(
    office: Office, clock: StandingClock, sweep: Sweeper, reference: str
) -> None:
    at(clock, date(2026, 9, 21))
    extend(office, reference, date(2026, 11, 24))
    at(clock, date(2026, 11, 25))
    sweep()
    assert "record_overrun_2" in open_elements(office)
    complete(office, "olive", "record_overrun_2", {"cause": "staff_absence", "expected_on": "2026-12-11", **LETTER})
    late = reading(office, reference)
    assert (late.state, late.due_on, late.overrun_until) == (
        ClockState.OVERDUE,
        date(2026, 11, 24),
        date(2026, 12, 11),
    )
    m = message.c
    assert rows(office, select(m.id).where(m.template == "stage_2_overrun", m.status != "draft"))


def test_an_earlier_day_of_the_notice_makes_no_late_answer_timely_without_what_shows_it(
    office: Office, clock: StandingClock, reference: str
) -> None:
    at(clock, date(2026, 10, 14))
    assert refused(office, reference, date(2026, 10, 20), told_on="2026-09-25") == {
        "sent_how": "Select how it was sent: it went before today",
        "proof": "Enter what shows that it went on that day",
    }
    assert reading(office, reference).state is ClockState.OVERDUE
    extend(office, reference, date(2026, 10, 20), told_on="2026-09-25", **SENT)
    (kept,) = rows(office, select(history.c.occurred_on).where(history.c.what == "recorded_late"))
    assert kept.occurred_on == date(2026, 9, 25)
    found = case_file.find(office, somebody(office, "olive"), reference)
    assert [e.proof for e in found.events if e.kind == "extended"] == [SENT["proof"]]
