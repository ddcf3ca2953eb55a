"""GOV.UK Notify says what became of an email: for Notify alone, which shows the token that it was given."""

import hmac
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from engine.casework.provider import FINAL, ON_THE_WAY
from engine.flows import receipts
from engine.flows.receipts import Receipt
from web.access import PUBLIC, office, open_to, settings

bp = Blueprint("notify_callback", __name__)

LARGEST = 64 * 1024
"""Octets of a receipt, many times over."""
LONGEST_ID = 60


@bp.post("/callbacks/notify")
@open_to(PUBLIC)
def receive() -> ResponseReturnValue:
    """Keep a receipt. 204 whether or not it is new; without the token, nothing is read."""
    expected = settings().notify_callback_token
    if not expected:
        raise NotFound
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {expected}".encode()):
        return "", 403
    if (request.content_length or 0) > LARGEST:
        return "", 413
    receipt = _read(request.get_json(silent=True))
    if receipt is None:
        return "", 400
    receipts.take(office(), receipt)
    return "", 204


def _read(said: Any) -> Receipt | None:
    """What it says of an email; None where that cannot be understood. Whom the email was to is not looked at."""
    if not isinstance(said, dict) or str(said.get("status")) not in FINAL | ON_THE_WAY:
        return None
    provider_id, reference = said.get("id"), said.get("reference")
    if not isinstance(provider_id, str) or not 0 < len(provider_id) <= LONGEST_ID:
        return None
    return Receipt(provider_id, reference if isinstance(reference, str) else "", said["status"], _moment(said))


def _moment(said: dict[str, Any]) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(said.get("completed_at")))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None
