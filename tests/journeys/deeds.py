"""What the people of the council do at the pages, each deed as one person does it."""

import re
from datetime import date

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

COMPLAINANT = "Fiona Fern"
ADDRESS = "fiona.fern@letters.invalid"
WORDS = "Nobody called me back.\n\nI waited for three weeks, and then the visits stopped."
HEADS = ("Nobody returned my calls", "The visits stopped")
SERVICE = "Children in care"
MANAGER = "Kath Oduya, Children in care team 1"
FOUND = ("The calls were not logged.", "The worker had left and nobody took over.")


def log(visitor: Visitor, received: date, **changed: str) -> str:
    """Log a complaint; its reference."""
    visitor.navigate("Log something")
    fill_in_log(visitor, received, **changed)
    visitor.press("Log it")
    return reference_on(visitor)


def fill_in_log(visitor: Visitor, received: date, **changed: str) -> None:
    """Answer the questions of the form, and send nothing."""
    visitor.fill({"What did they say?": changed.get("words", WORDS)})
    visitor.date("When did the council receive it?", received)
    visitor.pick("How did it come in?", "Telephone")
    visitor.pick("Which service is it about?", SERVICE)
    visitor.fill({"Name": changed.get("name", COMPLAINANT)})
    visitor.choose("Are they under 18?", "No")
    visitor.choose("How do they want to hear from us?", "By email")
    visitor.fill({"Email address": ADDRESS})


def reference_on(visitor: Visitor) -> str:
    """The reference on the page that says that it is logged."""
    said = visitor.page.get_by_text("The reference is")
    expect(said).to_be_visible()
    found = re.search(r"[A-Z0-9]+(?:[-/]\w+)+", said.inner_text())
    assert found is not None
    return found.group()


def claim(visitor: Visitor, task: str, reference: str) -> None:
    """Take a task on from the team's list; it opens."""
    visitor.go("/inbox/team")
    visitor.press(f"Claim {task} for {reference}")
    expect(visitor.page.get_by_role("heading", name=task, level=1)).to_be_visible()


def take_up(visitor: Visitor, task: str, reference: str) -> None:
    """Open a task that nobody else can do, and that needs no claim."""
    row = visitor.go("/inbox").page.get_by_role("listitem").filter(has_text=reference)
    visitor.follow_in(row, task)
    expect(visitor.page.get_by_role("heading", name=task, level=1)).to_be_visible()


def answer_triage(visitor: Visitor, *heads: str, about: str | None = None) -> None:
    """Answer the questions of triage: a statutory complaint with these heads, which Kath answers."""
    visitor.choose("What should happen with this complaint?", "Deal with it as a statutory complaint")
    visitor.fill({"The reason for this decision": "A parent, about a service for her child in care."})
    for number, head in enumerate(heads, start=1):
        if number > 1:
            visitor.press("Add another head")
        visitor.fill({f"Head {number}": head, f"What would put head {number} right": "Somebody who calls back"})
    if about is not None:
        visitor.pick("Complained about", about)
    visitor.pick("The manager who answers", MANAGER)
    visitor.choose("Could somebody be at risk of harm?", "No")
    visitor.press("Write the letter from these answers")


def triage(visitor: Visitor, reference: str, *, about: str | None = None) -> None:
    """Claim triage and finish it."""
    claim(visitor, "Triage and acknowledge", reference)
    answer_triage(visitor, *HEADS, about=about)
    visitor.press("Finish triage")
    visitor.is_told(f"Done: {reference}.", "Next: Respond, for the allocated manager.")


def respond(visitor: Visitor, spoken_on: date, complainant: str = COMPLAINANT) -> None:
    """Answer the questions of the reply to two heads and have its letter written; it is not finished yet."""
    visitor.date(f"When did you speak with {complainant}?", spoken_on)
    for number, reason in enumerate(FOUND, start=1):
        head = visitor.page.get_by_role("group", name=f"Head {number}", exact=True)
        visitor.tick(head.get_by_label("Upheld", exact=True))
        visitor.write_in(head.get_by_label("How you came to this"), reason)
    visitor.choose("How things are put right", "An apology")
    visitor.press("Write the letter from these findings")


def finish_reply(visitor: Visitor, reference: str, spoken_on: date) -> None:
    """Open the reply, write it and pass it on."""
    take_up(visitor, "Respond", reference)
    respond(visitor, spoken_on)
    visitor.press("Finish the reply")
    visitor.is_told(f"Done: {reference}.", "Next: Sign off, for the head of service.")


def agree(visitor: Visitor, reference: str) -> None:
    """Open the sign-off and agree."""
    take_up(visitor, "Sign off", reference)
    visitor.tick(visitor.page.get_by_label("Yes, it can go on to be sent"))
    visitor.press("Finish this task")
    visitor.is_told(f"Done: {reference}.", "Next: Check and send, for the complaints officer.")


def send(visitor: Visitor, reference: str) -> None:
    """Claim the check and send the letter by email."""
    claim(visitor, "Check and send", reference)
    visitor.tick(visitor.page.get_by_label("Yes, it goes out"))
    visitor.choose("How does it go?", "Email")
    visitor.press("Finish this task")
    visitor.is_told(f"Done: {reference}.")


def move_clock(visitor: Visitor, where: str, days: int | None = None) -> None:
    """Move the clock of the demo: "The next reminder", or some working days on."""
    visitor.go("/demo/clock")
    visitor.choose("Where to?", where)
    if days is not None:
        visitor.fill({"How many working days?": str(days)})
    visitor.press("Move the clock")
    visitor.is_told("It is now")
