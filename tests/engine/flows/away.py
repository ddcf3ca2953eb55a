"""Somebody goes away, and whoever stands in answers: what the tests of absences begin with."""

from datetime import date

from sqlalchemy import select

from engine.db.tables import absence
from engine.flows import absences, tasks
from engine.office import Office
from tests.council import PEOPLE
from tests.story import REPLY, open_task, rows, somebody

TODAY = date(2026, 10, 5)
FRIDAY = date(2026, 10, 9)
MARA, MAX, HEATHER, SAM = (PEOPLE[login][0] for login in ("mara", "max", "heather", "sam"))


def typed(deputy: str, from_on: date = TODAY, to_on: date = FRIDAY, **more: str) -> dict[str, str]:
    days = {"from_on": from_on.isoformat(), "to_on": to_on.isoformat()}
    return {**days, "deputy": str(PEOPLE[deputy][0]), **more}


def arrange(office: Office, whose: str, deputy: str, from_on: date = TODAY, to_on: date = FRIDAY) -> int:
    """Somebody goes away; returns the key of their absence."""
    absences.arrange(office, somebody(office, whose), typed(deputy, from_on, to_on))
    a = absence.c
    query = select(a.id).where(a.person_id == PEOPLE[whose][0], a.cancelled_at.is_(None)).order_by(a.id.desc())
    return int(rows(office, query)[0].id)


def answer(office: Office, who_answers: str) -> tasks.Completed:
    return tasks.complete(
        office, somebody(office, who_answers), open_task(office, "respond"), {**REPLY, "contacted_on": "2026-10-05"}
    )
