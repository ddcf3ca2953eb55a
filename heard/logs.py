"""What is logged: events with the ids of case, job, request and person, and never a name, an address or a word.

On a terminal lines for people; everywhere else one JSON object a line, of ours and of the libraries alike. Of an error
its kind and the places in the code are kept, never its text, which may hold what somebody typed.
"""

import logging
import sys
import traceback
from collections.abc import Mapping
from secrets import token_hex
from time import perf_counter
from typing import Any

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, bound_contextvars, clear_contextvars, merge_contextvars
from structlog.types import EventDict, Processor

from engine.office import Office
from engine.recording.jobs import Handler, Job
from heard.measures import Measures

MOST_PLACES = 8
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""What a request may be counted as. Anybody may send others, and each would be kept as a series of its own."""
LEVELS = {"celery": logging.INFO, "celery.app.trace": logging.WARNING, "celery.worker.strategy": logging.WARNING}
"""Libraries tell what is wrong, and workers when they come and go. Of each job we tell ourselves."""
log = structlog.get_logger("heard")


def configure() -> None:
    """Log to standard error, so that what a command says stays apart."""
    shared: list[Processor] = [
        merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_words,
    ]
    last: Processor = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(processors=[*shared, last], logger_factory=_to_standard_error)
    kept = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
    )
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    for name, level in LEVELS.items():
        logging.getLogger(name).setLevel(level)
    for before in [each for each in root.handlers if isinstance(each, ToStandardError)]:
        root.removeHandler(before)
    handler = ToStandardError()
    handler.setFormatter(kept)
    root.addHandler(handler)


class ToStandardError(logging.Handler):
    """Where standard error is at this moment, whoever has moved it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        sys.stderr.write(f"{self.format(record)}\n")


def _to_standard_error(*_: Any) -> structlog.PrintLogger:
    return structlog.PrintLogger(sys.stderr)


def _without_words(_: Any, __: str, event: EventDict) -> EventDict:
    """Of an error its kind and where it happened."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exc_info()[1] if given is True else given
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)[-MOST_PLACES:]
        event["error"] = type(error).__name__
        if isinstance(event.get("_record"), logging.LogRecord):
            # A library likes to put the error's text into its sentence: the sentence is kept as it is in its code.
            event["event"] = str(event["_record"].msg).strip()
        event["places"] = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames]
    return event


def watched(handlers: Mapping[str, Handler], measures: Measures) -> dict[str, Handler]:
    """The same handlers: what is logged during a job carries its ids, and how long it took is logged and counted."""
    return {kind: _watched(kind, handler, measures) for kind, handler in handlers.items()}


def _watched(kind: str, handler: Handler, measures: Measures) -> Handler:
    def handle(office: Office, claimed: Job) -> None:
        begun, outcome = perf_counter(), "failed"
        with bound_contextvars(job=claimed.id, kind=kind, case=claimed.case_id):
            try:
                handler(office, claimed)
                outcome = "done"
            finally:
                seconds = perf_counter() - begun
                measures.took("heard_job_seconds", seconds, kind=kind, outcome=outcome)
                log.info("job", outcome=outcome, ms=round(seconds * 1000))

    return handle


def watch(app: Flask, measures: Measures) -> None:
    """Log and count every request: by its route, which names nobody, and never by its address."""

    def begin() -> None:
        clear_contextvars()
        g.asked_at = perf_counter()
        bind_contextvars(request=token_hex(6))

    def who() -> None:
        bind_contextvars(person=_person_id())

    def end(response: Response) -> Response:
        seconds = perf_counter() - g.get("asked_at", perf_counter())
        if request.endpoint != "static":
            room = request.blueprint or "none"
            status = f"{response.status_code // 100}xx"
            method = request.method if request.method in METHODS else "other"
            measures.took("heard_request_seconds", seconds, room=room, method=method, status=status)
            facts = {"method": method, "status": response.status_code, "ms": round(seconds * 1000)}
            # Who is there is known by now, even where the form was refused at the door.
            log.info("request", endpoint=request.endpoint, person=_person_id(), **facts)
        return response

    # Before all others, for the whole time is counted; and after the door, where it is known who is there.
    app.before_request_funcs.setdefault(None, []).insert(0, begin)
    app.before_request(who)
    app.after_request(end)
    app.teardown_request(lambda _: clear_contextvars())


def _person_id() -> int | None:
    return g.actor.person_id if g.get("actor") else None
