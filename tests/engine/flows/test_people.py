"""People are added with their team, line and roles at once, or not at all."""

import pytest
from sqlalchemy import select

from engine.casework.policy import Holding
from engine.casework.vocabulary import Role
from engine.db.tables import line_management, membership, person
from engine.flows import accounts, people
from engine.flows.people import NameRefused, NameTaken, NameUnknown, Newcomer
from engine.office import Office
from engine.queries import who
from tests.council import PEOPLE
from tests.story import rows

NINA = Newcomer("Nina  Newcomer", "nina@heard.invalid", (Role.TEAM_MANAGER,), "Children in care", "North team")


def test_somebody_new_signs_in_and_holds_what_they_were_given(office: Office) -> None:
    key = people.add(office, NINA, accounts.hashed("a long enough password"))
    assert accounts.sign_in(office, "Nina@heard.invalid", "a long enough password") == key
    found = who.actor(office, key)
    assert found is not None
    assert (found.name, found.holdings) == ("Nina Newcomer", frozenset({Holding(Role.TEAM_MANAGER, 1)}))
    [in_team] = rows(office, select(membership).where(membership.c.person_id == key))
    assert (in_team.team_id, in_team.from_on, in_team.to_on) == (1, office.today(), None)


def test_a_role_without_a_service_is_held_for_the_whole_council(office: Office) -> None:
    both = (Role.COMPLAINTS_OFFICER, Role.ADMINISTRATOR, Role.ADMINISTRATOR)
    found = who.actor(office, people.add(office, Newcomer("Nina", "nina@heard.invalid", both), "x"))
    assert found is not None
    assert found.holdings == {Holding(role, None) for role in both}


def test_a_line_manager_is_named_by_address(office: Office) -> None:
    key = people.add(office, Newcomer("Nina", "nina@heard.invalid", manager="Lena@heard.invalid"), "x")
    [line] = rows(office, select(line_management).where(line_management.c.person_id == key))
    assert line.manager_id == PEOPLE["lena"][0]


@pytest.mark.parametrize(
    ("newcomer", "error", "words"),
    [
        (Newcomer("Nina", "nina"), NameRefused, "name@example.com"),
        (Newcomer("Nina", "nina@here"), NameRefused, "name@example.com"),
        (Newcomer(" ", "nina@heard.invalid"), NameRefused, "plain characters"),
        (Newcomer("N" * 121, "nina@heard.invalid"), NameRefused, "120"),
        (Newcomer("Nina\x00", "nina@heard.invalid"), NameRefused, "plain characters"),
        (Newcomer("Olive", "OLIVE@heard.invalid"), NameTaken, "already"),
        (Newcomer("Nina", "nina@heard.invalid", team="South team"), NameUnknown, "Known: North team"),
        (
            Newcomer("Nina", "nina@heard.invalid", (Role.DIRECTOR,), "Parks"),
            NameUnknown,
            "Known: Children in care, Dis",
        ),
        (Newcomer("Nina", "nina@heard.invalid", manager="nobody@heard.invalid"), NameUnknown, "line manager"),
    ],
)
def test_what_cannot_be_used_is_named_and_nobody_is_added(
    office: Office, newcomer: Newcomer, error: type[Exception], words: str
) -> None:
    before = rows(office, select(person.c.id))
    with pytest.raises(error, match=words):
        people.add(office, newcomer, "x")
    assert rows(office, select(person.c.id)) == before


def test_a_service_and_its_team_can_be_added_once(office: Office) -> None:
    people.add_service(office, "Fostering")
    people.add_team(office, "Fostering team", "Fostering")
    with pytest.raises(NameTaken, match="Fostering"):
        people.add_service(office, "Fostering")
    with pytest.raises(NameUnknown, match="Parks"):
        people.add_team(office, "Parks team", "Parks")
    people.add(office, Newcomer("Nina", "nina@heard.invalid", team="Fostering team"), "x")
