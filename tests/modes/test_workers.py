"""Real workers: what is urgent comes first, who stops finishes or gives back, and each says that it is there."""

import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from engine.casework.urgency import Urgency
from engine.db.tables import job, message, sign_of_life
from engine.flows import demo_clock
from engine.office import Hint, Office
from engine.recording.jobs import ATTEMPTS
from engine.recording.messages import new_header_id, queue
from tests.modes.running import Distributed, furnish_demo, wait_for
from tests.parts.databases import PostgresServer
from tests.parts.ports import find_free_port
from tests.parts.post import Postbox
from tests.story import rows

NOTICES = 8


@pytest.fixture
def distributed(postgres_server: PostgresServer, tmp_path: Path, smtp_server: Postbox) -> Iterator[Distributed]:
    """PostgreSQL, a broker and a mail server; the worker starts when the test says so."""
    with postgres_server.copy_of(furnish_demo) as url:
        running = Distributed(tmp_path, url, find_free_port(), smtp_server.url)
        yield running
        running.close()


def _notice(office: Office, urgency: Urgency = Urgency.ORDINARY) -> int:
    """One email, queued, its words written already. Returns the key of its message."""
    with office.transaction() as transaction:
        row: dict[str, Any] = {
            "header_id": new_header_id(),
            "kind": "notice",
            "template": "task_reminder",
            "status": "queued",
            "case_id": None,
            "to_person_id": 1,
            "to_address": "olive@heard.invalid",
            "channel": "email",
            "fields": {},
            "subject": "A notice",
            "html": "<p>A notice</p>",
            "text": "A notice",
            "created_at": transaction.now,
        }
        (message_id,) = queue(transaction, [row])
        change = update(job).where(job.c.message_id == message_id).values(urgency=urgency.value)
        transaction.connection.execute(change)
        transaction.hints[:] = [Hint(hint.job_id, urgency) for hint in transaction.hints]
        return message_id


def _job(office: Office, message_id: int) -> Any:
    (row,) = rows(office, select(job).where(job.c.message_id == message_id))
    return row


def test_workers_take_what_is_urgent_first_and_stop_without_losing_a_job(
    distributed: Distributed, smtp_server: Postbox
) -> None:
    office = distributed.house.office
    demo_clock.advance(office, datetime(2026, 10, 5, 9, tzinfo=UTC))
    for _ in range(NOTICES):
        _notice(office)
    urgent = _notice(office, Urgency.URGENT)
    distributed.start_worker(at_once=1)
    smtp_server.wait_for(NOTICES + 1, seconds=60)
    (header,) = (row.header_id for row in _messages(office) if row.id == urgent)
    assert header == str(smtp_server.messages[0]["Message-ID"])
    wait_for(lambda: bool(_signs(office)), "the worker's sign of life")

    smtp_server.stall()
    in_hand = _notice(office)
    wait_for(lambda: _job(office, in_hand).lease_until is not None, "the worker to begin")
    distributed.stop_worker(signal.SIGTERM)
    smtp_server.accept()
    wait_for(lambda: distributed.programs.has_ended("worker"), "the worker to finish what it had in hand")
    assert _job(office, in_hand).status == "done"
    assert _signs(office) == []

    distributed.start_worker()
    wait_for(lambda: bool(_signs(office)), "the next worker's sign of life")
    smtp_server.stall()
    given_back = _notice(office)
    wait_for(lambda: _job(office, given_back).lease_until is not None, "the worker to begin again")
    distributed.stop_worker(signal.SIGQUIT)
    wait_for(lambda: distributed.programs.has_ended("worker"), "the worker to end at once")
    row = _job(office, given_back)
    assert (row.status, row.lease_until, row.attempts_left) == ("pending", None, ATTEMPTS)


def _messages(office: Office) -> Any:
    return rows(office, select(message.c.id, message.c.header_id))


def _signs(office: Office) -> list[str]:
    found = rows(office, select(sign_of_life.c.name).where(sign_of_life.c.name.startswith("worker:")))
    return [row.name for row in found]
