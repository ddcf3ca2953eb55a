"""Who is the last of a role that the council cannot do without."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, update

from engine.casework.vocabulary import Role
from engine.db.tables import person, role_holding
from engine.office import Office
from engine.queries.last_holders import last_in
from tests.council import LONG_AGO, PEOPLE

OLIVE, OSCAR, ADA, MARA = (PEOPLE[name][0] for name in ("olive", "oscar", "ada", "mara"))


def _holds(office: Office, service_id: int | None, until: int | None = None) -> None:
    """Oscar is complaints officer for this service only, until so many days from now."""
    with office.transaction() as transaction:
        put = transaction.connection.execute
        put(delete(role_holding).where(role_holding.c.person_id == OSCAR))
        day = None if until is None else transaction.today + timedelta(days=until)
        held = {"role": Role.COMPLAINTS_OFFICER.value, "service_id": service_id, "from_on": LONG_AGO, "to_on": day}
        put(insert(role_holding).values(person_id=OSCAR, **held))


def test_a_colleague_for_all_services_will_do(either_office: Office) -> None:
    assert last_in(either_office, OLIVE) == ()
    assert [each.role for each in last_in(either_office, ADA)] == [Role.ADMINISTRATOR]
    assert last_in(either_office, MARA) == (), "a team manager is not one of those roles"
    _holds(either_office, 1)
    assert last_in(either_office, OSCAR) == (), "Olive does it for all services"


@pytest.mark.parametrize(("service_id", "until"), [(1, None), (None, -1)], ids=["one service only", "not any more"])
def test_one_who_holds_less_or_not_today_does_not_cover(office: Office, service_id: int | None, until: int) -> None:
    _holds(office, service_id, until)
    (last,) = last_in(office, OLIVE)
    assert (last.role, last.service) == (Role.COMPLAINTS_OFFICER, None)
    assert last.warning.startswith("Olive Officer is the last complaints officer for all services. Once they have left")


def test_one_who_has_left_neither_covers_nor_is_the_last(office: Office) -> None:
    with office.transaction() as transaction:
        transaction.connection.execute(update(person).where(person.c.id == OSCAR).values(active=False))
    assert [each.name for each in last_in(office, OLIVE)] == ["Olive Officer"]
    assert last_in(office, OSCAR) == ()
