"""Due work handed to Celery workers. A message names a job and nothing else; losing it loses nothing."""

from collections.abc import Mapping, Sequence

import structlog
from celery import Celery
from kombu import Queue
from kombu.exceptions import OperationalError

from engine.casework.urgency import Urgency
from engine.office import Hint
from engine.recording.jobs import LEASE

RUN_JOB, SWEEP = "heard.run_job", "heard.sweep"
QUEUES: Mapping[Urgency, str] = {each: each.name.lower() for each in Urgency}
"""A queue for each urgency: workers take from the first that has something."""
LONGEST_JOB = int(LEASE.total_seconds())
"""Seconds after which a worker ends a job the hard way: from then on it is free for others."""
NOTICE = 10
"""Seconds before that, when the job is told to stop: it fails in good order, and is tried again later."""
LONGEST_SWEEP = 600
"""Seconds that a look for due work may take: the first after a long outage says what came late."""

log = structlog.get_logger()


def make_celery(broker_url: str, sweep_seconds: int) -> Celery:
    """The Celery application: messages are acknowledged late, one at a time, and results are not kept."""
    celery = Celery("heard", broker=broker_url)
    look = {"expires": sweep_seconds, "queue": QUEUES[Urgency.URGENT]}
    celery.conf.update(
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        task_queues=[Queue(name) for name in QUEUES.values()],
        task_default_queue=QUEUES[Urgency.ORDINARY],
        # A job is stopped before its lease runs out: nobody else ever begins what is still being done.
        task_soft_time_limit=LONGEST_JOB - NOTICE,
        task_time_limit=LONGEST_JOB,
        task_annotations={SWEEP: {"soft_time_limit": LONGEST_SWEEP - NOTICE, "time_limit": LONGEST_SWEEP}},
        broker_transport_options={
            # Longer than anything that a worker does: a message that comes back meanwhile would be a second one.
            "visibility_timeout": 2 * LONGEST_SWEEP,
            # In the order in which the queues stand above, and not each in turn.
            "queue_order_strategy": "priority",
            "socket_timeout": 5,
            "socket_connect_timeout": 2,
            "max_retries": 1,
        },
        task_publish_retry=False,
        timezone="UTC",
        beat_schedule={SWEEP: {"task": SWEEP, "schedule": sweep_seconds, "options": look}},
    )
    return celery


class CeleryDispatcher:
    """Sends the ids of due jobs to the workers."""

    def __init__(self, celery: Celery, sweep_seconds: int) -> None:
        self._celery = celery
        # A sweep hints again at what still waits: a hint that is older would only be in the way of others.
        self._stale = max(60, 2 * sweep_seconds)

    def hint(self, hints: Sequence[Hint]) -> None:
        """Tell a worker. A broker that is away is no error here: the next sweep finds the jobs in the database."""
        try:
            for hint in hints:
                self._celery.send_task(RUN_JOB, args=(hint.job_id,), queue=QUEUES[hint.urgency], expires=self._stale)
        except (OperationalError, OSError) as away:
            log.warning("broker_away", jobs=len(hints), error=type(away).__name__)
