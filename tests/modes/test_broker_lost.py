"""The broker's data may be flushed at any time: the first look for due work after it brings back everything, once."""

from datetime import UTC, datetime

from sqlalchemy import select

from engine.db.tables import message, sign_of_life
from engine.dispatch.celery import SWEEP, make_celery
from engine.flows import demo_clock
from engine.flows.signs_of_life import TURN
from engine.recording.jobs import ATTEMPTS
from tests.modes.notices import job_of, notice
from tests.modes.running import Distributed, wait_for
from tests.parts.post import Postbox
from tests.story import rows

QUEUED, AT_WORK = 4, 3
"""How many hints are lost while no worker is there, and how many while one is at work."""


def test_what_a_flushed_broker_has_forgotten_is_done_by_the_first_look_after_it_and_once(
    distributed: Distributed, smtp_server: Postbox
) -> None:
    office = distributed.house.office
    demo_clock.advance(office, datetime(2026, 10, 5, 9, tzinfo=UTC))
    queued = [notice(office) for _ in range(QUEUED)]
    assert distributed.forget_hints() == QUEUED

    smtp_server.stall()
    distributed.start_worker(at_once=1)
    in_hand = notice(office)
    wait_for(lambda: job_of(office, in_hand).lease_until is not None, "the worker to begin")
    at_work = [notice(office) for _ in range(AT_WORK)]
    assert distributed.forget_hints() == AT_WORK
    smtp_server.accept()
    wait_for(lambda: job_of(office, in_hand).status == "done", "the worker to finish what it had in hand")
    lost = [*queued, *at_work]
    assert {job_of(office, each).status for each in lost} == {"pending"}, "nobody has told the worker of these"

    distributed.look_once()
    wait_for(lambda: {job_of(office, each).status for each in lost} == {"done"}, "what the broker had forgotten")
    (turn,) = rows(office, select(sign_of_life).where(sign_of_life.c.name == TURN))
    assert turn.started_at == turn.at, "one look was enough"
    assert {job_of(office, each).attempts_left for each in (in_hand, *lost)} == {ATTEMPTS - 1}
    headers = [row.header_id for row in rows(office, select(message.c.header_id))]
    assert sorted(str(email["Message-ID"]) for email in smtp_server.messages) == sorted(headers)


def test_somebody_looks_once_in_every_sweep() -> None:
    """So that what one look brings back is late by one sweep at most, and by what the work itself takes."""
    every = make_celery("redis://127.0.0.1:1/0", 15).conf.beat_schedule[SWEEP]
    assert every["schedule"] == 15
