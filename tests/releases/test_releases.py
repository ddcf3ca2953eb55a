"""A database as each release left it is brought up to date, agrees with itself, and every case in it goes on."""

import lzma
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.db import schema
from engine.db.database import Database
from engine.db.tables import archived_stage, case_file, process_instance, task
from engine.office import Office
from engine.recording import chain, search_text
from engine.recording.agreement import disagreements
from engine.spiff import codec
from tests.council import MONDAY, Deaf, StandingClock
from tests.engine.db.drift import drift
from tests.releases.copying import copy
from tests.stories import ANSWER, TRIAGE, deliver, do
from tests.story import CLOSE_OUT, LETTER, rows

HERE = Path(__file__).parent
RELEASES = sorted(path.name.partition(".")[0] for path in HERE.glob("*.sqlite.xz"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(release: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """That release's database, not brought up to date; on PostgreSQL the same rows in the tables of that release."""
    path = tmp_path / "heard.db"
    path.write_bytes(lzma.decompress((HERE / f"{release}.sqlite.xz").read_bytes()))
    found = Database(f"sqlite:///{path}")
    if request.param == "postgresql":
        kept, found = found, Database(request.getfixturevalue("postgres"))
        copy(kept, found, release)
        kept.close()
    yield found
    found.close()


@pytest.mark.parametrize("release", RELEASES)
def test_every_case_of_an_earlier_release_goes_on_to_its_end(database: Database, release: str) -> None:
    assert not schema.is_current(database)
    schema.upgrade(database)
    assert drift(database) == []
    clock = StandingClock(MONDAY)
    clock.forward(days=9)
    office = Office(database, clock, Deaf())
    before = rows(office, select(task.c.id).where(task.c.status == "open"))
    assert wrongs(office) == []
    deliver(office)
    for _ in range(6):
        do_what_is_open(office)
        clock.forward(days=7)
        deliver(office)
    assert wrongs(office) == []
    still = {row.element for row in rows(office, select(task.c.element).where(task.c.status == "open"))}
    assert not still & set(work(office)), "stage 1 of every case is over"
    done = rows(office, select(task.c.status).where(task.c.id.in_([row.id for row in before])))
    assert sum(row.status == "completed" for row in done) >= len(before) - 3
    assert rows(office, select(archived_stage)) != []
    states = rows(office, select(process_instance.c.state, process_instance.c.status))
    assert any(row.state.startswith(codec.VERSION) for row in states)


def wrongs(office: Office) -> list[str]:
    """What `heard verify` would say."""
    said = []
    with office.transaction() as transaction:
        for case_id, reference in transaction.connection.execute(select(case_file.c.id, case_file.c.reference)).all():
            said += [f"{reference}: {each}" for each in disagreements(office, transaction, case_id)]
            if chain.broken_at(transaction.connection, case_id) is not None:
                said.append(f"{reference}: its history is broken")
        said += [f"{reference} is not found" for _, reference in search_text.out_of_step(transaction.connection)]
    return said


def do_what_is_open(office: Office) -> None:
    """Whoever has a task of stage 1 does it."""
    known = work(office)
    query = select(case_file.c.reference, task.c.element).join(task, task.c.case_id == case_file.c.id)
    for row in rows(office, query.where(task.c.status == "open").order_by(task.c.opened_at)):
        if row.element in known:
            do(office, known[row.element][0], row.reference, row.element, known[row.element][1])


def work(office: Office) -> Mapping[str, tuple[str, Mapping[str, str]]]:
    """Each task of stage 1: whose it is, and what they say today."""
    return {
        "triage": ("olive", TRIAGE),
        "respond": ("mara", {**ANSWER, "contacted_on": office.today().isoformat()}),
        "sign_off": ("heather", {"signed_off": "agree"}),
        "check_and_send": ("olive", {"checked": "send", "sent_by": "email", **LETTER}),
        "close_out": ("mara", CLOSE_OUT),
    }
