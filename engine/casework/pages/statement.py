"""Agree the statement: the heads as both sides understand them, what would put each right, and the day of that."""

from engine.casework.clocks import DatedEvent
from engine.casework.completion import Completion, Head, LetterWords, PageFacts
from engine.casework.pages.judging import read_day
from engine.casework.pages.typed import Reader, Typed
from engine.casework.vocabulary import EventKind

MOST_HEADS = 30
STAGE = "stage_2"
LETTER = "statement_of_complaint"
_REQUESTED = (EventKind.STAGE_2_REQUESTED, "This is before the day stage 2 was asked for")


def read(typed: Typed, facts: PageFacts) -> Completion:
    """Check the page. There is no "not agreed yet": until the statement is agreed the task stays open.

    A head keeps its number through every stage, so that what stage 1 found stays with it; one that is taken out
    leaves its number empty, and new ones come after the last.
    """
    reader = Reader(typed)
    heads = read_heads(reader, facts)
    agreed_on = read_day(reader, "agreed_on", "Enter the day the statement was agreed", facts, _REQUESTED)
    body = reader.text("letter_body", "Enter what the letter should say")
    reader.check()
    assert agreed_on is not None
    return Completion(
        answers={"agreed_on": agreed_on.isoformat()},
        stage=facts.setting("stage", STAGE),
        heads=heads,
        events=(DatedEvent(EventKind.RECORD_AGREED.value, agreed_on),),
        letter=LetterWords(facts.setting("letter", LETTER), body, sent_on=facts.today),
    )


def read_heads(reader: Reader, facts: PageFacts) -> tuple[Head, ...]:
    """The heads as they are typed, each with the number that it keeps."""
    heads: list[Head] = []
    following = max(facts.head_numbers, default=0) + 1
    for row in range(1, MOST_HEADS + 1):
        text = reader.text(f"head-{row}-text", most=4000)
        outcome = reader.text(f"head-{row}-outcome", most=2000)
        if outcome and not text:
            reader.errors[f"head-{row}-text"] = (
                "Enter what this head of complaint is about, or empty what would put it right"
            )
        if not text:
            continue
        number = row
        if row not in facts.head_numbers:
            number, following = following, following + 1
        heads.append(Head(number, text, outcome))
    if not heads:
        reader.errors.setdefault("head-1-text", "Enter at least one thing that is complained of")
    return tuple(sorted(heads, key=lambda head: head.number))
