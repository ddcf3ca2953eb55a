"""Due work in one process: a thread that sweeps, woken early by a hint. No broker."""

from collections.abc import Callable, Sequence
from threading import Event, Thread

import structlog

from engine.office import Hint

log = structlog.get_logger()


class EmbeddedDispatcher:
    """Hints wake a thread of this process; without one running (a command, a test) they wait for the next sweep."""

    def __init__(self, sweep_seconds: float) -> None:
        self._sweep_seconds = sweep_seconds
        self._wake, self._stop = Event(), Event()
        self._thread: Thread | None = None

    def hint(self, hints: Sequence[Hint]) -> None:
        """Sweep soon."""
        self._wake.set()

    def start(self, sweep: Callable[[], int]) -> None:
        """Sweep now, at every hint, and every `sweep_seconds`, until `stop`."""
        self._thread = Thread(target=self._loop, args=(sweep,), name="heard-sweep", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the sweep in hand and end the thread."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def _loop(self, sweep: Callable[[], int]) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            try:
                sweep()
            except Exception as error:  # noqa: BLE001 - a sweep that fails (a locked database) must not end the sweeping
                log.error("sweep_failed", error=type(error).__name__)
            self._wake.wait(self._sweep_seconds)
