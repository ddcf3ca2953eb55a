"""Pages that are about no case in particular."""

from datetime import date

from tests.journeys import deeds
from tests.journeys.guest import Guest
from tests.journeys.visits.visit import Arrive, Council, Visit, at, wrong

ADMINISTRATOR = "callum"
COLLEAGUE = "hannah"


def _wrong_password(guest: Guest) -> None:
    guest.visitor.go("/sign-in").fill({"Email address": "tom@fernshire.invalid", "Password": "guessed"})
    guest.visitor.press("Sign in")
    guest.visitor.is_asked_again()


def _logged(guest: Guest) -> None:
    deeds.log(guest.visitor.go("/"), date(2026, 10, 5))


def _praise_shared(guest: Guest) -> None:
    guest.visitor.go("/log/compliment").fill({"What did they say?": "You listened to us. Thank you."})
    guest.visitor.pick("Which service?", deeds.SERVICE)
    guest.visitor.press("Share it")
    guest.visitor.sees("They pass it on to whoever is praised")


def _searched(words: str) -> Arrive:
    def _arrive(guest: Guest) -> None:
        box = guest.visitor.go("/cases").page.get_by_role("searchbox")
        box.fill(words)
        box.press("Enter")
        guest.visitor.sees(f"“{words}”")

    return _arrive


def _ask_why(guest: Guest) -> None:
    guest.visitor.go(f"/running/incidents/dismiss?incident={guest.open_incident()}")


def _held(guest: Guest) -> None:
    guest.visitor.go("/running/mail")
    if guest.visitor.page.get_by_text("Outgoing mail is held.").count():
        return
    guest.visitor.press("Hold outgoing mail")
    guest.visitor.is_told("Nothing is lost")


def _let_go(guest: Guest) -> None:
    _held(guest)
    guest.visitor.press("Let it go out")
    guest.visitor.is_told("goes out again")


def _email(guest: Guest) -> None:
    guest.visitor.go("/demo/mail").follow("HRD-26-")


def _outsider(guest: Guest) -> None:
    guest.visitor.go("/independent").follow("Marcus Delaney")


def _change_outsider(guest: Guest) -> None:
    _outsider(guest)
    guest.visitor.follow("Change what the register says")


OUTSIDE = (
    Visit("sign-in", "sign_in.page", None, at("/sign-in")),
    Visit("sign-in-wrong", "sign_in.page", None, _wrong_password),
)
INBOX = (
    Visit("inbox-officer", "inbox.mine", "priya", at("/inbox")),
    Visit("inbox-manager", "inbox.mine", "nasreen", at("/inbox")),
    Visit("inbox-empty", "inbox.mine", "priya", at("/inbox"), Council.NEW),
    Visit("inbox-team", "inbox.team", "owen", at("/inbox/team")),
    Visit("inbox-head", "inbox.team", "gareth", at("/inbox/team")),
    Visit("inbox-team-empty", "inbox.team", "kath", at("/inbox/team"), Council.NEW),
    Visit("inbox-everybody", "inbox.everybody", "priya", at("/inbox/everybody")),
    Visit("inbox-everybody-empty", "inbox.everybody", "owen", at("/inbox/everybody"), Council.NEW),
)
INTAKE = (
    Visit("log", "intake.log", COLLEAGUE, at("/log")),
    Visit("log-wrong", "intake.log", COLLEAGUE, wrong(at("/log"), "Log it")),
    Visit("logged", "intake.done", "priya", _logged, Council.NEW),
    Visit("share-praise", "intake.compliment", COLLEAGUE, at("/log/compliment")),
    Visit("share-praise-wrong", "intake.compliment", COLLEAGUE, wrong(at("/log/compliment"), "Share it")),
    Visit("praise-shared", "intake.done", COLLEAGUE, _praise_shared, Council.NEW),
)
REGISTER = (
    Visit("cases", "cases.register", "priya", at("/cases?status=all")),
    Visit("cases-none", "cases.register", "priya", at("/cases?status=withdrawn"), Council.NEW),
    Visit("cases-found", "cases.register", "priya", _searched("school")),
    Visit("cases-not-found", "cases.register", "priya", _searched("Zanzibar")),
)
POST = (
    Visit("letters-to-post", "case_letters.to_post", "priya", at("/letters-to-post")),
    Visit("letters-to-post-none", "case_letters.to_post", "owen", at("/letters-to-post"), Council.NEW),
)
SHELVES = (
    Visit("procedures", "procedures.shelf", "farah", at("/procedures")),
    Visit("procedure", "procedures.version", "farah", at("/procedures/statutory_complaint/2014-10-01")),
    Visit("building-blocks", "procedures.building_blocks", "farah", at("/procedures/building-blocks")),
    Visit("people", "people.directory", "tom", at("/people")),
)
INDEPENDENT = (
    Visit("independent", "independent.listed", "priya", at("/independent")),
    Visit("independent-add", "independent.newcomer", "priya", at("/independent/add")),
    Visit(
        "independent-add-wrong",
        "independent.newcomer",
        "priya",
        wrong(at("/independent/add"), "Put them on the register"),
    ),
    Visit("independent-one", "independent.one", "priya", _outsider),
    Visit("independent-change", "independent.ask_change", "priya", _change_outsider),
    Visit("interests", "independent.interests", "priya", at("/independent/interests")),
    Visit("interests-wrong", "independent.interests", "priya", wrong(at("/independent/interests"), "Declare it")),
)
RUNNING = (
    Visit("incidents", "admin.every_incident", ADMINISTRATOR, at("/running/incidents")),
    Visit("incidents-none", "admin.every_incident", ADMINISTRATOR, at("/running/incidents"), Council.NEW),
    Visit("jobs", "admin.work", ADMINISTRATOR, at("/running/jobs")),
    Visit("jobs-none", "admin.work", ADMINISTRATOR, at("/running/jobs"), Council.NEW),
    Visit("dismiss", "admin.ask_why", ADMINISTRATOR, _ask_why),
    Visit("dismiss-wrong", "admin.ask_why", ADMINISTRATOR, wrong(_ask_why, "Dismiss it")),
    Visit("working-days", "admin.working_days", ADMINISTRATOR, at("/running/calendar")),
    Visit("working-days-none", "admin.working_days", ADMINISTRATOR, at("/running/calendar?year=2050")),
    Visit("working-days-wrong", "admin.working_days", ADMINISTRATOR, wrong(at("/running/calendar"), "Add it")),
    Visit("mail-going", "admin.outgoing_mail", ADMINISTRATOR, at("/running/mail")),
    Visit("mail-none", "admin.outgoing_mail", ADMINISTRATOR, at("/running/mail"), Council.NEW),
    Visit("mail-held", "admin.outgoing_mail", ADMINISTRATOR, _held, Council.NEW),
    Visit("mail-let-go", "admin.outgoing_mail", ADMINISTRATOR, _let_go),
)
DEMO = (
    Visit("emails", "demo.mail", "priya", at("/demo/mail")),
    Visit("emails-none", "demo.mail", "kath", at("/demo/mail"), Council.NEW),
    Visit("email", "demo.email", "priya", _email),
    Visit("clock", "demo.clock", "priya", at("/demo/clock")),
    Visit("clock-wrong", "demo.clock", "priya", wrong(at("/demo/clock"), "Move the clock")),
)
ROOMS = (*OUTSIDE, *INBOX, *INTAKE, *REGISTER, *POST, *SHELVES, *INDEPENDENT, *RUNNING, *DEMO)
