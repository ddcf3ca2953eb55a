"""`heard dates` says what the shipped limits come to, without a database."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from heard.cli import main
from heard.dates import table

Clocks = Mapping[str, Mapping[str, Any]]


class Ask:
    """The command, asked as a person would; answers by the name of the clock."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, procedure: str, *more: str, **events: str) -> Clocks:
        given = [part for name, day in events.items() for part in ("--event", f"{name}={day}")]
        assert main(["dates", "--procedure", procedure, *given, *more, "--json"]) == 0
        return {clock["id"]: clock for clock in json.loads(self._capsys.readouterr().out)["clocks"]}

    def refused(self, *arguments: str) -> str:
        """What it says when it cannot answer."""
        assert main(["dates", *arguments]) == 2
        return self._capsys.readouterr().err


@pytest.fixture(name="ask")
def _ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    return Ask(capsys)


def test_christmas_counts_the_closure_days_and_not_the_substitute_day() -> None:
    shown = table(date(2026, 12, 17))
    assert "acknowledgement: Monday 21 December 2026" in shown
    assert "stage 1 response: Tuesday 5 January 2027; extended, at most Tuesday 19 January 2027" in shown


def test_a_day_before_the_first_version_is_answered_by_the_first() -> None:
    assert "Statutory complaint" in table(date(2005, 1, 4))


def test_t01_stage_1_over_christmas_2014(ask: Ask) -> None:
    clocks = ask("statutory", received="2014-12-16")
    answer = clocks["stage_1_response"]
    assert answer["explanation"][0].startswith("Due on Friday 2 January 2015, 10 working days left")
    assert any("26 Dec 2014 (Boxing Day)" in sentence for sentence in answer["explanation"])
    asked = ("id", "stage", "start", "basis", "limit_working_days", "due", "extended_due", "maximum_due")
    assert [answer[key] for key in asked] == [
        *("stage_1_response", "stage_1", "2014-12-16", "received", 10),
        *("2015-01-02", "2015-01-16", "2015-01-16"),
    ]
    assert (clocks["stage_1_maximum"]["due"], clocks["stage_1_maximum"]["extended_due"]) == ("2015-01-16", None)


def test_t02_easter_2015_strictly_and_deemed(ask: Ask) -> None:
    strict = ask("statutory", received="2015-03-28")
    assert (strict["stage_1_response"]["due"], strict["stage_1_response"]["extended_due"]) == (
        "2015-04-14",
        "2015-04-28",
    )
    assert strict["acknowledgement"]["due"] == "2015-03-31"
    deemed = ask("statutory", "--receipt", "next_working_day", received="2015-03-28")["stage_1_response"]
    assert (deemed["start"], deemed["due"], deemed["maximum_due"]) == ("2015-03-30", "2015-04-15", "2015-04-29")
    assert ask("corporate", "--profile", "code", received="2015-03-28")["acknowledgement"]["due"] == "2015-04-07"
    on_good_friday = ask("statutory", received="2015-04-03")["stage_1_response"]
    assert (on_good_friday["due"], on_good_friday["maximum_due"]) == ("2015-04-20", "2015-05-05")


@pytest.mark.parametrize(
    ("requested", "limit", "most"),
    [
        ("2015-03-27", "2015-05-06", "2015-07-02"),
        ("2015-03-31", "2015-05-08", "2015-07-06"),
        ("2015-06-30", "2015-08-04", "2015-09-30"),
        ("2026-08-24", "2026-09-29", "2026-11-24"),
    ],
)
def test_t03_t13_a8_stage_2_from_the_request(ask: Ask, requested: str, limit: str, most: str) -> None:
    clock = ask("statutory", stage_2_requested=requested)["stage_2_response"]
    assert (clock["basis"], clock["limit_working_days"]) == ("stage_2_requested", 25)
    assert (clock["due"], clock["extended_due"], clock["maximum_due"]) == (limit, most, most)


