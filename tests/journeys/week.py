"""A council on a Monday morning with a handful of cases, each of which wants something else from somebody."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from engine.casework.task_requests import Need
from engine.db.tables import case_file, task
from engine.flows import task_requests
from engine.queries import who
from heard import bootstrap
from heard.bootstrap import House
from tests.journeys import council
from tests.journeys.guest import case_told, people_by_name

LATE, ASKED, NEW, IN_TIME, LATER = "late", "sent back", "new", "extended", "stage 2 asked for"
"""Nasreen answers the first two, Kath the fourth; officers have the others."""
RECEIVER = "alan"
"""Whom the complaint `ASKED` is about."""
CANNOT = "I cannot find the log of the calls. Who has it?"
"""What Nasreen has told the complaints team about `ASKED`."""


def tell(folder: Path) -> None:
    """Tell the stories of these cases, one of them with a request for help."""
    about = replace(case_told(ASKED), about=(RECEIVER,))
    council.tell(folder, (*(case_told(kind) for kind in (LATE, NEW, IN_TIME, LATER)), about))
    house = bootstrap.build(council.settings_for(folder))
    nasreen = who.actor(house.office, people_by_name(house)["nasreen"])
    assert nasreen is not None
    task_requests.ask(house.office, nasreen, _answer_of(house, ASKED), {"need": Need.HELP.value, "note": CANNOT})
    house.close()


def reference(house: House, kind: str) -> str:
    """The reference of one of these cases."""
    query = select(case_file.c.reference).where(case_file.c.complainant_name == case_told(kind).who)
    with house.office.database.reading() as connection:
        return str(connection.execute(query).scalar_one())


def _answer_of(house: House, kind: str) -> str:
    t, f = task.c, case_file.c
    query = select(t.id).join(case_file, f.id == t.case_id).where(t.element == "respond", t.status == "open")
    with house.office.database.reading() as connection:
        return str(connection.execute(query.where(f.reference == reference(house, kind))).scalar_one())
