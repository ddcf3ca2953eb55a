"""Every page is for everybody: the pages of a case and what is done to one."""

import pytest
from werkzeug.routing import Map

from tests.journeys.for_everybody import look
from tests.journeys.reception import Reception
from tests.journeys.visits.every import A_CASE
from tests.journeys.visits.visit import Visit


@pytest.mark.parametrize("visit", A_CASE, ids=str)
def test_the_page_is_for_everybody(visit: Visit, reception: Reception, routes: Map) -> None:
    look(visit, reception, routes)
