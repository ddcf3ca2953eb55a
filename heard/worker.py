"""The Celery application for worker and beat: `celery -A heard.worker:celery worker`."""

import os
from datetime import timedelta
from functools import cache
from typing import Any

from celery.signals import heartbeat_sent, setup_logging, worker_ready, worker_shutdown

from engine.dispatch.celery import RUN_JOB, SWEEP, make_celery
from engine.flows import signs_of_life
from heard import bootstrap, logs
from heard.pulse import Pulse
from heard.settings import BadSetting, Settings

settings = Settings.from_env(os.environ)
if not settings.is_distributed:
    raise BadSetting(
        name="HEARD_BROKER_URL", mend="a worker needs a broker; without one, `heard run` does the work itself"
    )

celery = make_celery(settings.broker_url, settings.sweep_seconds)


@cache
def house() -> bootstrap.House:
    """Put together at the first task, in the process that runs it: connections do not survive a fork."""
    return bootstrap.build(settings)


@celery.task(name=RUN_JOB)
def run_job(job_id: int) -> None:
    """Do one job."""
    house().run_job(job_id)


@celery.task(name=SWEEP)
def sweep() -> None:
    """Tell the workers what is due. Two beats at once do no harm: they take turns, and a job is claimed once."""
    if signs_of_life.takes_turn(house().office, timedelta(seconds=settings.sweep_seconds)):
        house().distribute()


@setup_logging.connect
def _log(**_: Any) -> None:
    logs.configure()


_pulses: list[Pulse] = []
"""That of the worker's own process; none in the processes of its pool."""


@worker_ready.connect
def _begin(sender: Any, **_: Any) -> None:
    _pulses.append(Pulse(settings, sender.hostname))
    _pulses[-1].start()


@heartbeat_sent.connect
def _beat(**_: Any) -> None:
    for pulse in _pulses:
        pulse.beat()


@worker_shutdown.connect
def _end(**_: Any) -> None:
    while _pulses:
        _pulses.pop().stop()
