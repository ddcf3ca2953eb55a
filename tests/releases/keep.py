"""Keeps a database as this release leaves it, for every later one to upgrade: `python -m tests.releases.keep`.

Run once for a release, when it is made: its state, rows and words are then what later releases have to read.
Everybody in it is invented.
"""

import lzma
import sqlite3
import tempfile
from pathlib import Path

from alembic.script import ScriptDirectory

from engine.db import schema
from engine.db.database import Database
from engine.flows import deployments
from engine.office import Office
from tests import council, later_stages
from tests.council import BPMN, MONDAY, Deaf, StandingClock
from tests.stories import ANSWER, answered, deliver, do, logged, triaged

HERE = Path(__file__).parent
SEND_BACK = {"signed_off": "send_back", "what_to_change": "Say when the visits begin again."}
SIGN_OFF_IN_FORCE = frozenset({"statutory_complaint/2015-09-01"})
"""What is left a draft, so that complaints go through the version with a head of service's sign-off."""


def keep() -> Path:
    """Write it beside this module, named by its newest migration."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "heard.db"
        database, clock = Database(f"sqlite:///{path}"), StandingClock(MONDAY)
        schema.upgrade(database)
        office = Office(database, clock, Deaf())
        council._people(office)
        deployments.seed(office, BPMN, drafts=SIGN_OFF_IN_FORCE)
        live(office, clock)
        database.close()
        sqlite3.connect(path, isolation_level=None).execute("VACUUM")
        kept = HERE / f"{ScriptDirectory(str(schema.STEPS)).get_current_head()}.sqlite.xz"
        kept.write_bytes(lzma.compress(path.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    return kept


def live(office: Office, clock: StandingClock) -> None:
    """Cases at every step of stage 1, one sent back again and again, and one that is investigated at stage 2."""
    later_stages.come(office)
    reference = later_stages.answered_at_stage_1(office)
    later_stages.ask_stage_2(office, reference)
    later_stages.appoint(office)
    later_stages.agree(office)
    answered(office)
    deliver(office)
    clock.forward(days=8)
    deliver(office)
    for step in range(5):
        reference = triaged(office)
        for _ in range(step):
            _answer(office, reference)
            do(office, "heather", reference, "sign_off", SEND_BACK)
        if step % 2:
            _answer(office, reference)
    logged(office)


def _answer(office: Office, reference: str) -> None:
    do(office, "mara", reference, "respond", {**ANSWER, "contacted_on": office.today().isoformat()})


if __name__ == "__main__":
    keep()
