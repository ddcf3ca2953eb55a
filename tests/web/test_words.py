"""Whatever the code can record, the pages have a name for."""

from engine.casework.vocabulary import EventKind
from engine.procedures.blocks import NOTICES
from notifications.render import LETTERS, name_of
from web import case_words, questions


def test_every_event_letter_and_notice_has_a_name() -> None:
    assert set(case_words.EVENTS) == set(EventKind)
    assert set(NOTICES) <= set(case_words.NOTICES)
    assert [name for name in LETTERS if not name_of(name)] == []
    assert case_words.letter_said("stage_1_response") == "Answer at stage 1"


def test_the_cause_of_a_panels_delay_has_its_own_words() -> None:
    assert questions.answer("moved_because", "complainant_unavailable", ()) == "The complainant could not come"
    assert questions.answer("cause", "complainant_unavailable", ()) == "The complainant could not be reached"
