"""The pass that a request to GOV.UK Notify shows: a JSON Web Token, signed with the key's secret."""

import hmac
import json
from base64 import urlsafe_b64encode
from hashlib import sha256

from engine.office import SystemClock


def bearer(service_id: str, secret: str) -> str:
    """A token for this moment: Notify takes it for 30 seconds by its own clock, so a demonstration's does not count."""
    now = int(SystemClock().now().timestamp())
    parts = ({"typ": "JWT", "alg": "HS256"}, {"iss": service_id, "iat": now})
    signed = b".".join(_plain(json.dumps(part).encode()) for part in parts)
    return (signed + b"." + _plain(hmac.new(secret.encode(), signed, sha256).digest())).decode()


def _plain(octets: bytes) -> bytes:
    return urlsafe_b64encode(octets).rstrip(b"=")
