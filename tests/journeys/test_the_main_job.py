"""The whole main job, as the people of a council do it: from the telephone call to the closed case."""

from datetime import date
from email.message import EmailMessage

from playwright.sync_api import expect

from tests.journeys import deeds
from tests.journeys.conftest import SitDown
from tests.journeys.deeds import ADDRESS
from tests.journeys.mail import Mail, link_in, text_of
from tests.journeys.visitor import Visitor
from tests.parts.post import Postbox

RECEIVED = date(2026, 10, 5)
NEXT_REMINDER = "The next reminder"
SOME_DAYS = "Some working days on, 9:00"


def test_a_complaint_from_the_call_to_the_closed_case(sit_down: SitDown, smtp_server: Postbox) -> None:
    mail = Mail(smtp_server)
    priya = sign_in_at_the_second_try(sit_down())
    reference = log_at_the_second_try(priya)
    triage(priya, mail, reference)
    kath = sit_down()
    follow_the_reminder(kath, priya, mail, reference)
    extend(priya, mail, reference)
    climb_the_ladder(priya, mail, reference)
    apologise(priya, mail, reference)
    reply(kath, mail.notice("kath", f"{reference}: overdue"), reference)
    amina = sit_down("amina")
    send_back_and_agree(amina, kath, reference)
    check_and_send(sit_down("owen"), mail, reference)
    close(kath, priya, reference)
    assert {subject.split(":")[0] for _, subject in mail.others()} == {"Your work today", "Meeting pack"}


def sign_in_at_the_second_try(priya: Visitor) -> Visitor:
    priya.go("/")
    priya.fill({"Email address": "priya@fernshire.invalid", "Password": "open sesame"})
    priya.press("Sign in")
    priya.is_asked_again("The email address or the password is not right")
    priya.give_password("priya")
    priya.sees("You have nothing to do here now.")
    return priya


def log_at_the_second_try(priya: Visitor) -> str:
    """The wrong input first: everything that is wrong is said at once, and nothing that was right is lost."""
    priya.page.get_by_role("link", name="Log something").click()
    priya.fill({"What did they say?": deeds.WORDS, "Name": deeds.COMPLAINANT})
    priya.date("When did the council receive it?", date(2026, 10, 6))
    priya.choose("How do they want to hear from us?", "By email")
    priya.press("Log it")
    priya.is_asked_again("This date must be today or earlier", "Select how it came in", "Select the service")
    expect(priya.field("What did they say?")).to_have_value(deeds.WORDS)
    expect(priya.field("Name")).to_have_value(deeds.COMPLAINANT)
    expect(priya.field("Day", "When did the council receive it?")).to_have_value("6")
    deeds.fill_in_log(priya, RECEIVED)
    priya.press("Log it")
    priya.sees("They write to the person by Wednesday 7 October 2026.")
    return deeds.reference_on(priya)


def triage(priya: Visitor, mail: Mail, reference: str) -> None:
    """Two heads; a letter written from the answers, with a sentence of her own; it arrives at once."""
    deeds.claim(priya, "Triage and acknowledge", reference)
    priya.press("Finish triage")
    priya.is_asked_again("Select what should happen with this complaint")
    deeds.answer_triage(priya, *deeds.HEADS)
    letter = priya.field("What the letter says")
    for head in deeds.HEADS:
        assert head in letter.input_value()
    letter.fill(letter.input_value() + "\n\nThank you for your patience on the telephone.")
    priya.press("Finish triage")
    priya.is_told(f"Done: {reference}.", "Next: Respond, for the allocated manager.")
    acknowledgement = letter_to_the_complainant(mail, reference)
    assert "Thank you for your patience on the telephone." in acknowledgement
    assert "Kath Oduya" in acknowledgement
    assert "Monday 19 October 2026" in acknowledgement


def follow_the_reminder(kath: Visitor, priya: Visitor, mail: Mail, reference: str) -> None:
    """The first rung: the manager comes in from the link of the email, and lands where the work is."""
    deeds.move_clock(priya, NEXT_REMINDER)
    reminder = mail.notice("kath", f"{reference}: due in three working days")
    assert deeds.COMPLAINANT not in reminder.as_string()
    kath.go(link_in(reminder)).give_password("kath")
    assert reference in kath.title()
    kath.sees("3 working days left")
    kath.follow("Why this date?")
    kath.sees("Monday 19 October 2026")


def extend(priya: Visitor, mail: Mail, reference: str) -> None:
    """More time than the law gives is refused; then what moves is seen first, and the letter says why."""
    priya.go(f"/cases/{reference}").follow("Take more time")
    priya.press("See what it changes")
    priya.is_asked_again("Enter the new date")
    priya.choose("Why is more time needed?", "The complaint is complex")
    priya.date("What is the new date?", date(2026, 11, 3))
    reason = "Two services have to be asked."
    priya.fill({"What does the letter say about the reason?": reason})
    priya.press("See what it changes")
    priya.is_asked_again("end on Monday 2 November 2026 (SI 2006/1738 regulation 14)")
    expect(priya.field("What does the letter say about the reason?")).to_have_value(reason)
    priya.date("What is the new date?", date(2026, 11, 2))
    priya.press("See what it changes")
    moved = priya.page.get_by_role("row", name="Answer at stage 1")
    expect(moved).to_contain_text("Monday 19 October 2026")
    expect(moved).to_contain_text("Monday 2 November 2026")
    priya.sees(reason)
    priya.press("Extend the time and send the letter")
    priya.is_told("The time is extended and the letter is on its way.")
    letter = letter_to_the_complainant(mail, reference)
    assert reason in letter
    assert "Monday 2 November 2026" in letter


