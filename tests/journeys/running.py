"""Heard as it runs for people: the house put together by the front door, served by waitress, sweeping by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

from engine.dispatch.embedded import EmbeddedDispatcher
from heard import bootstrap
from heard.bootstrap import House
from tests.journeys.council import settings_for
from tests.parts.ports import find_free_port
from tests.parts.post import INVENTED


@contextmanager
def served(folder: Path, smtp_url: str = "") -> Iterator[House]:
    """The house on a free port, on the data in this folder, until the block ends."""
    mail = {"HEARD_SMTP_URL": smtp_url, "HEARD_MAIL_ALLOW": INVENTED}
    settings = settings_for(folder, **mail, HEARD_PORT=str(find_free_port()))
    house = bootstrap.build(settings)
    assert isinstance(house.dispatcher, EmbeddedDispatcher)
    house.dispatcher.start(house.sweep)
    sockets: dict[int, Any] = {}
    server = create_server(house.web(), map=sockets, host=settings.host, port=settings.port, threads=4)
    thread = Thread(target=server.run, name="heard-pages")
    thread.start()
    try:
        yield house
    finally:
        # The server's own thread hangs up: nobody else may touch its sockets.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(sockets))
        thread.join(timeout=30)
        server.task_dispatcher.shutdown()
        house.close()
