"""The page of every kind of task: as somebody opens it, filled in, and with everything wrong."""

from datetime import date

from tests.journeys import deeds
from tests.journeys.guest import Guest, case_told, head, manager, officer
from tests.journeys.visits.visit import Council, Visit, task, wrong

PAGE = "tasks.page"
FINISH = "Finish this task"


def _triage_with_letter(guest: Guest) -> None:
    guest.task("in triage", "triage")
    deeds.answer_triage(guest.visitor, *deeds.HEADS)
    guest.visitor.sees("Always in the letter, after your words")


def _triage_with_advice(guest: Guest) -> None:
    guest.task("in triage", "triage")
    guest.visitor.pick("Who complains?", "Somebody else, who may have sufficient interest in the child")
    guest.visitor.pick("For whom do they speak?", "For a child")
    guest.visitor.pick("What is it about?", "Delay in deciding or in giving a service")
    guest.visitor.date("When did it happen?", date(2025, 1, 10))
    guest.visitor.press("Show the advice")
    guest.visitor.sees("First find out, or decide")


def _reply_with_letter(guest: Guest) -> None:
    guest.task("sent back", "respond")
    guest.visitor.date(f"When did you speak with {case_told('sent back').who}?", date(2026, 9, 30))
    guest.visitor.press("Write the letter from these findings")
    guest.visitor.sees("Always in the letter, after your words")


def _send_back(guest: Guest) -> None:
    guest.task("at sign-off", "sign_off")
    guest.visitor.page.get_by_label("No, send it back to be changed").check()


def _check(guest: Guest) -> None:
    guest.task("at the check", "check_and_send")
    guest.visitor.page.get_by_label("Yes, it goes out").check()


def _change_the_words(guest: Guest) -> None:
    _check(guest)
    guest.visitor.page.get_by_text("Change the words").click()


def _overrun(guest: Guest) -> None:
    guest.claimed("late", "record_overrun", officer("late"))


def _overrun_with_letter(guest: Guest) -> None:
    _overrun(guest)
    guest.visitor.choose("Why was the limit missed?", "Somebody was away")
    guest.visitor.date("When do you expect to answer now?", date(2026, 10, 12))
    guest.visitor.press("Write the letter from these answers")
    guest.visitor.sees("Always in the letter, after your words")


def _give_away(guest: Guest) -> None:
    guest.task("in triage", "triage")
    guest.visitor.page.get_by_text("I cannot do this").click()


def _share(guest: Guest) -> None:
    guest.visitor.go("/log/compliment").fill({"What did they say?": "You listened to us. Thank you."})
    guest.visitor.pick("Which service?", deeds.SERVICE)
    guest.visitor.press("Share it")
    deeds.claim(guest.visitor, "Share", deeds.reference_on(guest.visitor))


_triage = task("in triage", "triage")
_reply = task("late", "respond")
_sign_off = task("at sign-off", "sign_off")
_close_out = task("to close out", "close_out")

TASKS = (
    Visit("triage-unclaimed", PAGE, "owen", task("new", "triage")),
    Visit("triage", PAGE, officer("in triage"), _triage),
    Visit("triage-wrong", PAGE, officer("in triage"), wrong(_triage, "Finish triage")),
    Visit("triage-with-advice", PAGE, officer("in triage"), _triage_with_advice),
    Visit("triage-with-letter", PAGE, officer("in triage"), _triage_with_letter),
    Visit("give-away", PAGE, officer("in triage"), _give_away),
    Visit("task-of-somebody-else", PAGE, "priya", _sign_off),
    Visit("reply", PAGE, manager("late"), _reply),
    Visit("reply-wrong", PAGE, manager("late"), wrong(_reply, "Finish the reply")),
    Visit("reply-sent-back", PAGE, manager("sent back"), task("sent back", "respond")),
    Visit("reply-with-letter", PAGE, manager("sent back"), _reply_with_letter),
    Visit("sign-off", PAGE, head("at sign-off"), _sign_off),
    Visit("sign-off-wrong", PAGE, head("at sign-off"), wrong(_sign_off, FINISH)),
    Visit("sign-off-send-back", PAGE, head("at sign-off"), _send_back),
    # First, while nothing is ticked: what is ticked is kept as a draft, and then nothing is wrong any more.
    Visit(
        "check-and-send-wrong",
        PAGE,
        officer("at the check"),
        wrong(task("at the check", "check_and_send"), FINISH),
    ),
    Visit("check-and-send", PAGE, officer("at the check"), _check),
    Visit("check-and-send-words", PAGE, officer("at the check"), _change_the_words),
    Visit("overrun", PAGE, officer("late"), _overrun),
    Visit("overrun-wrong", PAGE, officer("late"), wrong(_overrun, FINISH)),
    Visit("overrun-with-letter", PAGE, officer("late"), _overrun_with_letter),
    Visit("share", PAGE, "priya", _share, Council.NEW),
    Visit("share-wrong", PAGE, "priya", wrong(_share, "Share it"), Council.NEW),
    Visit("close-out", PAGE, manager("to close out"), _close_out),
    Visit("close-out-wrong", PAGE, manager("to close out"), wrong(_close_out, FINISH)),
)
