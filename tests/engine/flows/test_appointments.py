"""Nobody who is barred is given a part in a case or holds a task of it."""

import pytest
from sqlalchemy import insert, select

from engine.casework.vocabulary import Relation
from engine.db.tables import history, interest, line_management
from engine.errors import InvalidAnswers, NotAllowed
from engine.flows import tasks
from engine.office import Office
from engine.queries import independence
from engine.recording import answers
from engine.recording.case import open_case
from tests.council import LONG_AGO, PEOPLE
from tests.engine.flows.appointing import APPOINT, HEATHER, LENA, MARA, SAM, appointed, holder, parts, to_appoint, wrong
from tests.engine.flows.at_once import at_once
from tests.independents import ASSISTANT, OUTSIDERS, arrive, outsider, publish
from tests.story import complete, log, open_task, rows, somebody, triage


@pytest.fixture(autouse=True)
def people(office: Office) -> None:
    """The register is kept, and the procedure asks for all of them."""
    arrive(office)
    publish(office)


def test_those_who_are_appointed_have_their_parts_and_their_tasks(office: Office) -> None:
    appointed(office)
    assert {
        ("investigating_officer", OUTSIDERS["ines"].key),
        ("independent_person", OUTSIDERS["ivo"].key),
        ("adjudicating_officer", ASSISTANT),
    } <= parts(office)
    tasks.claim(office, outsider(office, "ines"), open_task(office, "look_into"))


@pytest.mark.parametrize(
    ("question", "person_id", "because"),
    [
        ("investigating_officer", MARA, "answers or answered this complaint at stage 1"),
        ("investigating_officer", SAM, "The complaint is about Sam Socialworker"),
        ("investigating_officer", LENA, "Lena Line is or was in the line of Children in care"),
        ("investigating_officer", HEATHER, "Heather Head is or was in the line of Children in care"),
        ("investigating_officer", PEOPLE["oscar"][0], "Oscar Officer is a complaints officer"),
        ("adjudicating_officer", PEOPLE["olive"][0], "never investigates or adjudicates"),
        ("adjudicating_officer", OUTSIDERS["ines"].key, "Select the adjudicating officer"),
        ("independent_person", MARA, "Select the independent person"),
        ("independent_person", OUTSIDERS["cleo"].key, "Select the independent person"),
        ("investigating_officer", OUTSIDERS["ivo"].key, "Select the investigating officer"),
    ],
)
def test_whoever_is_barred_is_not_appointed(office: Office, question: str, person_id: int, because: str) -> None:
    to_appoint(office)
    assert because in wrong(office, "accept_and_appoint", {**APPOINT, question: str(person_id)})[question]


def test_one_person_cannot_have_two_parts(office: Office) -> None:
    to_appoint(office)
    errors = wrong(office, "accept_and_appoint", {**APPOINT, "investigating_officer": str(ASSISTANT)})
    assert "chosen above already" in errors["adjudicating_officer"]


def test_having_answered_before_is_lifted_by_a_reason_that_is_kept(office: Office) -> None:
    to_appoint(office)
    typed = {**APPOINT, "adjudicating_officer": str(MARA)}
    assert "against good practice" in wrong(office, "accept_and_appoint", typed)["why_adjudicating_officer"]
    complete(office, "olive", "accept_and_appoint", {**typed, "why_adjudicating_officer": "Nobody else knows it."})
    assert ("adjudicating_officer", MARA) in parts(office)


def test_the_report_is_planned_for_a_day_to_come(office: Office) -> None:
    to_appoint(office)
    assert "report_planned_on" in wrong(office, "accept_and_appoint", {**APPOINT, "report_planned_on": "2026-10-05"})
    complete(office, "olive", "accept_and_appoint", {**APPOINT, "report_planned_on": "2026-10-30", "fee_note": "£400"})


def test_a_task_is_not_given_to_whoever_is_barred_and_the_refusal_says_who_could(office: Office) -> None:
    appointed(office)
    with pytest.raises(NotAllowed, match=r"in the line of Children in care.*Ines Investigator could be") as refused:
        tasks.assign(office, somebody(office, "olive"), open_task(office, "look_into"), LENA)
    assert "give this task to them" in str(refused.value)
    assert holder(office, "look_into") is None


def test_a_warning_is_not_got_round_by_handing_the_task_over(office: Office) -> None:
    appointed(office)
    tasks.complete(office, outsider(office, "ines"), open_task(office, "look_into"), {"seen": "The log."})
    with pytest.raises(NotAllowed, match="against good practice"):
        tasks.assign(office, somebody(office, "olive"), open_task(office, "decide"), MARA)


