"""The rows of a council, drawn by chance: few people and many ties, so that everything meets everything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from engine.casework.vocabulary import CaseStatus, Relation, Role
from tests.engine.queries.any_council import NOW, PEOPLE, SERVICES, TODAY, Council, Row

CASES = range(1, 29)
ROLES = (Role.COMPLAINTS_OFFICER, Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR)
PARTS = (Relation.ALLOCATED_MANAGER, Relation.INVESTIGATING_OFFICER, Relation.PANEL_CHAIR)
CANDIDATES = (*ROLES, *(f"case:{part}" for part in PARTS))
WORDS = ("A letter about an otter.", "Nobody rang about the river.")


@dataclass(frozen=True)
class Place:
    """Where a task can stand: an element of a version that is in force."""

    definition_id: int
    procedure: str
    stage: str
    element: str


def council(chance: Random, places: Mapping[int, Place]) -> Council:
    """A council with some work. `places`: where each case stands in its procedure."""
    cases = {key: _case(chance, key) for key in CASES}
    relations = _relations(chance)
    clocks = [_clock(chance, key, places[key]) for key in CASES]
    parts = {(r["case_id"], f"case:{r['relation']}") for r in relations}
    extended = {c["case_id"] for c in clocks if c["due_on"] > c["limit_on"]}
    tasks = [
        _task(chance, cases[key], places[key], parts, extended) for key in CASES for _ in range(chance.randint(1, 3))
    ]
    return Council(
        people=[{"id": p, "active": chance.random() < 0.9, "external": chance.random() < 0.15} for p in PEOPLE],
        held=[_dated(chance, **_holding(chance)) for _ in range(12)],
        members=[_dated(chance, person_id=chance.choice(PEOPLE), team_id=chance.randint(1, 2)) for _ in range(6)],
        lines=[_dated(chance, **dict(zip(("person_id", "manager_id"), _two(chance), strict=True))) for _ in range(3)],
        interests=[_interest(chance) for _ in range(3)],
        absences=[_absence(chance) for _ in range(3)],
        cases=cases,
        relations=relations,
        clocks=clocks,
        notices=[_notice(chance, n) for n in range(6)],
        tasks=tasks,
        requests=[_request(chance, each) for each in tasks if chance.random() < 0.2],
    )


def _two(chance: Random) -> list[int]:
    return chance.sample(PEOPLE, 2)


def _dated(chance: Random, **row: Any) -> Row:
    past, ended = TODAY - timedelta(days=9), TODAY - timedelta(days=1)
    return {**row, "from_on": past, "to_on": chance.choice([None, None, None, TODAY, ended])}


def _holding(chance: Random) -> Row:
    of = chance.choice([None, *SERVICES, *SERVICES])
    return {"person_id": chance.choice(PEOPLE), "role": chance.choice(ROLES).value, "service_id": of}


def _interest(chance: Random) -> Row:
    about: Row = {"about_case_id": None, "about_service_id": None, "about_person_id": None}
    name, among = chance.choice([("about_case_id", CASES), ("about_service_id", SERVICES), ("about_person_id", PEOPLE)])
    row = {**about, name: chance.choice(list(among)), "person_id": chance.choice(PEOPLE)}
    return {**_dated(chance, **row), "what": "A friend.", "declared_at": NOW}


def _absence(chance: Random) -> Row:
    away, deputy = _two(chance)
    return {"person_id": away, "deputy_id": deputy, "from_on": TODAY, "to_on": TODAY, "made_at": NOW}


def _case(chance: Random, key: int) -> Row:
    status = CaseStatus.OPEN if chance.random() < 0.8 else CaseStatus.CLOSED
    return {
        "id": key,
        "reference": f"HRD-26-{key:04}",
        "kind": "complaint",
        "status": status.value,
        "received_on": TODAY,
        "logged_at": NOW,
        "channel": "email",
        "service_id": chance.choice(SERVICES),
        "complainant_name": "Jo Invented",
        "reply_by": "post",
        "history_seq": 0,
        "history_head": b"",
        "words": chance.choice(WORDS),
        "is_child": chance.random() < 0.3,
        "safeguarding": chance.random() < 0.2,
        "contact_warning": chance.choice([None, None, "", "Ring after six."]),
        "advocate_name": chance.choice([None, None, "", "Ann Advocate"]),
    }


def _relations(chance: Random) -> list[Row]:
    found = {
        (key, chance.choice(PEOPLE), chance.choice([*PARTS, Relation.ALLOCATED_MANAGER, Relation.COMPLAINED_ABOUT]))
        for key in CASES
        for _ in range(chance.randint(0, 3))
    }
    return [{"case_id": key, "person_id": who, "relation": part.value} for key, who, part in sorted(found)]


def _clock(chance: Random, key: int, place: Place) -> Row:
    row = {"case_id": key, "name": "answer", "sentence": "s", "definition_id": place.definition_id, "state": "running"}
    return {**row, "limit_on": TODAY, "due_on": TODAY + timedelta(days=chance.choice([0, 0, 10]))}


def _notice(chance: Random, number: int) -> Row:
    words = {"kind": "notice", "template": "reminder", "channel": "email", "status": "sent", "fields": {}}
    to = {"case_id": chance.choice(CASES), "to_person_id": chance.choice(PEOPLE)}
    return {"header_id": f"<{number}@heard.invalid>", "created_at": NOW, **words, **to}


def _task(chance: Random, case: Row, place: Place, parts: set[tuple[int, str]], extended: set[int]) -> Row:
    candidate = str(chance.choice(CANDIDATES))
    is_open = chance.random() < 0.85
    due_in = chance.choice([None, None, -3, -1, 0, 0, 1, 4, 7, 8, 30])
    put_by = chance.choice([None] * 7 + [0, 1, 4])
    by_clock = chance.choice(["answer", None])
    at = NOW - timedelta(minutes=chance.randint(0, 9))
    return {
        "id": f"{chance.getrandbits(64):016x}",
        "instance_id": case["id"],
        "case_id": case["id"],
        "name": "n",
        "element": place.element,
        "candidate": candidate,
        "opened_at": at,
        "status": "open" if is_open else "completed",
        "form_key": "respond" if candidate == f"case:{Relation.ALLOCATED_MANAGER}" else None,
        "assignee_id": chance.choice(PEOPLE) if chance.random() < 0.4 else None,
        "clock": by_clock,
        "due_on": None if due_in is None else TODAY + timedelta(days=due_in),
        "not_before": None if put_by is None else TODAY + timedelta(days=put_by),
        "ended_by": None if is_open else chance.choice(PEOPLE),
        "ended_at": None if is_open else at,
        "service_id": case["service_id"],
        "procedure": place.procedure,
        "stage": place.stage,
        "is_child": case["is_child"],
        "safeguarding": case["safeguarding"],
        "has_warning": bool(case["contact_warning"]),
        "has_advocate": bool(case["advocate_name"]),
        "unheld": candidate.startswith("case:") and (case["id"], candidate) not in parts,
        "is_extended": by_clock is not None and case["id"] in extended,
    }


def _request(chance: Random, of: Row) -> Row:
    ended = chance.choice([None, NOW])
    asked = {"kind": "help", "note": "I have not done one.", "asked_at": NOW, "asked_by": chance.choice(PEOPLE)}
    return {"task_id": of["id"], "case_id": of["case_id"], "ended_at": ended, **asked}
