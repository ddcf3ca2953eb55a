"""Who may judge a complaint: every row of the tables, part by part, and what no combination of ties can get around."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.casework.independence import BARS, FROM_OUTSIDE, JUDGING, ON_THE_PANEL, Check, Ties, clashes, verdict
from engine.casework.policy import LOOKING_AGAIN
from engine.casework.vocabulary import Relation

TODAY = date(2026, 10, 5)
GOOD = Check(expires_on=date(2027, 10, 5))
OFFICER = Ties("Pat Plain", TODAY)
OUTSIDER = Ties("Pat Plain", TODAY, is_external=True, register=dict.fromkeys(JUDGING, GOOD))

RESPONDER = Relation.ALLOCATED_MANAGER
IO, IP = Relation.INVESTIGATING_OFFICER, Relation.INDEPENDENT_PERSON
AO, REVIEWER = Relation.ADJUDICATING_OFFICER, Relation.REVIEWER
CHAIR, MEMBER = Relation.PANEL_CHAIR, Relation.PANEL_MEMBER
PANEL = (CHAIR, MEMBER)


def suited(relation: Relation) -> Ties:
    """Somebody against whom nothing speaks."""
    return OUTSIDER if relation in FROM_OUTSIDE else OFFICER


TIES: Mapping[str, Mapping[str, Any]] = {
    "complained about": {"relations": frozenset({Relation.COMPLAINED_ABOUT})},
    "has an interest": {"interests": ("My sister works there",)},
    "in the line of the person": {"line_of_person": ("Ann About",)},
    "in the line of the service": {"line_of_service": "Children in care"},
    "answered stage 1": {"answered_stage_1": True},
    "signed off stage 1": {"signed_off_stage_1": True},
    "in the line of who answered": {"line_of_responder": ("Rae Responder",)},
    "investigates": {"relations": frozenset({IO})},
    "investigated": {"past": frozenset({IO})},
    "is the independent person": {"relations": frozenset({IP})},
    "was the independent person": {"past": frozenset({IP})},
    "adjudicates": {"relations": frozenset({AO})},
    "once answered for it": {"past": frozenset({RESPONDER})},
    "logged it": {"relations": frozenset({Relation.LOGGED_BY})},
    "works for the council": {"is_external": False},
    "married into the council": {"partner_in_council": True},
    "left two years ago": {"left_council_on": TODAY - timedelta(days=730)},
    "leaves tomorrow": {"left_council_on": TODAY + timedelta(days=1)},
    "left long ago": {"left_council_on": date(2020, 1, 1)},
    "hears complaints": {"is_complaints_officer": True},
    "not on the register": {"is_external": True, "register": {}},
}

EVERYBODY = {RESPONDER, IO, IP, AO, REVIEWER, CHAIR, MEMBER}
BARRED = {
    "complained about": EVERYBODY,
    "has an interest": EVERYBODY,
    "in the line of the person": {IO},
    "in the line of the service": {IO},
    "answered stage 1": {IO, REVIEWER},
    "signed off stage 1": {REVIEWER},
    "in the line of who answered": {REVIEWER},
    "investigates": {IP, AO, *PANEL},
    "investigated": {IP, AO, *PANEL},
    "is the independent person": {IO, AO, *PANEL},
    "was the independent person": {IO, AO, *PANEL},
    "adjudicates": {IO, *PANEL},
    "once answered for it": set(PANEL),
    "logged it": set(PANEL),
    "works for the council": {IP, *PANEL},
    "married into the council": {IP, *PANEL},
    "left two years ago": {CHAIR},
    "leaves tomorrow": {IP, *PANEL},
    "left long ago": set(),
    "hears complaints": {IO, AO},
    "not on the register": EVERYBODY,
}
WARNED = {
    "answered stage 1": {AO},
    "signed off stage 1": {AO},
    "left two years ago": {IP, MEMBER},
}


@pytest.mark.parametrize("relation", sorted(EVERYBODY))
def test_nothing_speaks_against_somebody_without_ties(relation: Relation) -> None:
    found = verdict(suited(relation), relation)
    assert (found.barred_because, found.warnings) == ((), ())


@pytest.mark.parametrize("relation", sorted(EVERYBODY))
@pytest.mark.parametrize("tie", TIES)
def test_each_tie_bars_and_warns_as_the_table_says(tie: str, relation: Relation) -> None:
    found = verdict(replace(suited(relation), **TIES[tie]), relation)
    assert found.is_barred == (relation in BARRED[tie])
    assert bool(found.warnings) == (relation in WARNED.get(tie, set()))


@pytest.mark.parametrize("tie", TIES)
def test_every_reason_is_a_whole_sentence_about_the_person(tie: str) -> None:
    for relation in EVERYBODY:
        found = verdict(replace(suited(relation), **TIES[tie]), relation)
        for sentence in (*found.barred_because, *found.warnings):
            assert "Pat Plain" in sentence
            assert sentence.endswith(".")


def test_a_chair_may_have_left_three_years_ago_to_the_day() -> None:
    gone = replace(OUTSIDER, left_council_on=date(2023, 10, 5))
    assert not verdict(gone, CHAIR).is_barred
    assert verdict(replace(gone, left_council_on=date(2023, 10, 6)), CHAIR).is_barred


def test_three_years_before_a_leap_day_end_in_february() -> None:
    leap = replace(OUTSIDER, today=date(2028, 2, 29), register={CHAIR: Check(date(2030, 1, 1))})
    assert not verdict(replace(leap, left_council_on=date(2025, 2, 28)), CHAIR).is_barred
    assert verdict(replace(leap, left_council_on=date(2025, 3, 1)), CHAIR).is_barred


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (Check(), "The register has no check for Pat Plain."),
        (Check(TODAY - timedelta(days=1)), "The check of Pat Plain expired on Sunday 4 October 2026."),
        (Check(TODAY), None),
    ],
)
def test_a_check_that_is_missing_or_expired_asks_for_a_reason(check: Check, words: str | None) -> None:
    found = verdict(replace(OUTSIDER, register={IP: check}), IP)
    assert found.warnings == (() if words is None else (words,))
    assert not found.is_barred


def test_whoever_sits_already_can_change_seats() -> None:
    assert not verdict(replace(OUTSIDER, relations=frozenset({MEMBER})), CHAIR).is_barred


def test_one_person_has_one_part() -> None:
    assert clashes({"panel_chair": 1, "panel_member_1": 2, "panel_member_2": 3}) == {}
    assert list(clashes({"panel_chair": 1, "panel_member_1": 2, "panel_member_2": 1})) == ["panel_member_2"]
    assert clashes({"panel_chair": None, "panel_member_1": None}) == {}


def test_what_judges_nothing_bars_nobody() -> None:
    about = replace(OFFICER, relations=frozenset({Relation.COMPLAINED_ABOUT}))
    assert not verdict(about, Relation.LOGGED_BY).is_barred


days = st.integers(-2000, 400).map(lambda n: TODAY + timedelta(days=n))
some_ties = st.builds(
    Ties,
    name=st.just("Pat Plain"),
    today=st.just(TODAY),
    is_external=st.booleans(),
    left_council_on=st.none() | days,
    partner_in_council=st.booleans(),
    is_complaints_officer=st.booleans(),
    relations=st.frozensets(st.sampled_from(Relation), max_size=2),
    past=st.frozensets(st.sampled_from(Relation), max_size=2),
    answered_stage_1=st.booleans(),
    signed_off_stage_1=st.booleans(),
    line_of_person=st.sampled_from([(), ("Ann About",)]),
    line_of_service=st.sampled_from([None, "Children in care"]),
    line_of_responder=st.sampled_from([(), ("Rae Responder",)]),
    interests=st.sampled_from([(), ("A friend",)]),
    register=st.dictionaries(st.sampled_from(sorted(JUDGING)), st.builds(Check, st.none() | days)),
)


@given(ties=some_ties, relation=st.sampled_from(sorted(JUDGING)))
def test_another_tie_never_lifts_a_bar(ties: Ties, relation: Relation) -> None:
    before = verdict(ties, relation).barred_because
    burdened = replace(ties, relations=ties.relations | {Relation.COMPLAINED_ABOUT}, interests=("A friend", "A loan"))
    after = verdict(burdened, relation).barred_because
    assert after
    assert set(before) <= set(after)


@given(ties=some_ties)
def test_whoever_may_sit_on_a_panel_is_from_outside_and_new_to_the_case(ties: Ties) -> None:
    for relation in ON_THE_PANEL:
        if not verdict(ties, relation).is_barred:
            assert ties.is_external
            assert not ties.partner_in_council
            assert not (ties.relations | ties.past) - ON_THE_PANEL - {Relation.COMPLAINED_ABOUT}


def test_every_part_that_judges_has_a_table() -> None:
    judge_nothing = {Relation.COMPLAINED_ABOUT, Relation.LOGGED_BY, Relation.PRAISED, Relation.COPIED}
    assert set(BARS) == set(Relation) - judge_nothing


def test_the_parts_that_look_again_are_those_judged_but_for_the_answer_itself() -> None:
    assert frozenset(JUDGING) - {Relation.ALLOCATED_MANAGER} == LOOKING_AGAIN
