"""Every page is for everybody: letters, failures and the later stages."""

import pytest
from werkzeug.routing import Map

from tests.journeys.for_everybody import look
from tests.journeys.reception import Reception
from tests.journeys.visits.every import LETTERS_AND_STAGES
from tests.journeys.visits.visit import Visit


@pytest.mark.parametrize("visit", LETTERS_AND_STAGES, ids=str)
def test_the_page_is_for_everybody(visit: Visit, reception: Reception, routes: Map) -> None:
    look(visit, reception, routes)
