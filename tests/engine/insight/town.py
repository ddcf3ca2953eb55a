"""Random councils, put into the tables directly, and what a patient reader with paper and pencil finds in them."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select

from engine.casework.clocks import ClockState
from engine.casework.vocabulary import Relation
from engine.db.tables import (
    action,
    case_event,
    case_file,
    case_relation,
    clock,
    contact,
    definition,
    message,
    process_instance,
    task,
    task_request,
)
from engine.office import Office
from tests.council import PEOPLE

TODAY = date(2026, 10, 5)
WINDOW = "stage_2_request"
LIMITS = ("stage_1_response", "stage_2_response", "ombudsman_reply", "acknowledgement", WINDOW)
STATES = tuple(state for state in ClockState if state is not ClockState.NOT_STARTED)
CANDIDATES = ("complaints_officer", "case:allocated_manager", "head_of_service", "director")


def settle(office: Office, random: Random, cases: int) -> None:
    """Fill the tables with cases of every kind and state."""
    with office.transaction() as transaction:
        version = transaction.connection.execute(select(definition.c.id).limit(1)).scalar_one()
        for number in range(1, cases + 1):
            _case(transaction.connection.execute, random, number, version)


def _near(random: Random) -> date:
    return TODAY + timedelta(days=random.randint(-30, 30))


def _case(put: Any, random: Random, number: int, version: int) -> None:
    values: dict[str, Any] = {
        "id": number,
        "reference": f"HRD-26-{number:04d}",
        "kind": random.choice(("complaint", "complaint", "compliment")),
        "status": random.choice(("open", "open", "open", "closed")),
        "received_on": TODAY - timedelta(days=random.randint(0, 60)),
        "logged_at": datetime(2026, 9, 1, tzinfo=UTC),
        "channel": "telephone",
        "service_id": random.choice((1, 2)),
        "complainant_name": f"Jo Invented {number}",
        "reply_by": "email",
        "is_child": False,
        "words": "Words.",
        "history_seq": 0,
        "history_head": b"",
        "advocate_accepted": random.choice((None, True, False)),
        "advocate_appointed_on": random.choice((None, TODAY)),
    }
    put(insert(case_file).values(values))
    if random.random() < 0.3:
        put(insert(case_relation).values(case_id=number, relation=Relation.COMPLAINED_ABOUT.value, person_id=1))
    if random.random() < 0.7:
        who = random.choice((PEOPLE["mara"][0], PEOPLE["max"][0]))
        put(insert(case_relation).values(case_id=number, relation=Relation.ALLOCATED_MANAGER.value, person_id=who))
    instance = {
        "id": number,
        "case_id": number,
        "definition_id": version,
        "status": "active",
        "state": b"",
        "armed": {},
    }
    put(insert(process_instance).values(**instance, started_at=datetime(2026, 9, 1, tzinfo=UTC)))
    for name in random.sample(LIMITS, random.randint(0, 3)):
        _clock(put, random, number, name, version)
    for place in range(random.randint(0, 3)):
        _task(put, random, number, place)
    _beside(put, random, number)


def _clock(put: Any, random: Random, case_id: int, name: str, version: int) -> None:
    state = random.choice(STATES)
    stopped = state in (ClockState.PAUSED, ClockState.FROZEN)
    values = {
        "case_id": case_id,
        "name": name,
        "sentence": "",
        "definition_id": version,
        "state": state.value,
        "is_guide": name == WINDOW or random.random() < 0.2,
        "started_on": TODAY - timedelta(days=random.randint(1, 150)),
        "due_on": None if stopped else _near(random),
        "met_on": TODAY if state is ClockState.MET else None,
    }
    put(insert(clock).values(values))


def _task(put: Any, random: Random, case_id: int, place: int) -> None:
    key = f"{case_id:028x}{place:04x}"
    values = {
        "id": key,
        "instance_id": case_id,
        "case_id": case_id,
        "element": "respond",
        "name": random.choice(("Respond", "Sign off")),
        "candidate": random.choice(CANDIDATES),
        "status": random.choice(("open", "open", "completed")),
        "assignee_id": random.choice((None, 1, 3)),
        "clock": random.choice(LIMITS),
        "due_on": random.choice((None, _near(random), _near(random))),
        "opened_at": datetime(2026, 9, 1, tzinfo=UTC),
    }
    put(insert(task).values(values))
    if random.random() < 0.3:
        asked = {"task_id": key, "case_id": case_id, "kind": "help", "note": "Help.", "asked_by": 3}
        ended = random.choice((None, datetime(2026, 10, 1, tzinfo=UTC)))
        put(insert(task_request).values(**asked, asked_at=datetime(2026, 9, 28, 9, tzinfo=UTC), ended_at=ended))


def _beside(put: Any, random: Random, case_id: int) -> None:
    stamp = {"case_id": case_id, "recorded_at": datetime(2026, 9, 1, tzinfo=UTC)}
    if random.random() < 0.5:
        noted = {"happened_on": _before(random), "way": "telephone", "note": "Rang.", "next_by": "us"}
        with_whom = random.choice(("complainant", "staff", "advocate"))
        follow = {"next_on": random.choice((None, _near(random))), "next_done_on": random.choice((None, TODAY))}
        struck = random.choice((None, None, datetime(2026, 10, 1, tzinfo=UTC)))
        put(insert(contact).values(**stamp, **noted, **follow, with_whom=with_whom, struck_at=struck))
    if random.random() < 0.5:
        kind = random.choice(("acknowledged", "received", "frozen", "proceedings_concluded"))
        put(insert(case_event).values(**stamp, kind=kind, occurred_on=_before(random)))
    if random.random() < 0.5:
        promised = {"case_id": case_id, "text": "A rota.", "owner_id": 3, "due_on": _near(random)}
        status = random.choice(("open", "done"))
        put(insert(action).values(**promised, status=status, created_at=stamp["recorded_at"]))
    if random.random() < 0.3:
        sent = {"kind": "letter", "template": "closing", "channel": "post", "fields": {}}
        status = random.choice(("draft", "to_post", "failed", "sent"))
        put(
            insert(message).values(
                header_id=f"m{case_id}", case_id=case_id, created_at=stamp["recorded_at"], status=status, **sent
            )
        )


def _before(random: Random) -> date:
    return TODAY - timedelta(days=random.randint(0, 40))
