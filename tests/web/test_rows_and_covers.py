"""A row of the inbox says who has the next move; a deputy deals with several tasks of somebody away in their name."""

from sqlalchemy import select

from engine.db.tables import history, task
from engine.flows import absences, contact_log, follow_up, task_requests
from engine.office import Office
from tests import story
from tests.council import PEOPLE
from tests.web.reading import said
from tests.web.work import SignIn

SAM, MARA = PEOPLE["sam"][0], PEOPLE["mara"][0]
THURSDAY = {"day": "2026-10-08"}
CALL = {"happened_on": "2026-10-05", "way": "telephone", "with_whom": "complainant", "note": "She sends the letters."}


def _covered(office: Office) -> list[str]:
    """Two answers that wait for Mara, who is away; Sam stands in."""
    references = [story.log_and_triage(office) for _ in range(2)]
    days = {"from_on": "2026-10-05", "to_on": "2026-10-09", "deputy": str(SAM)}
    absences.arrange(office, story.somebody(office, "mara"), days)
    return [story.open_task(office, "respond", reference) for reference in references]


def _kept(office: Office, task_id: str) -> tuple[int | None, str]:
    (row,) = story.rows(office, select(task.c.assignee_id, task.c.not_before).where(task.c.id == task_id))
    return row.assignee_id, str(row.not_before)


def _done_by_sam(office: Office) -> list[tuple[str, int | None]]:
    h = history.c
    query = select(h.lifecycle, h.on_behalf_of_id).where(h.actor_id == SAM).order_by(h.id)
    return [(row.lifecycle, row.on_behalf_of_id) for row in story.rows(office, query)]


def test_a_row_says_who_has_the_next_move_that_it_was_put_by_and_that_help_is_needed(
    office: Office, sign_in: SignIn
) -> None:
    reference = story.log_and_triage(office)
    this, mara = story.open_task(office, "respond", reference), story.somebody(office, "mara")
    contact_log.add(office, mara, reference, {**CALL, "next_by": "them", "next_in": "2026-10-08"})
    assert "Waiting for them until Thursday 8 October 2026" in said(sign_in("mara").get("/inbox"))
    task_requests.ask(office, mara, this, {"need": "help", "note": "I do not know the family."})
    assert "Needs help" in said(sign_in("mara").get("/inbox"))
    follow_up.put_by(office, mara, this, THURSDAY)
    assert reference not in said(sign_in("mara").get("/inbox"))
    assert "1 put by until later" in said(sign_in("mara").get("/inbox"))
    assert "Put by until Thursday 8 October 2026" in said(sign_in("mara").get("/inbox?flag=put_by"))


def test_a_deputy_claims_several_tasks_for_whoever_is_away(office: Office, sign_in: SignIn) -> None:
    ids, sam = _covered(office), sign_in("sam")
    assert said(sam.get("/inbox/covering")).count("For Mara Manager, away until Friday 9 October 2026") == 2
    answer = sam.post("/inbox/bulk", data={"task": ids, "do": "claim", "next": "/inbox/covering"})
    assert (answer.status_code, answer.location) == (302, "/inbox/covering")
    assert {_kept(office, each) for each in ids} == {(MARA, "None")}
    assert _done_by_sam(office) == [("assign", MARA), ("assign", MARA)]
    page = said(sam.get("/inbox/covering"))
    assert "2 tasks are claimed." in page
    assert page.count("For Mara Manager, away until Friday 9 October 2026") == 2


def test_a_deputy_puts_several_tasks_by_for_whoever_is_away(office: Office, sign_in: SignIn) -> None:
    ids, sam = _covered(office), sign_in("sam")
    assert "Put 2 tasks by" in said(sam.post("/inbox/bulk", data={"task": ids, "do": "follow_up"}))
    answer = sam.post("/inbox/bulk", data={"task": ids, "do": "follow_up", "step": "do", **THURSDAY})
    assert answer.status_code == 302
    assert {_kept(office, each) for each in ids} == {(None, "2026-10-08")}
    assert [behalf for _, behalf in _done_by_sam(office)] == [MARA, MARA]


def test_a_deputy_claims_one_and_opens_it_for_whoever_is_away(office: Office, sign_in: SignIn) -> None:
    (first, _), sam = _covered(office), sign_in("sam")
    page = sam.post(f"/tasks/{first}/claim", follow_redirects=True)
    assert "You do this for Mara Manager, who is away until Friday 9 October 2026." in said(page)
    assert _kept(office, first) == (MARA, "None")
    put_by = sam.post(f"/tasks/{first}/put-by", data=THURSDAY, follow_redirects=True)
    assert "The task is put by: it comes back on Thursday 8 October 2026." in said(put_by)
    assert {behalf for _, behalf in _done_by_sam(office)} == {MARA}


def test_nobody_deals_with_them_once_the_cover_has_ended(office: Office, sign_in: SignIn) -> None:
    ids, sam = _covered(office), sign_in("sam")
    mara = story.somebody(office, "mara")
    absences.cancel(office, mara, 1)
    for typed in ({"do": "claim"}, {"do": "follow_up", "step": "do", **THURSDAY}):
        answer = sam.post("/inbox/bulk", data={"task": ids, **typed})
        assert answer.status_code in (200, 404)
        assert "HRD-26" not in said(answer)
    assert {_kept(office, each) for each in ids} == {(None, "None")}
