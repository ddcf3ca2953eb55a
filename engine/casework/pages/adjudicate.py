"""Adjudicate: both reports read, each finding and recommendation answered with reasons, and what will be done when."""

from engine.casework.completion import Completion, LetterWords, PageFacts
from engine.casework.pages.judging import read_actions, read_rulings, require_carried_out
from engine.casework.pages.typed import Reader, Typed

STAGE = "stage_2"
LETTER = "stage_2_response"
READ = {
    "read_investigation": "Read the investigating officer’s report first, then confirm it here",
    "read_independent": "Read the independent person’s report first, then confirm it here",
}
"""The reports that have to be read before anything is decided, with the sentence for one that was not."""


def read(typed: Typed, facts: PageFacts) -> Completion:
    """Check the page. The answer stays a draft: it goes out with both reports once it has been checked."""
    reader = Reader(typed)
    for name, sentence in READ.items():
        if not reader.ticked(name):
            reader.errors[name] = sentence
    rulings = read_rulings(reader, "ruling", facts.head_numbers, "finding")
    answers = read_rulings(reader, "answer", facts.recommendation_numbers, "recommendation")
    actions = read_actions(reader, facts)
    require_carried_out(reader, answers)
    body = reader.text("letter_body", "Enter what the letter should say")
    reader.check()
    return Completion(
        answers=dict.fromkeys(READ, "yes"),
        stage=facts.setting("stage", STAGE),
        rulings=rulings,
        answers_to_recommendations=answers,
        actions=actions,
        letter=LetterWords(facts.setting("letter", LETTER), body),
    )
