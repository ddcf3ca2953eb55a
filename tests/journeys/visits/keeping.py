"""What is kept beside the tasks of a case: contacts, actions, payments, people, the worker, cases joined."""

from collections.abc import Callable

from sqlalchemy import insert, select

from engine.casework.policy import Actor
from engine.casework.vocabulary import Relation
from engine.db.tables import action, case_file, case_relation, message, party, remedy, worker_account
from engine.flows import actions, contact_log, parties, payments, worker
from engine.queries import payments as known_payments
from engine.queries import who
from tests.journeys.guest import Guest, head, manager, officer, people_by_name
from tests.journeys.visits.visit import Arrive, Council, Visit, at, case, wrong

OFFICER, WORKER, KIND = "priya", "hannah", "late"
"""Hannah is whom the late case is about, from the first of these visits on."""
TODAY, LATER = "2026-10-05", "2026-10-26"
LOOK = "See what it changes"


def _actor(guest: Guest, name: str) -> Actor:
    found = who.actor(guest.house.office, people_by_name(guest.house)[name])
    assert found is not None
    return found


def _one(guest: Guest, query: object) -> int | None:
    with guest.house.office.database.reading() as connection:
        found: int | None = connection.execute(query).scalars().first()  # type: ignore[call-overload]
        return found


def _case_id(guest: Guest) -> int:
    found = _one(guest, select(case_file.c.id).where(case_file.c.reference == guest.reference(KIND)))
    assert found is not None
    return found


def _known(guest: Guest, known: object, make: Callable[[], object]) -> int:
    """The key of what is there already; it is made for the first visit that wants it."""
    if _one(guest, known) is None:
        make()
    found = _one(guest, known)
    assert found is not None
    return found


def _action(guest: Guest) -> int:
    promise = {"text": "Write a rota for calls back.", "owner_id": str(people_by_name(guest.house)[manager(KIND)])}
    return _known(
        guest,
        select(action.c.id).where(action.c.case_id == _case_id(guest), action.c.text == promise["text"]),
        lambda: actions.add(
            guest.house.office, _actor(guest, officer(KIND)), guest.reference(KIND), {**promise, "due_on": LATER}
        ),
    )


def _payment(guest: Guest, state: str = "proposed") -> str:
    """The address of a payment of the case: the first is approved, the second waits."""
    office, reference, by = guest.house.office, guest.reference(KIND), _actor(guest, officer(KIND))
    asked = {"sort": "goodwill", "amount": "£150", "purpose": "the distress of waiting for so long"}
    kinds = select(remedy.c.case_id).where(remedy.c.case_id == _case_id(guest))

    def _make() -> None:
        first = payments.propose(office, by, reference, asked)
        seen = {payments.SEEN: known_payments.seen(asked["sort"], 15_000, asked["purpose"])}
        payments.approve(office, _actor(guest, head(KIND)), reference, first, seen)
        payments.propose(office, by, reference, asked)

    _known(guest, kinds.where(remedy.c.kind == "payment_2"), _make)
    return f"/payments/{1 if state == 'approved' else 2}"


def _party(guest: Guest) -> int:
    further = {"kind": "complainant", "name": "Frank Ferris", "reply_by": "post", "address": "2 Mill Bank\nFernbury"}
    return _known(
        guest,
        select(party.c.id).where(party.c.case_id == _case_id(guest)),
        lambda: parties.add(guest.house.office, _actor(guest, OFFICER), guest.reference(KIND), further),
    )


def _worker(guest: Guest) -> int:
    """The worker's own page; whom the case is about is put on record for it."""
    person_id, case_id = people_by_name(guest.house)[WORKER], _case_id(guest)
    told = {"told": "A complaint concerns calls that were not returned in August.", "told_on": TODAY}

    def _tell() -> None:
        with guest.house.office.transaction() as transaction:
            about = {"case_id": case_id, "relation": Relation.COMPLAINED_ABOUT.value, "person_id": person_id}
            transaction.connection.execute(insert(case_relation).values(about))
        worker.tell(guest.house.office, _actor(guest, OFFICER), guest.reference(KIND), person_id, told)

    return _known(guest, select(worker_account.c.id).where(worker_account.c.case_id == case_id), _tell)