def test_t03_both_bases_stand_side_by_side(ask: Ask) -> None:
    clocks = ask("statutory", stage_2_requested="2015-03-27", record_agreed="2015-04-24")
    request, record = clocks["stage_2_response"], clocks["stage_2_from_record"]
    assert [request["basis"], record["basis"]] == ["stage_2_requested", "record_agreed"]
    assert (request["due"], request["extended_due"]) == ("2015-05-06", "2015-07-02")
    assert (record["start"], record["due"], record["extended_due"]) == ("2015-04-24", "2015-06-02", "2015-07-28")
    assert any("agreed record of the complaint" in sentence for sentence in request["explanation"])
    assert any("request for stage 2 on Friday 27 March 2015" in sentence for sentence in record["explanation"])


def test_a8_the_ombudsmans_enquiry_moves_no_clock(ask: Ask) -> None:
    alone = ask("statutory", stage_2_requested="2026-08-24")
    enquired = ask("statutory", stage_2_requested="2026-08-24", ombudsman_enquired="2026-10-14:2026-11-11")
    days = ("start", "due", "extended_due", "maximum_due")
    assert [[c[day] for day in days] for c in alone.values()] == [[c[day] for day in days] for c in enquired.values()]
    reply = ask("ombudsman", ombudsman_enquired="2026-10-14:2026-11-11")["ombudsman_reply"]
    assert (reply["start"], reply["due"], reply["limit_working_days"]) == ("2026-10-14", "2026-11-11", None)
    assert reply["limit"] == "the day named in ombudsman enquired"


@pytest.mark.parametrize(("received", "last_day"), [("2025-12-10", "2026-01-12"), ("2027-01-05", "2027-02-02")])
def test_t04_a9_the_window_to_ask_for_stage_2_is_a_guide(ask: Ask, received: str, last_day: str) -> None:
    window = ask("statutory", stage_1_response_received=received)["stage_2_request"]
    assert (window["due"], window["is_guide"], window["maximum_due"]) == (last_day, True, None)


def test_t05_stage_3_from_request_to_answer(ask: Ask) -> None:
    clocks = ask(
        "statutory",
        stage_3_requested="2025-12-01",
        panel_held="2026-01-15",
        panel_report_received="2026-01-22",
    )
    assert {name: clock["due"] for name, clock in clocks.items()} == {
        "stage_3_acknowledgement": "2025-12-03",
        "chair_appointment": "2025-12-15",
        "stage_3_panel": "2026-01-15",
        "panel_papers": "2025-12-31",
        "stage_3_report": "2026-01-22",
        "stage_3_response": "2026-02-12",
    }
    assert {clock["stage"] for clock in clocks.values()} == {"stage_3"}
    assert clocks["stage_3_panel"]["maximum_due"] == "2026-01-15"
    assert clocks["stage_3_response"]["maximum_due"] == "2026-02-12"
    assert clocks["panel_papers"]["basis"] == "panel_held"


def test_papers_count_back_from_the_day_that_was_named_and_move_with_it(ask: Ask) -> None:
    named = ask("statutory", stage_3_requested="2025-12-01", panel_arranged="2026-01-15")
    assert named["panel_papers"]["due"] == "2025-12-31"
    assert named["panel_day"]["due"] == "2026-01-15"
    moved = ask("statutory", "--event", "panel_arranged=2025-12-08:2026-01-12", panel_arranged="2025-12-19:2026-01-15")
    assert moved["panel_papers"]["due"] == "2025-12-31"


def test_t06_stage_1_across_easter_2026(ask: Ask) -> None:
    answer = ask("statutory", received="2026-03-19")["stage_1_response"]
    assert (answer["due"], answer["extended_due"]) == ("2026-04-02", "2026-04-20")


def test_t08_corporate_over_christmas_2025(ask: Ask) -> None:
    both = {"received": "2025-12-19", "acknowledged": "2025-12-30"}
    code = ask("corporate", "--profile", "code", **both)
    assert code["acknowledgement"]["due"] == "2025-12-30"
    first = code["corporate_1_response"]
    assert (first["basis"], first["due"], first["extended_due"]) == ("acknowledged", "2026-01-14", "2026-01-28")
    assert first["maximum_due"] is None
    assert ask("corporate", **both)["corporate_1_response"]["due"] == "2026-01-07"
    again = ("--profile", "code", "--event", "acknowledged=2026-02-06")
    second = ask("corporate", *again, stage_2_requested="2026-02-02", **both)
    assert second["corporate_2_acknowledgement"]["due"] == "2026-02-09"
    review = second["corporate_2_response"]
    assert (review["basis"], review["due"], review["extended_due"]) == (
        "stage_2_acknowledged",
        "2026-03-06",
        "2026-04-07",
    )
    assert ask("corporate", stage_2_requested="2026-02-02")["corporate_2_response"]["due"] == "2026-03-02"


