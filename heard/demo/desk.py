"""Where the demo's people do their work: each act goes through the same flows as a person's click."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from engine.casework.calendar import WorkingCalendar
from engine.casework.policy import Actor
from engine.db.tables import case_file, message, person, service, task, worker_account
from engine.flows import post, tasks
from engine.office import Office
from engine.queries import task_page, who
from engine.recording import letter_fields
from heard.demo.outsiders import OUTSIDERS
from heard.demo.people import COLLEAGUES
from heard.demo.told import Told
from notifications import render
from web import task_letters


@dataclass
class Desk:
    """The office as the demo's story sees it: people by first name, cases by what was told."""

    office: Office
    people: Mapping[str, int]
    """Keys of `person` by first name."""
    services: Mapping[str, int]
    calendar: WorkingCalendar
    present: date
    """The working day that the story leads up to: today, or the next one when today is none."""
    references: dict[str, str] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """Somebody who works here or comes from outside, by first name."""
        if name not in self._actors:
            found = who.actor(self.office, self.people[name])
            assert found is not None
            self._actors[name] = found
        return self._actors[name]

    @property
    def today(self) -> str:
        """Today, as somebody types it."""
        return self.office.today().isoformat()

    def received_on(self, told: Told) -> date:
        """The day it was received; what came in today came in today, even on a Sunday."""
        return self.office.today() if told.day == 0 else self.calendar.add(self.present, told.day)

    def on(self, told: Told, after: int) -> date:
        """The day so many working days after receipt."""
        return self.calendar.add(self.received_on(told), after)

    def complete(self, told: Told, element: str, name: str, typed: Mapping[str, str]) -> None:
        """Somebody completes the open task at this step of the diagram."""
        tasks.complete(self.office, self.actor(name), self.open_task(told, element), typed)

    def finish(self, told: Told, element: str, name: str, typed: Mapping[str, str]) -> None:
        """The same, with the letter in the words that the page offers once everything else is typed."""
        task_id, doer = self.open_task(told, element), self.actor(name)
        page = task_page.find(self.office, doer, task_id)
        letter = task_letters.letter_for(self.office, page, typed)
        if letter is not None:
            waits = page.draft.body if page.draft is not None and page.draft.template == letter.template else ""
            typed = {**typed, "letter_body": waits or letter.body}
        tasks.complete(self.office, doer, task_id, typed)

    def case_id(self, told: Told) -> int:
        """The key of the case."""
        f = case_file.c
        with self.office.database.reading() as connection:
            return int(connection.execute(select(f.id).where(f.reference == self.references[told.key])).scalar_one())

    def worker_account(self, told: Told) -> int:
        """The key of the page that the worker complained about was given."""
        w = worker_account.c
        with self.office.database.reading() as connection:
            return int(connection.execute(select(w.id).where(w.case_id == self.case_id(told))).scalar_one())

    def open_task(self, told: Told, element: str) -> str:
        """The task that is open at this step."""
        t, f = task.c, case_file.c
        query = select(t.id).join(case_file, f.id == t.case_id)
        mine = (f.reference == self.references[told.key]) & (t.element == element) & (t.status == "open")
        with self.office.database.reading() as connection:
            return str(connection.execute(query.where(mine)).scalar_one())

    def letter(self, told: Told, template: str, name: str, **facts: Any) -> str:
        """The words of a letter as the page would offer them to this person; `facts` are what is being typed."""
        with self.office.database.reading() as connection:
            f = case_file.c
            case_id = connection.execute(select(f.id).where(f.reference == self.references[told.key])).scalar_one()
            today, writer = self.office.today(), self.people[name]
            known = letter_fields.gather(self.office.library, connection, case_id, today, writer)
        return render.letters_of(self.office).draft(template, render.letter_fields({**known, **facts})).body

    def stage_1_limits(self, told: Told) -> dict[str, str]:
        """What an acknowledgement says of dates before the clock runs."""
        with self.office.database.reading() as connection:
            today = self.office.today()
            rule = self.office.library.in_effect(connection, "statutory_complaint", today).compiled.procedure.clocks[
                "stage_1_response"
            ]
        received = self.received_on(told)
        due_on = self.calendar.add(received, rule.days)
        maximum_on = self.calendar.add(received, rule.extended_days or rule.days)
        return {"due_on": due_on.isoformat(), "maximum_on": maximum_on.isoformat()}

    def post_letters(self, name: str) -> None:
        """The afternoon's walk to the post box, with every printed letter."""
        with self.office.database.reading() as connection:
            waiting = select(message.c.id).where(message.c.status == "to_post").order_by(message.c.id)
            ids = connection.execute(waiting).scalars().all()
        for message_id in ids:
            post.posted(self.office, self.actor(name), message_id, {"posted_on": self.office.today().isoformat()})


def sit_down(office: Office, today: date) -> Desk:
    """A desk for the story that leads up to today."""
    with office.database.reading() as connection:
        by_email = {row.email: row.id for row in connection.execute(select(person.c.email, person.c.id))}
        services = {row.name: row.id for row in connection.execute(select(service.c.name, service.c.id))}
        calendar = office.library.calendar(connection)
    ids = {each.key: by_email[each.email] for each in (*COLLEAGUES, *OUTSIDERS)}
    return Desk(office, ids, services, calendar, calendar.next_working_day(today))
