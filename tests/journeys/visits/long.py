"""What is very long: names without any break, twenty heads, a history that goes on; wherever it is shown it fits."""

from datetime import date

from sqlalchemy import select

from engine.casework.policy import Actor
from engine.casework.vocabulary import Channel, Kind
from engine.db.tables import case_file, task
from engine.flows import contact_log, receive, tasks
from engine.flows.receive import Received, ReplyBy
from engine.queries import who
from tests.journeys.guest import Guest, people_by_name
from tests.journeys.visits.visit import Arrive, Visit, at

OFFICER, MANAGER = "owen", "jacek"
WHO = "Featherstonehaugh-" * 6 + "Cholmondeley"
"""120 characters without a space."""
CHILD = "Anastasia Wilhelmina " * 5 + "of the Long Name"
WORD = "Llanfairpwllgwyngyll" * 6
HEADS = 20
CONTACTS = 12
SAYS = "She says that nobody has told her why, and that it is the third time. " * 4


def _actor(guest: Guest, name: str) -> Actor:
    found = who.actor(guest.house.office, people_by_name(guest.house)[name])
    assert found is not None
    return found


def _reference(guest: Guest) -> str:
    """The longest case: logged, triaged and written to for the first of these visits."""
    query = select(case_file.c.reference).where(case_file.c.complainant_name == WHO)
    with guest.house.office.database.reading() as connection:
        found = connection.execute(query).scalar_one_or_none()
    return str(found) if found is not None else _told(guest)


def _told(guest: Guest) -> str:
    office, officer = guest.house.office, _actor(guest, OFFICER)
    received = Received(
        kind=Kind.COMPLAINT,
        received_on=date(2026, 9, 28),
        channel=Channel.LETTER,
        service_id=1,
        complainant_name=WHO,
        child_name=CHILD,
        words=f"{WORD} {SAYS}\n\n" * 10,
        desired_outcome=f"{WORD} {SAYS}",
        reply_by=ReplyBy.EMAIL,
        complainant_email=f"{'w' * 60}@{'x' * 60}.invalid",
        contact_warning=f"{WORD} {SAYS}",
    )
    reference = receive.receive(office, officer, received)
    tasks.complete(office, officer, _task(guest, reference), _triaged(guest))
    noted = {"way": "telephone", "with_whom": "complainant"}
    for day in range(1, CONTACTS + 1):
        said = {"happened_on": date(2026, 9, 10 + day).isoformat(), "note": f"{WORD} {SAYS}"}
        contact_log.add(office, officer, reference, {**noted, **said})
    return reference


def _triaged(guest: Guest) -> dict[str, str]:
    heads = {f"head-{n}-text": f"{n}. {WORD if n % 2 else SAYS}" for n in range(1, HEADS + 1)}
    return {
        "route": "statutory",
        "route_reason": f"{WORD} {SAYS}",
        "safeguarding": "yes",
        "allocated_manager": str(people_by_name(guest.house)[MANAGER]),
        "letter_body": f"{WORD}\n\n{SAYS}",
        **heads,
        **{f"head-{n}-outcome": WORD for n in range(1, HEADS + 1)},
    }


def _task(guest: Guest, reference: str) -> str:
    query = select(task.c.id).join(case_file, case_file.c.id == task.c.case_id)
    mine = query.where(case_file.c.reference == reference, task.c.status == "open")
    with guest.house.office.database.reading() as connection:
        return str(connection.execute(mine).scalars().one())


def _case(page: str = "") -> Arrive:
    return lambda guest: guest.visitor.go(f"/cases/{_reference(guest)}{page}")


def _reply(guest: Guest) -> None:
    guest.visitor.go(f"/tasks/{_task(guest, _reference(guest))}")


def _reply_wrong(guest: Guest) -> None:
    _reply(guest)
    guest.visitor.press("Finish the reply")
    guest.visitor.is_asked_again()


def _after(path: str) -> Arrive:
    def _arrive(guest: Guest) -> None:
        _reference(guest)
        at(path)(guest)

    return _arrive


LONG = (
    Visit("long-case", "cases.page", OFFICER, _case()),
    Visit("long-people", "cases.people_page", OFFICER, _case("/people")),
    Visit("long-contact", "contact_log.page", OFFICER, _case("/contact")),
    Visit("long-letters", "case_letters.every", OFFICER, _case("/letters")),
    Visit("long-history", "cases.history_page", OFFICER, _case("/history")),
    Visit("long-file", "whole_file.page", OFFICER, _case("/file")),
    Visit("long-reply", "tasks.page", MANAGER, _reply),
    Visit("long-reply-wrong", "tasks.page", MANAGER, _reply_wrong),
    Visit("long-inbox", "inbox.mine", MANAGER, _after("/inbox")),
    Visit("long-worklist", "worklist.page", OFFICER, _after("/worklist")),
    Visit("long-cases", "cases.register", OFFICER, _after("/cases?sort=received")),
)
