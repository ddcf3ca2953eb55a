"""The same story whichever way Heard runs: from receipt to close-out, nothing lost and nothing sent twice."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from engine.db.tables import case_file, job, message
from engine.flows import demo_clock
from engine.office import Office
from engine.recording import chain
from tests.modes.running import Distributed, Embedded, Running, furnish_demo, wait_for
from tests.parts.databases import PostgresServer
from tests.parts.ports import find_free_port
from tests.parts.post import Postbox
from tests.story import (
    CLOSE_OUT,
    check_and_send,
    complete,
    incidents,
    log,
    open_elements,
    respond,
    rows,
    sign_off,
    told,
    triage,
)

SORRY = {"cause": "staff_absence", "expected_on": "2026-10-27", "letter_body": "We are sorry to be late."}


@pytest.fixture(params=["embedded", "distributed"])
def running(request: pytest.FixtureRequest, tmp_path: Path, smtp_server: Postbox) -> Iterator[Running]:
    """Heard, running."""
    if request.param == "embedded":
        embedded = Embedded(tmp_path, smtp_server.url)
        yield embedded
        embedded.close()
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.copy_of(furnish_demo) as url:
        distributed = Distributed(tmp_path, url, find_free_port(), smtp_server.url)
        yield distributed
        distributed.close()


def all_sent(office: Office, postbox: Postbox) -> bool:
    """Whether nothing that is due waits or is in hand, and every message has left and arrived, once.

    The clock may not be moved before: a lease runs out when it jumps, and what is in hand would be done again.
    """
    is_due = (job.c.status == "pending") & (job.c.due_at <= office.clock.now())
    waiting = rows(office, select(func.count()).select_from(job).where(is_due))[0][0]
    kept = {row.header_id for row in rows(office, select(message.c.header_id).where(message.c.status == "sent"))}
    arrived = [str(email["Message-ID"]) for email in postbox.messages]
    assert len(arrived) == len(set(arrived)), "an email arrived twice"
    return waiting == 0 and set(arrived) == kept


def october(office: Office, day: int, hour: int, minute: int = 0) -> None:
    """Move the clock to an hour in London."""
    demo_clock.advance(office, datetime(2026, 10, day, hour - (1 if day < 25 else 0), minute, tzinfo=UTC))


def test_a_complaint_travels_from_receipt_to_close_out_whichever_way_heard_runs(
    running: Running, smtp_server: Postbox
) -> None:
    october(running.house.office, 5, 10)
    running.start()
    reference = log(running.house.office)
    triage(running.house.office)
    wait_for(lambda: len(smtp_server.messages) == 1, "the acknowledgement")
    assert smtp_server.arrived[0].recipients == ("jo@example.invalid",)

    for day, notice, people in (
        (14, "due_in_three_days", ["mara"]),
        (16, "due_tomorrow", ["mara", "lena"]),
        (20, "overdue", ["mara", "lena", "heather"]),
    ):
        october(running.house.office, day, 8, 30)
        wait_for(lambda: all_sent(running.house.office, smtp_server), "what was due before")
        assert told(running.house.office, notice) == []
        october(running.house.office, day, 9, 1)
        wait_for(lambda: told(running.house.office, notice) == people, f"the rung of the {day}th")  # noqa: B023
        wait_for(lambda: all_sent(running.house.office, smtp_server), "its emails")

    running.with_everything_down(_apologise_and_answer)
    wait_for(lambda: all_sent(running.house.office, smtp_server), "the letters that were committed before the end")
    assert _letters(smtp_server) == 3

    october(running.house.office, 27, 9, 1)
    wait_for(lambda: open_elements(running.house.office) == {"close_out"}, "the close-out")
    complete(running.house.office, "mara", "close_out", CLOSE_OUT)
    wait_for(lambda: all_sent(running.house.office, smtp_server), "the last digest")
    _nothing_is_left(running.house.office, reference)


def _apologise_and_answer(office: Office) -> None:
    complete(office, "olive", "record_overrun", SORRY)
    respond(office)
    sign_off(office)
    check_and_send(office)


def _letters(postbox: Postbox) -> int:
    return sum("jo@example.invalid" in item.recipients for item in postbox.arrived)


def _nothing_is_left(office: Office, reference: str) -> None:
    (case,) = rows(office, select(case_file).where(case_file.c.reference == reference))
    assert case.status == "closed"
    with office.database.reading() as connection:
        assert chain.broken_at(connection, case.id) is None
    assert incidents(office) == []
    undone = rows(office, select(job.c.kind).where(job.c.status == "pending"))
    # Tomorrow's morning email, the next meeting packs, and the end of the 20 days in which stage 2 can be asked for.
    assert sorted(row.kind for row in undone) == ["digest", "meeting_pack", "timer"]
    assert [len(told(office, notice)) for notice in ("due_in_three_days", "due_tomorrow", "overdue")] == [1, 2, 3]
