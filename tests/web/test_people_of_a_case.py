"""The People tab says who is who: since when, who is away, who stands in there, and which cases belong together."""

from sqlalchemy import insert, update

from engine.db.tables import case_file, case_link, interest
from engine.flows import absences
from engine.office import Office
from tests import later_stages as later
from tests import story
from tests.council import PEOPLE, StandingClock
from tests.web.reading import said
from tests.web.work import SignIn


def _page(sign_in: SignIn, reference: str, who: str = "olive") -> str:
    return said(sign_in(who).get(f"/cases/{reference}/people"))


def _away(office: Office, deputy: str) -> None:
    days = {"from_on": "2026-10-05", "to_on": "2026-10-09", "deputy": str(PEOPLE[deputy][0])}
    absences.arrange(office, story.somebody(office, "mara"), days)


def test_nobody_has_a_part_yet_and_the_page_says_for_whom_it_waits(office: Office, sign_in: SignIn) -> None:
    page = _page(sign_in, story.log(office))
    assert "Olive Officer Logged it on Monday 5 October 2026" in page
    assert "No safe time or warning is on record" in page
    assert "No other case is linked to this one." in page
    assert "For whom For themselves" in page


def test_a_part_has_the_day_since_which_somebody_has_it(office: Office, clock: StandingClock, sign_in: SignIn) -> None:
    reference = story.log(office)
    clock.forward(days=1)
    story.triage(office, reference)
    assert "Mara Manager Allocated manager, since Tuesday 6 October 2026" in _page(sign_in, reference)


def test_a_warning_stands_on_top_and_the_child_is_named(office: Office, sign_in: SignIn) -> None:
    reference = story.log(office)
    told = {"contact_warning": "Ring after six only.", "child_name": "Robin Invented", "child_status": "looked_after"}
    with office.transaction() as transaction:
        transaction.connection.execute(update(case_file).values(told))
    page = _page(sign_in, reference)
    assert page.index("Ring after six only.") < page.index("Who complains")
    assert "For whom Speaks for or about Robin Invented" in page
    assert "What the child is to us In care" in page


def test_who_is_away_is_said_with_who_stands_in(office: Office, sign_in: SignIn) -> None:
    reference = story.log_and_triage(office)
    _away(office, "sam")
    assert "Away until Friday 9 October 2026. Sam Socialworker stands in." in _page(sign_in, reference)


def test_a_deputy_with_an_interest_stands_in_for_nobody_here(office: Office, sign_in: SignIn) -> None:
    reference = story.log_and_triage(office)
    _away(office, "sam")
    with office.transaction() as transaction:
        kept = {"person_id": PEOPLE["sam"][0], "about_case_id": 1, "what": "A neighbour.", "from_on": transaction.today}
        transaction.connection.execute(insert(interest).values(declared_at=transaction.now, **kept))
    assert "Nobody stands in here: Sam Socialworker may not see this case." in _page(sign_in, reference)


def test_independent_people_stand_apart_and_links_say_how_and_why(office: Office, sign_in: SignIn) -> None:
    later.come(office)
    reference = later.answered_at_stage_1(office)
    later.ask_stage_2(office, reference)
    later.appoint(office)
    other = story.log(office)
    with office.transaction() as transaction:
        joined = {"case_id": 1, "other_id": 2, "kind": "related", "reason": "The same household."}
        transaction.connection.execute(insert(case_link).values(joined))
    page = _page(sign_in, reference)
    staff, independent = page.index("Who works on it"), page.index("Independent people")
    assert staff < page.index("Mara Manager Allocated manager") < independent
    assert independent < page.index("Independent person, since")
    assert f"{other} Linked: The same household." in page
