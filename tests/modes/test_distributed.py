"""What only the distributed way has: a broker that forgets, a worker that is killed, and pages behind gunicorn."""

import json
from datetime import UTC, datetime
from urllib.request import urlopen

from sqlalchemy import select

from engine.db.tables import message
from engine.flows import demo_clock
from engine.recording.jobs import LEASE
from tests.modes.running import Distributed, wait_for
from tests.parts.post import Postbox
from tests.story import log, rows, triage


def test_a_broker_that_forgets_and_a_worker_killed_in_the_middle_lose_nothing(
    distributed: Distributed, smtp_server: Postbox
) -> None:
    office = distributed.house.office
    demo_clock.advance(office, datetime(2026, 10, 5, 9, tzinfo=UTC))
    distributed.start()
    first, second = log(office), log(office)
    distributed.lose_hints(lambda office: triage(office, first))
    smtp_server.wait_for(1, seconds=60)

    smtp_server.fall_silent()
    triage(office, second)
    smtp_server.wait_for(2, seconds=60)
    distributed.kill_worker()
    smtp_server.accept()
    demo_clock.advance(office, office.clock.now() + LEASE * 1.5)
    distributed.start_worker()
    smtp_server.wait_for(3, seconds=60)
    wait_for(lambda: {row.status for row in rows(office, select(message.c.status))} == {"sent"}, "the record of it")
    one, two = (row.header_id for row in rows(office, select(message.c.header_id).order_by(message.c.id)))
    assert [str(email["Message-ID"]) for email in smtp_server.messages] == [one, two, two]


def test_the_pages_answer_behind_gunicorn(distributed: Distributed, free_port: int) -> None:
    distributed.programs.start(
        "web", "gunicorn", "heard.wsgi:app", "--bind", f"127.0.0.1:{free_port}", "--workers", "2"
    )
    answers: list[object] = []

    def answered() -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{free_port}/health", timeout=5) as answer:
                answers.append(json.load(answer))
        except OSError:  # URLError, a refused connection or one that timed out
            return False
        return True

    wait_for(answered, f"gunicorn: {distributed.programs.said('web')}")
    assert answers == [{"status": "ok", "database": "ok", "oldest_due_work_seconds": 0}]