def _contacts(guest: Guest) -> None:
    noted = {"happened_on": TODAY, "way": "telephone", "with_whom": "complainant", "note": "Rings back on Monday."}
    contact_log.add(guest.house.office, _actor(guest, OFFICER), guest.reference(KIND), noted)
    guest.case(KIND, "/contact")


def _add_contact(guest: Guest) -> None:
    guest.case("new", "/contact")


def _putting_right(guest: Guest) -> None:
    _action(guest)
    _payment(guest)
    guest.case(KIND, "/putting-right")


def _open(words: str) -> Arrive:
    """The page with one of its forms open."""

    def _arrive(guest: Guest) -> None:
        _putting_right(guest)
        guest.visitor.page.get_by_text(words, exact=True).first.click()

    return _arrive


def _one_action(guest: Guest) -> None:
    guest.visitor.go(f"/actions/{_action(guest)}")


def _action_done(guest: Guest) -> None:
    _one_action(guest)
    guest.visitor.page.get_by_label("It is done").check()


def _a_payment(guest: Guest) -> None:
    guest.case(KIND, _payment(guest))


def _approved(guest: Guest) -> None:
    guest.case(KIND, _payment(guest, "approved"))


def _payment_letter(guest: Guest) -> None:
    guest.case(KIND, f"{_payment(guest, 'approved')}/letter")


def _waiting(guest: Guest) -> None:
    _payment(guest)
    guest.visitor.go("/payments")


def _inbox(guest: Guest) -> None:
    _worker(guest)
    guest.visitor.go("/inbox")


def _change_party(guest: Guest) -> None:
    guest.case(KIND, f"/people/{_party(guest)}")


def _remove_party(guest: Guest) -> None:
    guest.case(KIND, f"/people/{_party(guest)}/remove")


def _people(guest: Guest) -> None:
    _party(guest)
    _worker(guest)
    guest.case(KIND, "/people")


def _copy(guest: Guest) -> None:
    _party(guest)
    sent = select(message.c.id).where(
        message.c.case_id == _case_id(guest), message.c.kind == "letter", message.c.status != "draft"
    )
    guest.case(KIND, f"/letters/{_one(guest, sent)}/copy")


def _sent_again(guest: Guest) -> None:
    sent = select(message.c.id).where(
        *(message.c.case_id == _case_id(guest), message.c.kind == "letter", message.c.to_name.is_(None)),
        message.c.status == "sent",
    )
    guest.case(KIND, f"/letters/{_one(guest, sent)}/again")


def _own_page(guest: Guest) -> None:
    guest.visitor.go(f"/worker/{_worker(guest)}")


def _no_account(guest: Guest) -> None:
    _own_page(guest)
    guest.visitor.fill({"What happened, as you saw it?": ""})


def _tell(guest: Guest, page: str = "tell") -> None:
    _worker(guest)
    guest.case(KIND, f"/workers/{people_by_name(guest.house)[WORKER]}/{page}")


def _outcome(guest: Guest) -> None:
    _tell(guest, "outcome")


def _refer_letter(guest: Guest) -> None:
    guest.case(KIND, "/advocacy/refer")
    guest.visitor.page.get_by_label("By email").check()
    guest.visitor.fill(
        {
            "Email address of the provider": "help@voices.invalid",
            "How can the advocate reach them safely?": "Text only, on Mondays after four.",
        }
    )
    guest.visitor.press("Write the letter")
    guest.visitor.sees("Check the letter")


def _merge_effect(guest: Guest) -> None:
    guest.case(KIND, "/merge")
    guest.visitor.fill(
        {"Which case goes on?": guest.reference("sent back"), "Why are they answered together?": "The same calls."}
    )
    guest.visitor.page.get_by_label("Each of them agrees to one answer").check()
    guest.visitor.press(LOOK)
    guest.visitor.sees("Check before it is done")


