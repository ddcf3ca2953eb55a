"""The law's limits hold: no clock, extension or suspension goes beyond them, and a refusal says what to do instead."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.casework.clocks import ClockRule, parse_clock
from engine.casework.law import (
    GROUND_WORDS,
    GROUND_WORDS_TO_THE_COMPLAINANT,
    LIMITS,
    can_be_suspended,
    check_extension,
    check_rule,
    check_suspension,
    missing_clocks,
)
from engine.casework.vocabulary import ExtensionGround
from engine.errors import RefusedByLaw
from tests.engine.casework.examples import (
    ACKNOWLEDGEMENT,
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

MONDAY = date(2026, 11, 30)
FRIDAY_BEFORE_THE_LIMIT = date(2026, 12, 11)
STAGE_2 = parse_clock(
    "stage_2_response", "25 working days from stage_2_requested, 65 if extended, until stage_2_response_sent"
)


@pytest.mark.parametrize("rule", [STAGE_1, STAGE_1_MAXIMUM, STAGE_2, ACKNOWLEDGEMENT], ids=lambda rule: rule.name)
def test_the_limits_as_shipped_are_lawful(rule: ClockRule) -> None:
    assert check_rule(rule) == ()


@pytest.mark.parametrize("ground", list(ExtensionGround))
def test_every_ground_has_its_words_for_the_office_and_for_the_complainant(ground: ExtensionGround) -> None:
    assert GROUND_WORDS[ground]
    assert GROUND_WORDS_TO_THE_COMPLAINANT[ground].startswith("you")


def test_only_a_statutory_procedure_has_clocks_that_it_must_keep() -> None:
    assert (
        missing_clocks("statutory_complaint", {"stage_1"}, {"stage_1_response", "stage_1_maximum", "close_out"}) == ()
    )
    assert missing_clocks("compliment", {"stage_1"}, ()) == ()
    assert [
        sentence.partition(";")[0] for sentence in missing_clocks("statutory_complaint", ("stage_1",), ("close_out",))
    ] == [
        "The time limit “stage 1 response” is missing",
        "The time limit “stage 1 maximum” is missing",
    ]


@pytest.mark.parametrize(
    ("name", "sentence", "fault"),
    [
        ("stage_1_response", "11 working days from received, until stage_1_response_sent", "the law allows 10"),
        (
            "stage_1_response",
            "10 working days from received, 21 if extended, until stage_1_response_sent",
            "21 working days if extended; the law allows 20",
        ),
        ("stage_1_response", "10 calendar days from received, until stage_1_response_sent", "count working days"),
        ("stage_1_response", "10 working days before received, until stage_1_response_sent", "count working days on"),
        ("stage_1_response", "10 working days from acknowledged, until stage_1_response_sent", "counts from received"),
        ("stage_1_response", "10 working days from received, until acknowledged", "asks for stage_1_response_sent"),
        (
            "stage_1_response",
            "10 working days from received, 20 if extended or longer with a good reason, until stage_1_response_sent",
            "has a firm end",
        ),
        ("stage_1_maximum", "20 working days from received, until stage_1_response_sent", "write “without pause”"),
        (
            "stage_1_maximum",
            "20 working days from received, 30 if extended, without pause, until stage_1_response_sent",
            "knows no extension",
        ),
        (
            "stage_2_response",
            "25 working days from stage_2_requested, 66 if extended, until stage_2_response_sent",
            "the law allows 65",
        ),
        ("stage_3_panel", "31 working days from stage_3_requested, until panel_held", "regulation 19(4)"),
        ("stage_3_report", "6 working days from panel_held, until panel_report_received", "regulation 20"),
        (
            "stage_3_response",
            "16 working days from panel_report_received, until stage_3_response_sent",
            "regulation 20(3)",
        ),
    ],
)
def test_a_statutory_clock_beyond_the_law_is_found(name: str, sentence: str, fault: str) -> None:
    (found,) = check_rule(parse_clock(name, sentence))
    assert fault in found


def test_a_stricter_limit_and_a_council_s_own_limit_are_the_councils_business() -> None:
    assert (
        check_rule(parse_clock("stage_1_response", "5 working days from received, until stage_1_response_sent")) == ()
    )
    assert check_rule(parse_clock("first_call", "90 calendar days from received, until complainant_contacted")) == ()


def test_every_statutory_limit_names_its_source() -> None:
    assert all("SI 2006/1738" in limit.source for limit in LIMITS.values())


@pytest.mark.parametrize("ground", ["complexity", "advocate_needed"])
def test_both_grounds_of_stage_1_are_accepted(ground: str) -> None:
    reading = read(STAGE_1, [received(MONDAY)], FRIDAY_BEFORE_THE_LIMIT)
    assert check_extension(reading, date(2026, 12, 21), ground, CALENDAR) == ()


def test_an_extension_on_the_last_day_itself_is_in_time() -> None:
    reading = read(STAGE_1, [received(MONDAY)], date(2026, 12, 14))
    assert check_extension(reading, date(2026, 12, 15), "complexity", CALENDAR) == ()


def test_a_second_extension_may_go_on_to_the_maximum() -> None:
    case = [received(MONDAY), extended(FRIDAY_BEFORE_THE_LIMIT, date(2026, 12, 21))]
    reading = read(STAGE_1, case, date(2026, 12, 18))
    assert check_extension(reading, date(2026, 12, 30), "complexity", CALENDAR) == ()


@pytest.mark.parametrize(
    ("until_on", "ground", "why"),
    [
        (date(2026, 12, 21), " ", "Say why more time is needed"),
        (date(2026, 12, 21), "staff leave", "“staff leave” is not a ground"),
        (date(2026, 12, 14), "complexity", "no later than Monday 14 December 2026"),
        (date(2026, 12, 19), "complexity", "Choose Friday 18 December 2026 or Monday 21 December 2026"),
        (date(2026, 12, 28), "complexity", "not a working day (Boxing Day (substitute day))"),
        (date(2026, 12, 31), "complexity", "end on Wednesday 30 December 2026"),
        (date(2027, 1, 2), "complexity", "Record an overrun instead"),
    ],
)
def test_an_extension_the_law_does_not_know_is_refused(until_on: date, ground: str, why: str) -> None:
    reading = read(STAGE_1, [received(MONDAY)], FRIDAY_BEFORE_THE_LIMIT)
    with pytest.raises(RefusedByLaw) as refused:
        check_extension(reading, until_on, ground, CALENDAR)
    assert why in str(refused.value)


def test_only_days_that_can_be_chosen_are_offered() -> None:
    reading = read(STAGE_1, [received(date(2026, 11, 27))], date(2026, 12, 8))
    with pytest.raises(RefusedByLaw) as refused:
        check_extension(reading, date(2026, 12, 12), "complexity", CALENDAR)
    assert str(refused.value).endswith("Choose Monday 14 December 2026.")


def test_after_the_limit_it_is_an_overrun_and_no_extension() -> None:
    reading = read(STAGE_1, [received(MONDAY)], date(2026, 12, 15))
    with pytest.raises(RefusedByLaw, match=r"ended on Monday 14 December 2026.*Record an overrun instead"):
        check_extension(reading, date(2026, 12, 21), "complexity", CALENDAR)


def test_what_is_met_not_begun_or_paused_cannot_be_extended() -> None:
    met = read(STAGE_1, [received(MONDAY), answered(date(2026, 12, 4))], FRIDAY_BEFORE_THE_LIMIT)
    not_begun = read(STAGE_1, [event("logged", MONDAY)])
    paused = read(STAGE_1, [received(MONDAY), suspended(date(2026, 12, 2))], FRIDAY_BEFORE_THE_LIMIT)
    for reading, why in ((met, "was done on Friday 4 December"), (not_begun, "not started"), (paused, "Resume it")):
        with pytest.raises(RefusedByLaw, match=why):
            check_extension(reading, date(2026, 12, 21), "complexity", CALENDAR)


def test_a_clock_without_an_extension_has_none() -> None:
    with pytest.raises(RefusedByLaw, match="“acknowledgement” has no extension"):
        check_extension(read(ACKNOWLEDGEMENT, [received(MONDAY)]), date(2026, 12, 21), "complexity", CALENDAR)


def test_an_extension_after_a_suspension_warns_of_the_right_that_arises_anyway() -> None:
    case = [received(MONDAY), suspended(date(2026, 12, 2)), resumed(date(2026, 12, 9))]
    reading = read(STAGE_1, case, date(2026, 12, 10))
    (advice,) = check_extension(reading, date(2027, 1, 4), "complexity", CALENDAR)
    assert "20 working days end on Wednesday 30 December 2026" in advice
    assert "may ask for stage 2" in advice


def test_beyond_65_working_days_no_reason_helps_and_the_maximum_is_named() -> None:
    reading = read(STAGE_2, [event("stage_2_requested", date(2026, 8, 24))], date(2026, 9, 28))
    assert check_extension(reading, date(2026, 11, 24), "a key witness was away", CALENDAR) == ()
    with pytest.raises(RefusedByLaw, match=r"65 working days.*Tuesday 24 November 2026.*overrun"):
        check_extension(reading, date(2026, 12, 11), "a key witness was away", CALENDAR)


def test_where_the_code_allows_a_good_reason_beyond_ten_more_days_is_warned_and_allowed() -> None:
    rule = parse_clock(
        "corporate_1", "10 working days from acknowledged, 20 if extended or longer with a good reason, until answered"
    )
    reading = read(rule, [event("acknowledged", date(2026, 12, 29))], date(2027, 1, 12))
    assert check_extension(reading, date(2027, 1, 27), "a witness abroad", CALENDAR) == ()
    (warning,) = check_extension(reading, date(2027, 2, 3), "a witness abroad", CALENDAR)
    assert "Ombudsman's details" in warning


def test_stage_1_may_wait_for_an_advocate() -> None:
    check_suspension(read(STAGE_1, [received(MONDAY)], FRIDAY_BEFORE_THE_LIMIT), "advocate_needed")


@pytest.mark.parametrize("ground", ["complexity", "illness", ""])
def test_stage_1_waits_for_nothing_else(ground: str) -> None:
    with pytest.raises(RefusedByLaw, match="only while an advocate is found"):
        check_suspension(read(STAGE_1, [received(MONDAY)], FRIDAY_BEFORE_THE_LIMIT), ground)


def test_nothing_stops_stage_2_the_maximum_or_the_acknowledgement() -> None:
    asked = read(STAGE_2, [event("stage_2_requested", MONDAY)])
    for reading in (asked, read(STAGE_1_MAXIMUM, [received(MONDAY)]), read(ACKNOWLEDGEMENT, [received(MONDAY)])):
        with pytest.raises(RefusedByLaw, match="cannot be suspended"):
            check_suspension(reading, "advocate_needed")


def test_what_is_over_paused_or_on_its_last_day_cannot_be_suspended() -> None:
    case = [received(MONDAY)]
    for reading, why in (
        (read(STAGE_1, case, date(2026, 12, 15)), "nothing left to suspend"),
        (read(STAGE_1, case, date(2026, 12, 14)), "Extend the time instead"),
        (read(STAGE_1, [*case, suspended(date(2026, 12, 2))], date(2026, 12, 3)), "suspended already"),
        (read(STAGE_1, [*case, answered(date(2026, 12, 2))], date(2026, 12, 3)), "was done on"),
    ):
        with pytest.raises(RefusedByLaw, match=why):
            check_suspension(reading, "advocate_needed")
        assert not can_be_suspended(reading)
    assert can_be_suspended(read(STAGE_1, case, date(2026, 12, 11)))


@given(DAYS_WITH_ROOM, st.integers(0, 9), st.integers(-5, 60))
def test_whatever_is_accepted_is_exactly_what_the_clock_then_says(day: date, told: int, until: int) -> None:
    told_on = CALENDAR.add(day, told)
    reading = read(STAGE_1, [received(day)], told_on)
    until_on = CALENDAR.add(day, 10 + until)
    assert reading.maximum_on is not None
    lawful = 1 <= until <= 10 and CALENDAR.is_working_day(until_on)
    if lawful:
        check_extension(reading, until_on, "complexity", CALENDAR)
        assert read(STAGE_1, [received(day), extended(told_on, until_on)]).due_on == until_on
        return
    with pytest.raises(RefusedByLaw):
        check_extension(reading, until_on, "complexity", CALENDAR)
