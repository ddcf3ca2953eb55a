"""Stage 3, page by page: the request, the panel, its report and the director's answer."""

from datetime import date

import pytest
from sqlalchemy import insert, select, update

from engine.casework.pages.stage_3_request import EarlyReferral
from engine.casework.vocabulary import Relation
from engine.db.tables import absence, case_event, case_file, message, panel, recommendation, role_holding
from engine.errors import InvalidAnswers, NotAllowed
from engine.flows import tasks
from engine.office import Office
from engine.queries import independence
from tests import later_stages as later
from tests.council import LONG_AGO, PEOPLE, StandingClock
from tests.story import Sweeper, open_elements, open_task, rows, somebody

MEETS = date(2026, 10, 28)
CONDITIONS = {f"condition-{each.value}": "yes" for each in EarlyReferral}


@pytest.fixture
def asked(office: Office) -> Office:
    """A panel was asked for today."""
    later.come(office)
    later.ask_stage_3(office, later.through_stage_2(office))
    return office


@pytest.fixture
def reported(asked: Office, clock: StandingClock, sweep: Sweeper) -> Office:
    """The panel has met today, and its report is here."""
    later.to_a_panel(asked)
    later.arrange_panel(asked, MEETS)
    later.send_papers(asked)
    clock.forward(days=23)
    sweep()
    later.report_of_the_panel(asked, MEETS)
    return asked


def events(office: Office) -> dict[str, date]:
    e = case_event.c
    current = select(e.kind, e.occurred_on).where(e.corrected_by_id.is_(None)).order_by(e.id)
    return {row.kind: row.occurred_on for row in rows(office, current)}


def test_a_complaint_travels_through_stage_3_to_the_directors_answer(reported: Office) -> None:
    later.answer_panel(reported)
    later.send_answer(reported)
    happened = events(reported)
    assert happened["stage_3_acknowledged"] == date(2026, 10, 5)
    assert happened["panel_held"] == happened["panel_report_received"] == MEETS
    assert happened["stage_3_response_sent"] == MEETS
    (case,) = rows(reported, select(case_file.c.status))
    assert case.status == "closed"


def test_the_panel_that_met_is_kept_with_who_came(reported: Office) -> None:
    (met,) = rows(reported, select(panel))
    assert (met.status, met.meets_on) == ("held", MEETS)
    assert "Ines Independent" in met.note


def test_what_the_panel_recommends_does_not_touch_what_the_investigator_recommended(reported: Office) -> None:
    later.answer_panel(reported)
    r = recommendation.c
    made = rows(reported, select(r.stage, r.number, r.decision).order_by(r.stage, r.number))
    assert [tuple(row) for row in made] == [
        ("stage_2", 1, "accept"),
        ("stage_2", 2, "reject"),
        ("stage_3", 1, "accept"),
        ("stage_3", 2, "reject"),
    ]


def test_the_directors_letter_is_told_of_the_panels_recommendations_and_no_others(reported: Office) -> None:
    later.answer_panel(reported)
    later.send_answer(reported)
    (letter,) = rows(reported, select(message).where(message.c.template == "stage_3_response"))
    assert [each["text"] for each in letter.fields["recommendations"]] == [
        "Say sorry in person.",
        "Pay for the lost afternoon.",
    ]
    assert letter.fields["director"] == "Dora Director"
    assert letter.fields["panel_chair"] == "Chike Chair"
    assert letter.fields["stage_3_response_due_on"] == "2026-11-18", "15 working days from the report"


def test_a_recommendation_is_rejected_only_with_the_reason(reported: Office) -> None:
    with pytest.raises(InvalidAnswers) as wrong:
        later.answer_panel(reported, **{"answer_reason-2": ""})
    assert wrong.value.errors == {"answer_reason-2": "Enter why it is rejected"}


def test_the_independent_person_is_consulted_after_the_report_and_not_tomorrow(reported: Office) -> None:
    for day, sentence in {
        "2026-10-27": "This is before the day the panel’s report was received",
        "2026-10-29": "This date must be today or earlier",
    }.items():
        with pytest.raises(InvalidAnswers) as wrong:
            later.answer_panel(reported, consulted_on=day)
        assert wrong.value.errors == {"consulted_on": sentence}


