"""Every page is for everybody: files, moving work, searching and views."""

import pytest
from werkzeug.routing import Map

from tests.journeys.for_everybody import look
from tests.journeys.reception import Reception
from tests.journeys.visits.every import FILES_AND_LISTS
from tests.journeys.visits.visit import Visit


@pytest.mark.parametrize("visit", FILES_AND_LISTS, ids=str)
def test_the_page_is_for_everybody(visit: Visit, reception: Reception, routes: Map) -> None:
    look(visit, reception, routes)
