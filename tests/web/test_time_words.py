"""Every clock of the shipped diagrams and every event of a case has plain words, and no page shows the code's."""

from collections.abc import Sequence
from datetime import date

import pytest

from engine.casework.clocks import DatedEvent, parse_clock, read_clock
from engine.casework.vocabulary import EventKind
from engine.procedures.reader import read
from engine.queries.case_file import ClockLine
from engine.queries.due import due
from heard import shipped
from tests.council import BPMN
from tests.engine.casework.examples import CALENDAR, STAGE_1, answered, event, received
from web.case_words import how_it_stands
from web.time_words import CLOCKS, EVENTS

CAME_IN = date(2026, 3, 19)


@pytest.mark.parametrize("folder", shipped.folders())
def test_every_clock_of_a_shipped_procedure_has_a_name(folder: str) -> None:
    declared = {name for file in (BPMN / folder).glob("*.bpmn") for name in read(file.read_bytes()).clocks}
    assert declared - set(CLOCKS) == set()


def test_every_event_has_words_of_its_own() -> None:
    assert set(EVENTS) == set(EventKind)
    assert not any("_" in words for words in (*EVENTS.values(), *CLOCKS.values()))


def shown(events: Sequence[DatedEvent], sentence: str | None = None, today: date = CAME_IN) -> str:
    """How the page of dates says that a limit stands."""
    rule = STAGE_1 if sentence is None else parse_clock("limit", sentence)
    reading = read_clock(rule, events, CALENDAR, today)
    return how_it_stands(ClockLine(rule.name, "", reading, due(reading.due_on, reading.state, today, CALENDAR)))


def test_how_a_limit_stands_is_said_with_its_day() -> None:
    came_in = received(CAME_IN)
    assert shown([came_in], today=date(2026, 3, 31)) == "Running: 2 working days left"
    assert shown([came_in, answered(date(2026, 4, 2))]) == "Done on 2 Apr 2026, in time"
    assert shown([came_in, answered(date(2026, 4, 7))]) == "Done on 7 Apr 2026, late"
    assert shown([came_in, event(EventKind.FROZEN, date(2026, 3, 24))]) == "Frozen since 24 Mar 2026"


def test_a_limit_that_ended_says_why() -> None:
    ended = [received(CAME_IN), event(EventKind.STAGE_2_REQUESTED, date(2026, 4, 7))]
    sentence = "10 working days from received, until stage_1_response_sent or stage_2_requested"
    assert shown(ended, sentence) == "Ended on 7 Apr 2026 because stage 2 was asked for"


def test_a_guide_is_never_late() -> None:
    guide = "2 working days from received, as a guide, until acknowledged"
    assert shown([received(CAME_IN)], guide, date(2026, 4, 1)) == "The day has passed"
    late = [received(CAME_IN), event(EventKind.ACKNOWLEDGED, date(2026, 4, 1))]
    assert shown(late, guide) == "Done on 1 Apr 2026"
