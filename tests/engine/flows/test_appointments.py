"""Nobody who is barred is given a part in a case or holds a task of it; a panel of three meets on a day of its own."""

from datetime import date

import pytest
from sqlalchemy import insert, select

from engine.casework.vocabulary import EventKind, Relation
from engine.db.tables import case_event, case_relation, history, interest, line_management, panel, task, unavailable
from engine.errors import InvalidAnswers, NotAllowed
from engine.flows import tasks
from engine.office import Office
from engine.queries import independence, who
from engine.recording import answers
from engine.recording.case import open_case
from tests.council import LONG_AGO, PEOPLE
from tests.engine.flows.at_once import at_once
from tests.independents import ASSISTANT, OUTSIDERS, arrive, outsider, publish
from tests.story import LETTER, complete, log, open_task, respond, rows, somebody, triage

APPOINT = {
    "investigating_officer": str(OUTSIDERS["ines"].key),
    "independent_person": str(OUTSIDERS["ivo"].key),
    "adjudicating_officer": str(ASSISTANT),
    **LETTER,
}
PANEL = {
    "panel_chair": str(OUTSIDERS["cleo"].key),
    "panel_member_1": str(OUTSIDERS["mel"].key),
    "panel_member_2": str(OUTSIDERS["moe"].key),
    "meets_on": "2026-10-26",
    "place": "The library, Fern Street",
    **LETTER,
}
MARA, HEATHER, SAM, LENA = (PEOPLE[login][0] for login in ("mara", "heather", "sam", "lena"))


@pytest.fixture(autouse=True)
def people(office: Office) -> None:
    """The register is kept, and the procedure asks for all of them."""
    arrive(office)
    publish(office)


def to_appoint(office: Office) -> str:
    """A complaint that Mara has answered and that waits for its investigator."""
    reference = log(office)
    triage(office, complained_about_1=str(SAM))
    respond(office)
    return reference


def appointed(office: Office, **changes: str) -> str:
    """The same, with its people."""
    reference = to_appoint(office)
    complete(office, "olive", "accept_and_appoint", {**APPOINT, **changes})
    return reference


def to_panel(office: Office) -> str:
    """A complaint that was investigated and decided on."""
    reference = appointed(office)
    tasks.complete(office, outsider(office, "ines"), open_task(office, "look_into"), {"seen": "The log."})
    asa = who.actor(office, ASSISTANT)
    assert asa is not None
    tasks.complete(office, asa, open_task(office, "decide"), {"decided": "I agree."})
    with office.transaction() as transaction, open_case(office, transaction, reference, 1) as case:
        case.event(EventKind.STAGE_3_REQUESTED, transaction.today)
    return reference


def wrong(office: Office, element: str, typed: dict[str, str]) -> dict[str, str]:
    """What the page says is wrong, by question."""
    with pytest.raises(InvalidAnswers) as refused:
        complete(office, "olive", element, typed)
    return refused.value.errors


def parts(office: Office) -> set[tuple[str, int]]:
    return {(row.relation, row.person_id) for row in rows(office, select(case_relation))}


def holder(office: Office, element: str) -> int | None:
    (found,) = rows(office, select(task.c.assignee_id).where(task.c.element == element, task.c.status == "open"))
    return None if found.assignee_id is None else int(found.assignee_id)


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


def test_a_panel_is_arranged_with_its_day_and_place(office: Office) -> None:
    to_panel(office)
    complete(office, "olive", "arrange_panel", {**PANEL, "complainant_away": "12 10 2026 to 16 10 2026\n2 11 2026"})
    assert {("panel_chair", 103), ("panel_member", 104), ("panel_member", 105)} <= parts(office)
    (row,) = rows(office, select(panel))
    assert (row.meets_on, row.place, row.status) == (date(2026, 10, 26), "The library, Fern Street", "arranged")
    events = {row.kind: row for row in rows(office, select(case_event))}
    assert events["panel_arranged"].until_on == date(2026, 10, 26)
    assert events["chair_appointed"].occurred_on == office.today()
    away = rows(office, select(unavailable.c.from_on, unavailable.c.to_on).order_by(unavailable.c.from_on))
    assert [tuple(row) for row in away] == [
        (date(2026, 10, 12), date(2026, 10, 16)),
        (date(2026, 11, 2), date(2026, 11, 2)),
    ]


