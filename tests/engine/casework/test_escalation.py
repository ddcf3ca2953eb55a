"""The next stage is asked for when the law says so: late requests are taken up, and a missing condition is named."""

from datetime import date

import pytest

from engine.casework.clocks import ClockState, DatedEvent, parse_clock, read_clock
from engine.casework.escalation import (
    CONDITIONS,
    EarlyReferral,
    Ground,
    check_ground,
    deemed_received,
    refused_early_referral,
    stage_2_breaches,
    stage_2_on,
    stage_3_on,
)
from engine.casework.explanation import explain
from engine.casework.late_stage_1 import LateRight
from engine.casework.vocabulary import EventKind
from tests.engine.casework.examples import CALENDAR, STAGE_1, answered, event, extended, received, resumed, suspended

CAME_IN = date(2026, 3, 19)
"""Day 10 is Thursday 2 April, day 20 Monday 20 April: Easter lies between (T06)."""

BY_REQUEST = parse_clock(
    "stage_2_response", "25 working days from stage_2_requested, 65 if extended, until stage_2_response_sent"
)
TO_ASK = parse_clock(
    "stage_3_request", "20 working days from stage_2_response_received, as a guide, until stage_3_requested"
)
BY_RECORD = parse_clock(
    "stage_2_from_record", "25 working days from record_agreed, 65 if extended, as a guide, until stage_2_response_sent"
)


def stage_2(asked_on: date, *events: DatedEvent) -> tuple[Ground, ...]:
    """The grounds on which stage 2 may be asked for."""
    return stage_2_on(asked_on, STAGE_1, events, CALENDAR).grounds


def test_t06_without_an_extension_the_right_arises_after_day_10() -> None:
    assert Ground.STAGE_1_LATE not in stage_2(date(2026, 4, 2), received(CAME_IN))
    for asked_on in (date(2026, 4, 3), date(2026, 4, 7)):
        assert Ground.STAGE_1_LATE in stage_2(asked_on, received(CAME_IN))


def test_t06_with_an_extension_it_arises_after_day_20() -> None:
    case = (received(CAME_IN), extended(date(2026, 4, 1), date(2026, 4, 13)))
    assert Ground.STAGE_1_LATE not in stage_2(date(2026, 4, 20), *case)
    assert Ground.STAGE_1_LATE in stage_2(date(2026, 4, 21), *case)


def test_the_setting_can_put_it_off_to_day_20_in_every_case() -> None:
    always = LateRight.ALWAYS_AFTER_THE_MAXIMUM
    case = (received(CAME_IN),)
    for asked_on, is_late in ((date(2026, 4, 20), False), (date(2026, 4, 21), True)):
        answer = stage_2_on(asked_on, STAGE_1, case, CALENDAR, always)
        assert (Ground.STAGE_1_LATE in answer.grounds) is is_late


def test_a_suspension_does_not_put_the_right_off_beyond_day_20() -> None:
    case = (received(CAME_IN), suspended(date(2026, 3, 23)), resumed(date(2026, 5, 20)))
    assert Ground.STAGE_1_LATE not in stage_2(date(2026, 4, 20), *case)
    assert Ground.STAGE_1_LATE in stage_2(date(2026, 4, 21), *case)


def test_before_an_answer_is_late_only_an_agreement_leads_to_stage_2() -> None:
    answer = stage_2_on(date(2026, 3, 25), STAGE_1, (received(CAME_IN),), CALENDAR)
    assert (answer.refused, answer.grounds) == (None, (Ground.AGREED_SKIP,))
    assert "both sides agree" in answer.advice[0]
    assert "after Thursday 2 April 2026" in answer.advice[0]
    assert check_ground(Ground.AGREED_SKIP, answer) is None
    assert check_ground(Ground.NOT_HAPPY, answer) == "Stage 1 has not been answered yet, so this cannot be the reason."
    assert check_ground(Ground.STAGE_1_LATE, answer) == "The answer at stage 1 was not late on that day."


def test_a9_a_request_long_after_the_20_working_days_is_accepted_all_the_same() -> None:
    had = event(EventKind.STAGE_1_RESPONSE_RECEIVED, date(2027, 1, 5))
    case = (received(date(2026, 12, 10)), answered(date(2027, 1, 4)), had)
    in_time = stage_2_on(date(2027, 2, 2), STAGE_1, case, CALENDAR)
    assert (in_time.grounds, in_time.advice) == ((Ground.NOT_HAPPY,), ())
    late = stage_2_on(date(2027, 2, 10), STAGE_1, case, CALENDAR)
    assert late.refused is None
    assert late.grounds == (Ground.NOT_HAPPY,)
    assert "ended on Tuesday 2 February 2027" in late.advice[0]
    assert "accepted all the same" in late.advice[0]
    assert not late.needs_decision
    assert check_ground(Ground.AGREED_SKIP, late) == "Stage 1 has been answered: it cannot be left out any more."


def test_stage_2_is_asked_for_once() -> None:
    asked = event(EventKind.STAGE_2_REQUESTED, date(2026, 4, 7))
    answer = stage_2_on(date(2026, 4, 8), STAGE_1, (received(CAME_IN), asked), CALENDAR)
    assert answer.refused == "Stage 2 has been asked for already."
    assert check_ground(Ground.NOT_HAPPY, answer) == answer.refused


