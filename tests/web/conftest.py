"""Somebody sitting at the pages of the invented council."""

from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from engine.office import Office
from tests.council import PEOPLE
from tests.passes import sit_down
from web.app import WebSettings, create_app


@pytest.fixture
def app(office: Office) -> Flask:
    """The pages of that office."""
    made = create_app(office, WebSettings(secret_key="only for tests", base_url="http://localhost", demo=True))
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    return made


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], FlaskClient]:
    """Sits somebody down at the pages: `sign_in("olive")`."""

    def _sign_in(who: str) -> FlaskClient:
        return sit_down(app.test_client(), PEOPLE[who][0])

    return _sign_in


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The pages, served with their forms guarded as they are in earnest."""
    app.config.update(WTF_CSRF_ENABLED=True)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def people(either_office: Office) -> Callable[[str], FlaskClient]:
    """Whoever sits down at the pages of that office."""
    app: Flask = create_app(either_office, WebSettings(secret_key="only for tests", base_url="http://localhost"))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)

    def _sit_down(login: str) -> FlaskClient:
        return sit_down(app.test_client(), PEOPLE[login][0])

    return _sit_down
