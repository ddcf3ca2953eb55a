"""What an open task carries is that of its case, also where it was open before, or somebody else had put it by."""

from typing import Any

from sqlalchemy import Row, func, select

from engine.db.tables import contact, task, task_request
from engine.flows import contact_log, correcting, follow_up, rerouting, task_requests, tasks, undoing
from engine.office import Office
from engine.queries import inbox
from engine.recording.case import open_case
from tests.council import PEOPLE, StandingClock
from tests.story import log_and_triage, open_elements, open_task, respond, rows, somebody

WHY = {"reason": "The wrong head was answered."}
LATER = {"day": "2026-10-07"}
HELP = {"need": "help", "note": "The file is in the archive."}


def the_task(office: Office, element: str) -> Row[Any]:
    (row,) = rows(office, select(task).where(task.c.element == element, task.c.status == "open"))
    return row


def still_asked(office: Office) -> int:
    waits = select(func.count().label("many")).select_from(task_request).where(task_request.c.ended_at.is_(None))
    return int(rows(office, waits)[0].many)


def test_a_task_that_is_open_again_is_not_put_by_any_more(office: Office, clock: StandingClock) -> None:
    reference = log_and_triage(office)
    follow_up.put_by(office, somebody(office, "mara"), open_task(office, "respond"), LATER)
    clock.forward(minutes=5)
    respond(office)
    clock.forward(minutes=5)
    undoing.undo(office, somebody(office, "olive"), reference, WHY)
    assert the_task(office, "respond").not_before is None


def test_a_task_that_is_open_again_carries_what_the_case_says_by_now(office: Office, clock: StandingClock) -> None:
    reference = log_and_triage(office)
    clock.forward(minutes=5)
    respond(office)
    clock.forward(minutes=5)
    with office.transaction() as transaction, open_case(office, transaction, reference, None) as case:
        case.set(contact_warning="Two people go.", safeguarding=True)
    clock.forward(minutes=5)
    undoing.undo(office, somebody(office, "olive"), reference, WHY)
    row = the_task(office, "respond")
    assert (row.has_warning, row.safeguarding) == (True, True)


def test_a_task_about_which_something_was_asked_does_not_stand_in_the_way_of_undoing(
    office: Office, clock: StandingClock
) -> None:
    reference = log_and_triage(office)
    clock.forward(minutes=5)
    respond(office)
    clock.forward(minutes=5)
    task_requests.ask(office, somebody(office, "heather"), open_task(office, "sign_off"), HELP)
    undoing.undo(office, somebody(office, "olive"), reference, WHY)
    assert open_elements(office) == {"respond"}
    assert still_asked(office) == 0


def test_whoever_answers_from_now_on_sees_what_was_put_by_before(office: Office) -> None:
    reference, mara = log_and_triage(office), somebody(office, "mara")
    key = open_task(office, "respond")
    follow_up.put_by(office, mara, key, LATER)
    new = {"manager": str(PEOPLE["max"][0]), "reason": "Mara is needed elsewhere."}
    correcting.change_manager(office, somebody(office, "olive"), reference, new)
    assert the_task(office, "respond").not_before is None


def test_what_was_claimed_put_by_and_asked_is_nobodys_once_somebody_else_answers(office: Office) -> None:
    reference, mara = log_and_triage(office), somebody(office, "mara")
    key = open_task(office, "respond")
    tasks.claim(office, mara, key)
    follow_up.put_by(office, mara, key, LATER)
    task_requests.ask(office, mara, key, HELP)
    new = {"manager": str(PEOPLE["max"][0]), "reason": "Mara is needed elsewhere."}
    correcting.change_manager(office, somebody(office, "olive"), reference, new)
    row = the_task(office, "respond")
    assert (row.assignee_id, row.not_before, still_asked(office)) == (None, None, 0)


def test_what_was_asked_ends_with_the_procedure(office: Office) -> None:
    reference = log_and_triage(office)
    task_requests.ask(office, somebody(office, "mara"), open_task(office, "respond"), HELP)
    other = {"procedure": "corporate_complaint", "stage": "stage_1", "reason": "It is about a parking fine."}
    rerouting.reroute(office, somebody(office, "olive"), reference, other)
    assert still_asked(office) == 0


def test_a_contact_that_was_struck_out_or_followed_up_waits_for_nobody(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    noted = {"happened_on": "2026-10-05", "way": "telephone", "with_whom": "complainant", "note": "Rings back."}
    contact_log.add(office, olive, reference, {**noted, "next_by": "them", "next_on": "2026-10-08"})
    mara = somebody(office, "mara")
    assert [row.waits_for for row in inbox.page(office, mara, inbox.Tab.MINE).rows] == ["them"]
    (row,) = rows(office, select(contact.c.id))
    contact_log.happened(office, olive, reference, row.id)
    assert [row.waits_for for row in inbox.page(office, mara, inbox.Tab.MINE).rows] == [None]
