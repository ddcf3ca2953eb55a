"""What was typed is read as plain text, whatever came along with it from the clipboard."""

import pytest

from engine.casework.pages.typed import Reader, plain


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Nobody\x00 rang.", "Nobody rang."),
        ("One.\r\nTwo.\rThree.", "One.\nTwo.\nThree."),
        ("A\tlist\x07\x1b[0m\x85", "A\tlist[0m"),
        ("Siân’s 👪 café", "Siân’s 👪 café"),
        ("half \ud83d", "half "),
    ],
)
def test_control_characters_are_left_out_and_nothing_else(typed: str, read: str) -> None:
    assert plain(typed) == read
    assert Reader({"words": typed}).text("words") == read.strip()


def test_a_text_of_control_characters_alone_is_empty() -> None:
    reader = Reader({"words": "\x00\x01"})
    assert reader.text("words", "Enter what was said") == ""
    assert reader.errors == {"words": "Enter what was said"}


@pytest.mark.parametrize(
    ("year", "says"),
    [
        ("1900", "Enter a year from 1990 on, like 2026"),
        ("26", "Enter a year from 1990 on, like 2026"),
        ("20266", "Enter a real date, like 27 3 2026"),
        ("2206", "Enter a year before 2101, like 2026"),
    ],
)
def test_a_year_that_cannot_be_meant_is_refused_in_words_that_say_which_can(year: str, says: str) -> None:
    reader = Reader({"sent_on-day": "5", "sent_on-month": "10", "sent_on-year": year})
    reader.day("sent_on", None)
    assert reader.errors == {"sent_on": says}
