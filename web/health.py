"""Whether the house is open: for those who keep it running."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from engine.queries import council
from web.access import PUBLIC, office, open_to

bp = Blueprint("health", __name__)


@bp.get("/health")
@open_to(PUBLIC)
def health() -> ResponseReturnValue:
    """Answer 200 when the database answers, 503 when it does not. Says nothing about anybody."""
    try:
        council.reachable(office())
    except SQLAlchemyError:
        return jsonify(status="unavailable", database="unreachable"), 503
    return jsonify(status="ok", database="ok")
