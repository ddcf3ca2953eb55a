"""The invented council of the stories: everybody of the other tests, and those whom stages 2 and 3 need besides."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert

from engine.db.tables import line_management, membership, person, role_holding, service, team
from engine.office import Office
from tests import later_stages
from tests.council import HASHED, LONG_AGO, PEOPLE

ADULTS, HOUSING = 3, 4
CHILDREN_IN_CARE, DISABLED_CHILDREN = 1, 2

MORE: Mapping[str, tuple[int, str, tuple[tuple[str, int | None], ...]]] = {
    "amina": (121, "Amina Adultcare", (("team_manager", ADULTS),)),
    "henry": (122, "Henry Housing", (("team_manager", HOUSING),)),
    "hope": (123, "Hope Highhouse", (("head_of_service", HOUSING),)),
    "rosa": (124, "Rosa Reviewer", (("head_of_service", DISABLED_CHILDREN),)),
}
"""Sign-in name, then key, name and roles with their service."""

KEYS: Mapping[str, int] = {
    **{login: key for login, (key, *_) in PEOPLE.items()},
    **{login: key for login, (key, *_) in later_stages.NEWCOMERS.items()},
    **{login: key for login, (key, *_) in MORE.items()},
}
"""Everybody by sign-in name."""


def settle(office: Office) -> None:
    """Everybody moves in. Adele, who adjudicates, is the assistant director."""
    later_stages.come(office)
    people = [
        {"id": key, "name": name, "email": f"{login}@heard.invalid", "password_hash": HASHED}
        for login, (key, name, _) in MORE.items()
    ]
    held = [(key, role, of) for key, _, roles in MORE.values() for role, of in roles]
    held.append((KEYS["adele"], "assistant_director", None))
    since: dict[str, Any] = {"from_on": LONG_AGO}
    with office.transaction() as transaction:
        put = transaction.connection.execute
        put(insert(service), [{"id": ADULTS, "name": "Care at home"}, {"id": HOUSING, "name": "Housing repairs"}])
        put(insert(team), [{"id": 11, "name": "Repairs team", "service_id": HOUSING}])
        put(insert(person), people)
        put(insert(role_holding), [{"person_id": p, "role": r, "service_id": s, **since} for p, r, s in held])
        put(insert(membership), [{"person_id": KEYS["henry"], "team_id": 11, **since}])
        put(insert(line_management), [{"person_id": KEYS["henry"], "manager_id": KEYS["hope"], **since}])
