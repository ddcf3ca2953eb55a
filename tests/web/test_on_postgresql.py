"""The pages of the work on the other database: the same lists, the same order, the same journey."""

from collections.abc import Iterator

import pytest

from engine.office import Office
from engine.queries.inbox import Cursor, Tab, page
from tests.council import StandingClock, open_office
from tests.web.work import SignIn, actor, claimed, finish, log, open_task, signed_off


@pytest.fixture
def office(postgres: str, clock: StandingClock) -> Iterator[Office]:
    """The invented council on PostgreSQL."""
    found = open_office(postgres, clock)
    yield found
    found.database.close()


def test_the_journey_to_the_reply_is_the_same(office: Office, sign_in: SignIn) -> None:
    soon = log(office, received_on="2026-10-01")
    reference = signed_off(office, sign_in)
    olive = actor(office, 1)
    listed = page(office, olive, Tab.EVERYBODY)
    assert [(row.name, row.reference) for row in listed.rows] == [
        ("Triage and acknowledge", soon),
        ("Check and send", reference),
    ]
    assert listed.counts == {Tab.MINE: 0, Tab.TEAM: 2, Tab.UNASSIGNED: 2, Tab.EVERYBODY: 2}
    first = Cursor(listed.rows[0].due.on, listed.rows[0].task_id)
    assert [row.reference for row in page(office, olive, Tab.EVERYBODY, first).rows] == [reference]
    task_id = open_task(office, reference, "check_and_send")
    client = claimed(sign_in("olive"), task_id)
    assert "I looked into it, and you were right." in client.get(f"/tasks/{task_id}").text
    answer = finish(client, task_id, {"checked": "send", "sent_by": "email", "letter_body": "You were right."})
    assert answer.status_code == 302
    assert finish(client, task_id, {"checked": "send"}).status_code == 409
    for login in ("max", "sam"):
        assert page(office, actor(office, {"max": 4, "sam": 7}[login]), Tab.TEAM).rows == ()
