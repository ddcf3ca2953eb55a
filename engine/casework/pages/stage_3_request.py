"""A panel was asked for: acknowledge it, or refer it early to the Ombudsman where every condition for that is met."""

from enum import StrEnum

from engine.casework.clocks import DatedEvent
from engine.casework.completion import MEETS, Completion, LetterWords, PageFacts
from engine.casework.escalation import EarlyReferral, refused_early_referral
from engine.casework.pages.typed import Reader, Typed

STAGE = "stage_3"


class Way(StrEnum):
    """Where the request goes."""

    PANEL = "panel"
    EARLY_REFERRAL = "early_referral"


__all__ = ["LETTERS", "EarlyReferral", "Way", "read"]

LETTERS = {Way.PANEL: "stage_3_acknowledgement", Way.EARLY_REFERRAL: "early_referral"}


def read(typed: Typed, facts: PageFacts) -> Completion:
    """Check the page. Why the complainant is not satisfied goes to the panel; nobody has to give reasons."""
    reader = Reader(typed)
    way = reader.choice("way", Way, "Select whether a panel meets or it is referred to the Ombudsman")
    met = [each for each in EarlyReferral if reader.ticked(f"condition-{each.value}")]
    refused = refused_early_referral(met) if way is Way.EARLY_REFERRAL else None
    if refused is not None:
        reader.errors["conditions"] = refused
    reasons = reader.text("stage_3_reasons", most=8000)
    letter = _letter(reader, way, facts)
    reader.check()
    assert way is not None
    agreed = {"conditions": [each.value for each in met]} if way is Way.EARLY_REFERRAL else {}
    return Completion(
        variables={"way": way.value},
        answers={"way": way.value, "stage_3_reasons": reasons, **agreed},
        stage=facts.setting("stage", STAGE),
        events=(DatedEvent(MEETS[letter.template].value, facts.today),),
        letter=letter,
    )


def _letter(reader: Reader, way: Way | None, facts: PageFacts) -> LetterWords:
    template = LETTERS[way or Way.PANEL]
    body = reader.text("letter_body", "Enter what the letter should say")
    if way is not None and reader.text("letter_for") not in ("", template):
        reader.errors.setdefault("letter_body", "These words were written for another decision: write the letter again")
    return LetterWords(template, body, sent_on=facts.today)
