"""People who can judge a complaint of the invented council, and a procedure in which they do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, insert, select

from engine.casework.policy import Actor, Holding
from engine.casework.vocabulary import Relation, Role
from engine.db.tables import independent_register, person, role_holding
from engine.flows import deployments
from engine.office import Office
from engine.queries import who
from tests.council import LONG_AGO, PEOPLE

APPOINTING = Path(__file__).parent / "bpmn" / "appointing.bpmn"
GOOD_UNTIL = date(2028, 1, 1)
PANEL = (Relation.PANEL_CHAIR, Relation.PANEL_MEMBER)


@dataclass(frozen=True)
class Outsider:
    """Somebody from outside the council, on the register."""

    key: int
    name: str
    kinds: tuple[Relation, ...]


OUTSIDERS: Mapping[str, Outsider] = {
    "ines": Outsider(101, "Ines Investigator", (Relation.INVESTIGATING_OFFICER,)),
    "ivo": Outsider(102, "Ivo Independent", (Relation.INDEPENDENT_PERSON, *PANEL)),
    "cleo": Outsider(103, "Cleo Chair", PANEL),
    "mel": Outsider(104, "Mel Member", PANEL),
    "moe": Outsider(105, "Moe Member", PANEL),
}
ASSISTANT = 111
"""Asa Assistant, assistant director for the whole council."""


def arrive(office: Office, good_until: date | None = GOOD_UNTIL) -> None:
    """Put the outsiders on the register, and give the council an assistant director."""
    with office.transaction() as transaction:
        put = transaction.connection.execute
        people = [
            {"id": each.key, "name": each.name, "email": f"{login}@outside.invalid", "external": True}
            for login, each in OUTSIDERS.items()
        ]
        senior = {"id": ASSISTANT, "name": "Asa Assistant", "email": "asa@heard.invalid", "external": False}
        put(insert(person), [*people, senior])
        put(insert(independent_register), _entries(good_until))
        held = {"person_id": ASSISTANT, "role": Role.ASSISTANT_DIRECTOR.value, "from_on": LONG_AGO}
        put(insert(role_holding).values(held))


def publish(office: Office) -> None:
    """From today on statutory complaints go through the tests' own procedure."""
    owner = Actor(PEOPLE["ada"][0], "Ada Administrator", frozenset({Holding(Role.PROCESS_OWNER, None)}))
    deployments.deploy(office, owner, APPOINTING.read_bytes(), office.today())


def outsider(office: Office, login: str) -> Actor:
    """One of them, signed in."""
    found = who.actor(office, OUTSIDERS[login].key)
    assert found is not None
    return found


def name_of(connection: Connection, person_id: int) -> str:
    """Somebody's name."""
    return str(connection.execute(select(person.c.name).where(person.c.id == person_id)).scalar_one())


def _entries(good_until: date | None) -> list[dict[str, object]]:
    return [
        {"person_id": each.key, "kind": kind.value, "from_on": LONG_AGO, "check_expires_on": good_until}
        for each in OUTSIDERS.values()
        for kind in each.kinds
    ]
