"""The pages on which people are appointed and a panel is arranged: who is offered, who is not and why."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from engine.casework.vocabulary import EventKind
from engine.db.tables import message, unavailable
from engine.flows import tasks
from engine.office import Office
from engine.queries import who
from engine.recording.case import open_case
from tests.council import PEOPLE
from tests.independents import ASSISTANT, OUTSIDERS, arrive, outsider, publish
from tests.stories import deliver
from tests.story import LETTER, complete, log, open_task, respond, rows, triage
from tests.web.reading import said
from tests.web.work import SignIn, claimed, finish, shown_errors

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


@pytest.fixture
def to_appoint(office: Office) -> str:
    """The task of appointing, in a complaint that Mara has answered."""
    arrive(office)
    publish(office)
    log(office)
    triage(office, complained_about_1=str(PEOPLE["sam"][0]))
    respond(office)
    with office.transaction() as transaction, open_case(office, transaction, "HRD-26-0001", 1) as case:
        case.event(EventKind.STAGE_2_REQUESTED, transaction.today)
    return open_task(office, "accept_and_appoint")


@pytest.fixture
def to_arrange(office: Office, to_appoint: str) -> str:
    """The task of arranging a panel."""
    complete(office, "olive", "accept_and_appoint", APPOINT)
    tasks.complete(office, outsider(office, "ines"), open_task(office, "look_into"), {"seen": "The log."})
    asa = who.actor(office, ASSISTANT)
    assert asa is not None
    tasks.complete(office, asa, open_task(office, "decide"), {"decided": "I agree."})
    with office.transaction() as transaction, open_case(office, transaction, "HRD-26-0001", 1) as case:
        case.event(EventKind.STAGE_3_REQUESTED, transaction.today)
    return open_task(office, "arrange_panel")


def page(client: FlaskClient, task_id: str, **typed: str) -> str:
    """The page, as it is or with its days looked for."""
    answer = (
        client.post(f"/tasks/{task_id}", data={**typed, "do": "look"}, follow_redirects=True)
        if typed
        else client.get(f"/tasks/{task_id}")
    )
    assert answer.status_code == 200
    return answer.text


def offered(html: str, question: str) -> list[str]:
    """The names that a question offers."""
    select = html.partition(f'<select class="govuk-select" id="{question}"')[2].partition("</select>")[0]
    return [" ".join(name.split()) for name in re.findall(r"<option[^>]*>(.*?)</option>", select, re.DOTALL)][1:]


def days(html: str) -> list[str]:
    """The days that can be chosen."""
    return re.findall(r'name="meets_on" type="radio" value="([^"]+)"', html)


def test_only_those_who_may_are_offered_and_the_others_say_why_not(to_appoint: str, sign_in: SignIn) -> None:
    client = claimed(sign_in("olive"), to_appoint)
    html = page(client, to_appoint)
    assert "Ines Investigator" in offered(html, "investigating_officer")
    assert not {"Mara Manager", "Sam Socialworker", "Heather Head"} & set(offered(html, "investigating_officer"))
    assert offered(html, "independent_person") == ["Ivo Independent"]
    assert "Mara Manager (needs a reason)" in offered(html, "adjudicating_officer")
    words = said(client.get(f"/tasks/{to_appoint}"))
    assert "Think of first: Ines Investigator (0 open)." in words
    assert "Max Manager: Max Manager is or was in the line of Children in care, the service complained of" in words


def test_appointing_them_opens_the_investigation(to_appoint: str, sign_in: SignIn) -> None:
    answer = finish(claimed(sign_in("olive"), to_appoint), to_appoint, APPOINT)
    assert answer.status_code == 302, shown_errors(answer)


def test_whoever_needs_a_reason_is_asked_for_it(to_appoint: str, sign_in: SignIn) -> None:
    client = claimed(sign_in("olive"), to_appoint)
    answer = finish(client, to_appoint, {**APPOINT, "adjudicating_officer": str(PEOPLE["mara"][0])})
    assert answer.status_code == 422
    assert "against good practice" in shown_errors(answer)["why_adjudicating_officer"]


def test_nothing_chosen_is_said_beside_each_question(to_appoint: str, sign_in: SignIn) -> None:
    answer = finish(claimed(sign_in("olive"), to_appoint), to_appoint, {})
    asked = {"investigating_officer", "independent_person", "adjudicating_officer", "letter_body"}
    assert set(shown_errors(answer)) == asked


def test_the_days_offered_are_those_that_suit_everybody(office: Office, to_arrange: str, sign_in: SignIn) -> None:
    with office.transaction() as transaction:
        off = {"person_id": OUTSIDERS["mel"].key, "from_on": "2026-10-20", "to_on": "2026-10-21"}
        values = {**off, "from_on": office.today().replace(day=20), "to_on": office.today().replace(day=21)}
        transaction.connection.execute(insert(unavailable).values(values))
    client = claimed(sign_in("olive"), to_arrange)
    assert days(page(client, to_arrange))[:2] == ["2026-10-19", "2026-10-20"]
    found = page(client, to_arrange, **{**PANEL, "complainant_away": "19 10 2026"})
    assert days(found)[:2] == ["2026-10-22", "2026-10-23"]
    assert "the complainant cannot come" in found
    assert "Mel Member cannot come" in found


def test_where_no_day_suits_the_first_after_the_limit_is_offered(to_arrange: str, sign_in: SignIn) -> None:
    client = claimed(sign_in("olive"), to_arrange)
    html = page(client, to_arrange, **{**PANEL, "complainant_away": "6 10 2026 to 20 11 2026"})
    assert days(html) == ["2026-11-23", "other"]
    assert "What stands in the way: the complainant." in html
    assert "There is no statutory pause: the cause of the delay is recorded." in html


def test_whoever_was_the_independent_person_is_not_offered_for_the_panel(to_arrange: str, sign_in: SignIn) -> None:
    html = page(claimed(sign_in("olive"), to_arrange), to_arrange)
    assert offered(html, "panel_chair") == ["Cleo Chair", "Mel Member", "Moe Member"]
    assert "was the independent person at stage 2 and cannot sit on the panel" in html


def test_a_panel_is_arranged_on_its_page_and_moved_on_the_next(
    office: Office, to_arrange: str, sign_in: SignIn
) -> None:
    answer = finish(claimed(sign_in("olive"), to_arrange), to_arrange, PANEL)
    assert answer.status_code == 302, shown_errors(answer)
    again = open_task(office, "arrange_again")
    client = claimed(sign_in("olive"), again)
    assert "The panel is arranged for Monday 26 October 2026 now." in page(client, again)
    answer = finish(client, again, {**PANEL, "meets_on": "other", "other_day": "2026-10-27"})
    assert "why the panel does not meet on Monday 26 October 2026" in shown_errors(answer)["moved_because"]


def test_who_may_not_hold_the_task_is_not_offered_it(office: Office, to_appoint: str, sign_in: SignIn) -> None:
    complete(office, "olive", "accept_and_appoint", APPOINT)
    html = sign_in("olive").get(f"/tasks/{open_task(office, 'look_into')}").text
    assert "Ines Investigator" in offered(html, "person")
    assert not {"Mara Manager", "Lena Line", "Olive Officer", "Ivo Independent"} & set(offered(html, "person"))


def test_those_who_investigate_get_their_terms_and_read_them_in_heard(
    office: Office, to_appoint: str, sign_in: SignIn
) -> None:
    client = claimed(sign_in("olive"), to_appoint)
    typed = {**APPOINT, "fee_note": "£38 an hour", "report_planned_on": "2026-10-30"}
    shown = said(client.post(f"/tasks/{to_appoint}", data={**typed, "do": "draft"}, follow_redirects=True))
    assert "Ines Investigator is the investigating officer" in shown
    assert "We agreed: £38 an hour." in shown
    assert finish(client, to_appoint, typed).status_code == 302
    deliver(office)
    query = select(message).where(message.c.template == "appointment_terms").order_by(message.c.id)
    letters = rows(office, query)
    assert [(row.to_name, row.channel, row.status) for row in letters] == [
        ("Ines Investigator", "in_heard", "sent"),
        ("Ivo Independent", "in_heard", "sent"),
    ]
    for letter in letters:
        assert "We agreed: £38 an hour." in letter.text
        assert "We planned your report for Friday 30 October 2026." in letter.text
        assert "Thank you for agreeing" in letter.text
        assert "Fiona" not in letter.text
