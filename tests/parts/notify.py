"""A real small server that answers as GOV.UK Notify does: it checks the pass, keeps what it takes in, and can fail."""

import hmac
import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"heard_tests-{SERVICE}-{SECRET}"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
SKEW = 30
PATIENCE = 10


@dataclass
class Counter:
    """What the server keeps, and how it has been told to behave."""

    taken: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    refusal: tuple[int, str, str] | None = None
    says: bytes | None = None
    """In place of every answer, with the code that it would have had."""
    silent: bool = False
    """It takes the email in and says nothing."""
    drips: bool = False
    """It says a little now and then, and never ends."""
    go_on: Event = field(default_factory=Event)


class Notify:
    """GOV.UK Notify on a port of its own."""

    def __init__(self) -> None:
        self.counter = Counter()
        counter = self.counter

        class Answering(_Answering):
            kept = counter

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        """What `HEARD_NOTIFY_URL` is set to."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def taken(self) -> list[dict[str, Any]]:
        """The emails that it took in, as they were told to it, with its own `id` and `status`."""
        return self.counter.taken

    def refuse(self, code: int, error: str = "BadRequestError", message: str = "") -> None:
        """Answer every request so from now on."""
        self.counter.refusal = (code, error, message)

    def accept(self) -> None:
        """Answer properly again."""
        self.counter.refusal, self.counter.says = None, None
        self.counter.silent = self.counter.drips = False
        self.counter.go_on.set()

    def receipt(self, index: int, status: str) -> dict[str, Any]:
        """What it posts to the callback address about an email that it took in; from then on it says so itself too."""
        one = self.taken[index]
        one["status"] = status
        moment = "2026-03-02T12:15:30.000000Z"
        return {
            "id": one["id"],
            "reference": one["reference"],
            "to": one["email_address"],
            "status": status,
            "created_at": moment,
            "completed_at": moment,
            "sent_at": moment,
            "notification_type": "email",
            "template_id": one["template_id"],
            "template_version": 1,
        }

    def start(self) -> None:
        """Listen."""
        self._thread.start()

    def stop(self) -> None:
        """Hang up."""
        self.counter.go_on.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Answering(BaseHTTPRequestHandler):
    kept: Counter

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - named so by the library
        """Nothing is printed."""

    def do_GET(self) -> None:
        """`GET /v2/notifications?reference=...`: the newest first."""
        self.kept.asked.append(self.path)
        if not self._refused():
            wanted = parse_qs(urlsplit(self.path).query).get("reference", [""])[0]
            found = [_told(one) for one in reversed(self.kept.taken) if one["reference"] == wanted]
            self._say(200, {"notifications": found, "links": {"current": self.path}})

    def do_POST(self) -> None:
        """`POST /v2/notifications/email`."""
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self._refused():
            return
        trouble = _trouble(told)
        if trouble:
            self._error(400, *trouble)
            return
        one = {**told, "id": str(uuid4()), "status": "sending"}
        self.kept.taken.append(one)
        if self.kept.silent:
            self.kept.go_on.wait(PATIENCE)
            self.close_connection = True
            return
        self._say(201, {"id": one["id"], "reference": one["reference"], "content": {}, "uri": "", "template": {}})

    def _refused(self) -> bool:
        if self.kept.refusal is not None:
            self._error(*self.kept.refusal)
            return True
        problem = _pass_problem(self.headers.get("Authorization", ""))
        if problem:
            self._error(403, "AuthError", problem)
        return bool(problem)

    def _error(self, code: int, error: str, message: str) -> None:
        self._say(code, {"status_code": code, "errors": [{"error": error, "message": message}]})

    def _say(self, code: int, said: dict[str, Any]) -> None:
        content = json.dumps(said).encode() if self.kept.says is None else self.kept.says
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content) + (10_000 if self.kept.drips else 0)))
        self.end_headers()
        self.wfile.write(content)
        try:
            while self.kept.drips and not self.kept.go_on.wait(0.02):
                self.wfile.write(b" ")
                self.wfile.flush()
        except OSError:
            self.close_connection = True


def _told(one: dict[str, Any]) -> dict[str, Any]:
    return {"id": one["id"], "reference": one["reference"], "status": one["status"], "type": "email"}


def _trouble(told: dict[str, Any]) -> tuple[str, str] | None:
    if "@" not in told.get("email_address", ""):
        return "ValidationError", "email_address Not a valid email address"
    if told.get("template_id") != TEMPLATE:
        return "BadRequestError", "Template not found"
    if set(told.get("personalisation", {})) != {"subject", "body"}:
        return "BadRequestError", "Missing personalisation: body"
    return None


def _pass_problem(header: str) -> str:
    token = header.removeprefix("Bearer ")
    signed, _, signature = token.rpartition(".")
    right = urlsafe_b64encode(hmac.new(SECRET.encode(), signed.encode(), sha256).digest()).rstrip(b"=").decode()
    if header == token or not hmac.compare_digest(right, signature):
        return "Invalid token: API key not found"
    head, claims = (json.loads(urlsafe_b64decode(part + "==")) for part in signed.split("."))
    if head != {"typ": "JWT", "alg": "HS256"} or UUID(claims["iss"]) != UUID(SERVICE):
        return "Invalid token: API key not found"
    if abs(time.time() - claims["iat"]) > SKEW:
        return "Error: Your system clock must be accurate to within 30 seconds"
    return ""


@pytest.fixture
def notify() -> Iterator[Notify]:
    """GOV.UK Notify of this test's own."""
    server = Notify()
    server.start()
    yield server
    server.accept()
    server.stop()
