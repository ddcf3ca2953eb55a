"""What the pages of cases promise."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, select

from engine.db.tables import case_relation, reading, search
from engine.flows import timing
from engine.office import Office
from tests.council import StandingClock
from tests.stories import ANSWER, COMPLAINT, answered, deliver, do, logged, somebody, triaged
from tests.web.reading import links, said
from tests.web.work import SignIn

PAGES = ("", "/letters", "/dates", "/dates/stage_1_response", "/history", "/people")


def test_the_register_lists_cases_and_says_so_when_there_are_none(office: Office, sign_in: SignIn) -> None:
    assert "No cases here" in said(sign_in("olive").get("/cases"))
    reference = triaged(office)
    page = sign_in("olive").get("/cases")
    assert links(page)[reference] == f"/cases/{reference}"
    assert "10 working days left" in said(page)
    assert "Nothing is overdue" in said(sign_in("olive").get("/cases?overdue=yes"))


def test_a_name_that_is_looked_for_never_stands_in_an_address(office: Office, sign_in: SignIn) -> None:
    logged(office)
    client = sign_in("olive")
    answer = client.post("/cases/search", data={"words": "Arkwright"})
    assert "rkwright" not in answer.headers["Location"]
    assert "HRD-26-0001" in said(client.get(answer.headers["Location"]))
    with client.session_transaction() as kept:
        assert "rkwright" not in str(dict(kept))
    nothing = client.post("/cases/search", data={"words": "Zz%_"}, follow_redirects=True)
    assert "Nothing found" in said(nothing)


def test_a_search_is_its_own_persons_and_forgotten_after_a_day(
    office: Office, sign_in: SignIn, clock: StandingClock
) -> None:
    logged(office)
    address = sign_in("olive").post("/cases/search", data={"words": "Arkwright"}).headers["Location"]
    assert "Arkwright" in said(sign_in("olive").get(address))
    assert "“Arkwright”" not in said(sign_in("oscar").get(address))
    assert "“Arkwright”" not in said(sign_in("olive").get("/cases?search=%00"))
    clock.forward(days=1, hours=1)
    assert "“Arkwright”" not in said(sign_in("olive").get(address))
    sign_in("oscar").post("/cases/search", data={"words": "Zz"})
    with office.database.reading() as connection:
        assert list(connection.execute(select(search.c.words)).scalars()) == ["Zz"]


def test_a_whole_reference_leads_to_its_case(office: Office, sign_in: SignIn) -> None:
    reference = logged(office)
    answer = sign_in("olive").post("/cases/search", data={"words": reference.lower()})
    assert answer.headers["Location"] == f"/cases/{reference}"
    hidden_from = sign_in("sam").post("/cases/search", data={"words": reference})
    assert reference not in hidden_from.headers["Location"]


def test_a_long_register_has_a_next_page(office: Office, sign_in: SignIn) -> None:
    for _ in range(26):
        logged(office)
    client = sign_in("olive")
    first = client.get("/cases?status=all&sort=received")
    second = client.get(links(first)["Next page"])
    assert "HRD-26-0001" in said(second)
    assert "HRD-26-0001" not in said(first)
    assert "Next page" not in links(second)
    assert client.get("/cases?after=nonsense&status=nonsense&service=x&sort=x").status_code == 200


def test_the_case_says_where_it_stands_before_anything_else(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office)
    page = sign_in("olive").get(f"/cases/{reference}")
    words = said(page)
    assert (
        "Complaint from Josephine Arkwright about Children in care, received on Monday 5 October 2026; “Respond” is"
        " with Mara Manager: answer at stage 1 due on Monday 19 October 2026, 10 working days left." in words
    )
    assert words.index("Do not tell my carer") < words.index("Heads of complaint")
    assert links(page)["Why this date?"] == f"/cases/{reference}/dates/stage_1_response"
    assert "Acknowledged" in words


def test_the_one_button_is_the_task_that_is_mine(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office)
    assert "/tasks/" in links(sign_in("mara").get(f"/cases/{reference}"))["Respond"]
    assert "Respond" not in links(sign_in("olive").get(f"/cases/{reference}"))


def test_only_what_the_law_and_the_role_allow_is_offered(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office)
    offered = links(sign_in("olive").get(f"/cases/{reference}"))
    assert {"Take more time", "Pause while an advocate is found", "Record that it is withdrawn"} <= set(offered)
    assert "Take more time" not in links(sign_in("mara").get(f"/cases/{reference}"))
    pause = {"ground": "advocate_needed", "reason": "Looking for one."}
    timing.suspend(office, somebody(office, "olive"), reference, "stage_1_response", pause)
    paused = links(sign_in("olive").get(f"/cases/{reference}"))
    assert "Start the clock again" in paused
    assert "Take more time" not in paused


def test_of_a_child_the_head_of_the_page_shows_initials_only(office: Office, sign_in: SignIn) -> None:
    reference = logged(office, complainant_name="Amy Brook", is_child=True)
    assert "Amy Brook" not in sign_in("olive").get(f"/cases/{reference}").text
    assert "A. B." in said(sign_in("olive").get("/cases"))
    assert "Amy Brook" in said(sign_in("olive").get(f"/cases/{reference}/people"))


@pytest.mark.parametrize("page", PAGES)
def test_the_person_complained_about_is_not_told_that_the_case_exists(
    office: Office, sign_in: SignIn, page: str
) -> None:
    reference = triaged(office)
    with office.transaction() as transaction:
        about = {"case_id": 1, "relation": "complained_about", "person_id": 5}
        transaction.connection.execute(insert(case_relation).values(about))
    there, not_there = (sign_in("heather").get(f"/cases/{r}{page}") for r in (reference, "HRD-26-9999"))
    assert (there.status_code, not_there.status_code) == (404, 404)
    # Each error page has a number of its own, found again in the log.
    one, other = (re.sub(r"number: [0-9a-f]{8}", "number", said(answer)) for answer in (there, not_there))
    assert one.replace(reference, "") == other.replace("HRD-26-9999", "")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_case_opens_and_is_noted(office: Office, sign_in: SignIn, page: str) -> None:
    reference = answered(office)
    answer = sign_in("olive").get(f"/cases/{reference}{page}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    with office.database.reading() as connection:
        assert connection.execute(select(reading.c.person_id)).scalars().all() == [1]


def test_why_this_date_names_every_day_with_its_rule(office: Office, sign_in: SignIn) -> None:
    words = said(sign_in("olive").get(f"/cases/{triaged(office)}/dates/stage_1_response"))
    assert "Day 0: received" in words
    assert "Saturday 10 October 2026 Not counted Saturday SI 2006/1738 regulation 2" in words
    assert "Monday 19 October 2026 10 Working day 10: the limit" in words
    assert sign_in("olive").get("/cases/HRD-26-0001/dates/nonsense").status_code == 404


def test_a_corrected_date_stays_on_the_list(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office)
    correction = {"occurred_on": "2026-10-02", "reason": "It came in on Friday."}
    timing.correct(office, somebody(office, "olive"), reference, 1, correction)
    answer = sign_in("olive").get(f"/cases/{reference}/dates")
    assert "<s>Monday 5 October 2026</s>" in answer.text
    assert "Friday 2 October 2026" in said(answer)
    history = said(sign_in("olive").get(f"/cases/{reference}/history"))
    assert "Date corrected: received Was: Monday 5 October 2026. Reason: It came in on Friday." in history


def test_the_history_says_in_plain_words_who_did_what_and_when(office: Office, sign_in: SignIn) -> None:
    reference = answered(office)
    words = said(sign_in("olive").get(f"/cases/{reference}/history"))
    for sentence in (
        "Logged (telephone)",
        "“Triage and acknowledge” done",
        "Allocated manager: Mara Manager",
        "Heads of complaint set: 1",
        "Findings made at stage 1: head 1, upheld",
        "Remedies: an apology",
        "Letter sent: answer at stage 1",
        "“Sign off” done Do you agree this reply? Yes, it can go on to be sent. 5 Oct 2026 Heather Head",
    ):
        assert sentence in words, sentence
    assert "_" not in words.replace("_ ", ""), "no word of the code"


def test_the_diagram_is_a_picture_with_the_same_steps_in_words_beside_it(
    office: Office, sign_in: SignIn, clock: StandingClock
) -> None:
    reference = answered(office)
    clock.instant = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
    deliver(office)
    client = sign_in("olive")
    page = client.get(f"/cases/{reference}/history")
    assert "Close-out: Mara Manager Now less than a working day so far" in said(page)
    assert "2.1 Respond: Allocated manager Done" in said(page)
    svg = client.get(f"/cases/{reference}/history/2.svg")
    assert svg.mimetype == "image/svg+xml"
    assert "(now)" in svg.text
    assert client.get(f"/cases/{reference}/history/99.svg").status_code == 404
    assert sign_in("sam").get(f"/cases/{reference}/history/2.svg").status_code == 404


@pytest.mark.parametrize(
    ("moved", "says"),
    [
        (date(2026, 10, 19), "due today"),
        (date(2026, 10, 20), "1 working day late"),
        (date(2026, 10, 24), "4 working days late"),
    ],
)
def test_how_long_there_is_is_said_in_words(
    office: Office, sign_in: SignIn, clock: StandingClock, moved: date, says: str
) -> None:
    reference = triaged(office)
    clock.instant = datetime(moved.year, moved.month, moved.day, 9, 0, tzinfo=UTC)
    assert says in said(sign_in("olive").get(f"/cases/{reference}"))


def test_how_to_reach_the_complainant_stands_with_the_warning(office: Office, sign_in: SignIn) -> None:
    words = said(sign_in("olive").get(f"/cases/{logged(office)}/people"))
    assert str(COMPLAINT.complainant_email) in words
    assert "Do not tell my carer" in words
    assert "Olive Officer Logged it on" in words


def test_what_was_decided_at_a_task_stays_in_the_history(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office)
    do(office, "mara", reference, "respond", ANSWER)
    back = {"signed_off": "send_back", "what_to_change": "Name the advocate."}
    do(office, "heather", reference, "sign_off", back)
    words = said(sign_in("olive").get(f"/cases/{reference}/history"))
    assert "What should happen: Statutory complaint" in words
    assert "Do you agree this reply? No, send it back to be changed" in words
    assert "What should be changed? Name the advocate." in words
    assert "Complainant contacted on: Monday 5 October 2026" in words


def test_the_cause_of_a_delay_stays_in_the_history(office: Office, sign_in: SignIn, clock: StandingClock) -> None:
    reference = triaged(office)
    clock.instant = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
    deliver(office)
    sorry = {"cause": "staff_absence", "cause_note": "Two people were ill.", "expected_on": "2026-10-27"}
    do(office, "olive", reference, "record_overrun", {**sorry, "letter_body": "We are sorry."})
    words = said(sign_in("olive").get(f"/cases/{reference}/history"))
    assert "Why the limit was missed: Somebody was away. More about it: Two people were ill" in words
    assert "The new date: Tuesday 27 October 2026" in words


def test_what_was_learned_stands_on_the_case_and_in_its_history(
    office: Office, sign_in: SignIn, clock: StandingClock
) -> None:
    reference = answered(office)
    assert "What was learned" not in said(sign_in("olive").get(f"/cases/{reference}"))
    clock.instant = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
    deliver(office)
    do(office, "mara", reference, "close_out", {"improvements": "Calls are logged.", "learning_shared": "yes"})
    for page in ("", "/history"):
        words = said(sign_in("olive").get(f"/cases/{reference}{page}"))
        assert "What will be done differently? Calls are logged." in words
        assert "Has the team been told what was learned? Yes" in words


def test_the_reason_for_the_route_stands_after_what_was_said(office: Office, sign_in: SignIn) -> None:
    words = said(sign_in("olive").get(f"/cases/{triaged(office)}"))
    assert words.index("Nobody rings me back.") < words.index("Reason for the route A parent, about a service")
