"""One question to a service elsewhere and its answer, within a time that is certain."""

import json
import socket
import ssl
from collections.abc import Mapping
from concurrent.futures import Future, wait
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Thread
from urllib.parse import urlsplit

from engine.recording.jobs import LEASE
from notifications.errors import MailDelayed

DEADLINE = LEASE.total_seconds() * 2 / 3
"""Seconds for a whole delivery. The rest of the lease is for writing down what became of it."""
LONGEST_ANSWER = 4 * 1024 * 1024
"""Octets that are read of an answer: a page of 250 long letters and some more."""
THREAD = "https delivery"


@dataclass(frozen=True)
class Exchange:
    """What is asked: `told` travels as JSON."""

    url: str
    method: str
    path: str
    headers: Mapping[str, str]
    told: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Answer:
    """What came back; `said` is empty where it was no JSON object."""

    code: int
    said: Mapping[str, object]


def exchange(asked: Exchange, timeout: float, deadline: float) -> Answer:
    """Ask and read the answer, with `timeout` seconds for each step and `deadline` for all of them.

    Raises `MailDelayed` where there is none. On a thread of its own: a server that says a little now and then keeps
    within every single timeout for hours.
    """
    connection = _connection(asked.url, timeout)
    outcome: Future[Answer] = Future()
    Thread(target=_run, args=(connection, asked, outcome), name=THREAD, daemon=True).start()
    finished, _ = wait([outcome], deadline)
    if not finished:
        _cut(connection)
        raise MailDelayed(reason=f"the service took longer than {deadline:g} seconds")
    try:
        return outcome.result()
    except (HTTPException, OSError, ValueError) as trouble:
        raise MailDelayed(reason=f"no connection, {type(trouble).__name__}") from None


def _connection(url: str, timeout: float) -> HTTPConnection:
    parts = urlsplit(url)
    if parts.scheme == "https":
        return HTTPSConnection(parts.netloc, timeout=timeout, context=ssl.create_default_context())
    return HTTPConnection(parts.netloc, timeout=timeout)


def _run(connection: HTTPConnection, asked: Exchange, outcome: "Future[Answer]") -> None:
    try:
        outcome.set_result(_conversation(connection, asked))
    except Exception as trouble:  # noqa: BLE001 - raised again where somebody waits for it
        outcome.set_exception(trouble)
    finally:
        connection.close()


def _conversation(connection: HTTPConnection, asked: Exchange) -> Answer:
    body = json.dumps(asked.told).encode() if asked.told is not None else None
    path = urlsplit(asked.url).path + asked.path
    headers = {**asked.headers, "Content-Type": "application/json", "Accept": "application/json"}
    connection.request(asked.method, path, body, headers)
    # A redirection is an answer like any other: an email is not sent where somebody else says.
    response = connection.getresponse()
    return Answer(response.status, _object(response.read(LONGEST_ANSWER)))


def _object(content: bytes) -> Mapping[str, object]:
    try:
        said = json.loads(content)
    except ValueError:  # not JSON, or not even text
        return {}
    return said if isinstance(said, dict) else {}


def _cut(connection: HTTPConnection) -> None:
    """End the line under whoever still reads from it."""
    sock = connection.sock
    if sock is not None:
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
