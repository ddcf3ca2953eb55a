"""A statutory complaint from receipt to its answer, through the engine alone."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from sqlalchemy import select

from engine.casework.policy import Actor
from engine.casework.vocabulary import Channel, Kind
from engine.db.tables import case_event, case_file, task
from engine.flows import firing, jobs, receive, tasks
from engine.flows.receive import Received, ReplyBy
from engine.office import Office
from engine.queries import who
from engine.recording import chain
from tests.council import StandingClock

LETTER = {"letter_body": "Thank you for telling us."}
TRIAGE: Mapping[str, str] = {
    "route": "statutory",
    "route_reason": "A parent, about a service to her child.",
    "safeguarding": "no",
    "head-1-text": "Visits were cancelled without a word.",
    "head-1-outcome": "To be told in good time.",
    "allocated_manager": "3",
    **LETTER,
}


def somebody(office: Office, person_id: int) -> Actor:
    found = who.actor(office, person_id)
    assert found is not None
    return found


def a_complaint(received_on: date) -> Received:
    return Received(
        kind=Kind.COMPLAINT,
        received_on=received_on,
        channel=Channel.TELEPHONE,
        service_id=1,
        complainant_name="Jo Invented",
        words="Nobody rings me back.",
        reply_by=ReplyBy.EMAIL,
        complainant_email="jo@example.invalid",
    )


def open_tasks(office: Office) -> dict[str, str]:
    with office.database.reading() as connection:
        rows = connection.execute(select(task.c.element, task.c.id).where(task.c.status == "open"))
        return {row.element: row.id for row in rows}


def test_a_complaint_travels_from_receipt_to_close_out(office: Office, clock: StandingClock) -> None:
    olive, mara, heather = (somebody(office, n) for n in (1, 3, 5))
    reference = receive.receive(office, olive, a_complaint(date(2026, 10, 5)))
    done = tasks.complete(office, olive, open_tasks(office)["triage"], TRIAGE)
    assert "Respond" in done.sentence
    assert set(open_tasks(office)) == {"respond"}
    answer = {"contacted_on": "2026-10-05", "finding-1": "upheld", "reason-1": "The log shows it.", **LETTER}
    tasks.complete(office, mara, open_tasks(office)["respond"], answer)
    tasks.complete(
        office, heather, open_tasks(office)["sign_off"], {"signed_off": "send_back", "what_to_change": "Warmer."}
    )
    tasks.complete(office, mara, open_tasks(office)["respond"], answer)
    tasks.complete(office, heather, open_tasks(office)["sign_off"], {"signed_off": "agree"})
    tasks.complete(
        office, olive, open_tasks(office)["check_and_send"], {"checked": "send", "sent_by": "email", **LETTER}
    )
    assert open_tasks(office) == {}
    clock.instant = datetime(2026, 10, 12, 8, 30, tzinfo=UTC)
    assert jobs.sweep(office, {"timer": firing.fire_timer, "deliver": _leave}) > 0
    assert set(open_tasks(office)) == {"close_out"}
    tasks.complete(office, mara, open_tasks(office)["close_out"], {"improvements": "A rota.", "learning_shared": "yes"})
    with office.database.reading() as connection:
        row = connection.execute(select(case_file).where(case_file.c.reference == reference)).one()
        assert row.status == "closed"
        assert chain.broken_at(connection, row.id) is None
        kinds = connection.execute(select(case_event.c.kind).order_by(case_event.c.id)).scalars().all()
        assert kinds == [
            "received",
            "acknowledged",
            "complainant_contacted",
            "stage_1_response_sent",
            "stage_1_response_received",
            "close_out_recorded",
        ]


def _leave(office: Office, claimed: object) -> None:
    raise RuntimeError("nobody delivers in this test")
