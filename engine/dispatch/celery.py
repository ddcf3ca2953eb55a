"""Due work handed to Celery workers. A message names a job and nothing else; losing it loses nothing."""

import structlog
from celery import Celery
from kombu.exceptions import OperationalError

RUN_JOB, SWEEP = "heard.run_job", "heard.sweep"

log = structlog.get_logger()


def make_celery(broker_url: str, sweep_seconds: int) -> Celery:
    """The Celery application: messages are acknowledged late, one at a time, and results are not kept."""
    celery = Celery("heard", broker=broker_url)
    celery.conf.update(
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "visibility_timeout": 600,
            "socket_timeout": 5,
            "socket_connect_timeout": 2,
            "max_retries": 1,
        },
        task_publish_retry=False,
        timezone="UTC",
        beat_schedule={SWEEP: {"task": SWEEP, "schedule": sweep_seconds, "options": {"expires": sweep_seconds}}},
    )
    return celery


class CeleryDispatcher:
    """Sends the ids of due jobs to the workers."""

    def __init__(self, celery: Celery) -> None:
        self._celery = celery

    def hint(self, job_ids: list[int]) -> None:
        """Tell a worker. A broker that is away is no error here: the next sweep finds the jobs in the database."""
        try:
            for job_id in job_ids:
                self._celery.send_task(RUN_JOB, args=(job_id,))
        except (OperationalError, OSError) as away:
            log.warning("broker_away", jobs=len(job_ids), error=type(away).__name__)
