"""Cases on their way to an investigator and to a panel, for the tests of who may be what in them."""

import pytest
from sqlalchemy import select

from engine.casework.vocabulary import EventKind
from engine.db.tables import case_relation, task
from engine.errors import InvalidAnswers
from engine.flows import tasks
from engine.office import Office
from engine.queries import who
from engine.recording.case import open_case
from tests.council import PEOPLE
from tests.independents import ASSISTANT, OUTSIDERS, outsider
from tests.story import LETTER, complete, log, open_task, respond, rows, triage

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