def test_a_line_that_has_changed_since_is_seen_when_the_task_is_claimed(office: Office) -> None:
    appointed(office)
    line = {"person_id": SAM, "manager_id": OUTSIDERS["ines"].key, "from_on": office.today()}
    with office.transaction() as transaction:
        transaction.connection.execute(insert(line_management).values(line))
    with pytest.raises(NotAllowed, match="direct line of Sam Socialworker"):
        tasks.claim(office, outsider(office, "ines"), open_task(office, "look_into"))


def test_an_interest_declared_meanwhile_stops_whoever_holds_the_task(office: Office) -> None:
    appointed(office)
    task_id = open_task(office, "look_into")
    tasks.claim(office, outsider(office, "ines"), task_id)
    declared = {"person_id": OUTSIDERS["ines"].key, "about_service_id": 1, "what": "A loan."}
    with office.transaction() as transaction:
        stamp = {"from_on": LONG_AGO, "declared_at": transaction.now}
        transaction.connection.execute(insert(interest).values(**declared, **stamp))
    with pytest.raises(NotAllowed, match="interest"):
        tasks.complete(office, outsider(office, "ines"), task_id, {"seen": "Nothing."})


def test_who_becomes_complained_about_loses_part_and_task_and_the_history_says_why(office: Office) -> None:
    reference = appointed(office)
    tasks.claim(office, outsider(office, "ines"), open_task(office, "look_into"))
    with office.transaction() as transaction, open_case(office, transaction, reference, 1) as case:
        answers.relate(case, Relation.COMPLAINED_ABOUT, (SAM, OUTSIDERS["ines"].key))
    assert holder(office, "look_into") is None
    assert ("investigating_officer", OUTSIDERS["ines"].key) not in parts(office)
    said = [row.what for row in rows(office, select(history.c.what).order_by(history.c.seq))]
    assert "relation_lost" in said


def test_whose_line_is_complained_about_loses_the_investigation_too(office: Office) -> None:
    line = {"person_id": PEOPLE["max"][0], "manager_id": OUTSIDERS["ines"].key, "from_on": LONG_AGO}
    with office.transaction() as transaction:
        transaction.connection.execute(insert(line_management).values(line))
    with office.transaction() as transaction:  # Max works elsewhere now: only the line ties them
        transaction.connection.exec_driver_sql("UPDATE role_holding SET service_id = 2 WHERE person_id = 4")
    reference = appointed(office)
    with office.transaction() as transaction, open_case(office, transaction, reference, 1) as case:
        answers.relate(case, Relation.COMPLAINED_ABOUT, (PEOPLE["max"][0],))
    assert ("investigating_officer", OUTSIDERS["ines"].key) not in parts(office)


def test_a_manager_with_an_interest_is_not_asked_to_answer(office: Office) -> None:
    log(office)
    declared = {"person_id": MARA, "about_service_id": 1, "what": "Her sister works there."}
    with office.transaction() as transaction:
        stamp = {"from_on": LONG_AGO, "declared_at": transaction.now}
        transaction.connection.execute(insert(interest).values(**declared, **stamp))
    with pytest.raises(InvalidAnswers) as refused:
        triage(office)
    assert "Her sister works there" in refused.value.errors["allocated_manager"]
    assert "Max Manager or Heather Head could be allocated manager" in refused.value.errors["allocated_manager"]


def test_a_mistake_put_right_on_the_same_day_bars_nobody_and_a_part_that_was_held_does(office: Office) -> None:
    reference = appointed(office)
    cleo, ines = OUTSIDERS["cleo"].key, OUTSIDERS["ines"].key
    for people in ((cleo,), (ines,)):
        with office.transaction() as transaction, open_case(office, transaction, reference, 1) as case:
            answers.relate(case, Relation.INVESTIGATING_OFFICER, people)
    with office.database.reading() as connection:
        assert not independence.verdict(connection, 1, cleo, Relation.PANEL_CHAIR, office.today()).is_barred
    with office.transaction() as transaction, open_case(office, transaction, reference, 1) as case:
        answers.relate(case, Relation.INVESTIGATING_OFFICER, (cleo,))
    with office.database.reading() as connection:
        assert independence.verdict(connection, 1, cleo, Relation.PANEL_CHAIR, office.today()).is_barred


def test_claiming_and_being_complained_about_at_once_never_leave_a_barred_holder(office: Office) -> None:
    reference = appointed(office)
    task_id, ines = open_task(office, "look_into"), outsider(office, "ines")

    def name_her() -> None:
        with office.transaction() as transaction, open_case(office, transaction, reference, 1) as case:
            answers.relate(case, Relation.COMPLAINED_ABOUT, (ines.person_id,))

    at_once(lambda: tasks.claim(office, ines, task_id), name_her)
    assert holder(office, "look_into") is None
