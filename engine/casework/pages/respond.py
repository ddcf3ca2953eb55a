"""Respond: contact made, what was found for each head, how it is put right, and the reply in draft."""

from datetime import date

from engine.casework.clocks import DatedEvent
from engine.casework.completion import Completion, LetterWords, PageFacts
from engine.casework.pages.judging import read_findings
from engine.casework.pages.typed import Reader, Typed
from engine.casework.vocabulary import EventKind, Remedy

STAGE = "stage_1"
LETTER = "stage_1_response"
"""The stage and the letter where the diagram names none."""


def read(typed: Typed, facts: PageFacts) -> Completion:
    """Check the page: every head wants a finding and its reason; the letter stays a draft until it is sent."""
    reader = Reader(typed)
    contacted_on = reader.day("contacted_on", "Enter the day you spoke with the complainant", latest=facts.today)
    if contacted_on is not None and contacted_on < facts.received_on:
        reader.errors.setdefault("contacted_on", "This date cannot be before the complaint was received")
    findings = read_findings(reader, facts.head_numbers)
    if not facts.head_numbers:
        reader.errors["heads"] = _NO_HEADS
    remedies = _remedies(reader)
    body = reader.text("letter_body", "Enter what the letter should say")
    reader.check()
    assert contacted_on is not None
    return Completion(
        answers={"contacted_on": contacted_on.isoformat()},
        stage=facts.setting("stage", STAGE),
        findings=findings,
        remedies=remedies,
        events=_contact(contacted_on, facts),
        letter=LetterWords(facts.setting("letter", LETTER), body),
    )


_NO_HEADS = (
    "Nothing is on record that was complained of, so nothing can be found: ask the complaints team to settle the heads"
)


def _contact(contacted_on: date, facts: PageFacts) -> tuple[DatedEvent, ...]:
    """The first contact is an event; a reply sent back and answered again says nothing new about it."""
    known = facts.latest_event_on.get(EventKind.COMPLAINANT_CONTACTED)
    if known == contacted_on:
        return ()
    return (DatedEvent(EventKind.COMPLAINANT_CONTACTED.value, contacted_on),)


def _remedies(reader: Reader) -> dict[Remedy, str]:
    note = reader.text("remedy_note", most=4000)
    chosen = [kind for kind in Remedy if reader.ticked(f"remedy-{kind.value}")]
    if Remedy.OTHER in chosen and not note:
        reader.errors["remedy_note"] = "Enter what else will be done"
    return {kind: note if kind is Remedy.OTHER or len(chosen) == 1 else "" for kind in chosen}