CONTACT = (
    Visit("contact", "contact_log.page", OFFICER, _contacts),
    Visit("contact-none", "contact_log.page", OFFICER, _add_contact),
    Visit("contact-wrong", "contact_log.page", OFFICER, wrong(_add_contact, "Add the contact")),
)
RIGHT = (
    Visit("putting-right", "putting_right.page", OFFICER, _putting_right),
    Visit("putting-right-none", "putting_right.page", OFFICER, case("new", "/putting-right")),
    Visit("add-action", "putting_right.page", OFFICER, _open("Add an action")),
    Visit("add-action-wrong", "putting_right.add_action", OFFICER, wrong(_open("Add an action"), "Add the action")),
    Visit("add-payment", "putting_right.page", OFFICER, _open("Propose a payment")),
    Visit(
        "add-payment-wrong",
        "putting_right.propose",
        OFFICER,
        wrong(_open("Propose a payment"), "Propose the payment"),
    ),
    Visit("payment", "putting_right.payment", head(KIND), _a_payment),
    Visit("payment-wrong", "putting_right.payment", head(KIND), wrong(_a_payment, "Record it")),
    Visit("payment-approved", "putting_right.payment", OFFICER, _approved),
    Visit("payment-letter", "putting_right.letter", OFFICER, _payment_letter),
    Visit("payments-to-approve", "putting_right.to_approve", head(KIND), _waiting),
    Visit("payments-to-approve-none", "putting_right.to_approve", "kath", at("/payments"), Council.NEW),
    Visit("actions", "actions.every", OFFICER, at("/actions?whose=all")),
    Visit("actions-none", "actions.every", OFFICER, at("/actions?state=overdue"), Council.NEW),
    Visit("action", "actions.one", manager(KIND), _one_action),
    Visit("action-done", "actions.one", manager(KIND), _action_done),
    Visit("action-wrong", "actions.one", manager(KIND), wrong(_one_action, "Record it")),
)
PEOPLE = (
    Visit("further-people", "cases.people_page", OFFICER, _people),
    Visit("add-person", "parties.add", OFFICER, case(KIND, "/people/add")),
    Visit("add-person-wrong", "parties.add", OFFICER, wrong(case(KIND, "/people/add"), "Add them")),
    Visit("change-person", "parties.change", OFFICER, _change_party),
    Visit("remove-person", "parties.remove", OFFICER, _remove_party),
    Visit("copy-of-a-letter", "letter_copies.copy", OFFICER, _copy),
    Visit("letter-again", "letter_copies.again", OFFICER, _sent_again),
    Visit("advocate", "advocacy.page", OFFICER, case(KIND, "/advocacy")),
    Visit("advocate-wrong", "advocacy.page", OFFICER, wrong(case(KIND, "/advocacy"), "Keep this")),
    Visit("ask-for-advocate", "advocacy.refer", OFFICER, case(KIND, "/advocacy/refer")),
    Visit("ask-for-advocate-letter", "advocacy.refer", OFFICER, _refer_letter),
)
TOLD = (
    Visit("worker", "worker.page", WORKER, _own_page),
    Visit("worker-wrong", "worker.page", WORKER, wrong(_no_account, "Give my account")),
    Visit("worker-inbox", "inbox.mine", WORKER, _inbox),
    Visit("tell-worker", "worker.tell", OFFICER, _tell),
    Visit("worker-outcome", "worker.outcome", OFFICER, _outcome),
)
JOINED = (
    Visit("merge", "joining.merge", OFFICER, case(KIND, "/merge")),
    Visit("merge-wrong", "joining.merge", OFFICER, wrong(case(KIND, "/merge"), LOOK)),
    Visit("merge-effect", "joining.merge", OFFICER, _merge_effect),
    Visit("split", "joining.split", OFFICER, case(KIND, "/split")),
    Visit("split-wrong", "joining.split", OFFICER, wrong(case(KIND, "/split"), LOOK)),
    Visit("link", "joining.link", OFFICER, case(KIND, "/link")),
)
KEEPING = (*CONTACT, *RIGHT, *PEOPLE, *TOLD, *JOINED)
