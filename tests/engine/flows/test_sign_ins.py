"""A sign-in holds until it is ended, and no longer: in one browser, in all of them, or with a new password."""

from sqlalchemy import event, select

from engine.db.tables import person, sign_in
from engine.flows import accounts, sign_ins
from engine.office import Office
from engine.queries import who
from tests import story
from tests.council import PASSWORD, PEOPLE, StandingClock

OLIVE, MARA = PEOPLE["olive"][0], PEOPLE["mara"][0]


def holds(office: Office, key: str) -> bool:
    """Whether somebody is there who shows this key."""
    return who.signed_in(office, key) is not None


def test_a_sign_in_is_that_person_until_it_ends(either_office: Office) -> None:
    office = either_office
    key, other, hers = (sign_ins.begin(office, each) for each in (OLIVE, OLIVE, MARA))
    assert who.signed_in(office, key) == who.actor(office, OLIVE)
    sign_ins.end(office, key)
    sign_ins.end(office, key)
    assert [holds(office, each) for each in (key, other, hers)] == [False, True, True]
    sign_ins.end_all(office, OLIVE)
    assert [holds(office, each) for each in (other, hers)] == [False, True]
    assert not holds(office, "")


def test_the_key_itself_is_kept_nowhere(office: Office) -> None:
    key = sign_ins.begin(office, OLIVE)
    kept = story.rows(office, select(sign_in.c.key_digest))
    assert len(kept) == 1
    assert key.encode() not in kept[0].key_digest


def test_a_new_password_ends_every_sign_in_of_that_person(office: Office) -> None:
    keys, hers = [sign_ins.begin(office, OLIVE) for _ in range(2)], sign_ins.begin(office, MARA)
    accounts.set_password(office, OLIVE, "a new one that is long")
    assert [holds(office, each) for each in (*keys, hers)] == [False, False, True]


def test_signing_in_ends_no_other_sign_in(office: Office) -> None:
    key = sign_ins.begin(office, OLIVE)
    email = story.rows(office, select(person.c.email).where(person.c.id == OLIVE))[0].email
    assert accounts.sign_in(office, email, PASSWORD) == OLIVE
    assert holds(office, key)


def test_those_left_behind_longest_give_way(office: Office, clock: StandingClock) -> None:
    keys = []
    for _ in range(sign_ins.MOST + 2):
        keys.append(sign_ins.begin(office, OLIVE))
        clock.forward(minutes=1)
    assert [holds(office, each) for each in keys] == [False] * 2 + [True] * sign_ins.MOST


def test_who_is_there_is_asked_in_one_statement(office: Office, clock: StandingClock) -> None:
    key, said = sign_ins.begin(office, OLIVE), list[str]()
    engine = office.database.engine
    event.listen(engine, "before_cursor_execute", lambda *given: said.append(str(given[2])))
    assert holds(office, key)
    assert len([each for each in said if each.lstrip().upper().startswith(("SELECT", "WITH"))]) == 1
