"""`heard jobs` says what is due and what is stuck, and tries it again in somebody's name."""

import argparse
from contextlib import nullcontext

import pytest
from sqlalchemy import insert

from engine.casework.urgency import Urgency
from engine.db.tables import incident, job
from engine.office import Office
from engine.recording.jobs import new_job
from heard import cli_jobs
from heard.cli_jobs import NobodyNamed, NothingStuck


def heard_jobs(office: Office, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command says on this council."""
    parser = argparse.ArgumentParser()
    cli_jobs.offer(parser)
    assert cli_jobs.command(lambda: nullcontext(office))(parser.parse_args(arguments)) == 0
    return capsys.readouterr().out


def test_what_is_stuck_is_told_and_tried_again(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert heard_jobs(office, capsys).endswith("Nothing is stuck.\n")
    with office.transaction() as transaction:
        now = transaction.now
        stuck = {**new_job(transaction, "digest", "digest:1999-01-01", now, Urgency.PATIENT), "status": "incident"}
        key = transaction.connection.execute(insert(job).values(stuck).returning(job.c.id)).scalar_one()
        raised = {"job_id": key, "cause": "MailDelayed: code 421", "status": "open", "raised_at": now}
        transaction.connection.execute(insert(incident).values(raised))
    said = heard_jobs(office, capsys)
    assert "incident 1: digest: MailDelayed: code 421. The mail server was away for hours." in said
    with pytest.raises(NobodyNamed):
        heard_jobs(office, capsys, "--retry-all")
    with pytest.raises(NothingStuck):
        heard_jobs(office, capsys, "--retry", "7", "--as", "ada@heard.invalid")
    again = heard_jobs(office, capsys, "--retry-all", "--as", "ada@heard.invalid")
    assert again.startswith("1 tried again\npatient: 1 digest, the oldest due since")
    assert again.endswith("Nothing is stuck.\n")
