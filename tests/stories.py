"""Cases moved along through the real flows, for tests that ask about them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from engine.casework.policy import Actor
from engine.casework.vocabulary import Channel, Kind
from engine.db.tables import case_file, message, task
from engine.flows import firing, jobs, receive, tasks
from engine.flows.receive import Received, ReplyBy
from engine.office import Office
from engine.queries import who
from notifications.handlers import Delivery
from notifications.mailers import Outgoing
from tests.council import PEOPLE

COMPLAINT = Received(
    kind=Kind.COMPLAINT,
    received_on=date(2026, 10, 5),
    channel=Channel.TELEPHONE,
    service_id=1,
    complainant_name="Josephine Arkwright",
    words="Nobody rings me back.\nI have asked three times.",
    reply_by=ReplyBy.EMAIL,
    complainant_email="jo@example.invalid",
    complainant_address="14 Cinder Lane\nFernbury",
    contact_warning="Do not tell my carer. Safe on Mondays after 4pm.",
    desired_outcome="A call back",
)

TRIAGE: Mapping[str, str] = {
    "route": "statutory",
    "route_reason": "A parent, about a service to her child.",
    "safeguarding": "no",
    "head-1-text": "Visits were cancelled without a word.",
    "head-1-outcome": "To be told in good time.",
    "allocated_manager": "3",
    "letter_body": "Thank you for telling us.",
}

OFFERED: Mapping[str, str] = {"advocate_offered": "yes", "advocate_offered_on": "2026-10-05"}
"""What triage asks for besides where the person is a child."""

ANSWER: Mapping[str, str] = {
    "contacted_on": "2026-10-05",
    "finding-1": "upheld",
    "reason-1": "The log shows it.",
    "remedy-apology": "yes",
    "letter_body": "You were right.",
}


def somebody(office: Office, name: str) -> Actor:
    """One of the people of the council, as they are today."""
    found = who.actor(office, PEOPLE[name][0])
    assert found is not None
    return found


def logged(office: Office, by: str = "olive", **different: Any) -> str:
    """A complaint that was logged; its reference."""
    return receive.receive(office, somebody(office, by), replace(COMPLAINT, **different))


def do(office: Office, by: str, reference: str, element: str, typed: Mapping[str, str]) -> None:
    """Complete the open task of a case that stands at this element of the diagram."""
    tasks.complete(office, somebody(office, by), open_task(office, reference, element), typed)


def open_task(office: Office, reference: str, element: str) -> str:
    """The key of an open task."""
    t = task.c
    query = select(t.id).join(case_file, case_file.c.id == t.case_id)
    wanted = (case_file.c.reference == reference) & (t.element == element) & (t.status == "open")
    with office.database.reading() as connection:
        return str(connection.execute(query.where(wanted)).scalar_one())


def triaged(office: Office, **different: Any) -> str:
    """A complaint that waits for its manager's answer."""
    reference = logged(office, **different)
    do(office, "olive", reference, "triage", {**TRIAGE, **(OFFERED if different.get("is_child") else {})})
    return reference


def answered(office: Office, sent_by: str = "email", **different: Any) -> str:
    """A complaint whose answer went out today; its close-out opens later."""
    reference = triaged(office, **different)
    do(office, "mara", reference, "respond", ANSWER)
    do(office, "heather", reference, "sign_off", {"signed_off": "agree"})
    sent = {"checked": "send", "sent_by": sent_by, "letter_body": "You were right."}
    do(office, "olive", reference, "check_and_send", sent)
    return reference


class Pillar:
    """A mailer that keeps what it is given."""

    def __init__(self) -> None:
        self.posted: list[Outgoing] = []

    def send(self, outgoing: Outgoing) -> None:
        self.posted.append(outgoing)


def deliver(office: Office) -> list[Outgoing]:
    """Run everything that is due; returns the emails that went out."""
    pillar = Pillar()
    delivery = Delivery(pillar, "Heard <heard@fernshire.invalid>", "http://localhost")
    jobs.sweep(office, {"timer": firing.fire_timer, "deliver": delivery})
    return pillar.posted


def letter_id(office: Office, reference: str, template: str) -> int:
    """The newest letter of a kind in a case."""
    query = select(message.c.id).join(case_file, case_file.c.id == message.c.case_id)
    wanted = query.where(case_file.c.reference == reference, message.c.template == template)
    with office.database.reading() as connection:
        return int(connection.execute(wanted.order_by(message.c.id.desc()).limit(1)).scalar_one())
