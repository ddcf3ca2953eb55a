"""The Celery application for worker and beat: `celery -A heard.worker:celery worker`."""

import os
from functools import cache

from engine.dispatch.celery import RUN_JOB, SWEEP, make_celery
from heard import bootstrap
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
    """Tell the workers what is due. Two beats at once do no harm: a job is claimed once."""
    house().distribute()
