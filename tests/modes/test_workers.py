"""Real workers: what is urgent comes first, who stops finishes or gives back, and each says that it is there."""

import signal
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from engine.casework.urgency import Urgency
from engine.db.tables import message, sign_of_life
from engine.flows import demo_clock
from engine.office import Office
from engine.recording.jobs import ATTEMPTS
from tests.modes.notices import job_of, notice
from tests.modes.running import Distributed, wait_for
from tests.parts.post import Postbox
from tests.story import rows

NOTICES = 8


def test_workers_take_what_is_urgent_first_and_stop_without_losing_a_job(
    distributed: Distributed, smtp_server: Postbox
) -> None:
    office = distributed.house.office
    demo_clock.advance(office, datetime(2026, 10, 5, 9, tzinfo=UTC))
    for _ in range(NOTICES):
        notice(office)
    urgent = notice(office, Urgency.URGENT)
    distributed.start_worker(at_once=1)
    smtp_server.wait_for(NOTICES + 1, seconds=60)
    (header,) = (row.header_id for row in _messages(office) if row.id == urgent)
    assert header == str(smtp_server.messages[0]["Message-ID"])
    wait_for(lambda: bool(_signs(office)), "the worker's sign of life")

    smtp_server.stall()
    in_hand = notice(office)
    wait_for(lambda: job_of(office, in_hand).lease_until is not None, "the worker to begin")
    distributed.stop_worker(signal.SIGTERM)
    smtp_server.accept()
    wait_for(lambda: distributed.programs.has_ended("worker"), "the worker to finish what it had in hand")
    assert job_of(office, in_hand).status == "done"
    assert _signs(office) == []

    distributed.start_worker()
    wait_for(lambda: bool(_signs(office)), "the next worker's sign of life")
    smtp_server.stall()
    given_back = notice(office)
    wait_for(lambda: job_of(office, given_back).lease_until is not None, "the worker to begin again")
    distributed.stop_worker(signal.SIGQUIT)
    wait_for(lambda: distributed.programs.has_ended("worker"), "the worker to end at once")
    row = job_of(office, given_back)
    assert (row.status, row.lease_until, row.attempts_left) == ("pending", None, ATTEMPTS)


def _messages(office: Office) -> Any:
    return rows(office, select(message.c.id, message.c.header_id))


def _signs(office: Office) -> list[str]:
    found = rows(office, select(sign_of_life.c.name).where(sign_of_life.c.name.startswith("worker:")))
    return [row.name for row in found]
