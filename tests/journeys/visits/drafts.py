"""Long forms as somebody left them: kept as a draft, overtaken by others, and after the sign-in has ended."""

from engine.casework.task_requests import Need
from engine.flows import details, task_requests
from engine.queries import who
from tests.journeys.guest import Guest, case_told, manager, officer, people_by_name
from tests.journeys.visits.visit import Visit

MOVED = {"is_child": "no", "reply_by": "email", "complainant_email": "moved@example.invalid"}


def _left(guest: Guest) -> None:
    """A long reply that somebody means to go on with tomorrow."""
    guest.task("late", "respond")
    guest.visitor.field("What the letter says").fill("I am sorry that nobody rang you back.\n\n" * 6)
    guest.visitor.press("Save and come back later")
    guest.visitor.sees("What you typed is kept")
    guest.task("late", "respond")
    guest.visitor.sees("You began this on")


def _started_again(guest: Guest) -> None:
    _left(guest)
    guest.visitor.press("Start again")
    guest.visitor.sees("is kept beside it")


def _log_left(guest: Guest) -> None:
    guest.visitor.go("/log").fill({"What did they say?": "She says that nobody came.\n" * 5})
    guest.visitor.press("Save and come back later")
    guest.visitor.go("/log").sees("You began this on")


def _overtaken(guest: Guest) -> None:
    """The person has told another officer of a new address while the letter was being checked."""
    guest.task("at the check", "check_and_send")
    guest.visitor.page.get_by_label("Yes, it goes out").check()
    office, reference = guest.house.office, guest.reference("at the check")
    other = who.actor(office, people_by_name(guest.house)["owen"])
    assert other is not None
    details.change(office, other, reference, {**MOVED, "complainant_name": case_told("at the check").who})
    guest.visitor.press("Finish this task")
    guest.visitor.sees("Something has changed since you opened this page")


def _asked(guest: Guest) -> None:
    """Somebody has asked for help."""
    office, task_id = guest.house.office, guest.open_task("sent back", "respond")
    asker = who.actor(office, people_by_name(guest.house)[manager("sent back")])
    assert asker is not None
    task_requests.ask(office, asker, task_id, {"need": Need.HELP.value, "note": "I cannot find the log of the calls."})
    guest.task("sent back", "respond")
    guest.visitor.sees("I cannot find the log of the calls.")


DRAFTS = (
    Visit("kept-reply", "tasks.page", manager("late"), _left),
    Visit("kept-started-again", "tasks.page", manager("late"), _started_again),
    Visit("kept-log", "intake.log", "tom", _log_left),
    Visit("kept-overtaken", "tasks.page", officer("at the check"), _overtaken),
    Visit("kept-asked", "tasks.page", manager("sent back"), _asked),
)
