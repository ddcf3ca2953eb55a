"""A council, a house that serves it, a mail server, and people who sit down at it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from heard.bootstrap import House
from tests.journeys import council, running, week
from tests.journeys.keyboard import KeyboardVisitor
from tests.journeys.visitor import Visitor, desk
from tests.parts.post import Postbox

SitDown = Callable[..., Visitor]


@pytest.fixture(params=[Visitor, KeyboardVisitor], ids=["mouse", "keyboard"])
def hands(request: pytest.FixtureRequest) -> type[Visitor]:
    """How people work in a journey that has to go either way."""
    found: type[Visitor] = request.param
    return found


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a council without any case; made once, copied for each journey."""
    folder = tmp_path_factory.mktemp("council")
    council.furnish(folder)
    return folder


@pytest.fixture(scope="session")
def monday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a council with a handful of cases; told once, copied for each journey that begins there."""
    folder = tmp_path_factory.mktemp("monday")
    week.tell(folder)
    return folder


@pytest.fixture
def house(furnished: Path, tmp_path: Path, smtp_server: Postbox) -> Iterator[House]:
    """Heard, running; its emails go to the mail server of the test."""
    council.copy(furnished, tmp_path)
    with running.served(tmp_path, smtp_server.url) as found:
        yield found


@pytest.fixture
def sit_down(browser: Browser, house: House) -> Iterator[SitDown]:
    """A browser for each visitor: `sit_down()`, or signed in at once as `sit_down("priya")`."""
    contexts = []

    def _sit_down(name: str | None = None, hands: type[Visitor] = Visitor, **more: object) -> Visitor:
        context = desk(browser, **more)
        contexts.append(context)
        visitor = hands(context.new_page(), house.settings.base_url)
        return visitor if name is None else visitor.sign_in(name)

    yield _sit_down
    for context in contexts:
        context.close()
