"""The year for complaining, and every line of the lists: who may complain about what, and where the rest goes."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.casework.advice import advise
from engine.casework.eligibility import COVERED, LISTED, UNSOURCED, Asked, Matter, Nature, Who, last_day_in_time
from engine.casework.routing import EXCLUDED, NOT_COMPLAINTS, ROUTES, Route
from tests.engine.casework.examples import DAYS

TODAY = date(2026, 10, 5)


def asked(**known: Any) -> Asked:
    """A complaint of a parent about delay, received on Monday 5 October 2026, changed by what is known besides."""
    return Asked(**{"received_on": TODAY, "who": Who.PARENT, "matter": Matter.DELAY, **known})


@pytest.mark.parametrize(
    ("grounds_arose_on", "last"),
    [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2024, 12, 25), date(2025, 12, 25)),
        (date(2025, 10, 4), date(2026, 10, 4)),  # a Sunday: it does not roll on
        (date(2023, 2, 28), date(2024, 2, 28)),
    ],
)
def test_the_year_ends_on_the_corresponding_day_and_does_not_roll_on(grounds_arose_on: date, last: date) -> None:
    assert last_day_in_time(grounds_arose_on) == last


@given(DAYS)
def test_the_year_is_never_longer_than_366_days_nor_shorter_than_365(grounds_arose_on: date) -> None:
    assert (last_day_in_time(grounds_arose_on) - grounds_arose_on).days in (365, 366)


def test_three_days_after_the_year_it_is_too_late_and_a_decision_is_wanted() -> None:
    late = asked(grounds_arose_on=date(2024, 2, 29), received_on=date(2025, 3, 3))
    advice = advise(late)
    assert advice.route is None
    assert not advice.definite
    said = " ".join(reason.sentence for reason in advice.reasons)
    assert "ended on Friday 28 February 2025; it was received on Monday 3 March 2025, 3 days later." in said


@pytest.mark.parametrize("who", [each for each in Who if each is not Who.OTHER_PERSON])
def test_everybody_on_the_list_may_complain_under_the_act(who: Who) -> None:
    advice = advise(asked(who=who))
    assert (advice.route, advice.definite) == (Route.STATUTORY, True)
    assert f"{LISTED[who].words} may complain under the Act." in advice.quote


@pytest.mark.parametrize("matter", COVERED)
def test_every_listed_matter_goes_through_the_procedure_of_the_act(matter: Matter) -> None:
    assert advise(asked(matter=matter)).route is Route.STATUTORY


ELSEWHERE = {
    Matter.SIGNIFICANT_HARM: (Route.CORPORATE, ""),
    Matter.CONFERENCE_DECISION: (Route.NOT_ACCEPTED, "chair of the conference"),
    Matter.CARER_APPROVAL: (Route.NOT_ACCEPTED, "Independent Review Mechanism"),
    Matter.COURT_REPORT: (Route.NOT_ACCEPTED, "court proceedings"),
    Matter.STAFF_GRIEVANCE: (Route.NOT_ACCEPTED, "grievance procedure"),
    Matter.PROFESSIONAL_DISPUTE: (Route.NOT_ACCEPTED, "professional differences"),
    Matter.OWN_TRIBUNAL: (Route.NOT_ACCEPTED, "tribunal"),
    Matter.INFORMATION_RIGHTS: (Route.NOT_ACCEPTED, "Information Commissioner"),
    Matter.LEGAL_CLAIM: (Route.NOT_ACCEPTED, "legal service"),
    Matter.ADULTS_CARE: (Route.ADULTS, ""),
    Matter.OTHER_SERVICE: (Route.CORPORATE, ""),
}


@pytest.mark.parametrize("matter", EXCLUDED)
def test_what_is_not_for_the_act_goes_elsewhere_whoever_complains(matter: Matter) -> None:
    route, instead = ELSEWHERE[matter]
    for who in (None, *Who):
        advice = advise(asked(who=who, matter=matter))
        assert (advice.route, advice.definite) == (route, True)
        assert instead in advice.instead
        assert bool(advice.instead) == (route is Route.NOT_ACCEPTED)
        assert advice.quote == EXCLUDED[matter].sentence


def test_every_matter_is_covered_or_excluded_and_never_both() -> None:
    assert set(COVERED) | set(EXCLUDED) == set(Matter)
    assert not set(COVERED) & set(EXCLUDED)
    assert set(LISTED) == set(Who)


SORTED = {
    Nature.SERVICE_REQUEST: Route.NOT_ACCEPTED,
    Nature.COMPLIMENT: Route.COMPLIMENT,
    Nature.COMMENT: Route.COMMENT,
    Nature.MEMBER_ENQUIRY: Route.NOT_ACCEPTED,
    Nature.SAFEGUARDING_CONCERN: Route.NOT_ACCEPTED,
    Nature.INFORMATION_REQUEST: Route.NOT_ACCEPTED,
}


@pytest.mark.parametrize("nature", NOT_COMPLAINTS)
def test_what_is_no_complaint_goes_its_own_way_before_anything_else_is_asked(nature: Nature) -> None:
    advice = advise(Asked(TODAY, nature=nature))
    assert (advice.route, advice.definite) == (SORTED[nature], True)
    assert set(NOT_COMPLAINTS) == set(Nature) - {Nature.COMPLAINT}


def test_every_route_says_what_it_brings_and_every_source_is_named() -> None:
    assert set(ROUTES) == set(Route)
    sources = [line.source for line in LISTED.values()] + [
        line.source for line in (*EXCLUDED.values(), *NOT_COMPLAINTS.values())
    ]
    assert all(sources)
    assert EXCLUDED[Matter.LEGAL_CLAIM].source == UNSOURCED


@given(st.sampled_from([each for each in EXCLUDED.values() if each.route is Route.NOT_ACCEPTED]))
def test_whoever_is_sent_away_is_told_where_to(where: Any) -> None:
    assert where.instead.endswith(".")