def test_a_panel_that_is_moved_keeps_the_day_that_was_and_says_why(office: Office) -> None:
    to_panel(office)
    complete(office, "olive", "arrange_panel", PANEL)
    moved = {**PANEL, "meets_on": "2026-10-27"}
    assert "moved_because" in wrong(office, "arrange_again", moved)
    complete(office, "olive", "arrange_again", {**moved, "moved_because": "complainant_unavailable"})
    found = rows(office, select(panel.c.meets_on, panel.c.status, panel.c.moved_because).order_by(panel.c.id))
    assert [tuple(row) for row in found] == [
        (date(2026, 10, 26), "moved", "complainant_unavailable"),
        (date(2026, 10, 27), "arranged", None),
    ]
    kinds = [row.kind for row in rows(office, select(case_event.c.kind))]
    assert kinds.count("chair_appointed") == 1
    assert kinds.count("panel_arranged") == 2


@pytest.mark.parametrize(
    ("changed", "question", "because"),
    [
        ({"panel_chair": "102"}, "panel_chair", "was the independent person at stage 2"),
        ({"panel_member_2": "103"}, "panel_member_2", "chosen above already"),
        ({"panel_member_1": ""}, "panel_member_1", "Select the panel member"),
        ({"panel_member_1": "101"}, "panel_member_1", "Select the panel member"),
        ({"meets_on": ""}, "meets_on", "Select the day"),
        ({"meets_on": "other"}, "other_day", "Enter the day"),
        ({"meets_on": "2026-10-05"}, "meets_on", "after today"),
        ({"meets_on": "2026-10-24"}, "meets_on", "not a working day (Saturday)"),
        ({"complainant_away": "26 10 2026"}, "meets_on", "the complainant cannot come on Monday 26 October 2026"),
        ({"complainant_away": "next week"}, "complainant_away", "“next week” is not a day"),
        ({"complainant_away": "31 2 2026"}, "complainant_away", "is not a day"),
        ({"complainant_away": "3 11 2026 to 2 11 2026"}, "complainant_away", "must not be before the first"),
        ({"meets_on": "2026-11-17"}, "late_cause", "after Monday 16 November 2026, the last day that the law gives"),
        ({"meets_on": "2026-11-17", "late_cause": "other"}, "late_note", "Enter what happened"),
        ({"place": ""}, "place", "Enter where"),
    ],
)
def test_what_a_panel_cannot_be_is_said(office: Office, changed: dict[str, str], question: str, because: str) -> None:
    to_panel(office)
    assert because in wrong(office, "arrange_panel", {**PANEL, **changed})[question]


def test_a_late_panel_is_allowed_with_its_cause_on_record(office: Office) -> None:
    to_panel(office)
    complete(office, "olive", "arrange_panel", {**PANEL, "meets_on": "2026-11-17", "late_cause": "member_unavailable"})
    (row,) = rows(office, select(case_event).where(case_event.c.kind == "panel_arranged"))
    assert (row.until_on, row.ground) == (date(2026, 11, 17), "member_unavailable")


def test_a_member_who_is_away_blocks_their_day(office: Office) -> None:
    to_panel(office)
    with office.transaction() as transaction:
        off = {"person_id": 104, "from_on": date(2026, 10, 26), "to_on": date(2026, 10, 26)}
        transaction.connection.execute(insert(unavailable).values(off))
    assert wrong(office, "arrange_panel", PANEL)["meets_on"] == "Mel Member cannot come on Monday 26 October 2026"
