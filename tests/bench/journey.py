"""One complaint's way through the house, of an ordinary size, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select

from engine.casework.policy import Actor
from engine.casework.vocabulary import Channel, Kind
from engine.db.tables import job, task
from engine.flows import receive, tasks
from engine.flows.receive import Received, ReplyBy
from engine.office import Office
from engine.queries import who
from tests.council import StandingClock

RECEIVED_AT = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
CLOSE_OUT_AT = datetime(2026, 10, 12, 8, 30, tzinfo=UTC)
HEADS = 3
SAID = "Nobody rings me back when I ask about my son's short breaks, and the plan we agreed was changed. " * 15
LETTER = {"letter_body": "Thank you for telling us. We have looked into each part of what you said.\n\n" * 15}
TRIAGE = {
    "route": "statutory",
    "route_reason": "A parent, about a service to her child.",
    "safeguarding": "no",
    **{f"head-{n}-text": f"Part {n}: visits were cancelled without a word." for n in range(1, HEADS + 1)},
    **{f"head-{n}-outcome": "To be told in good time." for n in range(1, HEADS + 1)},
    "allocated_manager": "3",
    **LETTER,
}
RESPOND = {
    "contacted_on": "{today}",
    **{f"finding-{n}": "upheld" for n in range(1, HEADS + 1)},
    **{f"reason-{n}": "The log shows three cancelled visits and no call back. " * 6 for n in range(1, HEADS + 1)},
    "remedy-apology": "yes",
    **LETTER,
}
WORK: Mapping[str, tuple[int, Mapping[str, str]]] = {
    "triage": (1, TRIAGE),
    "respond": (3, RESPOND),
    "sign_off": (5, {"signed_off": "agree"}),
    "check_and_send": (1, {"checked": "send", "sent_by": "email", **LETTER}),
    "close_out": (3, {"improvements": "A rota that somebody looks at each morning.", "learning_shared": "yes"}),
}
"""What is done at each task: by whom, and what they type, `{today}` being the day. In this order."""


@dataclass(frozen=True)
class Council:
    """An office, its clock, and the people who work there."""

    office: Office
    clock: StandingClock
    people: Mapping[int, Actor]
    others: int = 0
    """Cases up to this key are other people's: nobody here touches them."""

    def receive(self) -> str:
        """Log one complaint; returns its reference."""
        received = Received(
            kind=Kind.COMPLAINT,
            received_on=self.office.today(),
            channel=Channel.TELEPHONE,
            service_id=1,
            complainant_name="Jo Invented",
            words=SAID,
            reply_by=ReplyBy.EMAIL,
            complainant_email="jo@example.invalid",
        )
        return receive.receive(self.office, self.people[1], received)

    def open_tasks(self, element: str) -> list[str]:
        """The open tasks of one kind, oldest case first."""
        return list(self.open_by_case(element).values())

    def open_by_case(self, element: str) -> dict[int, str]:
        """The same, each with the key of its case."""
        t = task.c
        query = select(t.case_id, t.id).where(t.element == element, t.status == "open", t.case_id > self.others)
        with self.office.database.reading() as connection:
            return {row.case_id: row.id for row in connection.execute(query.order_by(t.case_id))}

    def unsent(self) -> int:
        """How many deliveries are still to be made."""
        query = select(func.count()).where(job.c.kind == "deliver", job.c.status != "done")
        with self.office.database.reading() as connection:
            return connection.execute(query).scalar_one()

    def typed(self, element: str) -> dict[str, str]:
        """What is typed at a task today."""
        today = self.office.today().isoformat()
        return {name: answer.replace("{today}", today) for name, answer in WORK[element][1].items()}

    def complete(self, element: str, task_id: str, **changes: str) -> None:
        """Complete one task as whoever does it here; `changes` are answers that are not the usual ones."""
        person_id, _ = WORK[element]
        tasks.complete(self.office, self.people[person_id], task_id, {**self.typed(element), **changes})

    def bring(self, cases: int, until: str) -> None:
        """Log this many complaints and bring each to where the task `until` is open."""
        for _ in range(cases):
            self.receive()
        for element in list(WORK)[: list(WORK).index(until)]:
            for task_id in self.open_tasks(element):
                self.complete(element, task_id)


def staff(office: Office, clock: StandingClock, others: int = 0) -> Council:
    """The council with its people signed in. `others`: the last key of the cases that are there already."""
    found = {person_id: who.actor(office, person_id) for person_id in {person_id for person_id, _ in WORK.values()}}
    return Council(office, clock, {key: actor for key, actor in found.items() if actor is not None}, others)
