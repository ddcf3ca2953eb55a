"""A case closes when nothing is left to be done, and its clocks are left alone afterwards."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.db.tables import case_file, incident, message
from engine.errors import NotAllowed
from engine.flows import digest, jobs, timing, withdrawal
from engine.flows import incidents as incident_flow
from engine.office import Office
from engine.recording.jobs import Handler
from notifications.mailers.file import FileMailer
from tests.council import StandingClock
from tests.story import (
    CLOSE_OUT,
    LETTER,
    check_and_send,
    complete,
    handlers,
    log_and_triage,
    open_elements,
    respond,
    rows,
    sign_off,
    somebody,
)


@pytest.fixture
def doing(tmp_path: Path) -> dict[str, Handler]:
    return handlers(FileMailer(tmp_path))


def test_a_case_with_an_apology_still_to_write_stays_open_until_it_is_written(
    office: Office, clock: StandingClock, doing: dict[str, Handler]
) -> None:
    log_and_triage(office)
    clock.instant = datetime(2026, 10, 20, 8, 30, tzinfo=UTC)  # the day after the limit
    jobs.sweep(office, doing)
    respond(office)
    sign_off(office)
    check_and_send(office)
    clock.instant = datetime(2026, 10, 27, 9, 30, tzinfo=UTC)  # five working days after the answer
    jobs.sweep(office, doing)
    complete(office, "mara", "close_out", CLOSE_OUT)
    assert open_elements(office) == {"record_overrun"}
    assert _status(office) == "open"
    complete(office, "olive", "record_overrun", {"cause": "waiting_for_manager"})
    assert open_elements(office) == set()
    assert _status(office) == "closed"


def test_the_clocks_of_a_withdrawn_case_are_not_extended_or_paused(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    gone = {"withdrawn_on": office.today().isoformat(), "reason": "It is settled.", **LETTER}
    withdrawal.withdraw(office, olive, reference, gone)
    more = {"until_on": "2026-10-23", "ground": "complexity", "reason": "Two teams.", **LETTER}
    for change in (timing.extend, timing.suspend, timing.resume):
        with pytest.raises(NotAllowed, match="not open any more"):
            change(office, olive, reference, "stage_1_response", more)
    assert rows(office, select(message.c.id).where(message.c.template == "stage_1_extension")) == []


def test_yesterdays_digest_tried_again_is_no_second_one_today(
    office: Office, clock: StandingClock, doing: dict[str, Handler]
) -> None:
    log_and_triage(office)

    def failing(office: Office, claimed: object) -> None:
        raise RuntimeError("not today")

    digest.schedule(office)
    clock.instant = datetime(2026, 10, 6, 7, 0, tzinfo=UTC)  # 08:00 in London
    for minutes in (
        0,
        2,
        6,
        18,
        72,
        288,
    ):  # each wait is a little longer than it has to be, so that not all come at once
        clock.forward(minutes=minutes)
        jobs.sweep(office, {**doing, "digest": failing})
    digest.schedule(office)
    clock.instant = datetime(2026, 10, 7, 7, 0, tzinfo=UTC)
    jobs.sweep(office, doing)
    incident_id = _incident(office)
    incident_flow.retry(office, somebody(office, "olive"), [incident_id])
    jobs.sweep(office, doing)
    digests = rows(office, select(message.c.to_person_id).where(message.c.kind == "digest"))
    assert len(digests) == len({row.to_person_id for row in digests}) > 0


def _incident(office: Office) -> int:
    return int(rows(office, select(incident.c.id).where(incident.c.status == "open"))[0].id)


def _status(office: Office) -> str:
    return str(rows(office, select(case_file.c.status))[0].status)
