"""A step is recorded whole or not at all, and nothing leaves before it is."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, select

from engine.db.tables import case_event, case_file, history, job, message, metadata, setting, task
from engine.errors import StaleTask
from engine.flows import tasks
from engine.office import Hint, Office
from engine.recording import steps
from tests.story import (
    LETTER,
    TRIAGE,
    complete,
    log,
    log_and_triage,
    open_elements,
    respond,
    rows,
    sign_off,
    somebody,
)


def everything(office: Office) -> dict[str, list[Any]]:
    """Every row of every table."""
    with office.database.reading() as connection:
        return {t.name: list(connection.execute(select(t)).all()) for t in metadata.sorted_tables}


@pytest.fixture
def commits(office: Office) -> list[Connection]:
    """Every commit from now on."""
    made: list[Connection] = []
    event.listen(office.database.engine, "commit", made.append)
    return made


def test_completing_a_task_is_one_commit(office: Office, commits: list[Connection]) -> None:
    log_and_triage(office)
    commits.clear()
    respond(office)
    assert len(commits) == 1


def test_logging_is_one_commit(office: Office, commits: list[Connection]) -> None:
    log(office)
    assert len(commits) == 1


def test_what_fails_half_way_leaves_no_trace(office: Office) -> None:
    """No check is wanted, but the reply's draft is gone when the diagram comes to send it."""
    log_and_triage(office)
    respond(office)
    with office.database.writing() as connection:
        connection.execute(insert(setting).values(name=steps.CHECK_BEFORE_SENDING, value="no"))
        connection.execute(message.update().where(message.c.status == "draft").values(status="discarded"))
    before = everything(office)
    with pytest.raises(Exception, match="nobody has written it yet"):
        sign_off(office)
    assert everything(office) == before


@pytest.mark.parametrize("table", [task, job, case_event, history, message, case_file])
def test_a_database_that_fails_at_any_statement_keeps_nothing_of_the_step(office: Office, table: Any) -> None:
    reference = log(office)
    before = everything(office)

    def fail(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.startswith((f"INSERT INTO {table.name} ", f"UPDATE {table.name} ")):
            raise ConnectionError("the line went dead")

    event.listen(office.database.engine, "before_cursor_execute", fail)
    with pytest.raises(ConnectionError):
        complete(office, "olive", "triage", TRIAGE, reference)
    event.remove(office.database.engine, "before_cursor_execute", fail)
    assert everything(office) == before
    complete(office, "olive", "triage", TRIAGE, reference)
    assert open_elements(office) == {"respond"}


def test_hints_are_given_after_the_commit_and_not_for_what_was_rolled_back(
    office: Office, commits: list[Connection]
) -> None:
    heard: list[tuple[int, list[int]]] = []

    class Listening:
        def hint(self, hints: Sequence[Hint]) -> None:
            heard.append((len(commits), [hint.job_id for hint in hints]))

    listening = Office(office.database, office.clock, Listening(), office.library)
    reference = log(listening)
    commits.clear()
    complete(listening, "olive", "triage", TRIAGE, reference)
    ((after, hinted),) = heard
    assert after == 1
    assert hinted == [row.id for row in rows(office, select(job.c.id).where(job.c.kind == "deliver"))]
    (done,) = rows(office, select(task.c.id).where(task.c.status == "completed"))
    with pytest.raises(StaleTask):
        tasks.complete(listening, somebody(office, "olive"), done.id, TRIAGE)
    assert len(heard) == 1


def test_a_reply_that_needs_no_check_goes_out_with_the_sign_off(office: Office) -> None:
    log_and_triage(office)
    respond(office)
    with office.database.writing() as connection:
        connection.execute(insert(setting).values(name=steps.CHECK_BEFORE_SENDING, value="no"))
    sign_off(office)
    assert open_elements(office) == set()
    letters = rows(office, select(message.c.template, message.c.status, message.c.body).order_by(message.c.id))
    assert [(row.template, row.status) for row in letters] == [
        ("acknowledgement", "queued"),
        ("stage_1_response", "queued"),
    ]
    assert letters[-1].body == LETTER["letter_body"]
    sent = rows(office, select(case_event).where(case_event.c.kind == "stage_1_response_sent"))
    assert len(sent) == 1
