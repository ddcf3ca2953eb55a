"""What is kept beside the tasks, on both databases: contacts, actions, payments, people, the worker, cases joined."""

from functools import partial

import pytest
from sqlalchemy import insert, select

from engine.casework.vocabulary import EventKind, Relation
from engine.db.tables import case_event, case_file, case_relation, contact, head, message, remedy
from engine.errors import InvalidAnswers, NotAllowed, NotFound
from engine.flows import actions, contact_log, digest, joining, parties, payments, worker
from engine.office import Office
from engine.queries import actions as listed
from engine.queries import case_file as cases
from engine.queries import contact_log as contacts
from engine.queries import inbox, links
from engine.queries import parties as further
from engine.queries import payments as paid
from engine.queries import worker as workers
from engine.queries.actions import State, Whose
from tests.council import PEOPLE, StandingClock
from tests.engine.flows.at_once import at_once
from tests.story import log, rows, somebody

CONTACT = {"happened_on": "2026-10-05", "way": "visit", "with_whom": "child", "note": "She drew a picture."}
PROMISE = {"text": "A rota.", "owner_id": str(PEOPLE["lena"][0]), "due_on": "2026-10-20"}
PAYMENT = {"sort": "financial", "amount": "50.00", "purpose": "the fare"}
SEEN = {payments.SEEN: paid.seen("financial", 5_000, "the fare")}


def worked_on(office: Office) -> str:
    """A complaint about Max, with one head, that Mara answers."""
    reference = log(office)
    with office.transaction() as transaction:
        put = transaction.connection.execute
        case_id = put(select(case_file.c.id).where(case_file.c.reference == reference)).scalar_one()
        parts = ((Relation.ALLOCATED_MANAGER, "mara"), (Relation.COMPLAINED_ABOUT, "max"))
        for relation, login in parts:
            related = {"case_id": case_id, "relation": relation.value, "person_id": PEOPLE[login][0]}
            put(insert(case_relation).values(related))
        put(insert(head), [{"case_id": case_id, "number": n, "text": f"Head {n}"} for n in (1, 2)])
    return reference


def test_a_noted_contact_is_the_last_contact_everywhere(office: Office) -> None:
    reference, olive = worked_on(office), somebody(office, "olive")
    contact_log.add(office, olive, reference, CONTACT)
    case = cases.find(office, olive, reference)
    found = contacts.of_case(office, case)
    assert [(row.way, row.recorded_by) for row in found] == [("visit", "Olive Officer")]
    assert contacts.last_contact_on(case, found) == office.today()
    (row,) = inbox.page(office, olive, inbox.Tab.TEAM).rows
    assert row.last_contact_on == office.today()


@pytest.mark.parametrize("kind", contacts.WRITTEN_TO)
def test_what_was_sent_to_them_is_the_last_contact_in_the_inbox_as_on_the_case(office: Office, kind: EventKind) -> None:
    reference, olive = worked_on(office), somebody(office, "olive")
    with office.transaction() as transaction:
        put, f = transaction.connection.execute, case_file.c
        case_id = put(select(f.id).where(f.reference == reference)).scalar_one()
        on = {"occurred_on": transaction.today, "recorded_at": transaction.now, "recorded_by": olive.person_id}
        put(insert(case_event).values(case_id=case_id, kind=kind.value, **on))
    case = cases.find(office, olive, reference)
    (row,) = inbox.page(office, olive, inbox.Tab.TEAM).rows
    assert row.last_contact_on == contacts.last_contact_on(case, contacts.of_case(office, case)) == office.today()


def test_actions_are_listed_by_whose_they_are_and_where_they_stand(office: Office, clock: StandingClock) -> None:
    reference, mara, lena = worked_on(office), somebody(office, "mara"), somebody(office, "lena")
    first, second = (actions.add(office, mara, reference, PROMISE) for _ in range(2))
    clock.forward(days=20)
    assert listed.how_many_of_mine(office, lena) == (2, 2)
    actions.done(office, lena, first, {"ended_on": "2026-10-21", "evidence": "It hangs there."})
    late = listed.page(office, lena, Whose.MINE, State.OVERDUE)
    assert ([row.id for row in late.rows], late.overdue) == ([second], 1)
    assert [row.id for row in listed.page(office, lena, Whose.MINE, State.ENDED).rows] == [first]
    assert [row.id for row in listed.page(office, somebody(office, "olive"), Whose.ALL, State.OPEN).rows] == [second]
    after = f"{late.rows[0].due_on.isoformat()}.{second}"
    assert listed.page(office, lena, Whose.MINE, State.OPEN, after).rows == ()
    with office.transaction() as transaction:
        digest._write_for_everybody(office, transaction)
    lines = rows(office, select(message.c.fields).where(message.c.kind == "digest", message.c.to_person_id == 8))
    assert [line["task"] for row in lines for line in row.fields["rows"] if "action" in line["task"]] == ["action:2"]
    with pytest.raises(InvalidAnswers):
        actions.done(office, lena, first, {"ended_on": "2026-10-21", "evidence": "Again."})
    for login in ("max", "sam"):
        with pytest.raises((NotFound, NotAllowed)):
            actions.drop(office, somebody(office, login), second, {"drop_reason": "No."})


