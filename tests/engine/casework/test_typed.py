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
