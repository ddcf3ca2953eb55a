"""Who could have a part in a case: nobody who is barred is ever proposed, and the least busy come first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from engine.casework.independence import JUDGING, verdict
from engine.casework.vocabulary import Relation
from engine.db.tables import (
    case_event,
    case_file,
    case_relation,
    independent_register,
    interest,
    line_management,
    membership,
    person,
    role_holding,
    unavailable,
)
from engine.errors import NotAllowed
from engine.flows import tasks
from engine.office import Office
from engine.queries import independence
from engine.recording import ties
from tests.bench.statements import listening
from tests.council import MONDAY, PEOPLE, StandingClock, open_office
from tests.independents import ASSISTANT, OUTSIDERS, arrive
from tests.story import log, log_and_triage, open_task, somebody

IO = Relation.INVESTIGATING_OFFICER
KEYS = (*(key for key, _, _ in PEOPLE.values()), *(each.key for each in OUTSIDERS.values()), ASSISTANT)


@pytest.fixture
def case_id(office: Office) -> int:
    """A complaint that Mara answers; the register is kept."""
    arrive(office)
    log_and_triage(office)
    with office.database.reading() as connection:
        return int(connection.execute(select(case_file.c.id)).scalar_one())


def names(found: tuple[independence.Possible, ...]) -> list[str]:
    return [each.name for each in found]


def test_those_on_the_register_come_first_and_the_others_say_why_not(office: Office, case_id: int) -> None:
    found = independence.could(office, case_id, IO)
    assert names(found.could) == ["Ines Investigator"]
    assert found.in_a_sentence == "Ines Investigator could be investigating officer"
    reasons = {each.name: " ".join(each.why_not) for each in found.could_not}
    assert "in the line of Children in care" in reasons["Max Manager"]
    assert "at stage 1" in reasons["Mara Manager"]


def test_the_least_busy_comes_first(office: Office, case_id: int) -> None:
    found = independence.could(office, case_id, Relation.PANEL_MEMBER)
    assert names(found.could) == ["Cleo Chair", "Ivo Independent", "Mel Member", "Moe Member"]
    log(office)
    with office.transaction() as transaction:
        other = transaction.connection.execute(select(case_file.c.id).where(case_file.c.id != case_id)).scalar_one()
        busy = {"case_id": other, "relation": Relation.PANEL_MEMBER.value, "person_id": OUTSIDERS["cleo"].key}
        transaction.connection.execute(insert(case_relation).values(busy))
    assert names(independence.could(office, case_id, Relation.PANEL_MEMBER).could)[-1] == "Cleo Chair"


def test_an_assistant_director_is_thought_of_first_for_adjudicating(office: Office, case_id: int) -> None:
    assert names(independence.could(office, case_id, Relation.ADJUDICATING_OFFICER).could)[0] == "Asa Assistant"


def test_whoever_is_away_or_has_no_good_check_is_not_proposed(office: Office, case_id: int) -> None:
    r, today = independent_register.c, office.today()
    with office.transaction() as transaction:
        put = transaction.connection.execute
        expired = update(independent_register).where(r.person_id == OUTSIDERS["mel"].key)
        put(expired.values(check_expires_on=today - timedelta(days=1)))
        off = {"person_id": OUTSIDERS["moe"].key, "from_on": today, "to_on": today + timedelta(days=4)}
        put(insert(unavailable).values(off))
    found = independence.could(office, case_id, Relation.PANEL_MEMBER)
    assert names(found.could) == ["Cleo Chair", "Ivo Independent"]
    reasons = {each.name: each.why_not for each in found.could_not}
    assert reasons["Mel Member"] == ("The check of Mel Member expired on Sunday 4 October 2026.",)
    assert reasons["Moe Member"] == ("Moe Member is away until Friday 9 October 2026.",)


def test_an_officers_task_is_not_given_to_somebody_who_is_none(office: Office) -> None:
    log(office)
    olive, task_id = somebody(office, "olive"), open_task(office, "triage")
    with pytest.raises(NotAllowed, match="complaints officer for this service"):
        tasks.assign(office, olive, task_id, PEOPLE["sam"][0])
    tasks.assign(office, olive, task_id, PEOPLE["oscar"][0])


def test_where_there_is_nobody_the_sentence_is_empty(office: Office) -> None:
    log_and_triage(office)
    with office.database.reading() as connection:
        only = int(connection.execute(select(case_file.c.id)).scalar_one())
    assert independence.could(office, only, Relation.PANEL_CHAIR).in_a_sentence == ""


def test_whom_a_task_is_offered_to_is_whom_it_can_be_given_to(office: Office, case_id: int) -> None:
    task_id = open_task(office, "respond")
    able = independence.holders(office, case_id, "case:allocated_manager")
    for key in {key for key, _, _ in PEOPLE.values()} - able.barred:
        tasks.assign(office, somebody(office, "olive"), task_id, key)
    assert able.barred == {each.key for each in OUTSIDERS.values()}
    assert independence.holders(office, case_id, f"case:{IO}").from_outside == ((101, "Ines Investigator"),)
    assert PEOPLE["mara"][0] in independence.holders(office, case_id, "head_of_service").barred
    officers = {PEOPLE[login][0] for login in ("olive", "oscar")}
    everybody = {key for key, _, _ in PEOPLE.values()}
    assert everybody - independence.holders(office, case_id, "complaints_officer").barred == officers


def test_a_task_for_a_role_goes_to_whoever_holds_it_or_to_somebody_above_where_nobody_does(
    office: Office, case_id: int
) -> None:
    people = {key: login for login, (key, _, _) in PEOPLE.items()}

    def able(candidate: str) -> set[str]:
        return {people[key] for key in people.keys() - independence.holders(office, case_id, candidate).barred}

    assert able("head_of_service") == {"heather"}
    assert able("admin_support") == {"olive", "oscar"}
    assert "sam" in able("director"), "nobody is a director: the task would wait for ever"


def test_whoever_led_them_since_it_happened_is_barred_and_whoever_led_them_before_is_not(
    office: Office, case_id: int
) -> None:
    """Ines led Max, whom it is about, until a day; it happened on 1 September and came in on 5 October 2026."""
    today = office.today()
    with office.transaction() as transaction:
        put = transaction.connection.execute
        put(insert(case_relation).values(case_id=case_id, relation=Relation.COMPLAINED_ABOUT.value, person_id=4))
        led = {"person_id": 4, "manager_id": OUTSIDERS["ines"].key, "from_on": date(2015, 1, 1)}
        put(insert(line_management).values(**led, to_on=today - timedelta(days=1)))
    assert not _is_barred(office, case_id), "the line ended before it came in, and nothing says when it happened"
    arose = {"kind": "grounds_arose", "occurred_on": date(2026, 9, 1)}
    with office.transaction() as transaction:
        stamp = {"case_id": case_id, "recorded_at": transaction.now}
        transaction.connection.execute(insert(case_event).values(**arose, **stamp))
    assert _is_barred(office, case_id)
    for ended_on, barred in ((date(2026, 8, 31), False), (date(2026, 9, 1), True)):
        with office.transaction() as transaction:
            theirs = line_management.c.manager_id == OUTSIDERS["ines"].key
            transaction.connection.execute(update(line_management).where(theirs).values(to_on=ended_on))
        assert _is_barred(office, case_id) == barred


def test_whoever_worked_in_the_service_or_led_it_when_it_happened_is_in_its_line(office: Office, case_id: int) -> None:
    today = office.today()
    for table, row in (
        (membership, {"person_id": OUTSIDERS["ines"].key, "team_id": 1}),
        (role_holding, {"person_id": OUTSIDERS["ines"].key, "role": "team_manager", "service_id": 1}),
    ):
        with office.transaction() as transaction:
            transaction.connection.execute(insert(table).values(**row, from_on=date(2015, 1, 1), to_on=today))
            transaction.connection.execute(update(case_file).values(received_on=today - timedelta(days=30)))
        tomorrow = today + timedelta(days=1)
        with office.database.reading() as connection:
            found = independence.verdict(connection, case_id, OUTSIDERS["ines"].key, IO, tomorrow)
        assert "in the line of Children in care" in " ".join(found.barred_because)
        with office.transaction() as transaction:
            gone = delete(table).where(table.c.person_id == OUTSIDERS["ines"].key)
            transaction.connection.execute(gone)


def _is_barred(office: Office, case_id: int) -> bool:
    with office.database.reading() as connection:
        return independence.verdict(connection, case_id, OUTSIDERS["ines"].key, IO, office.today()).is_barred


def test_what_is_not_offered_is_refused(office: Office, case_id: int) -> None:
    with office.transaction() as transaction:
        values = {"person_id": PEOPLE["max"][0], "about_case_id": case_id, "what": "A friend."}
        stamp = {"from_on": office.today(), "declared_at": transaction.now}
        transaction.connection.execute(insert(interest).values(**values, **stamp))
    assert PEOPLE["max"][0] in independence.holders(office, case_id, "case:allocated_manager").barred
    with pytest.raises(NotAllowed, match="interest"):
        tasks.assign(office, somebody(office, "olive"), open_task(office, "respond"), PEOPLE["max"][0])


def test_asking_costs_the_same_for_many_people_as_for_few(office: Office, case_id: int) -> None:
    with listening(office.database.engine) as few:
        independence.could(office, case_id, Relation.PANEL_MEMBER)
    with office.transaction() as transaction:
        many = [{"id": n, "name": f"P {n}", "email": f"{n}@x.invalid", "external": True} for n in range(500, 560)]
        entries = [{"person_id": n, "kind": "panel_member", "from_on": date(2020, 1, 1)} for n in range(500, 560)]
        transaction.connection.execute(insert(person), many)
        transaction.connection.execute(insert(independent_register), entries)
    with listening(office.database.engine) as more:
        independence.could(office, case_id, Relation.PANEL_MEMBER)
    assert more.count == few.count


@dataclass(frozen=True)
class Tangle:
    """How the people of the council are tied to each other and to the case."""

    lines: tuple[tuple[int, int, int], ...]
    """Below, above, and whether it holds today (0), ended (-1) or begins later (1)."""
    teams: tuple[int, ...]
    parts: tuple[tuple[Relation, int], ...]
    interests: tuple[tuple[int, str], ...]
    left: tuple[tuple[int, int], ...]
    """Outsiders, and how many days ago they left the council."""
    unchecked: tuple[int, ...]


people = st.sampled_from(KEYS)
outsiders = st.sampled_from([each.key for each in OUTSIDERS.values()])
tangles = st.builds(
    Tangle,
    lines=st.lists(st.tuples(people, people, st.sampled_from([-1, 0, 0, 1])), max_size=6, unique=True).map(tuple),
    teams=st.lists(people, max_size=2, unique=True).map(tuple),
    parts=st.lists(st.tuples(st.sampled_from(Relation), people), max_size=5, unique=True).map(tuple),
    interests=st.lists(st.tuples(people, st.sampled_from(["case", "service", "person"])), max_size=2).map(tuple),
    left=st.lists(st.tuples(outsiders, st.integers(-10, 1500)), max_size=2, unique_by=lambda e: e[0]).map(tuple),
    unchecked=st.lists(outsiders, max_size=2, unique=True).map(tuple),
)


@pytest.fixture(scope="module")
def tangled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, int]]:
    """One case, arranged anew by each example."""
    clock = StandingClock(MONDAY)
    found = open_office(f"sqlite:///{tmp_path_factory.mktemp('tangle') / 'heard.db'}", clock)
    arrive(found)
    log_and_triage(found)
    with found.database.reading() as connection:
        only = int(connection.execute(select(case_file.c.id)).scalar_one())
    yield found, only
    found.database.close()


def entangle(office: Office, case_id: int, tangle: Tangle) -> None:
    """Make the database say what the example says."""
    today = office.today()
    spans = {-1: (date(2020, 1, 1), today - timedelta(days=1)), 0: (today, None), 1: (today + timedelta(days=1), None)}
    with office.transaction() as transaction:
        put = transaction.connection.execute
        for each in (line_management, membership, interest, case_relation):
            put(delete(each))
        for below, above, when in tangle.lines:
            first, last = spans[when]
            put(insert(line_management).values(person_id=below, manager_id=above, from_on=first, to_on=last))
        for key in tangle.teams:
            put(insert(membership).values(person_id=key, team_id=1, from_on=today))
        for relation, key in tangle.parts:
            put(insert(case_relation).values(case_id=case_id, relation=relation.value, person_id=key))
        about = {
            "case": {"about_case_id": case_id},
            "service": {"about_service_id": 1},
            "person": {"about_person_id": 7},
        }
        for key, what in tangle.interests:
            stamp = {"from_on": today, "declared_at": transaction.now}
            put(insert(interest).values(person_id=key, what="A friend.", **about[what], **stamp))
        put(update(person).values(left_council_on=None))
        for key, days in tangle.left:
            put(update(person).where(person.c.id == key).values(left_council_on=today - timedelta(days=days)))
        r = independent_register.c
        put(update(independent_register).values(check_expires_on=date(2028, 1, 1)))
        put(update(independent_register).where(r.person_id.in_(tangle.unchecked)).values(check_expires_on=None))


@given(tangle=tangles, relation=st.sampled_from(sorted(JUDGING)))
def test_nobody_who_is_barred_is_ever_proposed(tangled: tuple[Office, int], tangle: Tangle, relation: Relation) -> None:
    office, only = tangled
    entangle(office, only, tangle)
    found = independence.could(office, only, relation)
    with office.database.reading() as connection:
        everybody = ties.of_people(connection, only, None, office.today())
    for each in found.could:
        alone = verdict(everybody[each.id], relation)
        assert not alone.is_barred
        assert not alone.warnings
    for each in found.could_not:
        assert each.why_not
    related = {key for part, key in tangle.parts if part is Relation.COMPLAINED_ABOUT}
    interested = {key for key, what in tangle.interests if what != "person" or 7 in related}
    assert not {each.id for each in found.could} & (related | interested)
    _stands_outside_the_line(found, relation, tangle, related)


def _stands_outside_the_line(found: independence.WhoCould, relation: Relation, tangle: Tangle, about: set[int]) -> None:
    """Whoever could investigate is neither above nor below anybody complained about: said here in another way."""
    if relation is not IO:
        return
    steps = {(below, above) for below, above, when in tangle.lines if when == 0}
    closure = set(steps)
    while new := {(a, d) for a, b in closure for c, d in closure if b == c} - closure:
        closure |= new
    for each in found.could:
        assert not any((each.id, one) in closure or (one, each.id) in closure for one in about)
