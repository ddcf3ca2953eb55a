"""A complaint's story as people do it, step by step, and what the record says of it afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Select, select

from engine.casework.policy import Actor, Holding
from engine.casework.vocabulary import Channel, Kind, Role
from engine.db.tables import case_event, case_file, incident, job, message, person, task
from engine.flows import calendar, deployments, digest, firing, jobs, late_notices, receive, tasks
from engine.flows.receive import Received, ReplyBy
from engine.office import Office
from engine.queries import who
from engine.recording.jobs import Handler
from notifications.handlers import Delivery
from notifications.mailers import Mailer
from notifications.mailers.file import FileMailer
from tests.council import PEOPLE

LETTER = {"letter_body": "Thank you for telling us."}
TRIAGE: Mapping[str, str] = {
    "route": "statutory",
    "route_reason": "A parent, about what her child was given.",
    "safeguarding": "no",
    "head-1-text": "Visits were cancelled without a word.",
    "head-1-outcome": "To be told in good time.",
    "allocated_manager": str(PEOPLE["mara"][0]),
    **LETTER,
}
REPLY: Mapping[str, str] = {"finding-1": "upheld", "reason-1": "The log shows it.", **LETTER}
CLOSE_OUT: Mapping[str, str] = {"improvements": "A rota.", "learning_shared": "yes"}
TWO_AT_ONCE = Path(__file__).parent / "bpmn" / "two_at_once.bpmn"


def somebody(office: Office, login: str) -> Actor:
    """One of the invented people, signed in."""
    found = who.actor(office, PEOPLE[login][0])
    assert found is not None
    return found


def log(office: Office, received_on: date | None = None) -> str:
    """Olive logs a complaint about something said on the telephone; returns its reference."""
    received = Received(
        kind=Kind.COMPLAINT,
        received_on=received_on or office.today(),
        channel=Channel.TELEPHONE,
        service_id=1,
        complainant_name="Jo Invented",
        words="Nobody rings me back.",
        reply_by=ReplyBy.EMAIL,
        complainant_email="jo@example.invalid",
        complainant_address="1 Invented Street\nInventon",
    )
    return receive.receive(office, somebody(office, "olive"), received)


def complete(office: Office, login: str, element: str, typed: Mapping[str, str], reference: str | None = None) -> None:
    """Somebody completes the one open task of an element."""
    tasks.complete(office, somebody(office, login), open_task(office, element, reference), typed)


def triage(office: Office, reference: str | None = None, **changes: str) -> None:
    """Olive sends it to Mara as a statutory complaint, and acknowledges it."""
    complete(office, "olive", "triage", {**TRIAGE, **changes}, reference)


def respond(office: Office, reference: str | None = None, **changes: str) -> None:
    """Mara writes the reply, having spoken with the complainant today."""
    spoken = {"contacted_on": office.today().isoformat()}
    complete(office, "mara", "respond", {**REPLY, **spoken, **changes}, reference)


def sign_off(office: Office, reference: str | None = None) -> None:
    """Heather agrees the reply."""
    complete(office, "heather", "sign_off", {"signed_off": "agree"}, reference)


def check_and_send(office: Office, reference: str | None = None) -> None:
    """Olive checks the reply and emails it."""
    complete(office, "olive", "check_and_send", {"checked": "send", "sent_by": "email", **LETTER}, reference)


def log_and_triage(office: Office, received_on: date | None = None) -> str:
    """A complaint that has reached its manager."""
    reference = log(office, received_on)
    triage(office, reference)
    return reference


def publish_two_at_once(office: Office) -> None:
    """From today on statutory complaints go to the manager and the head of service at the same time."""
    owner = Actor(PEOPLE["ada"][0], "Ada Administrator", frozenset({Holding(Role.PROCESS_OWNER, None)}))
    deployments.deploy(office, owner, TWO_AT_ONCE.read_bytes(), office.today())


def handlers(mailer: Mailer) -> dict[str, Handler]:
    """Who does which kind of job, as the front door has it."""
    deliver = Delivery(mailer, "heard@council.invalid", "http://heard.invalid")
    return {
        "timer": firing.fire_timer,
        "digest": digest.write,
        late_notices.KIND: late_notices.write,
        calendar.KIND: calendar.look_again,
        "deliver": deliver,
    }


@dataclass(frozen=True)
class Sweeper:
    """Does what is due when it is told to, keeping emails in a folder."""

    office: Office
    folder: Path

    def __call__(self) -> int:
        """Everything that is due now; returns how many jobs were run."""
        return jobs.sweep(self.office, handlers(FileMailer(self.folder)))


def rows(office: Office, query: Select[Any]) -> list[Row[Any]]:
    """What the database says."""
    with office.database.reading() as connection:
        return list(connection.execute(query).all())


def open_task(office: Office, element: str, reference: str | None = None) -> str:
    """The id of the one open task of an element."""
    query = select(task.c.id).join(case_file, case_file.c.id == task.c.case_id)
    query = query.where(task.c.element == element, task.c.status == "open")
    (found,) = rows(office, query if reference is None else query.where(case_file.c.reference == reference))
    return str(found.id)


def open_elements(office: Office) -> set[str]:
    """The elements that somebody can work on."""
    return {row.element for row in rows(office, select(task.c.element).where(task.c.status == "open"))}


def told(office: Office, notice: str) -> list[str]:
    """Who was told this, by sign-in name, in the order of telling."""
    query = select(person.c.email).join(message, message.c.to_person_id == person.c.id)
    found = rows(office, query.where(message.c.template == notice).order_by(message.c.id))
    return [row.email.partition("@")[0] for row in found]


def timers(office: Office, status: str | None = None) -> list[Row[Any]]:
    """The timer jobs, by deadline."""
    query = select(job).where(job.c.kind == "timer").order_by(job.c.deadline_on, job.c.id)
    return rows(office, query if status is None else query.where(job.c.status == status))


DAY_20 = "stage_1_maximum"
"""The clock beside the ladder: after its day the right to stage 2 is told of, pauses or not."""


def due_days(office: Office) -> list[tuple[str, date]]:
    """The clock and day of every timer that waits, but for the one on day 20."""
    return [(row.clock, row.deadline_on) for row in timers(office, "pending") if row.clock != DAY_20]


def waiting_until(office: Office, kind: str) -> list[datetime]:
    """When jobs of a kind are due."""
    query = select(job.c.due_at).where(job.c.kind == kind, job.c.status == "pending").order_by(job.c.due_at)
    return [row.due_at for row in rows(office, query)]


def incidents(office: Office) -> list[Row[Any]]:
    """Every incident with its job's kind, oldest first."""
    query = select(incident, job.c.kind, job.c.status.label("job_status")).join(job, job.c.id == incident.c.job_id)
    return rows(office, query.order_by(incident.c.id))


def event_id(office: Office, kind: str) -> int:
    """The current event of a kind."""
    query = select(case_event.c.id).where(case_event.c.kind == kind, case_event.c.corrected_by_id.is_(None))
    (found,) = rows(office, query)
    return int(found.id)
