"""A council as chance makes it, in rows and in plain Python: what every list has to hold, by the policy's own words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert

from engine.casework.deputies import Work, in_whose_name, is_deputy
from engine.casework.policy import POLICY, UNTIL_CLOSED, Action, Actor, CaseStanding, Holding, Standing, fits, may
from engine.casework.search_words import kept
from engine.casework.vocabulary import CaseStatus, Relation, Role
from engine.db.tables import (
    absence,
    case_file,
    case_relation,
    case_search,
    clock,
    interest,
    line_management,
    membership,
    message,
    person,
    process_instance,
    role_holding,
    task,
    task_request,
    team,
)

TODAY = date(2026, 10, 5)
NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
PEOPLE, SERVICES = range(1, 9), (1, 2)

Row = dict[str, Any]


@dataclass(frozen=True)
class Council:
    """Rows by table, as they are put into a database, and the questions that lists answer, asked of each row."""

    people: list[Row]
    held: list[Row]
    members: list[Row]
    lines: list[Row]
    interests: list[Row]
    absences: list[Row]
    cases: Mapping[int, Row]
    relations: list[Row]
    clocks: list[Row]
    notices: list[Row]
    tasks: list[Row]
    requests: list[Row]

    def put(self, connection: Connection, places: Mapping[int, int]) -> None:
        """Write it in the place of the furnished council. `places`: the definition by case."""
        for table in (role_holding, membership, line_management):
            connection.execute(delete(table))
        for each in self.people:
            connection.execute(person.update().where(person.c.id == each["id"]).values(each))
        connection.execute(insert(team).values(id=2, name="South team", service_id=2))
        instances = [
            {"id": key, "case_id": key, "definition_id": of, "status": "active", "state": b"", "armed": []}
            for key, of in places.items()
        ]
        found = {
            role_holding: self.held,
            membership: self.members,
            line_management: self.lines,
            case_file: list(self.cases.values()),
            interest: self.interests,
            absence: self.absences,
            case_relation: self.relations,
            clock: self.clocks,
            message: self.notices,
            process_instance: [{**each, "started_at": NOW} for each in instances],
            task: self.tasks,
            task_request: self.requests,
            case_search: [{"case_id": key, "words": kept([each["words"]])} for key, each in self.cases.items()],
        }
        for table, rows in found.items():
            if rows:
                connection.execute(insert(table), rows)

    def is_active(self, person_id: int) -> bool:
        """Whether they work here."""
        return any(each["id"] == person_id and each["active"] for each in self.people)

    def parts(self, case_id: int, relation: Relation) -> set[int]:
        """Who has a part in a case, whether they still can act in it or not."""
        return {r["person_id"] for r in self.relations if (r["case_id"], r["relation"]) == (case_id, relation)}

    def plain(self, person_id: int) -> Actor:
        """Somebody with what they hold today, and nobody to stand in for."""
        mine = (each for each in self.held if each["person_id"] == person_id and holds(each))
        return Actor(person_id, "", frozenset(Holding(Role(each["role"]), each["service_id"]) for each in mine))

    def standing(self, person_id: int, case_id: int) -> CaseStanding:
        """What somebody is to a case in their own name."""
        case, me = self.cases[case_id], next(each for each in self.people if each["id"] == person_id)
        is_open = case["status"] == CaseStatus.OPEN
        relations = {r for r in Relation if person_id in self.parts(case_id, r)}
        ended = set() if is_open else {r for r in relations if r in UNTIL_CLOSED or me["external"]}
        found = {
            Standing.TASK_HOLDER: any(t["assignee_id"] == person_id for t in self.open_in(case_id)),
            Standing.LINE_MANAGER: bool(self.parts(case_id, Relation.ALLOCATED_MANAGER) & self.managed_by(person_id)),
            Standing.TOLD: is_open and not me["external"] and self.was_told(person_id, case_id),
            Standing.ANSWERED: self.has_answered(person_id, case_id),
            Standing.INTERESTED: self.is_interested(person_id, case_id),
        }
        standings = frozenset(standing for standing, is_so in found.items() if is_so)
        kept_parts = frozenset(relations - (ended - {Relation.COMPLAINED_ABOUT}))
        return CaseStanding(case["service_id"], kept_parts, standings, case_id, is_open)

    def with_covers(self, actor: Actor, case_id: int) -> CaseStanding:
        """The same with what follows from whom they stand in for."""
        covered = {each.person_id: self.standing(each.person_id, case_id) for each in actor.covers}
        found = replace(self.standing(actor.person_id, case_id), covered=covered)
        works = [Work(t["candidate"], t["assignee_id"]) for t in self.open_in(case_id)]
        deputy = {Standing.DEPUTY} if is_deputy(actor, works, found, POLICY[Action.SEE_CASE]) else set()
        return replace(found, standings=found.standings | deputy)

    def open_in(self, case_id: int) -> list[Row]:
        """What is open in a case."""
        return [t for t in self.tasks if t["case_id"] == case_id and t["status"] == "open"]

    def managed_by(self, person_id: int) -> set[int]:
        """Whose line manager they are today."""
        return {each["person_id"] for each in self.lines if each["manager_id"] == person_id and holds(each)}

    def colleagues(self, person_id: int) -> set[int]:
        """People of their teams, and those whose line manager they are."""
        teams = {each["team_id"] for each in self.members if each["person_id"] == person_id and holds(each)}
        beside = {each["person_id"] for each in self.members if each["team_id"] in teams and holds(each)}
        return (beside | self.managed_by(person_id)) - {person_id}

    def was_told(self, person_id: int, case_id: int) -> bool:
        """Whether a notice of the case went to them."""
        return any((n["to_person_id"], n["case_id"]) == (person_id, case_id) for n in self.notices)

    def has_answered(self, person_id: int, case_id: int) -> bool:
        """Whether they have completed the manager's answer."""
        return any(
            t["ended_by"] == person_id and t["case_id"] == case_id and t["form_key"] == "respond"
            for t in self.tasks
            if t["status"] == "completed"
        )

    def is_interested(self, person_id: int, case_id: int) -> bool:
        """Whether they have declared an interest in it, its service or somebody complained about."""
        about = self.parts(case_id, Relation.COMPLAINED_ABOUT)
        return any(
            i["about_case_id"] == case_id
            or i["about_service_id"] == self.cases[case_id]["service_id"]
            or i["about_person_id"] in about
            for i in self.interests
            if i["person_id"] == person_id and holds(i)
        )

    def may_see(self, actor: Actor, of: Row) -> bool:
        """Whether the page of a task's case opens to them."""
        return may(actor, Action.SEE_CASE, self.with_covers(actor, of["case_id"]))

    def means(self, person_id: int, of: Row) -> bool:
        """Whether the task is for them."""
        return fits(self.plain(person_id), of["candidate"], self.standing(person_id, of["case_id"]))

    def is_only_for(self, person_id: int, of: Row) -> bool:
        """Whether it is for them and nobody else: nobody has the part as well, nobody who is here holds the role."""
        others = {each["id"] for each in self.people if each["active"]} - {person_id}
        case = self.cases[of["case_id"]]
        if of["candidate"].startswith("case:"):
            others = self.parts(of["case_id"], Relation(of["candidate"].removeprefix("case:"))) - {person_id}
        else:
            others = {p for p in others if self.plain(p).holds(Role(of["candidate"]), case["service_id"])}
        return of["assignee_id"] is None and self.means(person_id, of) and not others

    def is_for_nobody(self, of: Row) -> bool:
        """Whether nobody has it, and nobody who is here may take it up."""
        return of["assignee_id"] is None and not any(self.is_active(p) and self.means(p, of) for p in PEOPLE)

    def is_mine(self, actor: Actor, of: Row) -> bool:
        """Whether they have taken it on, or nobody but them can do it."""
        return of["assignee_id"] == actor.person_id or self.is_only_for(actor.person_id, of)

    def is_in_hands_of(self, people: Iterable[int], of: Row) -> bool:
        """Whether one of them has it: claimed, or theirs by what they are to the case."""
        if of["assignee_id"] is not None:
            return of["assignee_id"] in people
        named = {f"case:{r['relation']}" for r in self.relations if r["case_id"] == of["case_id"]} & {of["candidate"]}
        parts = {Relation(each.removeprefix("case:")) for each in named}
        return any(self.parts(of["case_id"], part) & set(people) for part in parts)

    def covered_person(self, actor: Actor, of: Row) -> int | None:
        """For whom a deputy would do it."""
        work = Work(of["candidate"], of["assignee_id"])
        found = in_whose_name(actor, work, self.with_covers(actor, of["case_id"]))
        return found.person_id if found else None


def holds(row: Row) -> bool:
    """Whether a dated row holds today."""
    return bool(row["from_on"] <= TODAY and (row["to_on"] is None or row["to_on"] >= TODAY))
