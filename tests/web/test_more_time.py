"""The page for more time asks what the law asks for each limit, and is offered where it can be taken."""

from datetime import UTC, date, datetime

import pytest

from engine.office import Office
from tests import later_stages
from tests.council import StandingClock
from tests.stories import deliver
from tests.web.reading import hidden, links, said
from tests.web.work import SignIn, shown_errors

TYPED = {
    "step": "look",
    "until_on-day": "24",
    "until_on-month": "11",
    "until_on-year": "2026",
    "told_on-day": "21",
    "told_on-month": "9",
    "told_on-year": "2026",
    "reason": "We have to wait for a file that another council holds.",
}


def at(clock: StandingClock, day: date) -> None:
    clock.instant = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


@pytest.fixture(name="reference")
def _stage_2_from_24_august(office: Office, clock: StandingClock) -> str:
    at(clock, date(2026, 8, 10))
    later_stages.come(office)
    reference = later_stages.answered_at_stage_1(office)
    at(clock, date(2026, 8, 24))
    later_stages.ask_stage_2(office, reference)
    at(clock, date(2026, 9, 21))
    return reference


def test_at_stage_2_no_grounds_are_listed_and_the_letter_of_stage_2_goes(
    office: Office, sign_in: SignIn, reference: str
) -> None:
    client = sign_in("olive")
    address = f"/cases/{reference}/clocks/stage_2_response/extend"
    asked = said(client.get(address))
    assert "before day 25" in asked
    assert "The furthest it may go is Tuesday 24 November 2026" in asked
    assert "Being busy is not one" not in asked
    look = client.post(address, data=TYPED)
    words = said(look)
    assert "Answer at stage 2 Tuesday 29 September 2026 Tuesday 24 November 2026" in words
    assert "which is 65 working days" in words
    confirmed = {**hidden(look), "letter_body": "We are sorry, we need until then.", "step": "do"}
    done = client.post(address, data=confirmed, follow_redirects=True)
    assert "The time is extended" in said(done)
    sent = [email for email in deliver(office) if "We are sorry, we need until then." in email.text]
    assert len(sent) == 1
    assert "We have to wait for a file that another council holds." in sent[0].text
    dates = said(client.get(f"/cases/{reference}/dates"))
    assert "Answer at stage 2" in dates
    assert "Time to ask for stage 3" in dates.partition("Limits that have not started")[2]


def test_a8_beyond_day_65_the_page_names_the_day(sign_in: SignIn, reference: str) -> None:
    beyond = {**TYPED, "until_on-day": "11", "until_on-month": "12"}
    refused = sign_in("olive").post(f"/cases/{reference}/clocks/stage_2_response/extend", data=beyond)
    assert refused.status_code == 422
    assert "Tuesday 24 November 2026" in shown_errors(refused)["until_on"]
    assert "Say sorry for the delay" in shown_errors(refused)["until_on"]


def test_more_time_is_offered_for_the_limit_and_not_for_its_guides(sign_in: SignIn, reference: str) -> None:
    found = links(sign_in("olive").get(f"/cases/{reference}/dates"))
    offered = {address for address in found.values() if address.endswith("/extend")}
    assert offered <= {f"/cases/{reference}/clocks/stage_2_response/extend"}


def test_why_this_date_tells_of_both_bases(
    office: Office, clock: StandingClock, sign_in: SignIn, reference: str
) -> None:
    later_stages.appoint(office)
    later_stages.agree(office)
    words = said(sign_in("olive").get(f"/cases/{reference}/dates/stage_2_response"))
    assert "Beside it stands the count from the agreed record of the complaint on Monday 21 September 2026" in words


def test_a_notice_that_is_recorded_late_says_so_on_the_case(
    clock: StandingClock, sign_in: SignIn, reference: str
) -> None:
    at(clock, date(2026, 10, 14))
    client, address = sign_in("olive"), f"/cases/{reference}/clocks/stage_2_response/extend"
    assert set(shown_errors(client.post(address, data=TYPED))) == {"sent_how", "proof"}
    shown = {**TYPED, "sent_how": "letter", "proof": "Entered in the book of posting."}
    client.post(address, data={**shown, "letter_body": "We are sorry, we need until then.", "step": "do"})
    dates = said(client.get(f"/cases/{reference}/dates"))
    assert "Recorded late. What shows that it went on its day: Entered in the book of posting." in dates
    told = said(client.get(f"/cases/{reference}/history"))
    assert "Recorded late: the notice of more time (answer at stage 2) went by letter. What shows it: Entered" in told
