"""What is logged on the way of a case: which job, request, case and person; and no name, address or word of anybody."""

import json
import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog

from engine.db.tables import case_file
from engine.office import Office
from heard import bootstrap, logs
from heard.bootstrap import House
from heard.settings import Settings
from tests.council import PEOPLE
from tests.passes import sit_down
from tests.story import log, respond, rows, triage

SECRET = ("Jo Invented", "jo@example.invalid", "Invented Street", "rings me back", "told in good time", "Olive", "Mara")
TOKEN = "the token that Prometheus shows"


@pytest.fixture
def house(office: Office, tmp_path: Path) -> Iterator[House]:
    """The whole house on the invented council, which counts and logs as it does in earnest."""
    given = {"HEARD_DATA_DIR": str(tmp_path), "HEARD_METRICS_TOKEN": TOKEN}
    with closing(bootstrap.build(Settings.from_env(given))) as built:
        yield replace(built, office=office)


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """The lines that were logged, each as what it says."""
    root = logging.getLogger()
    level = root.level
    logs.configure()
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    structlog.reset_defaults()
    root.setLevel(level)
    for handler in [each for each in root.handlers if isinstance(each, logs.ToStandardError)]:
        root.removeHandler(handler)


def test_the_log_of_a_case_names_its_ids_and_nobody(house: House, logged: Any) -> None:
    reference = log(house.office)
    client = sit_down(house.web().test_client(), PEOPLE["olive"][0])
    for path in ("/", f"/cases/{reference}", "/cases?q=Invented", "/nowhere/Jo%20Invented", "/running/uncertain"):
        client.get(path)
    client.post("/log", data={"words": "Nobody rings me back.", "complainant_email": "jo@example.invalid"})
    triage(house.office)
    respond(house.office)
    house.sweep()
    lines = logged()
    assert [secret for secret in SECRET if secret in json.dumps(lines)] == []
    assert {line["person"] for line in lines if line["event"] == "request"} == {PEOPLE["olive"][0]}
    requests = [line for line in lines if line["event"] == "request" and line["status"] < 400]
    assert all(line["request"] and line["endpoint"] for line in requests)
    (case_id,) = (row.id for row in rows(house.office, case_file.select()))
    jobs = [line for line in lines if line["event"] == "job"]
    assert {line["case"] for line in jobs} == {case_id}
    assert {"job", "kind", "outcome", "ms", "timestamp", "level"} <= jobs[0].keys()


def test_an_error_is_logged_by_its_kind_and_place_alone(logged: Any) -> None:
    try:
        raise ValueError("Jo Invented wrote this")
    except ValueError as error:
        structlog.get_logger().error("broken", exc_info=True)
        logging.getLogger("somebody.else").exception("broken too: %r", error)
    lines = logged()
    assert [line["event"] for line in lines] == ["broken", "broken too: %r"]
    assert [line["error"] for line in lines] == ["ValueError", "ValueError"]
    assert "Jo Invented" not in json.dumps(lines)
    assert lines[0]["places"][-1].startswith("test_logs.py:")


def test_what_a_database_says_of_an_error_holds_nothing_typed(office: Office) -> None:
    with pytest.raises(Exception) as refused, office.transaction() as transaction:
        transaction.connection.execute(case_file.insert().values(complainant_name="Jo Invented"))
    assert "Jo Invented" not in str(refused.value)


def test_the_figures_are_for_whoever_shows_the_token(house: House) -> None:
    triage(house.office, log(house.office))
    client = house.web().test_client()
    shown = {"Authorization": f"Bearer {TOKEN}"}
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer guessed"}).status_code == 401
    before = client.get("/metrics", headers=shown).text
    assert 'heard_jobs_due{kind="deliver",urgency="urgent"} 1' in before
    assert "heard_incidents_open 0" in before
    house.sweep()
    after = client.get("/metrics", headers=shown).text
    assert 'heard_jobs_due{kind="deliver",urgency="urgent"}' not in after
    (deliveries,) = (line for line in after.splitlines() if 'heard_job_seconds_count{kind="deliver"' in line)
    assert 'outcome="done"' in deliveries
    assert 'room="metrics"' in after
    client.open("/", method="JOINVENTED")
    told = client.get("/metrics", headers=shown).text
    assert 'method="other"' in told
    assert "JOINVENTED" not in told, "anybody could make a series of their own"
    assert [secret for secret in SECRET if secret in after] == []


def test_where_no_token_is_set_there_are_no_figures(office: Office, tmp_path: Path) -> None:
    with closing(bootstrap.build(Settings.from_env({"HEARD_DATA_DIR": str(tmp_path)}))) as built:
        client = replace(built, office=office).web().test_client()
        assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    assert not (tmp_path / "metrics").exists()
