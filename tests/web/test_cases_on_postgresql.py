"""The pages of cases on the other database: the same lists, the same order, the same words."""

from collections.abc import Iterator

import pytest

from engine.casework.vocabulary import CaseStatus
from engine.office import Office
from engine.queries import register
from engine.queries.register import Cursor, Filters, Sort
from tests.council import StandingClock, open_office
from tests.stories import answered, deliver, letter_id, logged, somebody, triaged
from tests.web.reading import said
from tests.web.test_shelves import stuck
from tests.web.work import LOGGED, SignIn


@pytest.fixture
def office(postgres: str, clock: StandingClock) -> Iterator[Office]:
    """The invented council on PostgreSQL."""
    found = open_office(postgres, clock)
    yield found
    found.database.close()


def test_the_register_reads_the_same(office: Office, sign_in: SignIn) -> None:
    ours, elsewhere = triaged(office), logged(office, service_id=2)
    olive = somebody(office, "olive")
    assert [row.reference for row in register.page(office, olive, Filters()).rows] == [elsewhere, ours]
    assert [row.reference for row in register.page(office, olive, Filters(sort=Sort.RECEIVED)).rows] == [
        elsewhere,
        ours,
    ]
    assert register.page(office, somebody(office, "heather"), Filters()).total == 1
    assert register.page(office, olive, Filters(words="CANCELLED")).total == 1
    assert register.page(office, olive, Filters(words="%", only_overdue=True, status=CaseStatus.OPEN)).total == 0
    first = register.page(office, olive, Filters()).rows[0]
    assert first.due.on is not None
    after = register.page(office, olive, Filters(), Cursor(first.due.on, first.id))
    assert [row.reference for row in after.rows] == [ours]


def test_every_page_opens(office: Office, sign_in: SignIn) -> None:
    reference = answered(office)
    deliver(office)
    olive = sign_in("olive")
    letter = f"letters/{letter_id(office, reference, 'stage_1_response')}"
    for part in ("", "letters", letter, "dates", "dates/stage_1_response", "history", "people", "withdraw"):
        assert olive.get(f"/cases/{reference}/{part}".rstrip("/")).status_code == 200, part
    stuck(office)
    running = tuple(f"/running/{room}" for room in ("incidents", "jobs", "calendar", "mail"))
    rooms = ("/procedures", "/people", *running, "/demo/clock")
    for room in rooms:
        assert sign_in("ada").get(room).status_code == 200, room
    assert "HRD-26-0003" in said(sign_in("sam").post("/log", data=LOGGED, follow_redirects=True))


@pytest.mark.parametrize("key", ["2147483648", "9" * 30])
def test_a_key_that_no_row_can_have_is_a_page_that_is_not_there(office: Office, sign_in: SignIn, key: str) -> None:
    reference, client = logged(office), sign_in("olive")
    for path in (f"letters/{key}", f"history/{key}.svg", f"events/{key}/correct"):
        assert client.get(f"/cases/{reference}/{path}").status_code == 404
    assert sign_in("ada").get("/running/incidents/dismiss?incident=999999999").status_code == 404


def test_control_characters_are_no_failure(office: Office, sign_in: SignIn) -> None:
    client = sign_in("olive")
    for path in ("/cases/%00", "/tasks/%00", "/procedures/intake/%00", "/cases/HRD%07/people"):
        assert client.get(path).status_code == 404
    logged_with = {**LOGGED, "words": "Nobody\x00 rang.", "complainant_name": "Fiona\x00 Fern"}
    assert "HRD-26-0001" in said(client.post("/log", data=logged_with, follow_redirects=True))
    assert "HRD-26-0001" in said(client.post("/cases/search", data={"words": "fio\x00na"}, follow_redirects=True))
