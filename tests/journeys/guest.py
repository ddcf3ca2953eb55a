"""Somebody shown around a council whose story has been told: knows where each kind of case is to be found."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import select

from engine.db.tables import case_event, case_file, incident, message, person, task
from engine.flows import tasks
from engine.queries import who
from heard.bootstrap import House
from heard.demo import told
from heard.demo.deeds import head_of
from heard.demo.told import Told
from tests.journeys.visitor import Visitor

CASES: Mapping[str, str] = {
    "new": "family_help-20",
    "in triage": "children_in_care-13",
    "sent back": "family_help-15",
    "late": "family_help-10",
    "paused": "children_in_care-6",
    "extended": "children_in_care-5",
    "at sign-off": "family_help-16",
    "at the check": "disabled_children-7",
    "to close out": "children_in_care-10",
    "to post": "fostering_and_leaving_care-11",
    "corrected": "fostering_and_leaving_care-10",
    "resolved": "fostering_and_leaving_care-13",
    "withdrawn": "fostering_and_leaving_care-7",
    "put aside": "disabled_children-5",
    "rerouted": "disabled_children-6",
    "at stage 3": "disabled_children-10",
    "at the panel": "children_in_care-16",
    **{told.course: told.key for told in told.everything() if told.key.startswith("later_stages-")},
}
"""Where a case stands, and its place in the demo's story."""


@cache
def case_told(kind: str) -> Told:
    """What was told of a case of this kind."""
    return next(each for each in told.everything() if each.key == CASES[kind])


def part_of_the_story() -> tuple[Told, ...]:
    """The cases that guests are shown, and no other."""
    return tuple(case_told(kind) for kind in CASES)


@dataclass(frozen=True)
class Guest:
    """A visitor, and the house that is visited."""

    visitor: Visitor
    house: House

    def reference(self, kind: str) -> str:
        """The reference of a case of this kind."""
        query = select(case_file.c.reference).where(case_file.c.complainant_name == case_told(kind).who)
        with self.house.office.database.reading() as connection:
            return str(connection.execute(query).scalar_one())

    def case(self, kind: str, page: str = "") -> Visitor:
        """Open a page of the case."""
        return self.visitor.go(f"/cases/{self.reference(kind)}{page}")

    def task(self, kind: str, element: str) -> Visitor:
        """Open the open task at this element."""
        return self.visitor.go(f"/tasks/{self._open_task(kind, element)}")

    def claimed(self, kind: str, element: str, name: str) -> Visitor:
        """The same, once this person has claimed it."""
        office, task_id = self.house.office, self._open_task(kind, element)
        with office.database.reading() as connection:
            assignee = connection.execute(select(task.c.assignee_id).where(task.c.id == task_id)).scalar_one()
        if assignee is None:
            actor = who.actor(office, people_by_name(self.house)[name])
            assert actor is not None
            tasks.claim(office, actor, task_id)
        return self.visitor.go(f"/tasks/{task_id}")

    def letter(self, kind: str, status: str, ending: str = "") -> Visitor:
        """Open a letter of the case that stands like this."""
        m = message.c
        query = select(m.id).join(case_file, case_file.c.id == m.case_id).where(m.kind == "letter", m.status == status)
        with self.house.office.database.reading() as connection:
            mine = query.where(case_file.c.reference == self.reference(kind))
            letter_id = connection.execute(mine.order_by(m.id.desc())).scalars().first()
        return self.case(kind, f"/letters/{letter_id}{ending}")

    def event(self, kind: str, what: str) -> int:
        """The current dated event of a case."""
        e = case_event.c
        query = select(e.id).join(case_file, case_file.c.id == e.case_id).where(e.kind == what)
        with self.house.office.database.reading() as connection:
            mine = query.where(case_file.c.reference == self.reference(kind), e.corrected_by_id.is_(None))
            return int(connection.execute(mine).scalar_one())

    def open_incident(self) -> int:
        """An incident that waits for a person."""
        with self.house.office.database.reading() as connection:
            return int(connection.execute(select(incident.c.id).where(incident.c.status == "open")).scalars().all()[0])

    def ended_task(self, kind: str, element: str) -> str:
        """The key of a task that has been completed."""
        return self._task(kind, element, "completed")

    def open_task(self, kind: str, element: str) -> str:
        """The key of an open task."""
        return self._open_task(kind, element)

    def _open_task(self, kind: str, element: str) -> str:
        return self._task(kind, element, "open")

    def _task(self, kind: str, element: str, status: str) -> str:
        query = select(task.c.id).join(case_file, case_file.c.id == task.c.case_id)
        mine = (case_file.c.reference == self.reference(kind)) & (task.c.element == element)
        with self.house.office.database.reading() as connection:
            return str(connection.execute(query.where(mine, task.c.status == status)).scalar_one())


def officer(kind: str) -> str:
    """The officer of a case, by first name."""
    return case_told(kind).officer


def manager(kind: str) -> str:
    """The manager who answers it."""
    return case_told(kind).manager


def head(kind: str) -> str:
    """The head of its service."""
    return head_of(case_told(kind))


def people_by_name(house: House) -> Mapping[str, int]:
    """Everybody's key, by first name."""
    with house.office.database.reading() as connection:
        rows = connection.execute(select(person.c.id, person.c.email)).all()
    return {row.email.split("@")[0]: row.id for row in rows}
