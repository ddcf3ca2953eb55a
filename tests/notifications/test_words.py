"""Findings, remedies and numbers as people say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.casework.vocabulary import Finding, Remedy
from notifications import markdown, words


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (-11, "11 working days overdue"),
        (-1, "one working day overdue"),
        (0, "due today"),
        (10, "ten working days left"),
        (None, "no time limit running"),
    ],
)
def test_the_time_left_is_said_in_words(left: int | None, said: str) -> None:
    assert words.working_days_left(left) == said


def test_every_word_of_the_law_has_its_sentence() -> None:
    for finding in Finding:
        assert words.found(finding).endswith(".")
        assert words.found_for_a_child(finding).endswith(".")
        assert words.found(finding.value) == words.found(finding)  # type: ignore[arg-type]
    for remedy in set(Remedy) - {Remedy.OTHER}:
        assert words.remedy(remedy).endswith(".")
        assert words.remedy(remedy.value) == words.remedy(remedy)


@pytest.mark.parametrize(
    ("typed", "ended"), [("Late", "Late."), ("Why? ", "Why?"), ('"Late."', '"Late."'), ("Late!", "Late!")]
)
def test_a_sentence_gets_a_full_stop_when_it_has_no_end(typed: str, ended: str) -> None:
    assert words.sentence(typed) == ended


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (None, "due soon"),
        (-1, "overdue"),
        (0, "due today"),
        (1, "due on the next working day"),
        (3, "due in three working days"),
    ],
)
def test_a_reminder_says_how_near_the_limit_really_is(left: int | None, said: str) -> None:
    assert words.due_in(left) == said


def test_choices_are_joined_by_or() -> None:
    assert [words.either(["a", "b", "c"][:n]) for n in (1, 2, 3)] == ["a", "a or b", "a, b or c"]


@given(st.text(alphabet=st.sampled_from("ab1.)#-+=~*_`[]()<>&;!\\|:/\n \t'\""), max_size=60))
def test_escaped_words_come_out_exactly_as_typed(typed: str) -> None:
    shown = markdown.html(str(markdown.line(typed)))
    expected = " ".join(typed.split())
    assert shown.striptags() == expected.strip() if expected else shown == ""
