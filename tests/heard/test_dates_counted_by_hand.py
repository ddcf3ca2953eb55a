"""Every limit of `heard dates` agrees, for every day from 2006 to 2030, with days counted one by one on the fingers."""

import contextlib
import io
import json
from datetime import date, timedelta
from typing import Any

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.cli import main

_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG", years=range(2006, 2032))
_DAYS = st.dates(date(2006, 1, 1), date(2030, 6, 30))


def _works(day: date) -> bool:
    return day.weekday() < 5 and day not in _HOLIDAYS


def _after(day: date, number: int, paused: tuple[date, date] | None = None) -> str:
    """The day that is working day `number` after `day`, or before it; days after the first of `paused` to the last
    of it are passed over."""
    step = timedelta(days=1 if number > 0 else -1)
    counted = 0
    while counted < abs(number):
        day += step
        if _works(day) and not (paused and paused[0] < day <= paused[1]):
            counted += 1
    return day.isoformat()


def _clocks(procedure: str, *arguments: str) -> dict[str, dict[str, Any]]:
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        assert main(["dates", "--procedure", procedure, *arguments, "--json"]) == 0
    return {clock["id"]: clock for clock in json.loads(told.getvalue())["clocks"]}


@given(_DAYS)
def test_stage_1(day: date) -> None:
    clocks = _clocks("statutory", "--event", f"received={day}")
    assert clocks["acknowledgement"]["due"] == _after(day, 2)
    answer = clocks["stage_1_response"]
    assert answer["due"] == _after(day, 10)
    assert answer["extended_due"] == answer["maximum_due"] == clocks["stage_1_maximum"]["due"] == _after(day, 20)


@given(_DAYS, st.integers(0, 8), st.integers(0, 40))
def test_stage_1_while_an_advocate_is_found(day: date, after: int, length: int) -> None:
    from_on = day + timedelta(days=after)
    to_on = from_on + timedelta(days=length)
    clocks = _clocks("statutory", "--event", f"received={day}", "--suspend", f"{from_on}:{to_on}")
    assert clocks["stage_1_response"]["due"] == _after(day, 10, (from_on, to_on))
    assert clocks["stage_1_response"]["extended_due"] == _after(day, 20, (from_on, to_on))
    assert clocks["stage_1_response"]["maximum_due"] == _after(day, 20)


@given(_DAYS, st.integers(0, 60))
def test_stage_2_on_both_bases(day: date, later: int) -> None:
    agreed = day + timedelta(days=later)
    clocks = _clocks("statutory", "--event", f"stage_2_requested={day}", "--event", f"record_agreed={agreed}")
    for name, start in (("stage_2_response", day), ("stage_2_from_record", agreed)):
        assert (clocks[name]["start"], clocks[name]["due"]) == (start.isoformat(), _after(start, 25))
        assert clocks[name]["extended_due"] == clocks[name]["maximum_due"] == _after(start, 65)
    milestones = ("stage_2_progress", "stage_2_extension_decision", "stage_2_draft_report", "stage_2_adjudication")
    assert [clocks[name]["due"] for name in milestones] == [_after(day, number) for number in (10, 20, 45, 55)]


@given(st.dates(date(2006, 2, 1), date(2030, 6, 30)), st.integers(0, 60), st.integers(0, 20))
def test_stage_3(day: date, to_panel: int, to_report: int) -> None:
    panel = day + timedelta(days=to_panel)
    report = panel + timedelta(days=to_report)
    given_events = {"stage_3_requested": day, "panel_held": panel, "panel_report_received": report}
    clocks = _clocks("statutory", *(part for name, on in given_events.items() for part in ("--event", f"{name}={on}")))
    assert {name: clock["due"] for name, clock in clocks.items()} == {
        "stage_3_acknowledgement": _after(day, 2),
        "chair_appointment": _after(day, 10),
        "stage_3_panel": _after(day, 30),
        "panel_papers": _after(panel, -10),
        "stage_3_report": _after(panel, 5),
        "stage_3_response": _after(report, 15),
    }


@pytest.mark.parametrize("profile", ["2014", "code"])
@given(_DAYS, st.integers(0, 9), st.integers(0, 9))
def test_corporate(profile: str, day: date, to_first: int, to_second: int) -> None:
    acknowledged = day + timedelta(days=to_first)
    asked = acknowledged + timedelta(days=30)
    again = asked + timedelta(days=to_second)
    given_events = (f"received={day}", f"acknowledged={acknowledged}", f"stage_2_requested={asked}")
    events = [part for event in (*given_events, f"acknowledged={again}") for part in ("--event", event)]
    clocks = _clocks("corporate", "--profile", profile, *events)
    first, second = (acknowledged, again) if profile == "code" else (day, asked)
    assert clocks["corporate_1_response"]["due"] == _after(first, 10)
    assert clocks["corporate_1_response"]["extended_due"] == _after(first, 20)
    assert clocks["corporate_2_response"]["due"] == _after(second, 20)
    assert clocks["corporate_2_response"]["extended_due"] == _after(second, 40)
    assert clocks["corporate_2_response"]["maximum_due"] is None


@given(_DAYS, st.integers(0, 9), st.integers(0, 500))
def test_a_fresh_clock_after_proceedings(day: date, to_freeze: int, away: int) -> None:
    frozen = day + timedelta(days=to_freeze)
    again = min(frozen + timedelta(days=away), date(2030, 11, 30))
    events = ("--event", f"received={day}", "--event", f"frozen={frozen}", "--event", f"resubmitted={again}")
    answer = _clocks("statutory", *events)["stage_1_response"]
    assert (answer["start"], answer["basis"], answer["due"]) == (again.isoformat(), "resubmitted", _after(again, 10))


@given(st.dates(date(2006, 1, 1), date(2030, 12, 31)))
def test_the_year_for_complaining_ends_on_the_corresponding_date(day: date) -> None:
    due = _clocks("statutory", "--event", f"grounds_arose={day}")["acceptance"]["due"]
    leap = day.month == 2 and day.day == 29
    assert due == (date(day.year + 1, 2, 28) if leap else day.replace(year=day.year + 1)).isoformat()
