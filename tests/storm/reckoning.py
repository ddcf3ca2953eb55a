"""After the storm: is every case where it should be, was everything done once, was every message sent once?"""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import func, select

from engine.casework.policy import Actor
from engine.casework.vocabulary import CaseStatus
from engine.db.tables import case_file, history, incident, job, message, process_instance, task
from engine.flows import incidents
from engine.office import Office
from engine.queries import who
from tests.council import PEOPLE
from tests.modes.running import ROOT, wait_for
from tests.storm.council import Council
from tests.storm.plan import Story

TURNS = 40
"""How often the clock is put on until everything that failed has been tried again."""


def come_to_rest(council: Council) -> int:
    """Let everything that is due be done, as the next hours would; returns how many incidents a person had to retry."""
    office, retried = council.house.office, 0
    for _ in range(TURNS):
        wait_for(lambda: not due(office), "the work that is due", seconds=120)
        stuck = _ids(office, select(incident.c.id).where(incident.c.status == "open"))
        if stuck:
            retried += incidents.retry(office, _ada(office), stuck)
        elif not _failed(office):
            return retried
        council.let_leases_run_out(timedelta(minutes=30))
    raise AssertionError("the work does not come to rest")


def wrongs(council: Council, stories: Sequence[Story], references: Mapping[int, str], gusts: int) -> Iterator[str]:
    """Everything that is not as it should be, a sentence each."""
    office = council.house.office
    yield from _cases(office, stories, references)
    yield from _tasks(office, stories, references)
    yield from _letters(office, stories)
    yield from mail(office, council, gusts)
    yield from verified(council)


def _cases(office: Office, stories: Sequence[Story], references: Mapping[int, str]) -> Iterator[str]:
    c = case_file.c
    found = dict(_rows(office, select(c.reference, c.status)))
    if len(found) != len(stories):
        yield f"{len(found)} cases instead of {len(stories)}"
    yield from (f"{each} is {found.get(each)}" for each in references.values() if found.get(each) != CaseStatus.CLOSED)
    i = process_instance.c
    running = _rows(office, select(func.count()).where(i.status == "active", ~i.resting))
    if running[0][0]:
        yield f"{running[0][0]} instances of closed cases are still running"


def _tasks(office: Office, stories: Sequence[Story], references: Mapping[int, str]) -> Iterator[str]:
    t, f = task.c, case_file.c
    query = select(f.reference, t.element, func.count()).join(case_file, f.id == t.case_id)
    query = query.where(t.status == "completed").group_by(f.reference, t.element)
    done = {(reference, element): number for reference, element, number in _rows(office, query)}
    for story in stories:
        for element, times in Counter(step.element for step in story.every).items():
            found = done.get((references[story.number], element), 0)
            if found != times:
                yield f"{references[story.number]}: {element} was completed {found} times instead of {times}"
    yield from told_once(office)
    left = _rows(office, select(func.count()).where(t.status == "open"))[0][0]
    if left:
        yield f"{left} tasks are open"


def told_once(office: Office) -> Iterator[str]:
    """Of each task the history tells once that it was completed."""
    h = history.c
    told = select(h.task_id, func.count()).where(h.lifecycle == "complete", h.task_id.is_not(None)).group_by(h.task_id)
    yield from (f"task {key} is told of {number} times" for key, number in _rows(office, told) if number != 1)


def _letters(office: Office, stories: Sequence[Story]) -> Iterator[str]:
    m = message.c
    query = select(m.case_id, m.template, func.count()).where(m.kind == "letter").group_by(m.case_id, m.template)
    letters = Counter(template for _, template, number in _rows(office, query) for _ in range(number))
    for template in ("acknowledgement", "stage_1_response"):
        if letters[template] != len(stories):
            yield f"{letters[template]} letters “{template}” instead of {len(stories)}"
    unsent = _rows(office, select(m.status, func.count()).where(m.status != "sent").group_by(m.status))
    yield from (f"{number} messages are {status}" for status, number in unsent)
    waits = _rows(office, select(job.c.kind, func.count()).where(job.c.status == "incident").group_by(job.c.kind))
    yield from (f"{number} jobs of kind {kind} are incidents" for kind, number in waits)


def mail(office: Office, council: Council, gusts: int) -> Iterator[str]:
    """Each message was accepted once, and once more at most for each thing that went wrong meanwhile."""
    accepted = Counter(str(email["Message-ID"]) for email in council.postbox.messages)
    m = message.c
    sent = {header for (header,) in _rows(office, select(m.header_id).where(m.status == "sent", m.channel == "email"))}
    yield from (f"{header} was never accepted" for header in sorted(sent - accepted.keys()))
    yield from (f"{header} was accepted and nobody knows of it" for header in sorted(accepted.keys() - sent))
    more = sum(number - 1 for number in accepted.values())
    if more > gusts:
        yield f"{more} messages more than there are, for {gusts} things that went wrong"


def verified(council: Council) -> Iterator[str]:
    """What `heard verify` says against the records."""
    told = subprocess.run(
        [sys.executable, "-m", "heard.cli", "verify"],
        cwd=ROOT,
        env={**os.environ, **council.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        yield f"heard verify: {told.stdout} {told.stderr}"


def due(office: Office) -> int:
    """How much is to be done by now."""
    now = office.clock.now()
    return int(_rows(office, select(func.count()).where(job.c.status == "pending", job.c.due_at <= now))[0][0])


def _failed(office: Office) -> int:
    failed = (job.c.status == "pending") & job.c.last_error.is_not(None)
    return int(_rows(office, select(func.count()).where(failed))[0][0])


def _ada(office: Office) -> Actor:
    found = who.actor(office, PEOPLE["ada"][0])
    assert found is not None
    return found


def _ids(office: Office, query: object) -> list[int]:
    return [row[0] for row in _rows(office, query)]


def _rows(office: Office, query: object) -> list[tuple]:  # type: ignore[type-arg]
    with office.database.reading() as connection:
        return [tuple(row) for row in connection.execute(query)]  # type: ignore[call-overload]