def climb_the_ladder(priya: Visitor, mail: Mail, reference: str) -> None:
    """The reminder comes again before the new limit; then whoever is next up the line hears of it, too."""
    deeds.move_clock(priya, NEXT_REMINDER)
    priya.is_told("Wednesday 28 October 2026")
    mail.notice("kath", f"{reference}: due in three working days")
    deeds.move_clock(priya, NEXT_REMINDER)
    priya.is_told("Friday 30 October 2026")
    for name in ("kath", "amina"):
        mail.notice(name, f"{reference}: due on the next working day")
    deeds.move_clock(priya, NEXT_REMINDER)
    priya.is_told("Tuesday 3 November 2026")
    mail.notice("amina", f"{reference}: overdue")


def apologise(priya: Visitor, mail: Mail, reference: str) -> None:
    """The task that the missed limit opened: why, by when now, and a letter that says sorry."""
    deeds.claim(priya, "Say sorry for the delay", reference)
    priya.choose("Why was the limit missed?", "Somebody was away")
    priya.date("When do you expect to answer now?", date(2026, 11, 9))
    priya.press("Write the letter from these answers")
    priya.press("Finish this task")
    priya.is_told(f"Done: {reference}.")
    apology = letter_to_the_complainant(mail, reference)
    assert "sorry" in apology
    assert "Monday 9 November 2026" in apology
    assert "Ombudsman" in apology


def reply(kath: Visitor, notice: EmailMessage, reference: str) -> None:
    """Signed in already, the link of the email leads to the case, and its button to the task."""
    kath.go(link_in(notice))
    kath.sees("1 working day late")
    kath.press("Respond")
    kath.press("Finish the reply")
    kath.is_asked_again("Enter the day you spoke with the complainant")
    deeds.respond(kath, date(2026, 10, 7))
    kath.press("Finish the reply")
    kath.is_told(f"Done: {reference}.", "Next: Sign off, for the head of service.")


def send_back_and_agree(amina: Visitor, kath: Visitor, reference: str) -> None:
    """The head of service wants a change, says which, and agrees the second reply."""
    change = "Say sorry before you explain."
    deeds.take_up(amina, "Sign off", reference)
    amina.press("Finish this task")
    amina.is_asked_again()
    amina.page.get_by_label("No, send it back to be changed").check()
    amina.page.get_by_label("What should be changed?").fill(change)
    amina.press("Finish this task")
    amina.is_told(f"Done: {reference}.", "Next: Respond, for the allocated manager.")

    deeds.take_up(kath, "Respond", reference)
    kath.sees("Amina Farouk sent this back on Tuesday 3 November 2026. What to change:")
    kath.sees(change)
    expect(kath.page.get_by_role("group", name="Head 2", exact=True).get_by_label("Upheld", exact=True)).to_be_checked()
    letter = kath.field("What the letter says")
    letter.fill("I am very sorry.\n\n" + letter.input_value())
    kath.press("Finish the reply")
    kath.is_told(f"Done: {reference}.")

    deeds.agree(amina, reference)


def check_and_send(owen: Visitor, mail: Mail, reference: str) -> None:
    """Another officer reads what goes out, and sends it: what the law asks for is in it, whatever was written."""
    deeds.send(owen, reference)
    answer = letter_to_the_complainant(mail, reference)
    assert "I am very sorry." in answer
    for reason in deeds.FOUND:
        assert reason in answer
    for right in ("stage 2", "Fernshire Young Voices", "Ombudsman"):
        assert right in answer


def close(kath: Visitor, priya: Visitor, reference: str) -> None:
    """Five working days later the manager says what was learned, and the case closes."""
    priya.go(f"/cases/{reference}")
    priya.sees("Nobody: nothing is to be done for now.")
    deeds.move_clock(priya, SOME_DAYS, days=5)
    priya.is_told("Tuesday 10 November 2026")
    kath.find_soon("/inbox", "Close-out")
    kath.press("Finish this task")
    kath.is_asked_again()
    kath.page.get_by_role("textbox").last.fill("Calls are logged on the day they come in.")
    kath.page.get_by_role("radio", name="Yes").check()
    kath.press("Finish this task")
    kath.is_told("The case is closed.")
    priya.go(f"/cases/{reference}")
    priya.sees("Closed")
    priya.follow("Everything that happened")
    history = priya.read()
    for happened in ("Time extended", "Sign off", "Close-out", "Reminder: due in three working days"):
        assert happened in history


def letter_to_the_complainant(mail: Mail, reference: str) -> str:
    """The next letter by email; its subject says nothing but the reference."""
    message = mail.take(ADDRESS, reference)
    assert message["Subject"] == f"Our reference {reference}"
    return text_of(message)
