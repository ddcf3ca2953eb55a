"""Check and send: the reply goes out, on the day it really went, or goes back with what to change."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from engine.casework.clocks import DatedEvent
from engine.casework.completion import MEETS, Completion, LetterWords, PageFacts
from engine.casework.pages.respond import LETTER
from engine.casework.pages.typed import Reader, Typed
from engine.casework.vocabulary import EventKind


class Checked(StrEnum):
    """What the check came to."""

    SEND = "send"
    SEND_BACK = "send_back"


class SentBy(StrEnum):
    """How the letter leaves. `elsewhere` records one that has gone already, by post or from another mailbox."""

    EMAIL = "email"
    POST = "post"
    ELSEWHERE = "elsewhere"


_SPOKEN = (EventKind.COMPLAINANT_CONTACTED, "This is before the day the complainant was spoken with")
_STAGE_2 = (EventKind.STAGE_2_REQUESTED, "This is before the day stage 2 was asked for")
ANSWERS_TO: Mapping[str, tuple[tuple[EventKind, str], ...]] = {
    "stage_1_response": (_SPOKEN,),
    "corporate_1_response": (_SPOKEN,),
    "adult_response": (_SPOKEN,),
    "stage_2_response": (_STAGE_2,),
    "corporate_2_response": (_STAGE_2,),
    "stage_3_response": ((EventKind.PANEL_REPORT_RECEIVED, "This is before the day the panel’s report was received"),),
}
"""What a letter follows on: it cannot have gone before that."""


def read(typed: Typed, facts: PageFacts) -> Completion:
    """Check the page. The clock is met on the day the letter went, not the day it was recorded."""
    reader = Reader(typed)
    checked = reader.choice("checked", Checked, "Select whether to send the letter or send it back")
    if checked is Checked.SEND_BACK:
        what = reader.text("what_to_change", "Enter what should be changed", most=4000)
        reader.check()
        return Completion(variables={"checked": checked.value}, answers={"what_to_change": what})
    by = _sent_by(reader, facts)
    sent_on = facts.today
    if by is SentBy.ELSEWHERE:
        sent_on = _sent_earlier(reader, facts)
    body = reader.text("letter_body", "Enter what the letter should say")
    reader.check()
    assert by is not None
    template = facts.setting("letter", LETTER)
    letter = LetterWords(template, body, sent_on, channel=by.value, already_sent=by is SentBy.ELSEWHERE)
    return Completion(
        variables={"checked": Checked.SEND.value},
        answers={"sent_by": by.value, "sent_on": sent_on.isoformat()},
        events=(DatedEvent(MEETS[template].value, sent_on),) if template in MEETS else (),
        letter=letter,
    )


def _sent_by(reader: Reader, facts: PageFacts) -> SentBy | None:
    by = reader.choice("sent_by", SentBy, "Select how the letter goes")
    if by is SentBy.EMAIL and not facts.email_known:
        reader.errors["sent_by"] = "There is no email address for this person; select post"
    if by is SentBy.POST and not facts.address_known:
        reader.errors["sent_by"] = "There is no postal address for this person; select email"
    return by


def _sent_earlier(reader: Reader, facts: PageFacts) -> date:
    sent_on = reader.day("sent_on", "Enter the day the letter went", latest=facts.today)
    if sent_on is not None and sent_on < facts.received_on:
        reader.errors.setdefault("sent_on", "This date cannot be before the complaint was received")
    for kind, sentence in ANSWERS_TO.get(facts.setting("letter", LETTER), ()):
        before_it = facts.latest_event_on.get(kind)
        if sent_on is not None and before_it is not None and sent_on < before_it:
            reader.errors.setdefault("sent_on", sentence)
    return sent_on or facts.today
