"""A database from before references were counted goes on where it stood."""

from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from sqlalchemy import insert, select

from engine.db import schema
from engine.db.database import Database
from engine.db.tables import case_file, reference_series, service

LOGGED = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


def test_the_highest_number_of_each_year_is_where_counting_goes_on(tmp_path: Path) -> None:
    database, config = Database(f"sqlite:///{tmp_path / 'heard.db'}"), schema._config()
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(insert(service), [{"id": 1, "name": "Children in care"}])
        references = ("HRD-25-0007", "HRD-26-9999", "HRD-26-10000", "HRD-26-0001")
        connection.execute(insert(case_file), [_case(reference) for reference in references])
    schema.upgrade(database)
    with database.reading() as connection:
        found = {row.name: row.last for row in connection.execute(select(reference_series))}
    database.close()
    assert found == {"HRD-25": 7, "HRD-26": 10_000}


def _case(reference: str) -> dict[str, object]:
    return {
        "reference": reference,
        "kind": "complaint",
        "status": "open",
        "received_on": LOGGED.date(),
        "logged_at": LOGGED,
        "channel": "letter",
        "service_id": 1,
        "complainant_name": "Jo Invented",
        "reply_by": "post",
        "is_child": False,
        "words": "Nobody rings me back.",
        "history_seq": 0,
        "history_head": bytes(32),
    }
