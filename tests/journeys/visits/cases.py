"""The pages of a case, and what can be done with it."""

from datetime import date

from playwright.sync_api import Route

from tests.journeys.guest import Guest, manager
from tests.journeys.visits.visit import Council, Visit, at, case, wrong

OFFICER = "priya"
LOOK = "See what it changes"
MUCH = "https://fernshire.invalid/" + "a-very-long-address-without-any-break" * 4


def _letter(guest: Guest) -> None:
    guest.letter("at sign-off", "sent")
    _arrives(guest)


def _arrives(guest: Guest) -> None:
    guest.visitor.page.frame_locator("iframe").get_by_text("Fernshire Council").first.wait_for()


def _draft(guest: Guest) -> None:
    guest.letter("at sign-off", "draft")
    _arrives(guest)


def _sheet(guest: Guest) -> None:
    """The letter's own policy lets nothing run in it, and so no check either: it is put aside for this visit."""
    guest.visitor.page.route("**/letters/*/page", _without_policy)
    guest.letter("at sign-off", "sent", "/page")


def _without_policy(route: Route) -> None:
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "content-security-policy"}
    route.fulfill(response=answer, headers=headers)


def _to_post(guest: Guest) -> None:
    guest.letter("to post", "to_post")
    _arrives(guest)


def _posted_tomorrow(guest: Guest) -> None:
    _to_post(guest)
    guest.visitor.date("When was it posted?", date(2027, 1, 4))
    guest.visitor.press("Record that it was posted")
    guest.visitor.is_asked_again()


def _extend(guest: Guest) -> None:
    guest.case("at sign-off", "/clocks/stage_1_response/extend")


def extended(guest: Guest) -> None:
    """More time, its effect to confirm."""
    _extend(guest)
    guest.visitor.choose("Why is more time needed?", "The complaint is complex")
    guest.visitor.date("What is the new date?", date(2026, 10, 16))
    guest.visitor.fill({"What does the letter say about the reason?": "Two services have to be asked."})
    guest.visitor.press(LOOK)
    guest.visitor.sees("What it does to the dates")


def _suspend(guest: Guest) -> None:
    guest.case("at sign-off", "/clocks/stage_1_response/suspend")


def _suspended(guest: Guest) -> None:
    _suspend(guest)
    guest.visitor.choose("Why should it be paused?", "An advocate is needed")
    guest.visitor.fill({"What is being waited for?": MUCH})
    guest.visitor.press(LOOK)
    guest.visitor.sees("What it does to the dates")


def _resume(guest: Guest) -> None:
    guest.case("paused", "/clocks/stage_1_response/resume")


def _correct(guest: Guest) -> None:
    guest.case("at sign-off", f"/events/{guest.event('at sign-off', 'received')}/correct")


def _corrected(guest: Guest) -> None:
    _correct(guest)
    guest.visitor.date("When did it really happen?", date(2026, 9, 22))
    guest.visitor.fill({"Why was the date wrong?": MUCH})
    guest.visitor.press(LOOK)
    guest.visitor.sees("What it does to the dates")


def _no_name(guest: Guest) -> None:
    guest.case("at sign-off", "/details")
    guest.visitor.fill({"Name": ""})


def _withdraw(guest: Guest) -> None:
    guest.case("at sign-off", "/withdraw")


def _withdrawn(guest: Guest) -> None:
    _withdraw(guest)
    guest.visitor.fill({"What did they say?": "She does not want to go on with it."})
    guest.visitor.press(LOOK)
    guest.visitor.sees("These come off the lists")


def _details(guest: Guest) -> None:
    guest.case("at sign-off", "/details")


def _details_wrong(guest: Guest) -> None:
    _details(guest)
    guest.visitor.fill({"Name": ""})
    guest.visitor.press("Change the details")
    guest.visitor.is_asked_again("Enter the name of the person")


PAGES = (
    Visit("case", "cases.page", OFFICER, case("at sign-off")),
    Visit("case-new", "cases.page", OFFICER, case("new")),
    Visit("case-late", "cases.page", OFFICER, case("late")),
    Visit("case-paused", "cases.page", OFFICER, case("paused")),
    Visit("case-of-a-manager", "cases.page", manager("sent back"), case("sent back")),
    Visit("case-answered", "cases.page", OFFICER, case("to close out")),
    Visit("case-withdrawn", "cases.page", OFFICER, case("withdrawn")),
    Visit("dates", "cases.dates", OFFICER, case("corrected", "/dates")),
    Visit("dates-extended", "cases.dates", OFFICER, case("extended", "/dates")),
    Visit("why-this-date", "cases.why", OFFICER, case("extended", "/dates/stage_1_response")),
    Visit("why-paused", "cases.why", OFFICER, case("paused", "/dates/stage_1_response")),
    Visit("history", "cases.history_page", OFFICER, case("at sign-off", "/history")),
    Visit("people-of-a-case", "cases.people_page", OFFICER, case("in triage", "/people")),
    Visit("people-at-work", "cases.people_page", OFFICER, case("late", "/people")),
    Visit("letters", "case_letters.every", OFFICER, case("at sign-off", "/letters")),
    Visit("letters-none", "case_letters.every", OFFICER, case("new", "/letters")),
    Visit("letter", "case_letters.one", OFFICER, _letter),
    Visit("letter-draft", "case_letters.one", OFFICER, _draft),
    Visit("letter-by-itself", "case_letters.sheet", OFFICER, _sheet),
    Visit("letter-to-post", "case_letters.one", OFFICER, _to_post),
    Visit("letters-to-post", "case_letters.to_post", OFFICER, at("/letters-to-post")),
    Visit("letters-to-post-none", "case_letters.to_post", OFFICER, at("/letters-to-post"), Council.NEW),
    Visit("letter-posted-wrong", "case_letters.posted", OFFICER, _posted_tomorrow),
)
ACTIONS = (
    Visit("contact-details", "case_details.change", OFFICER, case("at sign-off", "/details")),
    Visit("contact-details-wrong", "case_details.change", OFFICER, wrong(_no_name, "Change the details")),
    Visit("extend", "case_actions.extend", OFFICER, _extend),
    Visit("extend-wrong", "case_actions.extend", OFFICER, wrong(_extend, LOOK)),
    Visit("extend-effect", "case_actions.extend", OFFICER, extended),
    Visit("pause", "case_actions.suspend", OFFICER, _suspend),
    Visit("pause-wrong", "case_actions.suspend", OFFICER, wrong(_suspend, LOOK)),
    Visit("pause-effect", "case_actions.suspend", OFFICER, _suspended),
    Visit("resume", "case_actions.resume", OFFICER, _resume),
    Visit("resume-wrong", "case_actions.resume", OFFICER, wrong(_resume, LOOK)),
    Visit("correct", "case_actions.correct", OFFICER, _correct),
    Visit("correct-wrong", "case_actions.correct", OFFICER, wrong(_correct, LOOK)),
    Visit("correct-effect", "case_actions.correct", OFFICER, _corrected),
    Visit("withdraw", "case_actions.withdraw", OFFICER, _withdraw),
    Visit("withdraw-wrong", "case_actions.withdraw", OFFICER, wrong(_withdraw, LOOK)),
    Visit("withdraw-effect", "case_actions.withdraw", OFFICER, _withdrawn),
)
DETAILS = (
    Visit("contact-details", "case_details.change", OFFICER, _details),
    Visit("contact-details-wrong", "case_details.change", OFFICER, _details_wrong),
)
CASES = (*PAGES, *ACTIONS, *DETAILS)
