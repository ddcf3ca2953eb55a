"""Why this date: every day is named once, counted or with the reason why not, and the last counted one is the limit."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.casework.clocks import ClockRule, DatedEvent, parse_clock, read_clock
from engine.casework.explanation import DayLine, Explanation, explain
from engine.casework.vocabulary import EventKind
from tests.engine.casework.examples import (
    ACKNOWLEDGEMENT,
    CALENDAR,
    DAYS_WITH_ROOM,
    DEEMING_CALENDAR,
    ONE_YEAR,
    PAPERS,
    STAGE_1,
    answered,
    event,
    extended,
    received,
    resumed,
    suspended,
)

THURSDAY = date(2026, 12, 17)
MONDAY = date(2026, 11, 30)


def _explained(events: list[DatedEvent], today: date, rule: ClockRule = STAGE_1) -> Explanation:
    return explain(rule, events, CALENDAR, today)


def _line(explanation: Explanation, day: date) -> DayLine:
    (line,) = [line for line in explanation.days if line.day == day]
    return line


def test_christmas_is_explained_day_by_day() -> None:
    explanation = _explained([received(THURSDAY)], date(2026, 12, 18))
    assert explanation.summary == (
        "Due on Tuesday 5 January 2027, 9 working days left: 10 working days from Thursday 17 December 2026 (received)."
    )
    assert [(line.day.day, line.number, line.reason) for line in explanation.days] == [
        (17, None, "Day 0: received"),
        (18, 1, "Working day 1"),
        (19, None, "Saturday"),
        (20, None, "Sunday"),
        (21, 2, "Working day 2"),
        (22, 3, "Working day 3"),
        (23, 4, "Working day 4"),
        (24, 5, "Working day 5"),
        (25, None, "Christmas Day"),
        (26, None, "Saturday"),
        (27, None, "Sunday"),
        (28, None, "Boxing Day (substitute day)"),
        (29, 6, "Working day 6"),
        (30, 7, "Working day 7"),
        (31, 8, "Working day 8"),
        (1, None, "New Year's Day"),
        (2, None, "Saturday"),
        (3, None, "Sunday"),
        (4, 9, "Working day 9"),
        (5, 10, "Working day 10: the limit"),
    ]
    assert explanation.notes == (
        "The limit of 10 working days: SI 2006/1738 regulation 14.",
        "The furthest an extension may go is Tuesday 19 January 2027: 20 working days.",
        "Days on which only the council is closed are working days: regulation 2 lists all that are not.",
    )


def test_every_line_names_its_rule() -> None:
    explanation = _explained([received(THURSDAY)], THURSDAY)
    assert all(line.rule for line in explanation.days)
    assert _line(explanation, date(2026, 12, 19)).rule == "SI 2006/1738 regulation 2"
    assert "Banking and Financial Dealings Act 1971" in _line(explanation, date(2026, 12, 28)).rule
    assert _line(explanation, date(2027, 1, 5)).rule == "SI 2006/1738 regulation 2; SI 2006/1738 regulation 14"


def test_good_friday_and_easter_monday_are_named() -> None:
    explanation = _explained([received(date(2026, 3, 26))], date(2026, 3, 26))
    assert _line(explanation, date(2026, 4, 3)).reason == "Good Friday"
    assert _line(explanation, date(2026, 4, 6)).reason == "Easter Monday"


def test_a_suspension_is_named_on_every_day_it_takes() -> None:
    case = [received(MONDAY), suspended(date(2026, 12, 2)), resumed(date(2026, 12, 4))]
    explanation = _explained(case, date(2026, 12, 7))
    for day in (date(2026, 12, 3), date(2026, 12, 4)):
        line = _line(explanation, day)
        assert (line.counted, line.reason) == (False, "Paused: waiting for an advocate")
        assert "not at stages 2 and 3" in line.rule
    assert _line(explanation, date(2026, 12, 7)).number == 3
    assert "Without the suspension, 20 working days end on Wednesday 30 December 2026." in explanation.notes


def test_while_paused_the_days_run_to_today_and_the_rest_is_open() -> None:
    explanation = _explained([received(MONDAY), suspended(date(2026, 12, 2))], date(2026, 12, 9))
    assert explanation.summary == (
        "Paused since Wednesday 2 December 2026: waiting for an advocate."
        " 2 working days used; counting goes on the day after it is resumed."
    )
    assert explanation.days[-1].day == date(2026, 12, 9)
    assert sum(line.counted for line in explanation.days) == 2


def test_an_extension_says_when_to_when_and_why() -> None:
    case = [received(MONDAY), extended(date(2026, 12, 11), date(2026, 12, 21))]
    explanation = _explained(case, date(2026, 12, 11))
    assert explanation.summary == (
        "Due on Monday 21 December 2026, 6 working days left:"
        " extended from Monday 14 December 2026 because the complaint is complex."
    )
    assert _line(explanation, date(2026, 12, 14)).reason == "Working day 10: the limit"
    assert _line(explanation, date(2026, 12, 21)).reason == "Working day 15: due, as extended"
    assert (
        "On Friday 11 December 2026 the time was extended to Monday 21 December 2026, because the complaint is complex."
        in explanation.notes
    )


def test_an_extension_that_a_correction_cut_short_says_so() -> None:
    case = [received(date(2026, 11, 25)), extended(date(2026, 12, 8), date(2026, 12, 30))]
    notes = " ".join(_explained(case, date(2026, 12, 9)).notes)
    assert "by what happened since, the last day is Wednesday 23 December 2026" in notes


def test_what_is_due_today_done_or_late_says_so() -> None:
    case = [received(MONDAY)]
    assert _explained(case, date(2026, 12, 14)).summary.startswith(
        "Due today, Monday 14 December 2026: 10 working days"
    )
    assert "and is 1 working day late" in _explained(case, date(2026, 12, 15)).summary
    in_time = _explained([*case, answered(date(2026, 12, 11))], date(2026, 12, 18)).summary
    assert in_time.startswith("Done on Friday 11 December 2026, in time. It was due on Monday 14 December 2026:")
    late = _explained([*case, answered(date(2026, 12, 17))], date(2026, 12, 18)).summary
    assert late.startswith("Done on Thursday 17 December 2026, 3 working days late.")


def test_late_over_a_weekend_is_still_late() -> None:
    case = [received(date(2026, 11, 27))]
    assert "and is late, by less than a working day" in _explained(case, date(2026, 12, 12)).summary
    done = _explained([*case, answered(date(2026, 12, 12))], date(2026, 12, 14)).summary
    assert done.startswith("Done on Saturday 12 December 2026, late, by less than a working day.")


def test_an_overrun_is_told_apart_from_the_limit() -> None:
    overrun = event(EventKind.OVERRUN, date(2026, 12, 15), STAGE_1.name, date(2027, 1, 8))
    explanation = _explained([received(MONDAY), overrun], date(2026, 12, 16))
    assert (
        "The complainant was told to expect it by Friday 8 January 2027; the limit stays missed." in explanation.notes
    )


def test_receipt_on_a_saturday_is_explained_by_the_councils_setting() -> None:
    came_in = [received(date(2015, 3, 28))]
    strict = _explained(came_in, date(2015, 3, 30)).notes
    assert (
        "Saturday 28 March 2015 is not a working day (Saturday); it is day 0 all the same,"
        " and day 1 is Monday 30 March 2015."
    ) in strict
    deemed = explain(STAGE_1, came_in, DEEMING_CALENDAR, date(2015, 3, 30))
    assert deemed.days[0].day == date(2015, 3, 30)
    assert any(
        "the council takes the next working day, Monday 30 March 2015, as day 0" in note for note in deemed.notes
    )


def test_a_clock_that_has_not_started_says_what_starts_it() -> None:
    explanation = _explained([], MONDAY, parse_clock("close_out", "5 working days from stage_1_response_sent, until x"))
    assert explanation == Explanation("Not running yet: it starts with “stage 1 response sent”.", (), ())


def test_the_councils_own_targets_are_told_apart_from_the_law() -> None:
    notes = _explained([received(MONDAY)], MONDAY, ACKNOWLEDGEMENT).notes
    assert "the council's own target" in notes[0]


def test_a_clock_that_counts_back_is_explained_backwards_from_its_event() -> None:
    explanation = _explained([event("panel_met", date(2026, 1, 15))], date(2025, 12, 20), PAPERS)
    assert explanation.days[0].day == date(2026, 1, 15)
    assert explanation.days[-1].day == date(2025, 12, 31)
    assert explanation.days[-1].reason == "Working day 10 before: panel met: the limit"


def test_a_limit_in_years_names_its_two_ends() -> None:
    explanation = _explained([event("grounds_arose", date(2024, 2, 29))], date(2025, 1, 6), ONE_YEAR)
    assert [(line.day, line.reason) for line in explanation.days] == [
        (date(2024, 2, 29), "Day 0: grounds arose"),
        (date(2025, 2, 28), "1 year after Thursday 29 February 2024"),
    ]
    assert explanation.summary.startswith("Due on Friday 28 February 2025, 53 calendar days left: 1 year from")


def test_calendar_days_count_weekends_too() -> None:
    rule = parse_clock("remedy", "28 calendar days from decided, until remedied")
    explanation = _explained([event("decided", date(2026, 12, 1))], date(2026, 12, 1), rule)
    assert sum(line.counted for line in explanation.days) == 28


def test_beyond_the_known_bank_holidays_the_date_may_move() -> None:
    notes = _explained([received(date(2030, 12, 24))], date(2030, 12, 24)).notes
    assert notes[-1] == "The bank holidays after Tuesday 31 December 2030 are not known yet, so this date may move."


@st.composite
def _cases(draw: st.DrawFn) -> list[DatedEvent]:
    """A lawful stage 1: perhaps a suspension, ended or not, and perhaps an extension before or after it."""
    day = draw(DAYS_WITH_ROOM)
    case = [received(day)]
    paused_from = day + timedelta(days=draw(st.integers(0, 9)))
    paused_to = paused_from + timedelta(days=draw(st.integers(0, 20)))
    extended_on = draw(st.sampled_from([None, day, paused_to]))
    if draw(st.booleans()):
        case.append(suspended(paused_from))
        if extended_on == paused_to or draw(st.booleans()):
            case.append(resumed(paused_to))
    reading = read_clock(STAGE_1, case, CALENDAR, day)
    if extended_on is not None and reading.due_on is not None and extended_on <= reading.due_on:
        case.append(extended(extended_on, CALENDAR.add(reading.due_on, draw(st.integers(1, 10)))))
    return case


@given(_cases(), st.integers(0, 50))
def test_every_day_from_start_to_due_is_named_once_and_the_counted_ones_are_the_limit(
    case: list[DatedEvent], later: int
) -> None:
    today = case[0].occurred_on + timedelta(days=later)
    reading = read_clock(STAGE_1, case, CALENDAR, today)
    lines = explain(STAGE_1, case, CALENDAR, today).days
    assert [line.day for line in lines] == [lines[0].day + timedelta(days=n) for n in range(len(lines))]
    assert lines[0].day == reading.started_on
    counted = [line for line in lines if line.counted]
    assert [line.number for line in counted] == list(range(1, len(counted) + 1))
    assert all(line.number is None for line in lines if not line.counted)
    assert all(line.reason and line.rule for line in lines)
    if reading.due_on is None:
        assert len(counted) == reading.days_used
        return
    assert counted[-1].day == lines[-1].day == reading.due_on
    assert counted[9].day == reading.limit_on
    if reading.due_on == reading.limit_on:
        assert len(counted) == 10
    if reading.due_on == reading.maximum_on:
        assert len(counted) == 20
    assert len(counted) <= 20


NEW_KINDS = tuple(
    parse_clock(name, sentence)
    for name, sentence in (
        ("stage_1_response", "10 working days from received, until stage_1_response_sent or stage_2_requested"),
        ("panel_papers", "10 working days before the day named in panel_arranged or panel_held, until papers_sent"),
        ("panel_day", "the day named in panel_arranged, as a guide, until panel_held"),
        ("ombudsman_reply", "the day named in ombudsman_enquired, even while frozen, until ombudsman_replied"),
        ("stage_2_response", "25 working days from stage_2_requested, 65 if extended, until stage_2_response_sent"),
        ("stage_2_from_record", "25 working days from record_agreed, as a guide, until stage_2_response_sent"),
    )
)
"""Named days, other ends, guides, two bases."""


@given(
    st.lists(
        st.builds(
            DatedEvent,
            kind=st.sampled_from(EventKind),
            occurred_on=st.dates(date(2026, 11, 1), date(2027, 2, 28)),
            clock=st.sampled_from([None, STAGE_1.name]),
            until_on=st.none() | st.dates(date(2026, 11, 1), date(2027, 2, 28)),
            ground=st.sampled_from([None, "complexity", "something else"]),
        ),
        max_size=10,
    ),
    st.dates(date(2026, 11, 1), date(2027, 2, 28)),
)
def test_whatever_is_on_record_can_be_explained(events: list[DatedEvent], today: date) -> None:
    for rule in (STAGE_1, ACKNOWLEDGEMENT, PAPERS, ONE_YEAR, *NEW_KINDS):
        explanation = explain(rule, events, CALENDAR, today)
        assert explanation.summary.endswith(".")
        assert len({line.day for line in explanation.days}) == len(explanation.days)
