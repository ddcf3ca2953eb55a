"""A routing variable is declared as a sentence, and never holds free text."""

import pytest

from engine.errors import VariableSentenceError
from engine.procedures.definition import Variable
from engine.procedures.variables import parse_variable


@pytest.mark.parametrize(
    ("sentence", "variable"),
    [
        ("one of agree, send_back", Variable("v", ("agree", "send_back"), "enum")),
        ("one of  agree,send_back , at first  agree", Variable("v", ("agree", "send_back"), "enum", "agree")),
        ("one of stage_1, at first stage_1", Variable("v", ("stage_1",), "enum", "stage_1")),
        ("yes or no", Variable("v", (), "boolean")),
        ("yes or no, at first no", Variable("v", (), "boolean", False)),
        ("whole number, at first -2", Variable("v", (), "long", -2)),
        ("a date", Variable("v", (), "date")),
    ],
)
def test_a_sentence_declares_a_variable(sentence: str, variable: Variable) -> None:
    assert parse_variable("v", sentence) == variable


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "text",
        "one of",
        "one of a, a",
        "one of a, B",
        "one of a b, c",
        "one of a, b, at first c",
        "yes or no, at first maybe",
        "whole number, at first many",
        "a date, at first tomorrow",
        "one of a, __import__('os'), at first a",
        "whole number, at first 9999999999999",
    ],
)
def test_any_other_sentence_is_refused_with_the_way_to_mend_it(sentence: str) -> None:
    with pytest.raises(VariableSentenceError) as refused:
        parse_variable("v", sentence)
    assert refused.value.facts["mend"]


@pytest.mark.parametrize("name", ["", "V", "a-b", "_x", "__class__", "a b"])
def test_a_name_is_a_plain_word(name: str) -> None:
    with pytest.raises(VariableSentenceError):
        parse_variable(name, "yes or no")
