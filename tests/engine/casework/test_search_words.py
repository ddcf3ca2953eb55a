"""A word is the same word however it is typed, and nothing that is typed is more than words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.casework.search_words import MOST_BYTES, MOST_LETTERS, MOST_WORDS, folded, kept, looked_for


def finds(typed: str, text: str) -> bool:
    """What both databases do: every word typed, or one that begins with it, is in the text."""
    words = kept([text])
    return all(any(word.startswith(wanted) for word in words) for wanted in looked_for(typed))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("SIÂN", "Siân"),
        ("sian", "Siân"),
        ("Siân", "sian"),
        ("Sia\u0302n", "Siân"),
        ("Lukasz Lodz", "Łukasz from Łódź"),
        ("strasse", "Straße"),
        ("istanbul", "İstanbul"),
        ("soren", "Søren"),
        ("ﬁnd", "find"),
        ("１２", "12"),
        ("HRD-26-0012", "HRD-26-0012"),
        ("26 0012", "HRD-26-0012"),
        ("0012", "HRD-26-0012"),
        ("hrd", "HRD-26-0012"),
        ("O'Brien", "O’Brien"),
        ("OBrien", "O'Brien"),
        ("brien", "O'Brien"),
        ("o’brien", "OBrien"),
        ("Quill's", "Josephine Quill"),
        ("child", "the child’s room"),
        ("Smith-Jones", "Ms Smith Jones"),
        ("will", "Will and the rest"),
        ("the", "the"),
        ("हिन्दी", "यह हिन्दी है"),
        ("王", "王小明"),
        ("snake_case", "snake case"),
    ],
)
def test_it_is_the_same_word(typed: str, text: str) -> None:
    assert looked_for(typed)
    assert finds(typed, text)


@pytest.mark.parametrize(("typed", "text"), [("ill", "Will"), ("Sian Jones", "Siân Davies"), ("00123", "HRD-26-0012")])
def test_it_is_another_word(typed: str, text: str) -> None:
    assert not finds(typed, text)


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "\\", '"', "*", ":", "()", "🙂", "\x00", "\ud800", "—", "'"])
def test_where_no_letter_or_digit_stands_there_is_nothing_to_look_for(typed: str) -> None:
    assert looked_for(typed) == ()


def test_a_word_is_looked_for_once_and_a_dozen_are_enough() -> None:
    assert looked_for("bus Bus BUS") == ("bus",)
    assert looked_for(" ".join(f"word{n}" for n in range(50))) == tuple(f"word{n}" for n in range(MOST_WORDS))


def test_what_is_longer_than_any_name_is_told_apart_by_its_beginning() -> None:
    long = "x" * 10_000
    assert looked_for(long) == ("x" * MOST_LETTERS,)
    assert finds(long, long)
    assert all(len(word) <= MOST_LETTERS for word in kept(["a'" * 5_000 + "b"]))


def test_of_very_much_text_what_comes_first_is_kept() -> None:
    found = kept(["Siân", " ".join(f"word{n}" for n in range(200_000))])
    assert "sian" in found
    assert MOST_BYTES * 0.99 < sum(len(word.encode()) for word in found) <= MOST_BYTES


@given(st.text(max_size=200))
def test_whatever_is_written_is_found_by_itself(text: str) -> None:
    assert finds(text, text)


@given(st.text(max_size=200))
def test_words_are_of_letters_and_digits_only(text: str) -> None:
    for word in (*kept([text]), *looked_for(text)):
        assert word.isalnum()
        assert 0 < len(word) <= MOST_LETTERS


@given(st.text(max_size=100))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
