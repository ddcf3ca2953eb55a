"""What was promised is seen to, and money is paid only after somebody else approved it."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from engine.casework.money import in_pounds, read_pence
from engine.db.tables import action, message, remedy
from engine.flows import digest
from engine.office import Office
from tests.council import StandingClock
from tests.story import rows
from tests.web.at_work import worked_on
from tests.web.reading import links, said
from tests.web.work import RESPONDED, SignIn, finish, open_task, shown_errors, triaged

PROMISE = {"text": "Write a rota for calls back.", "owner_id": "8", "due_on": "2026-10-20"}
PAYMENT = {"sort": "goodwill", "amount": "£1,250", "purpose": "the distress of waiting"}


def approved(client: FlaskClient, address: str) -> TestResponse:
    """Approve the payment as its page shows it."""
    (seen,) = re.findall(r'name="seen" value="(\w+)"', client.get(address).text)
    return client.post(address, data={"deed": "approve", "seen": seen})


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        *(("50.00", 5000), ("£1,250", 125000), ("1250", 125000), (" £ 0.50 ", 50), ("1,000,000", 100000000)),
        *(("1,25", None), ("50.5", None), ("0", None), ("-5", None), ("1.000,00", None), ("a lot", None), ("", None)),
        ("1000000.01", None),
    ],
)
def test_amounts_are_read_as_people_type_them(text: str, pence: int | None) -> None:
    assert read_pence(text) == pence


def test_amounts_are_said_in_pounds_and_pence() -> None:
    assert (in_pounds(125000), in_pounds(5)) == ("£1,250.00", "£0.05")


def test_an_action_is_promised_and_its_owner_sees_to_it(office: Office, sign_in: SignIn) -> None:
    reference, mara, lena = worked_on(office), sign_in("mara"), sign_in("lena")
    done = mara.post(f"/cases/{reference}/actions", data=PROMISE, follow_redirects=True)
    assert "Write a rota for calls back. Lena Line 20 Oct 2026" in said(done).replace("Who: ", "")
    assert "1 action to see to" in links(lena.get("/inbox"))
    address = links(lena.get("/actions"))["Write a rota for calls back."]
    wrong = lena.post(address, data={"deed": "done", "ended_on": "2026-10-05"})
    assert list(shown_errors(wrong)) == ["evidence"]
    lena.post(address, data={"deed": "done", "ended_on": "2026-10-05", "evidence": "It hangs in the office."})
    assert "It hangs in the office." in said(mara.get(address))
    told = said(mara.get(f"/cases/{reference}/history"))
    assert "Action done for Lena Line" in told
    assert "Evidence: It hangs in the office." in told


def test_an_action_gets_another_day_or_is_dropped_with_a_reason(office: Office, sign_in: SignIn) -> None:
    reference, olive = worked_on(office), sign_in("olive")
    olive.post(f"/cases/{reference}/actions", data=PROMISE)
    assert (
        olive.post("/actions/1", data={"deed": "move", "due_on": "2026-10-01", "move_reason": "x"}).status_code == 422
    )
    olive.post("/actions/1", data={"deed": "move", "due_on": "2026-11-02", "move_reason": "The team is away."})
    assert olive.post("/actions/1", data={"deed": "drop"}).status_code == 422
    olive.post("/actions/1", data={"deed": "drop", "drop_reason": "The service has closed."})
    told = said(olive.get(f"/cases/{reference}/history"))
    assert "New date: Monday 2 November 2026. Was: Tuesday 20 October 2026. Reason: The team is away." in told
    assert "Reason: The service has closed." in told
    assert "Write a rota" in said(olive.get("/actions?whose=all&state=ended"))
    assert olive.post("/actions/1", data={"deed": "drop", "drop_reason": "Again."}).status_code == 422


def test_an_overdue_action_stands_in_the_owners_morning_email(
    office: Office, sign_in: SignIn, clock: StandingClock
) -> None:
    reference = worked_on(office)
    sign_in("mara").post(f"/cases/{reference}/actions", data=PROMISE)
    clock.forward(days=18)
    assert "1 overdue" in said(sign_in("lena").get("/inbox"))
    with office.transaction() as transaction:
        digest._write_for_everybody(office, transaction)
    (found,) = rows(office, select(message.c.fields).where(message.c.kind == "digest", message.c.to_person_id == 8))
    (line,) = found.fields["rows"]
    assert line == {
        "task": "action:1",
        "reference": reference,
        "name": "Do what was promised",
        "working_days_left": -3,
    }


def test_an_action_is_seen_by_its_owner_and_by_who_sees_the_case(office: Office, sign_in: SignIn) -> None:
    reference = worked_on(office)
    sign_in("mara").post(f"/cases/{reference}/actions", data=PROMISE)
    assert [sign_in(who).get("/actions/1").status_code for who in ("lena", "mara", "olive", "heather")] == [200] * 4
    assert [sign_in(who).get("/actions/1").status_code for who in ("max", "sam", "ada")] == [404] * 3
    # Whoever the complaint turns out to be about loses sight of it, and of everything else.
    with office.transaction() as transaction:
        transaction.connection.execute(update(action).values(owner_id=4))
    assert sign_in("max").get("/actions/1").status_code == 404
    assert "Write a rota" not in said(sign_in("max").get("/actions"))
    assert sign_in("max").post("/actions/1", data={"deed": "done"}).status_code == 404


def test_nobody_whom_it_is_about_is_given_an_action(office: Office, sign_in: SignIn) -> None:
    reference, olive = worked_on(office), sign_in("olive")
    answer = olive.post(f"/cases/{reference}/actions", data={**PROMISE, "owner_id": "4"})
    assert shown_errors(answer) == {"owner_id": "Select who sees to it"}
    assert "Max Manager" not in answer.text.partition('name="owner_id"')[2].partition("</select>")[0]


def test_the_list_of_all_is_for_officers_and_heads(office: Office, sign_in: SignIn) -> None:
    assert sign_in("mara").get("/actions?whose=all").status_code == 403
    assert "You have nothing to see to" in said(sign_in("mara").get("/actions"))
    assert "There is nothing to see to" in said(sign_in("heather").get("/actions?whose=all"))


def test_a_payment_is_proposed_approved_by_another_and_paid(
    office: Office, sign_in: SignIn, clock: StandingClock
) -> None:
    reference, mara, heather = worked_on(office), sign_in("mara"), sign_in("heather")
    assert mara.post(f"/cases/{reference}/payments", data=PAYMENT).status_code == 302
    assert "1 payment to approve" in links(heather.get("/inbox"))
    address = links(heather.get("/payments"))[f"Approve or decline : £1,250.00, {reference}"]
    assert mara.post(address, data={"deed": "approve"}).status_code == 403
    assert mara.post(address, data={"deed": "paid", "paid_on": "2026-10-05"}).status_code == 422
    refused = heather.post(address, data={"deed": "approve"})
    assert shown_errors(refused) == {"deed": "This is not the payment that you saw. Look at it again, then answer"}
    assert approved(heather, address).status_code == 302
    clock.forward(days=3)
    assert mara.post(address, data={"deed": "paid", "paid_on": "2026-10-04"}).status_code == 422
    assert mara.post(address, data={"deed": "paid", "paid_on": "2026-10-08"}).status_code == 302
    told = said(mara.get(f"/cases/{reference}/history"))
    for words in ("£1,250.00 proposed", "£1,250.00 approved", "£1,250.00 paid"):
        assert f"Payment of {words}" in told
    assert "No payment waits" in said(heather.get("/payments"))


def test_nobody_approves_what_they_proposed(office: Office, sign_in: SignIn) -> None:
    reference, heather = worked_on(office), sign_in("heather")
    with office.transaction() as transaction:
        values = {
            "case_id": 1,
            "kind": "payment_1",
            "note": "goodwill",
            "amount": 100,
            "purpose": "x",
            "proposed_by": 5,
        }
        transaction.connection.execute(remedy.insert().values(values))
    assert "No payment waits" in said(heather.get("/payments"))
    assert heather.post(f"/cases/{reference}/payments/1", data={"deed": "approve"}).status_code == 403


def test_a_payment_that_is_not_approved_is_gone_but_for_the_history(office: Office, sign_in: SignIn) -> None:
    reference, heather = worked_on(office), sign_in("heather")
    sign_in("olive").post(f"/cases/{reference}/payments", data=PAYMENT)
    assert heather.post(f"/cases/{reference}/payments/1", data={"deed": "decline"}).status_code == 422
    heather.post(f"/cases/{reference}/payments/1", data={"deed": "decline", "decline_reason": "Too much."})
    assert rows(office, select(remedy)) == []
    assert "Payment of £1,250.00 not approved" in said(heather.get(f"/cases/{reference}/history"))


def test_the_letter_about_it_goes_only_after_approval(office: Office, sign_in: SignIn) -> None:
    reference, olive = worked_on(office), sign_in("olive")
    olive.post(f"/cases/{reference}/payments", data=PAYMENT)
    address = f"/cases/{reference}/payments/1/letter"
    assert olive.post(address, data={"letter_body": "We will pay."}).status_code == 422
    approved(sign_in("heather"), f"/cases/{reference}/payments/1")
    assert "£1,250.00" in said(olive.get(address))
    assert olive.post(address, data={"letter_body": "We will pay."}).status_code == 302
    (sent,) = rows(office, select(message).where(message.c.template == "remedy_payment"))
    assert sent.fields["payment"] == {"amount": "£1,250.00", "purpose": "the distress of waiting"}
    assert (sent.status, sent.to_address) == ("queued", "fiona@fern.invalid")
    assert sign_in("mara").get(address).status_code == 403


def test_an_answer_ticks_no_payment_away(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office, sign_in)
    sign_in("mara").post(f"/cases/{reference}/payments", data=PAYMENT)
    answer = finish(sign_in("mara"), open_task(office, reference, "respond"), RESPONDED)
    assert answer.status_code == 302
    kinds = {row.kind for row in rows(office, select(remedy.c.kind))}
    assert kinds == {"payment_1", "apology"}


def test_wrong_answers_are_asked_again(office: Office, sign_in: SignIn) -> None:
    reference, olive = worked_on(office), sign_in("olive")
    assert list(shown_errors(olive.post(f"/cases/{reference}/actions", data={}))) == ["text", "owner_id", "due_on"]
    assert list(shown_errors(olive.post(f"/cases/{reference}/payments", data={}))) == ["sort", "amount", "purpose"]
    olive.post(f"/cases/{reference}/payments", data=PAYMENT)
    assert shown_errors(olive.post(f"/cases/{reference}/payments/1", data={})) == {"deed": "Select what to do"}


@pytest.mark.parametrize("login", ["max", "sam"])
def test_neither_the_person_complained_about_nor_a_stranger_finds_any_of_it(
    office: Office, sign_in: SignIn, login: str
) -> None:
    reference, client = worked_on(office), sign_in(login)
    sign_in("olive").post(f"/cases/{reference}/payments", data=PAYMENT)
    for page in ("putting-right", "payments/1"):
        assert client.get(f"/cases/{reference}/{page}").status_code == 404
    assert client.post(f"/cases/{reference}/actions", data=PROMISE).status_code == 404
    assert client.post(f"/cases/{reference}/payments", data=PAYMENT).status_code == 404
    assert client.post(f"/cases/{reference}/payments/1", data={"deed": "approve"}).status_code == 404


def test_days_count_from_today(office: Office, sign_in: SignIn) -> None:
    reference, today = worked_on(office), office.today()
    yesterday = {**PROMISE, "due_on": (today - timedelta(days=1)).isoformat()}
    answer = sign_in("olive").post(f"/cases/{reference}/actions", data=yesterday)
    assert shown_errors(answer) == {"due_on": "This date must be today or later"}
