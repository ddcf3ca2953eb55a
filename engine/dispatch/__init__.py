"""Who wakes the work that is due: a thread in this process, or Celery. Never more than a hint."""
