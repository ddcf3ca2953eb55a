"""Answers are checked in one place, all faults are said at once, and nothing that was typed is guessed at."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidAnswers
from engine.procedures import forms
from engine.procedures.definition import FormField, Option

CHOICES = (Option("agree", "Yes"), Option("send_back", "No"))
NAME = FormField("name", "string", "Full name", required=True, max_length=20)
REASON = FormField("reason", "text", "What should be changed?", required_when=("answer", "send_back"))
ANSWER = FormField("answer", "enum", "Do you agree this reply?", options=CHOICES, required=True)
CONTACTED = FormField("contacted", "date", "Date of contact", required=True)
CHILDREN = FormField("children", "long", "Number of children", minimum=1, maximum=12)
SHARED = FormField("shared", "boolean", "Has the team been told?", required=True)


def refused(*fields: FormField, **submitted: str) -> dict[str, str]:
    """The sentences for these answers. A double underscore stands for the hyphen of a date's part."""
    with pytest.raises(InvalidAnswers) as invalid:
        forms.validate(fields, {name.replace("__", "-"): value for name, value in submitted.items()})
    return invalid.value.errors


def test_answers_become_values_of_their_types() -> None:
    submitted = {
        "name": "  Ann   Example ",
        "reason": "one\r\ntwo",
        "answer": "agree",
        "contacted-day": "3",
        "contacted-month": "9",
        "contacted-year": "2015",
        "children": "2",
        "shared": "yes",
        "surplus": "ignored",
    }
    assert forms.validate((NAME, REASON, ANSWER, CONTACTED, CHILDREN, SHARED), submitted) == {
        "name": "Ann Example",
        "reason": "one\ntwo",
        "answer": "agree",
        "contacted": date(2015, 9, 3),
        "children": 2,
        "shared": True,
    }


def test_every_fault_is_said_at_once_in_the_order_of_the_page() -> None:
    errors = refused(NAME, ANSWER, CONTACTED, SHARED)
    assert errors == {
        "name": "Enter full name",
        "answer": "Select an answer to “Do you agree this reply?”",
        "contacted": "Enter date of contact",
        "shared": "Select yes or no: has the team been told?",
    }
    assert list(errors) == ["name", "answer", "contacted", "shared"]


def test_a_question_is_needed_only_when_another_answer_says_so() -> None:
    assert forms.validate((ANSWER, REASON), {"answer": "agree"}) == {"answer": "agree", "reason": None}
    assert refused(ANSWER, REASON, answer="send_back") == {"reason": "Enter an answer to “What should be changed?”"}
    assert refused(ANSWER, REASON, answer="send_back", reason=" \n ") == {
        "reason": "Enter an answer to “What should be changed?”"
    }
    assert forms.validate((ANSWER, REASON), {"answer": "send_back", "reason": "The date"})["reason"] == "The date"


def test_a_question_may_depend_on_yes_or_no() -> None:
    why = FormField("why", "string", "Reason", required_when=("shared", "no"))
    assert forms.validate((SHARED, why), {"shared": "true"})["why"] is None
    assert refused(SHARED, why, shared="no") == {"why": "Enter reason"}


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("", "9", "2015", "Date of contact must include a day"),
        ("3", "", "", "Date of contact must include a month and a year"),
        ("31", "2", "2015", "Date of contact must be a real date"),
        ("3", "9", "15", "Date of contact must have a year with 4 numbers, like 2015"),
        ("3", "September", "2015", "Date of contact must be a real date"),
        ("3", "9", "20155", "Date of contact must have a year with 4 numbers, like 2015"),
        ("-3", "9", "2015", "Date of contact must be a real date"),
        ("٣", "9", "2015", "Date of contact must be a real date"),
    ],
)
def test_a_date_in_three_parts_says_what_is_wrong_with_it(day: str, month: str, year: str, sentence: str) -> None:
    errors = refused(CONTACTED, contacted__day=day, contacted__month=month, contacted__year=year)
    assert errors == {"contacted": sentence}


def test_a_date_may_come_whole() -> None:
    assert forms.validate((CONTACTED,), {"contacted": "2015-09-03"}) == {"contacted": date(2015, 9, 3)}
    for text in ("03/09/2015", "2015-02-30", "20150903", "2015-W36-4", "2015-09-03T00:00"):
        assert refused(CONTACTED, contacted=text) == {"contacted": "Date of contact must be a real date"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0", "Number of children must be 1 or more"),
        ("13", "Number of children must be 12 or fewer"),
        ("two", "Number of children must be a whole number, like 3"),
        ("1.5", "Number of children must be a whole number, like 3"),
        ("9" * 5000, "Number of children must be a whole number, like 3"),
        ("٣", "Number of children must be a whole number, like 3"),
        ("2**9", "Number of children must be a whole number, like 3"),
    ],
)
def test_a_number_is_whole_and_within_its_range(text: str, sentence: str) -> None:
    assert refused(CHILDREN, children=text) == {"children": sentence}


def test_a_text_is_no_longer_than_it_may_be() -> None:
    assert refused(NAME, name="x" * 21) == {"name": "Full name must be 20 characters or fewer"}
    assert forms.validate((NAME,), {"name": "x" * 20}) == {"name": "x" * 20}
    long = FormField("q", "string", "Question")
    assert "255 characters" in refused(long, q="x" * 256)["q"]


def test_a_line_break_counts_once_however_the_browser_sends_it() -> None:
    field = FormField("q", "text", "Question", max_length=3)
    assert forms.validate((field,), {"q": "a\r\nb"}) == {"q": "a\nb"}


def test_what_a_database_cannot_hold_is_left_out() -> None:
    assert forms.validate((NAME,), {"name": "A\x00n\x1bn"}) == {"name": "Ann"}


def test_only_the_choices_that_were_offered_are_taken() -> None:
    assert "answer" in refused(ANSWER, answer="delete_everything")
    assert "shared" in refused(SHARED, shared="perhaps")


@pytest.mark.parametrize(
    ("kind", "default", "value"),
    [
        ("string", "As agreed on the telephone.", "As agreed on the telephone."),
        ("text", "No change: it's right", "No change: it's right"),
        ("boolean", "true", True),
        ("long", "-3", -3),
        ("date", "2015-09-01", date(2015, 9, 1)),
        ("enum", "agree", "agree"),
    ],
)
def test_a_default_is_a_value_of_its_type(kind: str, default: str, value: object) -> None:
    field = FormField("q", kind, "Q", default=default, options=CHOICES)
    assert forms.wrong_default(field) is None
    assert forms.default_of(field) == value


def test_a_default_that_is_too_long_is_refused() -> None:
    assert "longer" in (forms.wrong_default(FormField("q", "text", "Q", default="x" * 201)) or "")


@given(
    st.dictionaries(st.sampled_from(["name", "reason", "answer", "contacted", "contacted-day", "children"]), st.text())
)
def test_whatever_is_submitted_gives_answers_or_sentences(submitted: dict[str, str]) -> None:
    fields = (NAME, REASON, ANSWER, CONTACTED, CHILDREN)
    said: dict[str, str] = {}
    given: set[str] = set()
    try:
        given = set(forms.validate(fields, submitted))
    except InvalidAnswers as invalid:
        said = invalid.errors
    assert all(said.values())
    assert given == {field.id for field in fields} or set(said) <= {field.id for field in fields}
    assert bool(said) != bool(given)