def test_a11_the_code(ask: Ask) -> None:
    clocks = ask("corporate", received="2026-12-18", acknowledged="2026-12-29")
    assert clocks["acknowledgement"]["due"] == "2026-12-29"
    assert clocks["corporate_1_response"]["due"] == "2027-01-13"
    assert clocks["corporate_1_response"]["extended_due"] == "2027-01-27"


@pytest.mark.parametrize(("arose", "last_day"), [("2024-02-29", "2025-02-28"), ("2024-12-25", "2025-12-25")])
def test_t11_the_year_for_complaining_is_of_the_calendar(ask: Ask, arose: str, last_day: str) -> None:
    year = ask("statutory", grounds_arose=arose)["acceptance"]
    assert (year["due"], year["limit_working_days"], year["limit"]) == (last_day, None, "1 year from grounds arose")


def test_t11_three_days_out_of_time_is_said(ask: Ask) -> None:
    late = ask("statutory", grounds_arose="2024-02-29", received="2025-03-03")["acceptance"]
    assert "3 calendar days late" in late["explanation"][0]


def test_t14_how_long_an_answer_took(ask: Ask) -> None:
    answered = ask("statutory", received="2015-02-02", stage_1_response_sent="2015-03-27")["stage_1_response"]
    assert answered["due"] == "2015-02-16"
    assert "29 working days late" in answered["explanation"][0]
    assert ask("statutory", received="2014-12-01")["stage_1_maximum"]["due"] == "2014-12-31"


def test_a1_telephoned_on_the_thursday_before_christmas(ask: Ask) -> None:
    clocks = ask("statutory", received="2026-12-17")
    assert clocks["acknowledgement"]["due"] == "2026-12-21"
    answer = clocks["stage_1_response"]
    assert (answer["due"], answer["extended_due"], answer["maximum_due"]) == ("2027-01-05", "2027-01-19", "2027-01-19")


def test_a3_more_time_goes_to_30_december_at_most(ask: Ask) -> None:
    answer = ask("statutory", received="2026-11-30")["stage_1_response"]
    assert (answer["due"], answer["extended_due"]) == ("2026-12-14", "2026-12-30")


def test_a_suspension_moves_the_answer_and_not_the_last_lawful_day(ask: Ask) -> None:
    clocks = ask("statutory", "--suspend", "2026-12-03:2026-12-08", received="2026-11-30")
    answer = clocks["stage_1_response"]
    assert (answer["due"], answer["extended_due"], answer["maximum_due"]) == ("2026-12-17", "2027-01-05", "2026-12-30")
    assert clocks["stage_1_maximum"]["due"] == "2026-12-30"
    assert clocks["acknowledgement"]["due"] == "2026-12-02"


def test_a_frozen_case_has_no_days_and_says_since_when(ask: Ask) -> None:
    answer = ask("statutory", received="2026-03-02", frozen="2026-03-09")["stage_1_response"]
    assert (answer["due"], answer["extended_due"], answer["maximum_due"]) == (None, None, None)
    assert answer["explanation"][0].startswith("Frozen since Monday 9 March 2026: the complaint is put aside")
    assert "5 working days used" in answer["explanation"][0]


def test_a_complaint_brought_again_has_a_fresh_clock(ask: Ask) -> None:
    clocks = ask(
        "statutory",
        received="2026-03-02",
        frozen="2026-03-09",
        proceedings_concluded="2026-06-01",
        resubmitted="2026-07-01",
    )
    answer = clocks["stage_1_response"]
    assert (answer["start"], answer["basis"], answer["due"]) == ("2026-07-01", "resubmitted", "2026-07-15")
    assert clocks["resubmission"]["due"] == "2027-06-01"


def test_adults_have_three_days_a_plan_and_six_months(ask: Ask) -> None:
    clocks = ask("adults", received="2026-08-31", plan_agreed="2026-11-30")
    assert {name: clock["due"] for name, clock in clocks.items()} == {
        "acknowledgement": "2026-09-03",
        "plan": "2026-11-30",
        "six_months": "2027-02-28",
    }


