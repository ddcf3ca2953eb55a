"""Work done at the pages by invented people, for tests that need a case on its way."""

import re
from collections.abc import Callable
from html import unescape

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.casework.policy import Actor
from engine.db.tables import case_file, task
from engine.flows import receive
from engine.office import Office
from engine.queries import who

SignIn = Callable[[str], FlaskClient]

LOGGED = {
    "received_on": "2026-10-02",
    "channel": "telephone",
    "service_id": "1",
    "complainant_name": "Fiona Fern",
    "complainant_email": "fiona@fern.invalid",
    "words": "Nobody called me back.\n\nI waited for three weeks.",
    "desired_outcome": "A call from somebody who knows the case",
    "reply_by": "email",
    "is_child": "no",
}
TRIAGED = {
    "route": "statutory",
    "route_reason": "It is about a service for a child in care.",
    "head-1-text": "Nobody returned my calls",
    "head-1-outcome": "A call back",
    "complained_about_1": "4",
    "allocated_manager": "3",
    "safeguarding": "no",
    "letter_body": "Thank you for telling us.",
}
RESPONDED = {
    "contacted_on-day": "5",
    "contacted_on-month": "10",
    "contacted_on-year": "2026",
    "finding-1": "upheld",
    "reason-1": "The calls were not logged.",
    "remedy-apology": "yes",
    "letter_body": "I looked into it, and you were right.",
}


def actor(office: Office, person_id: int) -> Actor:
    """Somebody who works here."""
    found = who.actor(office, person_id)
    assert found is not None
    return found


def log(office: Office, **changed: str) -> str:
    """Log a representation; its reference. Sam Socialworker passes it on."""
    received = receive.read_received({**LOGGED, **changed}, office.today(), {1, 2}, range(1, 9))
    return receive.receive(office, actor(office, 7), received)


def open_task(office: Office, reference: str, element: str) -> str:
    """The key of an open task."""
    query = (
        select(task.c.id)
        .join(case_file, case_file.c.id == task.c.case_id)
        .where(case_file.c.reference == reference, task.c.element == element, task.c.status == "open")
    )
    with office.database.reading() as connection:
        return str(connection.execute(query).scalar_one())


def finish(client: FlaskClient, task_id: str, typed: dict[str, str]) -> TestResponse:
    """Complete a task at its page, or press one of its other buttons (`do`) and see where that leads."""
    return client.post(f"/tasks/{task_id}", data=typed, follow_redirects="do" in typed)


def triaged(office: Office, sign_in: SignIn, **changed: str) -> str:
    """A case that has been triaged: Mara Manager answers, Max Manager is complained about."""
    reference = log(office)
    answer = finish(sign_in("olive"), open_task(office, reference, "triage"), {**TRIAGED, **changed})
    assert answer.status_code == 302, shown_errors(answer)
    return reference


def responded(office: Office, sign_in: SignIn) -> str:
    """A case whose reply waits to be signed off."""
    reference = triaged(office, sign_in)
    answer = finish(sign_in("mara"), open_task(office, reference, "respond"), RESPONDED)
    assert answer.status_code == 302, shown_errors(answer)
    return reference


def signed_off(office: Office, sign_in: SignIn) -> str:
    """A case whose reply waits to be checked and sent."""
    reference = responded(office, sign_in)
    client, task_id = sign_in("heather"), open_task(office, reference, "sign_off")
    client.post(f"/tasks/{task_id}/claim")
    answer = finish(client, task_id, {"signed_off": "agree"})
    assert answer.status_code == 302, shown_errors(answer)
    return reference


def shown_errors(answer: TestResponse) -> dict[str, str]:
    """What the error summary says, by the question that it leads to."""
    summary = answer.text.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    found = re.findall(r'<a href="#([^"]+)"\s*>\s*(.*?)\s*</a>', summary, re.DOTALL)
    return {name: unescape(text) for name, text in found}


def shown_value(answer: TestResponse, name: str) -> str:
    """What a text area of the page shows."""
    found = re.search(rf'<textarea[^>]*\bname="{re.escape(name)}"[^>]*>(.*?)</textarea>', answer.text, re.DOTALL)
    assert found is not None, f"no text area {name}"
    return unescape(found.group(1))


def claimed(client: FlaskClient, task_id: str) -> FlaskClient:
    """The client, once whoever sits at it has claimed the task."""
    assert client.post(f"/tasks/{task_id}/claim").status_code == 302
    return client