def test_a_payment_takes_two_people_and_a_day(office: Office, clock: StandingClock) -> None:
    reference, mara, heather = worked_on(office), somebody(office, "mara"), somebody(office, "heather")
    number = payments.propose(office, mara, reference, PAYMENT)
    assert payments.propose(office, mara, reference, PAYMENT) == number + 1
    (told,) = {row.to_person_id for row in rows(office, select(message).where(message.c.template == "case_notice"))}
    assert told == heather.person_id
    assert [each.number for each in paid.to_approve(office, heather)] == [1, 2]
    assert paid.to_approve(office, mara) == ()
    with pytest.raises(NotFound):
        payments.approve(office, somebody(office, "max"), reference, number, SEEN)
    with pytest.raises(NotAllowed):
        payments.approve(office, somebody(office, "olive"), reference, number, SEEN)
    payments.approve(office, heather, reference, number, SEEN)
    with pytest.raises(InvalidAnswers):
        payments.approve(office, heather, reference, number, SEEN)
    payments.paid(office, mara, reference, number, {"paid_on": "2026-10-05"})
    with pytest.raises(InvalidAnswers):
        payments.take_back(office, mara, reference, number, {"take_back_reason": "A mistake."})
    payments.take_back(office, mara, reference, number + 1, {"take_back_reason": "A mistake."})
    assert [row.kind for row in rows(office, select(remedy))] == ["payment_1"]


def test_nobody_approves_a_payment_that_they_never_saw(office: Office) -> None:
    reference, mara, heather = worked_on(office), somebody(office, "mara"), somebody(office, "heather")
    (first, back) = payments.propose(office, mara, reference, PAYMENT), {"take_back_reason": "A mistake."}
    payments.take_back(office, mara, reference, first, back)
    more = payments.propose(office, mara, reference, {**PAYMENT, "amount": "9,999"})
    assert more == first + 1
    with pytest.raises(NotFound):
        payments.approve(office, heather, reference, first, SEEN)
    for seen in (SEEN, {}):
        with pytest.raises(InvalidAnswers):
            payments.approve(office, heather, reference, more, seen)
    payments.take_back(office, mara, reference, more, back)
    assert payments.propose(office, mara, reference, PAYMENT) == more + 1


def test_two_proposals_at_once_get_two_numbers(office: Office) -> None:
    reference, mara = worked_on(office), somebody(office, "mara")
    proposed = at_once(*(partial(payments.propose, office, mara, reference, PAYMENT) for _ in range(3)))
    assert sorted(map(str, proposed)) == ["1", "2", "3"]


def test_the_worker_is_told_once_on_one_page(office: Office) -> None:
    reference, olive, worker_ = worked_on(office), somebody(office, "olive"), somebody(office, "max")
    told = {"told": "It concerns calls in September.", "told_on": "2026-10-05"}
    worker.tell(office, olive, reference, worker_.person_id, told)
    worker.tell(office, olive, reference, worker_.person_id, {**told, "told": "It concerns calls."})
    (own,) = workers.own_pages(office, worker_)
    worker.give_account(office, worker_, own.id, {"account": "The telephone was out of order."})
    case = cases.find(office, olive, reference)
    (row,) = workers.of_case(office, case)
    assert (row.told, row.account) == ("It concerns calls.", "The telephone was out of order.")
    with pytest.raises(NotFound):
        worker.give_account(office, olive, own.id, {"account": "I say so."})


def test_cases_are_put_together_and_taken_apart(office: Office) -> None:
    olive = somebody(office, "olive")
    whole, part = worked_on(office), worked_on(office)
    contact_log.add(office, olive, part, CONTACT)
    parties.add(office, olive, part, {"kind": "child", "name": "Finn"})
    shown = joining.preview_merge(office, olive, part, {"other": whole, "reason": "The same calls."})
    assert whole in shown.advice[0]
    assert cases.find(office, olive, part).is_open
    joining.merge(office, olive, part, {"other": whole, "reason": "The same calls."})
    assert not cases.find(office, olive, part).is_open
    case = cases.find(office, olive, whole)
    assert [each.number for each in case.heads] == [1, 2, 3, 4]
    assert [each.name for each in further.of_case(office, case)] == ["Finn"]
    assert len(rows(office, select(contact))) == 2
    new = joining.split(office, olive, whole, {"head-3": "yes", "head-4": "yes", "reason": "Another service."})
    taken = cases.find(office, olive, new)
    assert [each.number for each in taken.heads] == [1, 2]
    assert {each.reference for each in links.of_case(office, olive, case)} == {part, new}
    with pytest.raises(NotFound):
        cases.find(office, somebody(office, "max"), new)