def test_a_panel_needs_the_answer_of_stage_2() -> None:
    assert stage_3_on(date(2026, 4, 7), TO_ASK, (received(CAME_IN),), CALENDAR).refused == (
        "Stage 2 has not been answered yet, so no panel can be asked for."
    )
    sent = event(EventKind.STAGE_2_RESPONSE_SENT, date(2026, 4, 8))
    assert stage_3_on(date(2026, 4, 7), TO_ASK, (sent,), CALENDAR).refused == (
        "Stage 2 was answered on Wednesday 8 April 2026: no panel can be asked for before that."
    )
    asked = event(EventKind.STAGE_3_REQUESTED, date(2026, 4, 9))
    assert stage_3_on(date(2026, 4, 10), TO_ASK, (sent, asked), CALENDAR).refused is not None


def test_a_late_request_for_a_panel_is_a_recorded_decision() -> None:
    sent = event(EventKind.STAGE_2_RESPONSE_SENT, date(2025, 12, 8))
    had = event(EventKind.STAGE_2_RESPONSE_RECEIVED, date(2025, 12, 10))
    in_time = stage_3_on(date(2026, 1, 12), TO_ASK, (sent, had), CALENDAR)
    assert (in_time.refused, in_time.needs_decision, in_time.advice) == (None, False, ())
    late = stage_3_on(date(2026, 1, 13), TO_ASK, (sent, had), CALENDAR)
    assert (late.refused, late.needs_decision) == (None, True)
    assert "ended on Monday 12 January 2026" in late.advice[0]


def test_an_early_referral_needs_every_condition() -> None:
    everything = {condition.value for condition in EarlyReferral}
    assert set(CONDITIONS) == set(EarlyReferral)
    assert refused_early_referral(everything) is None


@pytest.mark.parametrize("missing", list(EarlyReferral))
def test_a_missing_condition_of_an_early_referral_is_named(missing: EarlyReferral) -> None:
    met = {condition.value for condition in EarlyReferral if condition is not missing}
    refused = refused_early_referral(met) or ""
    assert CONDITIONS[missing] in refused
    assert [words for words in CONDITIONS.values() if words in refused] == [CONDITIONS[missing]]


def test_t03_a_breach_is_told_by_both_bases() -> None:
    asked = event(EventKind.STAGE_2_REQUESTED, date(2015, 3, 27))
    agreed = event(EventKind.RECORD_AGREED, date(2015, 4, 24))
    sent = event(EventKind.STAGE_2_RESPONSE_SENT, date(2015, 5, 20))
    report = stage_2_breaches(BY_REQUEST, BY_RECORD, (asked, agreed, sent), CALENDAR, date(2015, 6, 30))
    assert report.by_request is not None
    assert report.by_record is not None
    assert (report.by_request.due_on, report.by_request.is_breached) == (date(2015, 5, 6), True)
    assert report.by_request.days_late == 10
    assert (report.by_record.due_on, report.by_record.is_breached) == (date(2015, 6, 2), False)


def test_a_notice_of_more_time_holds_on_both_bases_as_far_as_each_goes() -> None:
    asked = event(EventKind.STAGE_2_REQUESTED, date(2015, 3, 27))
    agreed = event(EventKind.RECORD_AGREED, date(2015, 4, 24))
    notice = event(EventKind.EXTENDED, date(2015, 5, 1), BY_REQUEST.name, date(2015, 7, 2), "a witness abroad")
    report = stage_2_breaches(BY_REQUEST, BY_RECORD, (asked, agreed, notice), CALENDAR, date(2015, 7, 10))
    assert report.by_request is not None
    assert report.by_record is not None
    assert report.by_request.days_late == CALENDAR.between(date(2015, 7, 2), date(2015, 7, 10))
    assert report.by_record.due_on == date(2015, 7, 2)


def test_without_an_agreed_record_only_the_request_counts() -> None:
    asked = event(EventKind.STAGE_2_REQUESTED, date(2015, 3, 27))
    report = stage_2_breaches(BY_REQUEST, BY_RECORD, (asked,), CALENDAR, date(2015, 5, 6))
    assert report.by_record is None
    assert report.by_request is not None
    assert not report.by_request.is_breached


@pytest.mark.parametrize(
    ("sent_on", "channel", "arrives"),
    [
        (date(2026, 4, 2), "email", date(2026, 4, 2)),
        (date(2026, 4, 2), "post", date(2026, 4, 8)),
        (date(2026, 4, 4), "post", date(2026, 4, 8)),
        (date(2026, 4, 2), "elsewhere", date(2026, 4, 8)),
    ],
)
def test_an_email_arrives_on_its_day_and_a_letter_on_the_second_working_day(
    sent_on: date, channel: str, arrives: date
) -> None:
    assert deemed_received(sent_on, channel, CALENDAR) == arrives


def test_the_second_count_of_stage_2_has_the_notice_as_well_up_to_its_own_65_days() -> None:
    agreed = event(EventKind.RECORD_AGREED, date(2015, 4, 24))
    for until_on, due_on in ((date(2015, 7, 2), date(2015, 7, 2)), (date(2015, 9, 1), date(2015, 7, 28))):
        notice = event(EventKind.EXTENDED, date(2015, 5, 1), BY_REQUEST.name, until_on, "complexity")
        happened = (event(EventKind.STAGE_2_REQUESTED, date(2015, 3, 27)), agreed, notice)
        reading = read_clock(BY_RECORD, happened, CALENDAR, date(2015, 6, 10))
        assert (reading.due_on, reading.extended_to) == (due_on, until_on)
        assert reading.state is ClockState.RUNNING
        notes = " ".join(explain(BY_RECORD, happened, CALENDAR, date(2015, 6, 10)).notes)
        assert "so it holds on both counts" in notes
    other = event(EventKind.EXTENDED, date(2015, 5, 1), "stage_1_response", date(2015, 7, 2), "complexity")
    assert read_clock(BY_RECORD, (agreed, other), CALENDAR, date(2015, 6, 10)).due_on == date(2015, 6, 2)
