"""What is far too large to be taken is refused by what it says of its size, before it is received."""

import socket
from threading import Thread
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

from heard.cli import SERVING
from web.uploads import MOST_RECEIVED


def test_what_nobody_would_send_in_earnest_is_not_received() -> None:
    received: list[Any] = []
    sockets: dict[int, Any] = {}
    server = create_server(lambda *given: received.append(given), map=sockets, host="127.0.0.1", port=0, **SERVING)
    thread = Thread(target=server.run)
    thread.start()
    try:
        with socket.create_connection((server.effective_host, server.effective_port), timeout=10) as line:
            line.sendall(f"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: {MOST_RECEIVED}\r\n\r\n".encode())
            assert line.recv(4096).startswith(b"HTTP/1.1 413 "), "nothing of the content has been sent"
    finally:
        server.trigger.pull_trigger(lambda: wasyncore.close_all(sockets))
        thread.join(timeout=30)
        server.task_dispatcher.shutdown()
    assert received == []
