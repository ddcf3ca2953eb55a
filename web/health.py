"""Whether the house is open: for those who keep it running."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from engine.queries import council
from web.access import PUBLIC, office, open_to, settings

bp = Blueprint("health", __name__)


@bp.get("/health")
@open_to(PUBLIC)
def health() -> ResponseReturnValue:
    """Answer 200 when all is well; 503 when the database does not answer, or nobody does the work that is due.

    Says how many seconds the oldest due work has waited, and nothing about anybody.
    """
    try:
        waited = council.longest_overdue(office())
    except SQLAlchemyError:
        return jsonify(status="unavailable", database="unreachable"), 503
    facts = {"database": "ok", "oldest_due_work_seconds": int(waited.total_seconds())}
    most = settings().longest_wait
    if most is not None and waited > most:
        return jsonify(status="work is not being done", **facts), 503
    return jsonify(status="ok", **facts)
