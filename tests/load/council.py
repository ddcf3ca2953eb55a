"""A council as docker-compose.yml runs it, with as many people as the load has, and cases for them to begin with."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random
from typing import Any

from sqlalchemy import insert, text, update

from engine.casework.policy import Actor
from engine.casework.vocabulary import Channel, Kind, Role
from engine.db.tables import membership, person, role_holding, service, setting, team
from engine.flows import accounts, receive, tasks
from engine.flows.receive import Received, ReplyBy
from engine.office import Office
from engine.queries import who
from heard import bootstrap
from tests.council import LONG_AGO, MONDAY, PASSWORD, PEOPLE, StandingClock, open_office
from tests.storm.council import Council
from tests.storm.plan import LETTER, RESPOND, TRIAGE
from tests.story import open_task

OFFICER, MANAGER, HEAD, LOOKER, COLLEAGUE = "officer", "manager", "head", "looker", "colleague"
UNIT = (
    *(OFFICER, MANAGER, HEAD, LOOKER, COLLEAGUE, MANAGER, HEAD, MANAGER, OFFICER, MANAGER),
    *(LOOKER, MANAGER, COLLEAGUE, MANAGER, LOOKER, MANAGER, COLLEAGUE, MANAGER, LOOKER, COLLEAGUE),
)
"""Twenty people of one service, in the order in which they come: an office that answers more than it looks on."""
_LOOKING = (Role.DIRECTOR, Role.ADMIN_SUPPORT, Role.ASSISTANT_DIRECTOR, Role.ADMIN_SUPPORT)
CASES_FOR_EACH = 2
"""How many cases there are to begin with, for each person."""
_FIRST = 101
_WORDS = "Nobody rings me back. Visits are cancelled, and nobody says why. I have asked three times now. "


@dataclass(frozen=True)
class Worker:
    """Somebody at work: who they are, what they do all day, and where."""

    key: int
    part: str
    service_id: int

    @property
    def email(self) -> str:
        """What they sign in with."""
        return f"person{self.key}@heard.invalid"

    @property
    def name(self) -> str:
        """An invented one."""
        return f"{self.part.title()} {self.key}"


class Busy(Council):
    """The same programs with the numbers of docker-compose.yml, and a database that waits for its disk."""

    sweep_seconds = 15
    pages = ("--workers", "2")
    at_once = 2
    database = ()

    @property
    def web(self) -> int:
        """The number of the pages' first process."""
        return self.programs.number("web")

    @property
    def behind(self) -> tuple[int, ...]:
        """Those of worker and beat."""
        return (*(self.programs.number(f"worker-{n}") for n in range(self.workers)), self.programs.number("beat"))


def roster(people: int) -> tuple[Worker, ...]:
    """So many people, twenty to a service."""
    parts = islice(cycle(UNIT), people)
    return tuple(Worker(_FIRST + n, part, n // len(UNIT) + 1) for n, part in enumerate(parts))


def furnish(people: int, url: str) -> None:
    """The invented council with these people and their cases in an empty database, its clock free to be moved."""
    office, staff = open_office(url, StandingClock(MONDAY)), roster(people)
    with office.transaction() as transaction:
        put = transaction.connection.execute
        put(insert(setting).values(name=bootstrap.DEMO, value="invented"))
        more = range(3, staff[-1].service_id + 1)
        put(insert(service), [{"name": f"Service {n}"} for n in more]) if more else None
        put(
            insert(team), [{"id": 100 + n, "name": f"Team {n}", "service_id": n} for n in {w.service_id for w in staff}]
        )
        password = accounts.hashed(PASSWORD)
        put(insert(person), [_person(each, password) for each in staff])
        put(insert(role_holding), [row for each in staff for row in _roles(each)])
        put(insert(membership), [_place(each) for each in staff])
        put(update(person).where(person.c.id < _FIRST).values(password_hash=password))
    _cases(office, staff, Random(people))
    with office.transaction() as transaction:
        # A house that has been at work for a while has been looked over: a fresh copy never is in ten minutes.
        transaction.connection.execute(text("ANALYZE"))
    office.database.close()


def _person(each: Worker, password: str) -> dict[str, Any]:
    return {"id": each.key, "name": each.name, "email": each.email, "password_hash": password}


def _place(each: Worker) -> dict[str, Any]:
    return {"person_id": each.key, "team_id": 100 + each.service_id, "from_on": LONG_AGO}


def _roles(each: Worker) -> list[dict[str, Any]]:
    looking = _LOOKING[each.key % len(_LOOKING)]
    role, of = {
        OFFICER: (Role.COMPLAINTS_OFFICER, None),
        MANAGER: (Role.TEAM_MANAGER, each.service_id),
        HEAD: (Role.HEAD_OF_SERVICE, each.service_id),
        LOOKER: (looking, None),
        COLLEAGUE: (None, None),
    }[each.part]
    if role is None:
        return []
    return [{"person_id": each.key, "role": role.value, "service_id": of, "from_on": LONG_AGO}]


def _cases(office: Office, staff: Sequence[Worker], chance: Random) -> None:
    """A third of them wait for triage, a third for an answer, a third for a signature."""
    managers = [each for each in staff if each.part == MANAGER]
    for number in range(CASES_FOR_EACH * len(staff)):
        manager = chance.choice(managers)
        reference = _logged(office, manager.service_id, number)
        if number % 3 > 0:
            _done(office, PEOPLE["olive"][0], "triage", {**TRIAGE, "allocated_manager": str(manager.key)}, reference)
        if number % 3 > 1:
            spoken = {"contacted_on": str(office.today())}
            _done(office, manager.key, "respond", {**RESPOND, **LETTER, **spoken}, reference)


def _logged(office: Office, service_id: int, number: int) -> str:
    received = Received(
        kind=Kind.COMPLAINT,
        received_on=office.today(),
        channel=Channel.TELEPHONE,
        service_id=service_id,
        complainant_name=f"Jo Invented {number}",
        words=_WORDS * (1 + number % 8),
        reply_by=ReplyBy.EMAIL,
        complainant_email=f"jo{number}@example.invalid",
    )
    return receive.receive(office, _actor(office, PEOPLE["olive"][0]), received)


def _done(office: Office, person_id: int, element: str, typed: dict[str, str], reference: str) -> None:
    tasks.complete(office, _actor(office, person_id), open_task(office, element, reference), typed)


def _actor(office: Office, person_id: int) -> Actor:
    found = who.actor(office, person_id)
    assert found is not None
    return found
