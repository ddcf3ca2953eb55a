"""What the record keeps becomes what letters draw on: the words of a delay are those of the cause that was chosen."""

from typing import Any

import pytest

from engine.casework.pages.overrun import Cause
from notifications import render
from notifications.fields import Overrun
from notifications.stored import CAUSE_WORDS

CASE = {
    "reference": "SC-2026-0142",
    "council_name": "Marlow Vale Council",
    "complainant_name": "Josephine Arkwright-Bell",
    "letter_date": "2026-12-21",
    "due_on": "2026-12-18",
    "council_phone": "01632 960142",
    "officer_name": "Tom Okafor",
    "advocacy_provider": "Voice for You",
    "advocacy_contact": "0808 157 0123",
}
NOTE = "The file was in another council’s archive"


def overrun_of(**event: Any) -> Overrun:
    """The delay as a letter is given it, from the event on record."""
    fields = render.letter_fields({**CASE, "overrun": {"until_on": "2027-01-29", **event}})
    assert fields.overrun is not None
    return fields.overrun


def test_every_cause_that_an_officer_may_choose_has_words_for_the_complainant() -> None:
    assert set(CAUSE_WORDS) == set(Cause)


def test_a_cause_that_is_not_on_the_list_is_told_in_the_words_of_the_officer() -> None:
    assert overrun_of(ground="other", reason=f"  {NOTE}\n").cause == NOTE


@pytest.mark.parametrize("reason", [None, "", "  \n"])
def test_a_delay_recorded_without_a_note_still_has_a_reason(reason: str | None) -> None:
    assert overrun_of(ground="other", reason=reason).cause == CAUSE_WORDS["other"]
    assert overrun_of(ground="other").cause == CAUSE_WORDS["other"]


def test_a_note_beside_a_cause_on_the_list_stays_with_the_council() -> None:
    assert overrun_of(ground="staff_absence", reason=NOTE).cause == CAUSE_WORDS["staff_absence"]


@pytest.mark.parametrize("letter", ["overrun", "overrun_child"])
def test_the_letter_prints_the_note_as_text_and_as_a_sentence(letter: str) -> None:
    overrun = {"until_on": "2027-01-29", "ground": "other", "reason": "The file was <b>lost</b>"}
    fields = render.letter_fields({**CASE, "overrun": overrun})
    assert "The file was <b>lost</b>." in " ".join(render.letter(letter, fields, "").text.split())
