"""A database of the release before, with a complaint at work in it, is brought up to date and goes on."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, insert, select, text

from engine.casework.policy import Actor
from engine.casework.step import Context, Step
from engine.casework.vocabulary import CaseStatus, Role
from engine.db import schema
from engine.db.database import Database
from engine.db.tables import (
    case_event,
    case_file,
    case_relation,
    clock,
    definition,
    finding,
    head,
    history,
    message,
    person,
    process_instance,
    remedy,
    role_holding,
    service,
    setting,
    task,
    team,
)
from engine.flows import deployments, tasks
from engine.office import Office
from engine.queries import case_file as case_page
from engine.queries import case_state, task_page, who
from engine.queries import history as told
from engine.spiff import codec, runner
from engine.spiff.parse import compile_definition
from tests.council import BPMN, Deaf, StandingClock
from tests.engine.db.drift import drift
from tests.engine.spiff.first_codec import first_dump

OLD = Path(__file__).parents[2] / "bpmn" / "old" / "statutory_complaint" / "2014-10-01.bpmn"
FACTS = Context({"check_before_sending": True})
NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
NAMES = ("Olive Officer", "Mara Manager", "Heather Head")
SENTENCE = "10 working days from received, 20 if extended, until stage_1_response_sent"
SAID = {"finding": "partially_upheld", "reason": "The log shows half of it."}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'heard.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres")
    made = Database(str(url))
    with made.writing() as connection:
        _to(connection, "0003")
        _fill(connection)
    yield made
    made.close()


def _to(connection: Connection, revision: str) -> None:
    config = schema._config()
    config.attributes["connection"] = connection
    (command.downgrade if revision == "down to 0003" else command.upgrade)(config, revision.removeprefix("down to "))


def _fill(connection: Connection) -> None:
    """People, a team, and a complaint that its manager has still to answer, in the diagram of that time."""
    put = connection.execute
    put(insert(service), [{"name": "Children in care"}])
    put(insert(team), [{"name": "North team", "service_id": 1}])
    # No ids: each database counts for itself, and goes on counting after the upgrade.
    put(insert(person), [{"name": name, "email": f"{name.split()[0]}@heard.invalid"} for name in NAMES])
    roles = {1: Role.COMPLAINTS_OFFICER, 2: Role.TEAM_MANAGER, 3: Role.HEAD_OF_SERVICE}
    held = [{"person_id": key, "role": role.value, "from_on": date(2020, 1, 1)} for key, role in roles.items()]
    put(insert(role_holding), held)
    put(insert(setting), [{"name": "council_name", "value": "Fernshire Council"}])
    put(insert(case_file), [_case()])
    put(insert(case_event), [{"case_id": 1, "kind": "received", "occurred_on": TODAY, "recorded_at": NOW}])
    put(insert(case_relation), [{"case_id": 1, "person_id": 2, "relation": "allocated_manager"}])
    put(text("INSERT INTO head (case_id, number, text) VALUES (1, 1, 'Visits were cancelled.')"))
    found_on = (
        "INSERT INTO head (case_id, number, text, finding, reason) VALUES (1, 2, 'Nobody rang.', :finding, :reason)"
    )
    put(text(found_on), SAID)
    put(insert(remedy), [{"case_id": 1, "kind": "apology", "note": "We are sorry."}])
    _procedure(connection)
    put(insert(message), [_letter()])
    put(insert(history), [_line()])


def _case() -> dict[str, Any]:
    return {
        "reference": "HRD-26-0001",
        "kind": "complaint",
        "status": CaseStatus.OPEN.value,
        "received_on": TODAY,
        "logged_at": NOW,
        "channel": "letter",
        "service_id": 1,
        "complainant_name": "Jo Invented",
        "complainant_email": "jo@example.invalid",
        "reply_by": "email",
        "is_child": False,
        "words": "Nobody rings me back.",
        "history_seq": 1,
        "history_head": bytes(32),
    }


def _procedure(connection: Connection) -> None:
    step = runner.start(compile_definition(OLD.read_bytes()), "stage_1", FACTS)
    xml = OLD.read_bytes()
    made = {"key": "statutory_complaint", "version": OLD.stem, "name": "Statutory complaint"}
    kept = {"effective_from": date.fromisoformat(OLD.stem), "status": "published", "xml": xml, "published_at": NOW}
    connection.execute(insert(definition), [{**made, **kept, "digest": hashlib.sha256(xml).hexdigest()}])
    armed = [[t.id, t.element, t.clock, t.offset] for t in step.timers]
    instance = {"case_id": 1, "definition_id": 1, "status": "active", "state": _as_written(step), "armed": armed}
    connection.execute(insert(process_instance), [{**instance, "started_at": NOW}])
    limit = {"case_id": 1, "name": "stage_1_response", "sentence": SENTENCE, "definition_id": 1, "state": "running"}
    connection.execute(insert(clock), [limit])
    [opened] = step.open_tasks
    row = {"id": opened.id, "instance_id": 1, "case_id": 1, "element": opened.element, "name": opened.name}
    open_now = {"candidate": opened.candidate, "form_key": opened.form_key, "status": "open", "opened_at": NOW}
    connection.execute(insert(task), [{**row, **open_now}])


def _as_written(step: Step) -> bytes:
    """The state as that release wrote it."""
    workflow = codec.load(step.state, compile_definition(OLD.read_bytes()), FACTS.facts)
    return first_dump(workflow, workflow.script_engine.sandbox.variables)


def _letter() -> dict[str, Any]:
    words = {"template": "acknowledgement", "body": "Thank you.", "fields": {}, "channel": "email", "status": "sent"}
    return {"header_id": "<1@heard.invalid>", "kind": "letter", "case_id": 1, "created_at": NOW, **words}


def _line() -> dict[str, Any]:
    said = {"what": "received", "lifecycle": "note", "actor_id": 1, "occurred_on": TODAY, "recorded_at": NOW}
    return {"case_id": 1, "seq": 1, "payload_digest": bytes(32), "digest": bytes(32), **said}


@pytest.fixture
def upgraded(database: Database) -> Office:
    """The same database after the upgrade, in an office of this release."""
    schema.upgrade(database)
    return Office(database, StandingClock(NOW), Deaf())


def _actor(office: Office, key: int) -> Actor:
    found_actor = who.actor(office, key)
    assert found_actor is not None
    return found_actor


def test_nothing_is_lost_and_everything_that_is_referred_to_is_there(upgraded: Office) -> None:
    assert drift(upgraded.database) == []
    with upgraded.database.reading() as connection:
        if upgraded.database.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        kept = (person, team, case_file, case_event, head, remedy, process_instance, task, message, history)
        counts = {table.name: len(connection.execute(select(table)).all()) for table in kept}
        assert counts == {**dict.fromkeys(counts, 1), "person": 3, "head": 2}
        [moved] = connection.execute(select(finding))
        assert (moved.stage, moved.number, moved.finding, moved.reason) == ("stage_1", 2, *SAID.values())


def test_the_complaint_goes_on_in_the_diagram_in_which_it_began(upgraded: Office) -> None:
    deployments.seed(upgraded, BPMN)
    olive, mara = _actor(upgraded, 1), _actor(upgraded, 2)
    with upgraded.database.reading() as connection:
        [task_id] = connection.execute(select(task.c.id)).scalars()
    page = task_page.find(upgraded, mara, task_id)
    assert [each.finding for each in page.heads] == [None, SAID["finding"]]
    findings = {f"{what}-{n}": said for n in (1, 2) for what, said in SAID.items()}
    typed = {**findings, "contacted_on": TODAY.isoformat(), "letter_body": "We have looked into it."}
    done = tasks.complete(upgraded, mara, task_id, typed)
    assert done.sentence == "Next: Sign off, for the head of service."
    case = case_page.find(upgraded, olive, "HRD-26-0001")
    assert case.row.status == CaseStatus.OPEN
    assert [line.reading.rule.name for line in case.clocks] == ["stage_1_response"]
    assert case_state.of_file(upgraded, case).procedure == "statutory_complaint"
    assert [each.finding for each in case.heads] == [SAID["finding"]] * 2
    assert "received" in {entry.what for entry in told.of_case(upgraded, olive, case)}


def test_the_way_back_gives_every_finding_back_to_its_head(database: Database) -> None:
    schema.upgrade(database)
    with database.writing() as connection:
        _to(connection, "down to 0003")
        rows = connection.execute(text("SELECT number, finding, reason FROM head ORDER BY number")).all()
        assert [tuple(row) for row in rows] == [(1, None, None), (2, *SAID.values())]
        assert connection.execute(select(person.c.name)).scalars().all() == list(NAMES)
    schema.upgrade(database)
    assert drift(database) == []


def test_there_is_no_way_back_for_a_case_that_has_taken_a_step_since(database: Database) -> None:
    schema.upgrade(database)
    step = runner.start(compile_definition(OLD.read_bytes()), "stage_1", FACTS)
    with database.writing() as connection:
        connection.execute(process_instance.update().values(state=step.state))
    with pytest.raises(RuntimeError, match="1 procedures have taken a step"), database.writing() as connection:
        _to(connection, "down to 0003")
    assert drift(database) == []


def test_an_open_task_carries_what_lists_are_narrowed_by(database: Database) -> None:
    with database.writing() as connection:
        said = "is_child = :yes, safeguarding = :yes, contact_warning = 'Ring after six.', advocate_name = ''"
        connection.execute(text(f"UPDATE case_file SET {said}"), {"yes": True})
        connection.execute(clock.update().values(limit_on=TODAY, due_on=date(2026, 10, 19)))
        connection.execute(text("UPDATE task SET clock = 'stage_1_response'"))
    schema.upgrade(database)
    t = task.c
    copies = (t.service_id, t.procedure, t.stage, t.is_child, t.safeguarding, t.has_warning, t.has_advocate)
    with database.reading() as connection:
        [found] = connection.execute(select(*copies, t.is_extended, t.unheld))
        assert tuple(found) == (1, "statutory_complaint", "stage_1", True, True, True, False, True, False)
        assert connection.execute(select(t.not_before)).scalar_one() is None


def test_an_open_task_for_a_part_that_nobody_has_says_so(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(case_relation.delete())
    schema.upgrade(database)
    with database.reading() as connection:
        assert connection.execute(select(task.c.unheld)).scalar_one() is True
