"""A council, a house that serves it, a mail server, and people who sit down at it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from werkzeug.routing import Map

from heard.bootstrap import House
from tests.journeys import council, running, week
from tests.journeys.guest import part_of_the_story
from tests.journeys.keyboard import KeyboardVisitor
from tests.journeys.reception import Reception
from tests.journeys.visitor import Visitor, desk
from tests.journeys.visits.visit import Council
from tests.parts.once import Once
from tests.parts.post import Postbox

SitDown = Callable[..., Visitor]


@pytest.fixture(params=[Visitor, KeyboardVisitor], ids=["mouse", "keyboard"])
def hands(request: pytest.FixtureRequest) -> type[Visitor]:
    """How people work in a journey that has to go either way."""
    found: type[Visitor] = request.param
    return found


@pytest.fixture(scope="session")
def furnished(once: Once) -> Path:
    """The folder of a council without any case, to be copied for each journey."""
    return once("council-without-cases", council.furnish)


@pytest.fixture(scope="session")
def monday(once: Once) -> Path:
    """The folder of a council with a handful of cases, to be copied for each journey that begins there."""
    return once("council-on-monday", week.tell)


@pytest.fixture(scope="module")
def reception(browser: Browser, once: Once, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reception]:
    """A council with something of everything in it, and one without any case."""
    made = {
        Council.BUSY: once("council-with-everything", lambda folder: council.tell(folder, part_of_the_story())),
        Council.NEW: once("council-without-cases", council.furnish),
    }
    folders = {each: tmp_path_factory.mktemp(each) for each in Council}
    for each, folder in folders.items():
        shutil.copytree(made[each], folder, dirs_exist_ok=True)
        council.set_clock(folder, council.BEGINNING)
    with ExitStack() as stack:
        houses = {each: stack.enter_context(running.served(folder)) for each, folder in folders.items()}
        yield stack.enter_context(closing(Reception(browser, houses)))


@pytest.fixture(scope="module")
def routes(reception: Reception) -> Map:
    """Every address that the house answers."""
    return reception.houses[Council.NEW].web().url_map


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
