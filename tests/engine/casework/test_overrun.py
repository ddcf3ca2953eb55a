"""Sorry for the delay: the clock and the letter that the diagram names, and no letter once it is over."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from engine.casework import bank_holidays
from engine.casework.calendar import WorkingCalendar
from engine.casework.completion import PageFacts
from engine.casework.pages import overrun
from engine.casework.vocabulary import EventKind
from engine.errors import InvalidAnswers

TODAY = date(2026, 11, 25)
TYPED = {"cause": "staff_absence", "expected_on": "2026-12-11", "letter_body": "We are sorry."}


def facts(settings: Mapping[str, str], *happened: EventKind) -> PageFacts:
    """What the page knows of a case in which these things happened."""
    return PageFacts(
        TODAY,
        received_on=date(2026, 7, 1),
        settings=settings,
        latest_event_on={kind.value: date(2026, 11, 24) for kind in happened},
    )


STAGE_2 = {"clock": "stage_2_response", "letter": "stage_2_overrun"}
PANEL = {"clock": "stage_3_panel", "letter": "stage_3_overrun"}
CORPORATE = {"clock": "corporate_1_response", "letter": "corporate_overrun"}


@pytest.mark.parametrize("settings", [{}, STAGE_2, PANEL, CORPORATE])
def test_it_is_about_the_clock_that_the_diagram_names_and_sends_its_letter(settings: Mapping[str, str]) -> None:
    done = overrun.read(TYPED, facts(settings))
    (event,) = done.events
    assert (event.kind, event.clock) == ("overrun", settings.get("clock", "stage_1_response"))
    assert (event.until_on, event.occurred_on) == (date(2026, 12, 11), TODAY)
    assert done.letter is not None
    assert done.letter.template == settings.get("letter", "overrun")
    assert done.letter.template in overrun.LETTERS


@pytest.mark.parametrize(
    ("settings", "happened"),
    [
        ({}, EventKind.STAGE_1_RESPONSE_SENT),
        ({}, EventKind.STAGE_2_REQUESTED),
        (STAGE_2, EventKind.STAGE_2_RESPONSE_SENT),
        (PANEL, EventKind.PANEL_HELD),
        (PANEL, EventKind.REFERRED_EARLY),
        (CORPORATE, EventKind.STAGE_1_RESPONSE_SENT),
    ],
)
def test_when_it_is_over_only_the_cause_is_kept(settings: Mapping[str, str], happened: EventKind) -> None:
    done = overrun.read({"cause": "staff_absence"}, facts(settings, happened))
    assert (done.events, done.letter) == ((), None)
    assert done.answers["cause"] == "staff_absence"


def test_an_answer_at_stage_1_is_none_at_stage_2() -> None:
    assert overrun.read(TYPED, facts(STAGE_2, EventKind.STAGE_1_RESPONSE_SENT)).letter is not None


def test_a_new_date_is_a_day_to_come() -> None:
    with pytest.raises(InvalidAnswers) as invalid:
        overrun.read({**TYPED, "expected_on": TODAY.isoformat()}, facts(STAGE_2))
    assert invalid.value.errors == {"expected_on": "The new date must be after today"}


@pytest.mark.parametrize(
    ("day", "because"),
    [
        ("2026-12-25", r"\(Christmas Day\)\. The next working day is Tuesday 29 December 2026"),
        ("2026-12-12", r"\(Saturday\)\. The next working day is Monday 14 December 2026"),
    ],
)
def test_the_new_day_is_a_working_day_and_the_next_one_is_named(day: str, because: str) -> None:
    knowing = replace(facts({}), working_days=WorkingCalendar(bank_holidays.england()))
    with pytest.raises(InvalidAnswers) as refused:
        overrun.read({**TYPED, "expected_on": day}, knowing)
    assert re.search(because, refused.value.errors["expected_on"])
