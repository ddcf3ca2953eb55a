"""The worklist as somebody would gather it by hand: every row read, every question asked in plain Python."""

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Row, Table, select

from engine.casework.calendar import WorkingCalendar
from engine.casework.policy import Action, Actor, CaseStanding, fits, may
from engine.db.tables import action, case_event, case_file, clock, contact, message, person, task, task_request
from engine.insight.lines import Group
from engine.office import Office
from engine.queries import who
from engine.queries.contact_log import WRITTEN_TO

Found = dict[Group, set[tuple[str, Any]]]
"""By group: what sort of line, of which case."""
ON_THEIR_SIDE = {"complainant", "child", "advocate"}
OVER = {"ended", "met"}


class Reader:
    """Reads everything once."""

    def __init__(self, office: Office, actor: Actor, today: date, calendar: WorkingCalendar) -> None:
        self.today, self.calendar = today, calendar
        self.horizon, self.since = calendar.add(today, 5), calendar.add(today, -10)
        self.rows = {table.name: _all(office, table) for table in _TABLES}
        self.office = office
        with office.database.reading() as connection:
            reads = {
                case.id: who.standing(connection, actor.person_id, case.id, today, actor.covers)
                for case in self.rows["case_file"]
            }
        seen = [case for case in self.rows["case_file"] if may(actor, Action.SEE_CASE, reads[case.id])]
        self.seen = {case.id: case for case in seen}

    @cached_property
    def actors(self) -> list[Actor]:
        """Everybody who works here."""
        with self.office.database.reading() as connection:
            people = connection.execute(select(person.c.id).where(person.c.active)).scalars().all()
            actors = [who.load_actor(connection, each, self.today) for each in people]
        return [each for each in actors if each is not None]

    @cached_property
    def standings(self) -> dict[tuple[int, int], CaseStanding]:
        """What everybody is to every case."""
        with self.office.database.reading() as connection:
            return {
                (each.person_id, case.id): who.standing(connection, each.person_id, case.id, self.today)
                for each in self.actors
                for case in self.rows["case_file"]
            }

    def of(self, table: str) -> list[Row[Any]]:
        """The rows of cases that may be seen."""
        return [row for row in self.rows[table] if row.case_id in self.seen]

    def is_open(self, case_id: int) -> bool:
        """Whether the case goes on."""
        return bool(self.seen[case_id].status == "open")


def worklist(office: Office, actor: Actor, today: date, calendar: WorkingCalendar) -> Found:
    """Every line of the worklist."""
    read = Reader(office, actor, today, calendar)
    found: Found = defaultdict(set)
    for row in read.of("task"):
        _task(read, row, found)
    for row in read.of("clock"):
        _clock(read, row, found)
    for case in read.seen.values():
        _case(read, case, found)
    _beside(read, found)
    return found


def _beside(read: Reader, found: Found) -> None:
    for row in read.of("contact"):
        waits = row.next_on and row.next_on < read.today and not row.next_done_on and not row.struck_at
        if waits and read.is_open(row.case_id):
            found[Group.BLOCKED].add(("follow_up", row.case_id))
    for row in read.of("message"):
        if row.status in ("failed", "to_post"):
            found[Group.BLOCKED].add(("letter_failed" if row.status == "failed" else "to_post", row.case_id))
    for row in read.of("action"):
        if row.status == "open" and row.due_on < read.today:
            found[Group.ACTIONS].add(("action", row.case_id))
    open_tasks = {row.id for row in read.of("task") if row.status == "open"}
    for row in read.of("task_request"):
        if row.ended_at is None and row.task_id in open_tasks:
            found[Group.NEEDS_HELP].add(("request", str(row.id)))


def _task(read: Reader, row: Row[Any], found: Found) -> None:
    if row.status != "open":
        return
    if row.due_on and row.due_on < read.today:
        found[Group.OVERDUE].add(("task", row.id))
    elif row.due_on and row.due_on <= read.horizon:
        found[Group.DUE_SOON].add(("task", row.id))
    could = any(fits(each, row.candidate, read.standings[each.person_id, row.case_id]) for each in read.actors)
    if row.assignee_id is None and not could:
        found[Group.BLOCKED].add(("nobody", row.id))


def _clock(read: Reader, row: Row[Any], found: Found) -> None:
    in_time = row.due_on and read.today <= row.due_on <= read.horizon
    if row.name == "stage_2_request" and in_time and not row.met_on and row.state not in OVER:
        found[Group.WINDOWS].add(("window", f"{row.case_id}-{row.name}"))
    if row.is_guide or not read.is_open(row.case_id):
        return
    if row.state in ("paused", "frozen"):
        over = any(e.case_id == row.case_id and e.kind == "proceedings_concluded" for e in read.rows["case_event"])
        stopped = "paused" if row.state == "paused" else "proceedings_over" if over else "put_aside"
        found[Group.BLOCKED].add((stopped, row.case_id))
    stands = any(t.case_id == row.case_id and t.clock == row.name and t.status == "open" for t in read.rows["task"])
    if stands or row.met_on or row.state in OVER or not row.due_on:
        return
    if row.due_on < read.today:
        found[Group.OVERDUE].add(("limit", f"{row.case_id}-{row.name}"))
    elif row.due_on <= read.horizon:
        found[Group.DUE_SOON].add(("limit", f"{row.case_id}-{row.name}"))


def _case(read: Reader, case: Row[Any], found: Found) -> None:
    if not read.is_open(case.id):
        return
    if case.advocate_accepted and not case.advocate_appointed_on:
        found[Group.BLOCKED].add(("advocate", case.id))
    heard = [c.happened_on for c in read.of("contact") if _is_with_them(c, case.id)]
    heard += [e.occurred_on for e in read.of("case_event") if e.case_id == case.id and e.kind in WRITTEN_TO]
    to_do = any(t.case_id == case.id and t.status == "open" for t in read.of("task"))
    silent = max(heard, default=date.min) <= read.since and case.received_on <= read.since
    if case.kind == "complaint" and to_do and silent:
        found[Group.QUIET].add(("quiet", case.id))


def _is_with_them(row: Row[Any], case_id: int) -> bool:
    return bool(row.case_id == case_id and row.with_whom in ON_THEIR_SIDE and row.struck_at is None)


_TABLES = (action, case_event, case_file, clock, contact, message, task, task_request)


def _all(office: Office, table: Table) -> list[Row[Any]]:
    with office.database.reading() as connection:
        return list(connection.execute(select(table)).all())
