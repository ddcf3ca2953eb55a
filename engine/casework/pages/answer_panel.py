"""The director answers the panel: each recommendation accepted or rejected, the independent person consulted."""

from engine.casework.completion import Completion, LetterWords, PageFacts
from engine.casework.pages.judging import read_actions, read_day, read_rulings, require_carried_out
from engine.casework.pages.typed import Reader, Typed
from engine.casework.vocabulary import EventKind

STAGE = "stage_3"
LETTER = "stage_3_response"
_REPORTED = (EventKind.PANEL_REPORT_RECEIVED, "This is before the day the panel’s report was received")


def read(typed: Typed, facts: PageFacts) -> Completion:
    """Check the page. The council answers together with the independent person (regulation 20(3)); the letter waits."""
    reader = Reader(typed)
    consulted = read_day(reader, "consulted_on", "Enter the day the independent person was consulted", facts, _REPORTED)
    answers = read_rulings(reader, "answer", facts.recommendation_numbers, "recommendation")
    actions = read_actions(reader, facts)
    require_carried_out(reader, answers)
    body = reader.text("letter_body", "Enter what the letter should say")
    reader.check()
    assert consulted is not None
    return Completion(
        answers={"consulted_on": consulted.isoformat()},
        stage=facts.setting("stage", STAGE),
        answers_to_recommendations=answers,
        actions=actions,
        letter=LetterWords(facts.setting("letter", LETTER), body),
    )
