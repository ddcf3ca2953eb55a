"""How the work stands, in figures for Prometheus: for those who keep Heard running, and nobody else."""

from collections.abc import Iterator
from hmac import compare_digest

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from engine.errors import NotFound
from engine.office import Office
from engine.queries import figures
from engine.queries.figures import Figures
from web.access import PUBLIC, office, open_to, settings

TEXT = "text/plain; version=0.0.4; charset=utf-8"

bp = Blueprint("metrics", __name__)


@bp.get("/metrics")
@open_to(PUBLIC)
def metrics() -> ResponseReturnValue:
    """The figures, for whoever shows the token of HEARD_METRICS_TOKEN; where none is set there is no such page.

    Counts and ages of the work, by its kind: nothing about anybody.
    """
    token = settings().metrics_token
    if not token:
        raise NotFound(what="page")
    shown = request.headers.get("Authorization", "").partition("Bearer ")[2]
    if not compare_digest(shown.encode(), token.encode()):
        return Response("Show the token.\n", 401, {"WWW-Authenticate": "Bearer"}, content_type=TEXT)
    lines = [*_standing(office()), *settings().measured()]
    return Response("\n".join(lines) + "\n", content_type=TEXT)


def _standing(of: Office) -> Iterator[str]:
    try:
        found = figures.look(of)
    except SQLAlchemyError:
        yield from _gauge("heard_database_up", "Whether the database answers.", [("", 0)])
        return
    yield from _gauge("heard_database_up", "Whether the database answers.", [("", 1)])
    yield from _work(found)
    yield from _gauge("heard_incidents_open", "Incidents that wait for a person.", [("", found.work.incidents)])
    yield from _gauge("heard_jobs_failed_waiting", "Jobs that failed and wait.", [("", found.work.waiting_again)])
    yield from _gauge("heard_letters_uncertain", "Letters of which nobody knows.", [("", found.uncertain)])
    yield from _gauge("heard_mail_held", "Whether outgoing mail is held.", [("", int(found.mail_held))])
    yield from _gauge("heard_workers", "Workers that gave a sign of life lately.", [("", found.workers)])
    if found.since_sweep is not None:
        seconds = found.since_sweep.total_seconds()
        yield from _gauge("heard_sweep_age_seconds", "Since somebody last looked for due work.", [("", seconds)])


def _work(found: Figures) -> Iterator[str]:
    due = [(f'{{kind="{each.kind}",urgency="{each.urgency.name.lower()}"}}', each) for each in found.work.due]
    yield from _gauge("heard_jobs_due", "Jobs that are due.", [(labels, each.number) for labels, each in due])
    ages = [(labels, (found.work.now - each.since).total_seconds()) for labels, each in due]
    yield from _gauge("heard_jobs_lag_seconds", "How long the oldest of them has waited.", ages)
    longest = max((age for _, age in ages), default=0)
    yield from _gauge("heard_lag_seconds", "How long the oldest due work has waited.", [("", longest)])


def _gauge(name: str, told: str, values: list[tuple[str, float]]) -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} gauge"
    yield from (f"{name}{labels} {value:g}" for labels, value in values)
