"""The panel has met: on which day and who came, the day its report came, what it recommends, and the letter with it."""

from datetime import date

from engine.casework.clocks import DatedEvent
from engine.casework.completion import Completion, LetterWords, PageFacts
from engine.casework.dates import long_date
from engine.casework.pages.judging import read_day, read_recommendations
from engine.casework.pages.typed import Reader, Typed
from engine.casework.vocabulary import EventKind

STAGE = "stage_3"
LETTER = "panel_report"
REPORT = "panel_report"
"""The question for the words of the report: the letter carries them in full."""
MOST = 40_000
OTHER_DAY = "other_day_reason"
_ASKED = (EventKind.STAGE_3_REQUESTED, "This is before the day the panel was asked for")


def read(typed: Typed, facts: PageFacts) -> Completion:
    """Check the page. The council's 15 working days to answer run from the day on which the report came."""
    reader = Reader(typed)
    held_on = read_day(reader, "held_on", "Enter the day the panel met", facts, _ASKED)
    attendees = reader.text("attendees", "Enter who came", most=4000)
    report = reader.text(REPORT, "Enter what the panel’s report says, in full", most=MOST)
    other_day_reason = _other_day(reader, facts, held_on)
    report_on = reader.day("report_on", "Enter the day the panel’s report was received", latest=facts.today)
    if report_on is not None and held_on is not None and report_on < held_on:
        reader.errors.setdefault("report_on", "This is before the day the panel met")
    recommendations = read_recommendations(reader)
    body = reader.text("letter_body", "Enter what the letter should say")
    reader.check()
    assert held_on is not None and report_on is not None
    return Completion(
        answers={
            "held_on": held_on.isoformat(),
            "report_on": report_on.isoformat(),
            "attendees": attendees,
            **({OTHER_DAY: other_day_reason} if other_day_reason else {}),
            REPORT: report,
        },
        stage=facts.setting("stage", STAGE),
        recommendations=recommendations,
        events=(
            DatedEvent(EventKind.PANEL_HELD.value, held_on),
            DatedEvent(EventKind.PANEL_REPORT_RECEIVED.value, report_on),
        ),
        letter=LetterWords(facts.setting("letter", LETTER), body, sent_on=facts.today, facts={REPORT: report}),
        panel_note=attendees,
    )


def _other_day(reader: Reader, facts: PageFacts, held_on: date | None) -> str:
    """Why it met on another day than was arranged; empty where it met as arranged, or none is known."""
    arranged = facts.panel.arranged_for if facts.panel is not None else None
    if arranged is None or held_on is None or held_on == arranged:
        return ""
    return reader.text(OTHER_DAY, f"The panel was arranged for {long_date(arranged)}. Enter why it met on another day")
