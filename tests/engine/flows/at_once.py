"""Several people doing something at the same moment, in threads of their own."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier

Deed = Callable[[], object]


def at_once(*deeds: Deed) -> list[object]:
    """Do all of these at the same moment; returns what each returned, or the error that it met."""
    barrier = Barrier(len(deeds), timeout=20)

    def begin(deed: Deed) -> object:
        barrier.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return [_outcome(future) for future in [threads.submit(begin, deed) for deed in deeds]]


def _outcome(future: "Future[object]") -> object:
    error = future.exception()
    return error if error is not None else future.result()


def errors(outcomes: list[object]) -> list[BaseException]:
    """What went wrong."""
    return [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