def test_the_version_is_the_one_of_receipt_or_of_the_earliest_day(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def version(*events: str) -> str:
        given = [part for event in events for part in ("--event", event)]
        assert main(["dates", "--procedure", "statutory", *given, "--json"]) == 0
        return str(json.loads(capsys.readouterr().out)["version"])

    assert version("received=2015-08-31", "stage_2_requested=2015-10-01") == "2014-10-01"
    assert version("received=2015-09-01") == "2015-09-01"
    assert version("stage_3_requested=2015-08-31", "panel_held=2015-09-20") == "2014-10-01"
    assert version("grounds_arose=2014-01-06", "received=2015-09-02") == "2015-09-01"


def test_a_table_for_reading_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dates", "--procedure", "statutory", "--event", "received=2026-12-17"]) == 0
    shown = capsys.readouterr().out
    assert "stage 1 response (10 working days from received): Tuesday 5 January 2027" in shown
    assert "extended, at most Tuesday 19 January 2027" in shown
    assert main(["dates", "--procedure", "statutory", "--event", "knew_of_matter=2026-12-17"]) == 0
    assert "No limit starts with these events." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--procedure", "housing", "--event", "received=2026-01-05"], "it is one of statutory, corporate"),
        (["--procedure", "statutory"], "give at least one event"),
        (["--procedure", "statutory", "2026-12-17"], "write --event received=2026-12-17 instead"),
        (["--event", "received=2026-12-17"], "--event needs --procedure"),
        (["17/12/2026"], "write year-month-day"),
        ([], "say a day of receipt"),
        (["--procedure", "statutory", "--event", "receved=2026-01-05"], "there is no event “receved”; known are"),
        (["--procedure", "statutory", "--event", "received"], "write NAME=DATE"),
        (["--procedure", "statutory", "--event", "received=2026-02-30"], "“2026-02-30” is no date"),
        (["--procedure", "statutory", "--event", "received=20260105"], "“20260105” is no date"),
        (["--procedure", "statutory", "--event", "received=2026-01-05:2026-01-06"], "received is one day"),
        (["--procedure", "statutory", "--event", "received=9999-12-31"], "out of reach"),
        (["--procedure", "statutory", "--event", "extended=2026-01-05"], "it changes a clock and starts none"),
        (["--procedure", "statutory", "--event", "panel_arranged=2026-02-05:2026-02-01"], "cannot be the earlier one"),
        (
            ["--procedure", "statutory", "--event", "received=2026-01-05", "--event", "acknowledged=2026-01-02"],
            "acknowledged cannot come before received, Monday 5 January 2026",
        ),
        (
            [
                "--procedure",
                "statutory",
                "--event",
                "stage_2_requested=2026-01-05",
                "--event",
                "record_agreed=2026-01-02",
            ],
            "record_agreed cannot come before stage_2_requested",
        ),
        (["--procedure", "statutory", "--event", "resubmitted=2026-01-05"], "add --event frozen=DATE"),
        (
            ["--procedure", "statutory", "--event", "resubmitted=2026-01-05", "--event", "frozen=2026-02-05"],
            "it cannot come before frozen",
        ),
        (["--procedure", "statutory", "--event", "received=2026-01-05", "--suspend", "2026-01-06"], "write FROM:TO"),
        (
            ["--procedure", "statutory", "--event", "received=2026-01-05", "--suspend", "2026-01-09:2026-01-06"],
            "it ends before it begins",
        ),
        (
            ["--procedure", "corporate", "--event", "received=2026-01-05", "--suspend", "2026-01-06:2026-01-09"],
            "only the answer at stage 1 of a statutory complaint may wait",
        ),
        (["--procedure", "corporate", "--profile", "2015", "--event", "received=2026-01-05"], "one of 2014, code"),
        (["--procedure", "comment", "--profile", "2014", "--event", "received=2026-01-05"], "one set of limits only"),
        (["--procedure", "statutory", "--receipt", "soon", "--event", "received=2026-01-05"], "one of as_received"),
    ],
)
def test_what_cannot_be_understood_is_named_with_its_mend(ask: Ask, arguments: list[str], said: str) -> None:
    assert said in ask.refused(*arguments)
