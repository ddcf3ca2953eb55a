"""What triage is advised to do: row after row in the table's order, with what is not known said and never guessed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.casework.advice import HOLD, advise
from engine.casework.eligibility import (
    COVERED,
    Already,
    Asked,
    Capacity,
    Matter,
    Nature,
    OtherBody,
    Proceedings,
    Who,
    last_day_in_time,
)
from engine.casework.reasons import Discretion, Row
from engine.casework.routing import Route
from tests.engine.casework.examples import DAYS
from tests.engine.casework.test_eligibility import TODAY, asked

LATE = {"grounds_arose_on": date(2025, 6, 1)}
MAYBE = st.sampled_from([None, True, False])


def maybe(of: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *of])


ANYTHING = st.builds(
    Asked,
    received_on=DAYS,
    nature=maybe(Nature),
    who=maybe(Who),
    sufficient_interest=MAYBE,
    capacity=maybe(Capacity),
    child_agrees=MAYBE,
    consent_on=st.none() | DAYS,
    matter=maybe(Matter),
    mixed=MAYBE,
    grounds_arose_on=st.none() | DAYS,
    not_reasonable_earlier=MAYBE,
    still_fair=MAYBE,
    already=maybe(Already),
    skip_agreed_on=st.none() | DAYS,
    proceedings=maybe(Proceedings),
    would_prejudice=MAYBE,
    with_ombudsman=MAYBE,
    other_body=maybe(OtherBody),
    safeguarding=MAYBE,
)


def test_with_nothing_asked_nothing_is_advised_and_what_is_missing_is_said() -> None:
    advice = advise(Asked(TODAY))
    assert (advice.route, advice.definite) == (None, False)
    assert advice.undecided == ("Who complains.", "What it is about.")
    assert not any(advice.differs(route) for route in Route)


@given(ANYTHING)
def test_safeguarding_runs_beside_and_never_changes_the_route(answers: Asked) -> None:
    with_risk, without = (advise(replace(answers, safeguarding=risk)) for risk in (True, None))
    assert (with_risk.route, with_risk.holds, with_risk.definite) == (without.route, without.holds, without.definite)
    assert with_risk.beside[0] == "Tell the safeguarding team (MASH) now."
    assert any("LADO" in step for step in with_risk.beside)


@given(
    ANYTHING, st.sampled_from([each for each in Who if each is not Who.OTHER_PERSON]), st.sampled_from(list(COVERED))
)
def test_nobody_on_the_list_is_turned_away_with_a_listed_matter_in_time(
    answers: Asked, who: Who, matter: Matter
) -> None:
    grounds = answers.grounds_arose_on
    in_time = grounds if grounds is None or answers.received_on <= last_day_in_time(grounds) else None
    already = None if answers.already is Already.EXHAUSTED else answers.already
    theirs = replace(answers, nature=None, who=who, matter=matter, grounds_arose_on=in_time, already=already)
    assert advise(theirs).route is not Route.NOT_ACCEPTED


@given(ANYTHING)
def test_advice_always_says_why_or_what_is_missing(answers: Asked) -> None:
    advice = advise(answers)
    assert all(reason.source and reason.sentence.endswith(".") for reason in advice.reasons)
    assert (advice.route is None) == bool(advice.undecided)
    assert advice.route is None or advice.quote
    assert bool(advice.instead) == (advice.route is Route.NOT_ACCEPTED)
    order = [list(Row).index(reason.row) for reason in advice.reasons]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("decided", "route"), [(None, None), (True, Route.STATUTORY), (False, Route.NOT_ACCEPTED)], ids=str
)
def test_somebody_else_may_complain_where_their_interest_is_found_sufficient(
    *, decided: bool | None, route: Route | None
) -> None:
    advice = advise(asked(who=Who.OTHER_PERSON, sufficient_interest=decided))
    assert advice.route is route
    assert Discretion.INTEREST in advice.discretions
    told = any("the child too" in step for step in advice.beside)
    assert told == (decided is False)


@pytest.mark.parametrize(
    ("earlier", "fair", "route"),
    [
        (True, True, Route.STATUTORY),
        (True, False, Route.NOT_ACCEPTED),
        (False, True, Route.NOT_ACCEPTED),
        (False, False, Route.NOT_ACCEPTED),
        (None, True, None),
        (True, None, None),
        (False, None, Route.NOT_ACCEPTED),
    ],
)
def test_a_late_complaint_is_taken_on_only_where_both_limbs_are_met(
    *, earlier: bool | None, fair: bool | None, route: Route | None
) -> None:
    advice = advise(asked(**LATE, not_reasonable_earlier=earlier, still_fair=fair))
    assert advice.route is route
    assert advice.discretions == (Discretion.LATE,)
    if route is Route.NOT_ACCEPTED:
        assert "The year for complaining ended on Monday 1 June 2026" in advice.quote


def test_that_it_is_late_is_said_before_it_is_settled_who_complains() -> None:
    advice = advise(asked(who=Who.OTHER_PERSON, **LATE))
    assert advice.route is None
    assert advice.discretions == (Discretion.INTEREST, Discretion.LATE)
    assert len(advice.undecided) == 2


def test_the_day_that_it_happened_is_asked_for_and_stands_in_nobodys_way() -> None:
    advice = advise(asked())
    assert advice.route is Route.STATUTORY
    assert advice.open == ("The day on which it happened: the year for complaining counts from there.",)


def test_a_child_speaks_through_somebody_only_if_the_child_is_content() -> None:
    for_child = asked(capacity=Capacity.FOR_CHILD)
    assert "Ask the child" in advise(for_child).consent
    assert advise(asked(capacity=Capacity.FOR_CHILD, child_agrees=True)).consent == ""
    refused = advise(asked(capacity=Capacity.FOR_CHILD, child_agrees=False))
    assert refused.route is None
    assert refused.undecided == ("Whether they complain in their own right: the child does not want it.",)


def test_a_representative_needs_signed_consent_and_the_clock_runs_meanwhile() -> None:
    advice = advise(asked(capacity=Capacity.REPRESENTATIVE))
    assert advice.route is Route.STATUTORY
    assert "signed consent" in advice.consent
    assert "clock runs" in advice.consent
    assert advise(asked(capacity=Capacity.REPRESENTATIVE, consent_on=TODAY)).consent == ""


def test_in_ones_own_right_no_consent_is_needed_and_no_data_of_the_child_is_given() -> None:
    advice = advise(asked(capacity=Capacity.OWN_RIGHT))
    assert advice.consent == ""
    assert any("none of the child’s data" in step for step in advice.beside)
    assert advise(asked(who=Who.CHILD_IN_CARE, capacity=Capacity.OWN_RIGHT)).beside == ()


def test_what_went_through_every_stage_is_not_opened_again() -> None:
    advice = advise(asked(already=Already.EXHAUSTED))
    assert advice.route is Route.NOT_ACCEPTED
    assert "Ombudsman" in advice.instead


@pytest.mark.parametrize("already", [Already.ANSWERED, Already.ANSWERED_CORPORATE])
def test_what_was_answered_once_is_offered_stage_2_and_what_is_new_is_asked(already: Already) -> None:
    advice = advise(asked(already=already))
    assert (advice.route, advice.definite) == (Route.STATUTORY_STAGE_2, False)
    assert not advice.differs(Route.STATUTORY)
    assert any("what is new" in question for question in advice.open)


def test_stage_1_is_left_out_where_that_was_agreed() -> None:
    advice = advise(asked(skip_agreed_on=date(2026, 10, 2)))
    assert (advice.route, advice.definite) == (Route.STATUTORY_STAGE_2, True)
    assert "On Friday 2 October 2026 it was agreed to leave out stage 1" in advice.quote
    assert "A parent may complain" in advice.quote


@pytest.mark.parametrize("proceedings", [each for each in Proceedings if each is not Proceedings.NONE])
@pytest.mark.parametrize("prejudice", [None, True, False])
def test_other_proceedings_close_nothing(*, proceedings: Proceedings, prejudice: bool | None) -> None:
    advice = advise(asked(proceedings=proceedings, would_prejudice=prejudice))
    assert (advice.route, advice.definite) == (Route.STATUTORY, True)
    assert advice.discretions == (Discretion.PROCEEDINGS,)
    assert any("within a year" in step for step in advice.beside) == (prejudice is True)


@pytest.mark.parametrize("matter", [Matter.DELAY, Matter.ADULTS_CARE, Matter.OTHER_SERVICE])
def test_what_the_ombudsman_has_is_held_and_no_clock_stops(matter: Matter) -> None:
    advice = advise(asked(matter=matter, with_ombudsman=True))
    assert advice.holds
    assert advice.advised == HOLD
    assert any("No clock stops." in reason.sentence for reason in advice.reasons)
    assert advice.differs(Route.STATUTORY), "going on without the Ombudsman wants a reason: what was agreed with them"


def test_what_is_turned_away_anyway_is_not_held_for_the_ombudsman() -> None:
    advice = advise(asked(matter=Matter.LEGAL_CLAIM, with_ombudsman=True))
    assert (advice.route, advice.holds) == (Route.NOT_ACCEPTED, False)


@pytest.mark.parametrize("body", [OtherBody.NHS, OtherBody.SCHOOL])
def test_another_body_answers_its_own_part_with_consent(body: OtherBody) -> None:
    advice = advise(asked(other_body=body))
    assert advice.route is Route.STATUTORY
    assert "shared with the other body" in advice.consent


def test_the_council_answers_for_what_it_has_somebody_else_provide() -> None:
    advice = advise(asked(who=Who.CHILD_IN_CARE, other_body=OtherBody.PROVIDER))
    assert advice.route is Route.STATUTORY
    assert advice.beside == ("A child in care can also go to Ofsted.",)


def test_a_mixed_complaint_is_investigated_once_under_the_act() -> None:
    advice = advise(asked(mixed=True))
    assert advice.route is Route.STATUTORY
    assert any("one investigation under the Act" in reason.sentence for reason in advice.reasons)


def test_another_choice_than_a_definite_advice_is_a_departure_but_for_what_was_put_right_at_once() -> None:
    advice = advise(asked())
    assert [route for route in Route if advice.differs(route)] == [
        each for each in Route if each not in (Route.STATUTORY, Route.RESOLVED)
    ]