def test_an_early_referral_wants_every_condition(asked: Office) -> None:
    most = {name: yes for name, yes in CONDITIONS.items() if name != "condition-complainant_agrees"}
    with pytest.raises(InvalidAnswers) as wrong:
        later.to_a_panel(asked, way="early_referral", **most)
    assert "the complainant agrees" in wrong.value.errors["conditions"]


def test_an_early_referral_ends_the_wait_for_a_panel(asked: Office) -> None:
    later.to_a_panel(asked, way="early_referral", **CONDITIONS)
    assert "referred_early" in events(asked)
    assert "stage_3_acknowledged" not in events(asked)
    assert "arrange_panel" not in open_elements(asked)
    assert rows(asked, select(message).where(message.c.template == "early_referral"))


def test_words_written_for_the_other_decision_do_not_go_out(asked: Office) -> None:
    with pytest.raises(InvalidAnswers) as wrong:
        later.to_a_panel(asked, letter_for="early_referral")
    assert set(wrong.value.errors) == {"letter_body"}


def test_whoever_adjudicated_does_not_answer_the_panel_and_is_told_who_could(reported: Office) -> None:
    adele, dora = later.NEWCOMERS["adele"][0], later.NEWCOMERS["dora"][0]
    director = {"role": "director", "service_id": None, "from_on": LONG_AGO}
    with reported.transaction() as transaction:
        transaction.connection.execute(insert(role_holding).values(person_id=adele, **director))
        (case_id,) = transaction.connection.execute(select(case_file.c.id)).scalars()
        of_dora = independence.verdict(
            transaction.connection, case_id, dora, Relation.ADJUDICATING_OFFICER, transaction.today
        )
    assert any("would answer a panel at stage 3" in words for words in of_dora.warnings)
    task_id = open_task(reported, "answer_panel")
    with pytest.raises(NotAllowed, match=r"Adele Adjudicator is or was the adjudicating.*Dora Director could answer"):
        tasks.claim(reported, later.actor(reported, "adele"), task_id)
    with pytest.raises(NotAllowed, match="never left to whoever adjudicated"):
        tasks.complete(reported, later.actor(reported, "adele"), task_id, {})
    with pytest.raises(NotAllowed, match="never left to whoever adjudicated"):
        tasks.assign(reported, somebody(reported, "olive"), task_id, adele)
    later.answer_panel(reported)


@pytest.mark.parametrize(("who", "did"), [("ivan", "investigated"), ("ines", "watched over the investigation")])
def test_whoever_investigated_or_watched_over_it_does_not_answer_the_panel(
    reported: Office, who: str, did: str
) -> None:
    key, task_id = later.NEWCOMERS[who][0], open_task(reported, "answer_panel")
    with reported.transaction() as transaction:
        held = {"role": "director", "service_id": None, "from_on": LONG_AGO}
        transaction.connection.execute(insert(role_holding).values(person_id=key, **held))
        (case_id,) = transaction.connection.execute(select(case_file.c.id)).scalars()
    theirs = later.actor(reported, who)
    for refused in (
        lambda: tasks.claim(reported, theirs, task_id),
        lambda: tasks.assign(reported, somebody(reported, "olive"), task_id, key),
        lambda: tasks.complete(reported, theirs, task_id, {}),
    ):
        with pytest.raises(NotAllowed, match=f"never left to whoever {did}"):
            refused()
    assert key in independence.holders(reported, case_id, "director").barred


def test_nobody_answers_the_panel_in_the_name_of_whoever_adjudicated(reported: Office) -> None:
    adele, dora, max_ = later.NEWCOMERS["adele"][0], later.NEWCOMERS["dora"][0], PEOPLE["max"][0]
    h = role_holding.c
    with reported.transaction() as transaction:
        put, today = transaction.connection.execute, transaction.today
        put(update(role_holding).where(h.person_id == dora).values(person_id=adele))
        away = {"person_id": adele, "deputy_id": max_, "from_on": today, "to_on": today}
        put(insert(absence).values(**away, made_at=transaction.now, made_by=adele))
    deputy, task_id = somebody(reported, "max"), open_task(reported, "answer_panel")
    for refused in (
        lambda: tasks.claim(reported, deputy, task_id),
        lambda: tasks.complete(reported, deputy, task_id, {}),
    ):
        with pytest.raises(NotAllowed, match="never left to whoever adjudicated"):
            refused()
