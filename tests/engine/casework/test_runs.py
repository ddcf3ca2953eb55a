"""From when a clock runs and what stops it: other ends, named days, a freeze for proceedings and the fresh start."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.casework.clocks import ClockState, DatedEvent, deadline, extension_of, overrun_of, parse_clock, pauses_of
from engine.casework.explanation import explain
from engine.casework.runs import current_run
from engine.casework.vocabulary import EventKind
from tests.engine.casework.examples import (
    CALENDAR,
    DAYS_WITH_ROOM,
    STAGE_1,
    STAGE_1_MAXIMUM,
    answered,
    event,
    extended,
    read,
    received,
    resumed,
    suspended,
)

MONDAY = date(2026, 3, 2)
FREEZE = date(2026, 3, 9)
AGAIN = date(2026, 7, 1)

UNTIL_STAGE_2 = parse_clock(
    "stage_1_response",
    "10 working days from received, 20 if extended, until stage_1_response_sent or stage_2_requested",
)
PAPERS = parse_clock(
    "panel_papers", "10 working days before the day named in panel_arranged or panel_held, until papers_sent"
)
PANEL_DAY = parse_clock("panel_day", "the day named in panel_arranged, as a guide, until panel_held")
REPLY = parse_clock(
    "ombudsman_reply", "the day named in ombudsman_enquired, even while frozen, until ombudsman_replied"
)
RESUBMISSION = parse_clock(
    "resubmission", "1 year from proceedings_concluded, as a guide, even while frozen, until resubmitted"
)
PANEL = parse_clock("stage_3_panel", "30 working days from stage_3_requested, until panel_held or referred_early")


def frozen(day: date = FREEZE) -> DatedEvent:
    """The complaint was put aside."""
    return event(EventKind.FROZEN, day)


def brought_again(day: date = AGAIN) -> DatedEvent:
    """The complaint was brought again."""
    return event(EventKind.RESUBMITTED, day)


def arranged(on: date, panel: date) -> DatedEvent:
    """A day for the panel was found."""
    return event(EventKind.PANEL_ARRANGED, on, until_on=panel)


def asked_for_stage_2(day: date) -> DatedEvent:
    """Stage 2 was asked for."""
    return event(EventKind.STAGE_2_REQUESTED, day)


class TestOtherEnds:
    """Some events end a clock without meeting it."""

    def test_a_request_for_stage_2_ends_stage_1_unmet(self) -> None:
        reading = read(UNTIL_STAGE_2, [received(MONDAY), asked_for_stage_2(date(2026, 3, 20))], date(2026, 4, 1))
        assert (reading.state, reading.met_on, reading.ended_on) == (ClockState.ENDED, None, date(2026, 3, 20))
        assert (reading.ended_by, reading.in_time, reading.days_left) == ("stage_2_requested", None, None)
        assert reading.due_on == date(2026, 3, 16)
        assert reading.days_used == 14
        assert deadline(reading, 1, CALENDAR) is None
        assert not reading.is_waited_for

    def test_whichever_comes_first_counts_and_on_one_day_the_answer(self) -> None:
        day = date(2026, 3, 12)
        for case, state in (
            ([answered(day), asked_for_stage_2(day + timedelta(days=1))], ClockState.MET),
            ([answered(day), asked_for_stage_2(day)], ClockState.MET),
            ([asked_for_stage_2(day), answered(day + timedelta(days=1))], ClockState.ENDED),
        ):
            assert read(UNTIL_STAGE_2, [received(MONDAY), *case], day).state is state

    def test_why_it_ended_and_how_late_it_was_is_said(self) -> None:
        case = [received(MONDAY), asked_for_stage_2(date(2026, 3, 20))]
        summary = explain(UNTIL_STAGE_2, case, CALENDAR, date(2026, 4, 1)).summary
        assert summary == (
            "Ended on Friday 20 March 2026, not met, because stage 2 was asked for. It was due on Monday 16 March 2026,"
            " 4 working days late by then: 10 working days from Monday 2 March 2026 (received)."
        )

    def test_a_pause_that_nobody_ended_ends_with_the_clock(self) -> None:
        case = [received(MONDAY), suspended(date(2026, 3, 4)), asked_for_stage_2(date(2026, 3, 20))]
        assert read(UNTIL_STAGE_2, case, date(2026, 4, 1)).days_used == 2


class TestNamedDays:
    """A day that a letter or an agreement names."""

    def test_the_day_named_is_the_day_due_working_day_or_not(self) -> None:
        sunday = date(2026, 11, 15)
        enquiry = event(EventKind.OMBUDSMAN_ENQUIRED, date(2026, 10, 14), until_on=sunday)
        reading = read(REPLY, [enquiry], date(2026, 11, 14))
        assert (reading.started_on, reading.due_on, reading.days_left) == (date(2026, 10, 14), sunday, 1)
        assert read(REPLY, [enquiry], date(2026, 11, 16)).state is ClockState.OVERDUE

    def test_without_a_named_day_nothing_starts(self) -> None:
        assert read(PANEL_DAY, [event(EventKind.PANEL_ARRANGED, MONDAY)]).state is ClockState.NOT_STARTED

    def test_the_latest_day_named_holds(self) -> None:
        moved = [arranged(date(2025, 12, 8), date(2026, 1, 12)), arranged(date(2025, 12, 19), date(2026, 1, 15))]
        assert read(PANEL_DAY, moved).due_on == date(2026, 1, 15)
        assert read(PAPERS, moved).due_on == date(2025, 12, 31)

    def test_papers_count_back_from_the_panel_as_it_was_held_where_no_day_was_arranged(self) -> None:
        held = event(EventKind.PANEL_HELD, date(2026, 1, 15))
        assert read(PAPERS, [held]).due_on == date(2025, 12, 31)
        assert read(PAPERS, [held, arranged(date(2025, 12, 1), date(2026, 1, 16))]).due_on == date(2026, 1, 2)

    def test_papers_for_a_day_that_was_moved_do_not_serve_for_the_new_one(self) -> None:
        first = [arranged(date(2025, 12, 1), date(2026, 1, 5)), event(EventKind.PAPERS_SENT, date(2025, 12, 15))]
        assert read(PAPERS, first).state is ClockState.MET
        again = [*first, arranged(date(2026, 1, 2), date(2026, 2, 2))]
        assert read(PAPERS, again).state is ClockState.RUNNING

    def test_a_second_enquiry_is_not_answered_by_the_first_reply(self) -> None:
        first = [
            event(EventKind.OMBUDSMAN_ENQUIRED, date(2026, 3, 2), until_on=date(2026, 3, 30)),
            event(EventKind.OMBUDSMAN_REPLIED, date(2026, 3, 27)),
        ]
        assert read(REPLY, first).state is ClockState.MET
        second = event(EventKind.OMBUDSMAN_ENQUIRED, date(2026, 5, 5), until_on=date(2026, 5, 12))
        assert read(REPLY, [*first, second], date(2026, 5, 5)).state is ClockState.RUNNING

    def test_the_explanation_names_the_letter(self) -> None:
        enquiry = event(EventKind.OMBUDSMAN_ENQUIRED, date(2026, 10, 14), until_on=date(2026, 11, 11))
        told = explain(REPLY, [enquiry], CALENDAR, date(2026, 10, 15))
        assert told.summary == (
            "Due on Wednesday 11 November 2026, 27 calendar days left:"
            " the day named on Wednesday 14 October 2026 (ombudsman enquired)."
        )
        assert [line.day for line in told.days] == [date(2026, 10, 14), date(2026, 11, 11)]

    def test_the_explanation_of_papers_names_the_day_they_count_back_from(self) -> None:
        told = explain(PAPERS, [arranged(date(2025, 12, 1), date(2026, 1, 15))], CALENDAR, date(2025, 12, 1))
        assert "10 working days before Thursday 15 January 2026 (the day named in panel arranged)" in told.summary
        assert told.days[-1].reason.startswith("Working day 10 before: the day named in panel arranged")


class TestProceedingsElsewhere:
    """Regulation 8: a complaint is put aside, and may be brought again with a fresh clock."""

    def test_a_frozen_clock_has_no_day_and_says_since_when(self) -> None:
        reading = read(STAGE_1, [received(MONDAY), frozen()], date(2026, 6, 1))
        assert (reading.state, reading.frozen_on) == (ClockState.FROZEN, FREEZE)
        assert (reading.due_on, reading.limit_on, reading.maximum_on, reading.days_left) == (None, None, None, None)
        assert reading.days_used == 5
        assert deadline(reading, -3, CALENDAR) is None
        assert reading.is_waited_for

    def test_the_explanation_of_a_frozen_clock(self) -> None:
        told = explain(STAGE_1, [received(MONDAY), frozen()], CALENDAR, date(2026, 6, 1))
        assert told.summary == (
            "Frozen since Monday 9 March 2026: the complaint is put aside for proceedings elsewhere. 5 working days"
            " used by then. When the complaint is brought again the clock starts anew, on that day."
        )
        assert told.days[-1].day == FREEZE

    def test_resubmission_starts_a_fresh_clock(self) -> None:
        reading = read(STAGE_1, [received(MONDAY), frozen(), brought_again()], AGAIN)
        assert (reading.state, reading.started_on, reading.started_by) == (ClockState.RUNNING, AGAIN, "resubmitted")
        assert (reading.due_on, reading.maximum_on) == (date(2026, 7, 15), date(2026, 7, 29))

    def test_the_fresh_clock_says_so(self) -> None:
        told = explain(STAGE_1, [received(MONDAY), frozen(), brought_again()], CALENDAR, AGAIN)
        assert "10 working days from Wednesday 1 July 2026 (resubmitted)" in told.summary
        assert any("starts anew" in note and "put aside on Monday 9 March 2026" in note for note in told.notes)

    def test_what_happened_to_it_before_counts_no_more(self) -> None:
        before = [
            received(MONDAY),
            suspended(date(2026, 3, 3)),
            resumed(date(2026, 3, 5)),
            extended(date(2026, 3, 6), date(2026, 3, 26)),
            event(EventKind.OVERRUN, date(2026, 3, 7), STAGE_1.name, date(2026, 4, 1), "other"),
        ]
        case = [*before, frozen(), brought_again()]
        reading = read(STAGE_1, case, AGAIN)
        assert (reading.due_on, reading.extended_to, reading.overrun_until) == (date(2026, 7, 15), None, None)
        assert (extension_of(STAGE_1, case), overrun_of(STAGE_1, case), pauses_of(STAGE_1, case)) == (None, None, ())

    def test_what_happens_to_the_fresh_clock_counts(self) -> None:
        more_time = extended(date(2026, 7, 10), date(2026, 7, 28))
        case = [received(MONDAY), frozen(), brought_again(), more_time]
        assert read(STAGE_1, case, date(2026, 7, 12)).due_on == date(2026, 7, 28)

    def test_a_clock_that_was_met_before_stays_met(self) -> None:
        case = [received(MONDAY), answered(date(2026, 3, 5)), frozen(), brought_again()]
        assert (read(STAGE_1, case).state, read(STAGE_1, case).met_on) == (ClockState.MET, date(2026, 3, 5))

    def test_a_clock_that_ended_before_stays_ended(self) -> None:
        case = [received(MONDAY), asked_for_stage_2(date(2026, 3, 5)), frozen(), brought_again()]
        assert read(UNTIL_STAGE_2, case).state is ClockState.ENDED

    def test_a_clock_that_had_not_started_is_untouched(self) -> None:
        case = [received(MONDAY), frozen(), brought_again(), event(EventKind.STAGE_3_REQUESTED, date(2026, 9, 1))]
        assert read(PANEL, case).started_on == date(2026, 9, 1)
        assert read(PANEL, case[:3]).state is ClockState.NOT_STARTED

    def test_an_answer_sent_while_it_was_frozen_meets_it_with_no_day_due(self) -> None:
        case = [received(MONDAY), frozen(), answered(date(2026, 4, 1))]
        reading = read(STAGE_1, case)
        assert (reading.state, reading.met_on, reading.due_on, reading.in_time) == (
            ClockState.MET,
            date(2026, 4, 1),
            None,
            None,
        )
        assert "while it was frozen" in explain(STAGE_1, case, CALENDAR, AGAIN).summary

    def test_the_answer_to_the_fresh_clock_meets_it(self) -> None:
        case = [received(MONDAY), frozen(), brought_again(), answered(date(2026, 7, 14))]
        assert read(STAGE_1, case, AGAIN).in_time is True

    def test_a_second_freeze_stops_the_fresh_clock_too(self) -> None:
        twice = [received(MONDAY), frozen(), brought_again(), frozen(date(2026, 7, 6))]
        reading = read(STAGE_1, twice, date(2026, 8, 1))
        assert (reading.state, reading.frozen_on, reading.days_used) == (ClockState.FROZEN, date(2026, 7, 6), 3)
        assert read(STAGE_1, [*twice, brought_again(date(2026, 9, 1))]).started_on == date(2026, 9, 1)

    def test_the_year_for_bringing_it_again_runs_on(self) -> None:
        ended = event(EventKind.PROCEEDINGS_CONCLUDED, date(2026, 6, 1))
        reading = read(RESUBMISSION, [received(MONDAY), frozen(), ended], date(2026, 6, 2))
        assert (reading.state, reading.due_on) == (ClockState.RUNNING, date(2027, 6, 1))
        notes = explain(RESUBMISSION, [received(MONDAY), frozen(), ended], CALENDAR, date(2026, 6, 2)).notes
        assert "It runs on though the complaint was put aside for proceedings elsewhere." in notes
        assert read(RESUBMISSION, [frozen(), ended, brought_again()]).met_on == AGAIN

    def test_the_ombudsmans_day_is_due_though_the_case_is_frozen(self) -> None:
        enquiry = event(EventKind.OMBUDSMAN_ENQUIRED, date(2026, 3, 4), until_on=date(2026, 4, 1))
        assert read(REPLY, [enquiry, frozen()], date(2026, 3, 20)).due_on == date(2026, 4, 1)

    def test_a_panel_that_was_frozen_waits_for_a_new_day_to_be_named(self) -> None:
        before = [arranged(date(2026, 3, 3), date(2026, 3, 20)), frozen(), brought_again()]
        assert read(PAPERS, before).state is ClockState.NOT_STARTED
        assert read(PAPERS, [*before, arranged(date(2026, 7, 3), date(2026, 8, 7))]).due_on == date(2026, 7, 24)

    def test_the_maximum_is_frozen_with_the_answer(self) -> None:
        case = [received(MONDAY), frozen(), brought_again()]
        assert read(STAGE_1_MAXIMUM, case[:2]).due_on is None
        assert read(STAGE_1_MAXIMUM, case).due_on == date(2026, 7, 29)


@given(DAYS_WITH_ROOM, st.integers(0, 30), st.integers(0, 200))
def test_a_fresh_clock_is_a_new_clock_from_the_day_it_was_brought_again(day: date, to_freeze: int, away: int) -> None:
    freeze = day + timedelta(days=to_freeze)
    again = min(freeze + timedelta(days=away), date(2030, 10, 31))
    if again < freeze:
        return
    fresh = read(STAGE_1, [received(day), frozen(freeze), brought_again(again)], again)
    new = read(STAGE_1, [received(again)], again)
    assert (fresh.due_on, fresh.maximum_on, fresh.started_on) == (new.due_on, new.maximum_on, new.started_on)


class TestGuides:
    """A milestone, or somebody else's time."""

    GUIDE = parse_clock("stage_2_progress", "10 working days from stage_2_requested, as a guide, until done")

    @pytest.mark.parametrize(
        ("today", "summary"),
        [
            (date(2026, 3, 3), "The day is Monday 16 March 2026, 9 working days left:"),
            (date(2026, 3, 16), "The day is today, Monday 16 March 2026:"),
            (date(2026, 3, 20), "The day was Monday 16 March 2026, and has passed:"),
        ],
    )
    def test_it_is_never_called_late(self, today: date, summary: str) -> None:
        told = explain(self.GUIDE, [asked_for_stage_2(MONDAY)], CALENDAR, today)
        assert told.summary.startswith(summary)
        assert "It is a guide: shown, and never the day that the case is due." in told.notes


def test_a_statement_agreed_anew_after_proceedings_is_the_one_that_counts() -> None:
    agreed, frozen, again, anew = date(2026, 3, 2), date(2026, 3, 9), date(2026, 6, 1), date(2026, 6, 15)
    from_record = parse_clock("stage_2_from_record", "25 working days from record_agreed, until stage_2_response_sent")
    events = [DatedEvent("record_agreed", agreed), DatedEvent("frozen", frozen), DatedEvent("resubmitted", again)]
    run = current_run(from_record, events)
    assert run is not None
    assert run.counts_from == again
    run = current_run(from_record, [*events, DatedEvent("record_agreed", anew)])
    assert run is not None
    assert run.counts_from == anew
