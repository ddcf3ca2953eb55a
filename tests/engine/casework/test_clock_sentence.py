"""A time limit is read from a sentence, written back as the same sentence, and a wrong one says what to mend."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.casework.clocks import Ceiling, ClockRule, Unit, parse_clock, write_clock
from engine.errors import ClockSentenceError

_SENTENCES = [
    "10 working days from received, 20 if extended, until stage_1_response_sent",
    "20 working days from received, without pause, until stage_1_response_sent",
    "10 working days from acknowledged, 20 if extended or longer with a good reason, until answered",
    "10 working days before panel_met, until papers_sent",
    "1 year from grounds_arose, until received",
    "12 months from known, until asked",
    "28 calendar days from decided, until remedied",
    "1 working day from received, until acknowledged",
    "10 working days from received, 20 if extended, until stage_1_response_sent or stage_2_requested",
    "20 working days from received, without pause, as a guide, until stage_1_response_sent or stage_2_requested",
    "1 year from proceedings_concluded, as a guide, even while frozen, until resubmitted",
    "the day named in plan_agreed, until stage_1_response_sent",
    "the day named in ombudsman_enquired, even while frozen, until ombudsman_replied",
    "10 working days before the day named in panel_arranged or panel_held, until papers_sent",
]


@pytest.mark.parametrize("sentence", _SENTENCES)
def test_a_sentence_read_is_written_back_word_for_word(sentence: str) -> None:
    assert write_clock(parse_clock("limit", sentence)) == sentence


def test_every_part_of_a_sentence_is_understood() -> None:
    sentence = "25 working days from stage_2_requested, 65 if extended, without pause, until stage_2_response_sent"
    assert parse_clock("stage_2_response", sentence) == ClockRule(
        name="stage_2_response",
        days=25,
        unit="working_days",
        starts_on="stage_2_requested",
        stops_on="stage_2_response_sent",
        extended_days=65,
        pausable=False,
    )


def test_guides_named_days_other_ends_and_freezing_are_understood() -> None:
    sentence = "10 working days before the day named in panel_arranged or panel_held, as a guide, even while frozen,"
    assert parse_clock("papers", f"{sentence} until papers_sent or referred_early or withdrawn") == ClockRule(
        name="papers",
        days=-10,
        unit="working_days",
        starts_on="panel_arranged",
        stops_on="papers_sent",
        from_named_day=True,
        or_from="panel_held",
        ended_by=("referred_early", "withdrawn"),
        is_guide=True,
        freezable=False,
    )


def test_spaces_and_line_breaks_do_not_matter() -> None:
    spaced = "  10  working days\n from received ,20 if extended,   until stage_1_response_sent "
    assert parse_clock("limit", spaced) == parse_clock("limit", _SENTENCES[0])


def test_a_limit_that_counts_back_is_below_zero() -> None:
    assert parse_clock("papers", _SENTENCES[3]).days == -10


@pytest.mark.parametrize(
    ("sentence", "mend"),
    [
        ("", "it begins with how long and from what"),
        ("ten working days from received, until answered", "it begins with how long and from what"),
        ("10 days from received, until answered", "it begins with how long and from what"),
        ("10 working days since received, until answered", "it begins with how long and from what"),
        ("10 working days from received", "say at the end what meets the limit"),
        ("10 working days from received, until answered, 20 if extended", "comes last"),
        ("10 working days from received, maybe more, until answered", '"maybe more" is none of'),
        ("10 working days from received, 20 if extended, 30 if extended, until answered", "stands in it twice"),
        ("10 working days from received, without pause, without pause, until answered", "stands in it twice"),
        ("10 working days from received, 10 if extended, until answered", "has to be more than 10"),
        ("10 working days before panel_met, 20 if extended, until papers_sent", "cannot be extended"),
        ("the day named in plan_agreed, 20 if extended, until answered", "moved by naming another, and not extended"),
        ("the day named in plan_agreed or panel_held, until answered", "it begins with how long and from what"),
        ("10 working days from received or acknowledged, until answered", "it begins with how long and from what"),
        ("10 working days from received, as a guide, as a guide, until answered", "stands in it twice"),
        ("10 working days from received, until answered or answered", "names an event twice"),
        ("10 working days from received, until answered or", "is none of"),
        ("0 working days from received, until answered", "between 1 and 999"),
        ("100000 working days from received, until answered", "between 1 and 999"),
    ],
)
def test_a_sentence_that_cannot_be_read_says_what_to_mend(sentence: str, mend: str) -> None:
    with pytest.raises(ClockSentenceError) as wrong:
        parse_clock("limit", sentence)
    assert mend in str(wrong.value)
    assert f'"{sentence}"' in str(wrong.value)


_EVENTS = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)


@st.composite
def _rules(draw: st.DrawFn) -> ClockRule:
    unit = draw(st.sampled_from(Unit))
    named = unit is Unit.NAMED_DAY
    days = 0 if named else draw(st.integers(1, 400))
    backwards = draw(st.booleans())
    extended = None if backwards or named else draw(st.none() | st.integers(days + 1, 999))
    from_named_day = named or draw(st.booleans())
    stops = draw(st.lists(_EVENTS, min_size=1, max_size=4, unique=True))
    return ClockRule(
        name="limit",
        days=-days if backwards else days,
        unit=unit,
        starts_on=draw(_EVENTS),
        stops_on=stops[0],
        ended_by=tuple(stops[1:]),
        extended_days=extended,
        pausable=draw(st.booleans()),
        ceiling=Ceiling.FIRM if extended is None else draw(st.sampled_from(Ceiling)),
        from_named_day=from_named_day,
        or_from=draw(st.none() | _EVENTS) if from_named_day and not named else None,
        is_guide=draw(st.booleans()),
        freezable=draw(st.booleans()),
    )


@given(_rules())
def test_any_rule_written_as_a_sentence_is_read_back_the_same(rule: ClockRule) -> None:
    assert parse_clock("limit", write_clock(rule)) == rule


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_refused_and_never_worse(sentence: str) -> None:
    with contextlib.suppress(ClockSentenceError):
        parse_clock("limit", sentence)
