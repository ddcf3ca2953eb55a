"""Whatever page is undone, the case stands as it stood before: every row that the task wrote is as it was."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Table, select

from engine.casework.vocabulary import EventKind
from engine.db.tables import (
    action,
    case_event,
    case_file,
    case_relation,
    clock,
    finding,
    head,
    panel,
    party,
    process_instance,
    recommendation,
    remedy,
    task,
    unavailable,
)
from engine.flows import tasks, undoing
from engine.office import Office
from engine.queries import undoable
from tests import later_stages
from tests.council import StandingClock
from tests.guesswork import EVERYBODY, open_tasks, page_for, signed_in, typed_for
from tests.story import Sweeper, log_and_triage, rows, somebody

WHY = {"reason": "The wrong head was answered."}
_ALL: tuple[Table, ...] = (head, finding, recommendation, remedy, panel, unavailable, party, case_relation, clock)
_CHAIN = {"history_seq", "history_head"}


def stands(office: Office) -> dict[str, Any]:
    """Everything that is on record of the cases but the history, which keeps both versions."""
    found = {table.name: _rows(office, table) for table in _ALL}
    e, a, t, i = case_event.c, action.c, task.c, process_instance.c
    of_event = select(e.kind, e.occurred_on, e.clock, e.until_on, e.ground, e.reason)
    standing = of_event.where(e.corrected_by_id.is_(None), e.kind != EventKind.UNDONE.value).order_by(e.id)
    promised = select(a.text, a.owner_id, a.due_on, a.status, a.stage, a.recommendation_number, a.created_at)
    return {
        **found,
        "case_file": [{k: v for k, v in row.items() if k not in _CHAIN} for row in _rows(office, case_file)],
        "events": [tuple(row) for row in rows(office, standing)],
        "action": sorted(tuple(row) for row in rows(office, promised.where(a.status != "dropped"))),
        "task": sorted(tuple(row) for row in rows(office, select(t.id, t.element, t.status, t.due_on))),
        "instance": [tuple(row) for row in rows(office, select(i.id, i.status, i.state).order_by(i.id))],
    }


def _rows(office: Office, table: Table) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in rows(office, select(table).order_by(*table.primary_key.columns))]


def first_of(options: list[str]) -> str:
    """The way on."""
    return options[0]


def undone_on_the_way(office: Office, clock: StandingClock, reference: str, most: int) -> set[str]:
    """Do whatever is open, undo it where that is lawful, and do it again; returns the form keys that were undone."""
    undone = set[str]()
    for _ in range(most):
        for task_id, element in open_tasks(office, reference):
            login = next((each for each in EVERYBODY if _can(office, each, task_id)), None)
            if login is None:
                continue
            found = page_for(office, login, task_id)
            assert found is not None
            typed = {**typed_for(found, element, first_of), **_MORE.get(found.form_key or "", {})}
            if found.form_key == "check_and_send":
                typed["checked"] = "send_back" if element not in undone else "send"
            before = stands(office)
            tasks.complete(office, signed_in(office, login), task_id, typed)
            clock.forward(minutes=5)
            with office.database.reading() as connection:
                refused = undoable.why_not(connection, found.case.id)
            if refused is not None:
                continue
            undoing.undo(office, somebody(office, "olive"), reference, WHY)
            assert stands(office) == before, element
            undone |= {found.form_key or "", element}
            clock.forward(minutes=5)
            tasks.complete(office, signed_in(office, login), task_id, typed)
            clock.forward(minutes=5)
    return undone


def _can(office: Office, login: str, task_id: str) -> bool:
    page = page_for(office, login, task_id)
    return page is not None and (page.mine or page.may_claim)


_MORE = {
    "respond": {"remedy-apology": "yes", "remedy-other": "yes", "remedy_note": "A rota."},
    "adjudicate": {
        "action-1-text": "Ring every family.",
        "action-1-owner": "103",
        "action-1-due": "2030-01-07",
        "action-1-for": "1",
    },
    "answer_panel": {
        "action-1-text": "Say sorry.",
        "action-1-owner": "104",
        "action-1-due": "2030-01-07",
        "action-1-for": "1",
    },
}


def test_the_answer_of_stage_1_is_undone_to_the_last_row(office: Office, clock: StandingClock) -> None:
    later_stages.come(office)
    reference = log_and_triage(office)
    clock.forward(minutes=5)
    assert {"respond", "sign_off", "check_and_send"} <= undone_on_the_way(office, clock, reference, 6)


def test_the_investigation_of_stage_2_is_undone_to_the_last_row(office: Office, clock: StandingClock) -> None:
    later_stages.come(office)
    reference = later_stages.answered_at_stage_1(office)
    later_stages.ask_stage_2(office, reference)
    later_stages.appoint(office)
    clock.forward(minutes=5)
    undone = undone_on_the_way(office, clock, reference, 8)
    assert {"investigate", "independent_report", "quality_check", "adjudicate", "check_and_send"} <= undone


def test_the_panel_of_stage_3_is_undone_to_the_last_row(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    later_stages.come(office)
    reference = later_stages.through_stage_2(office)
    later_stages.ask_stage_3(office, reference)
    later_stages.to_a_panel(office)
    later_stages.arrange_panel(office, office.today() + timedelta(days=14))
    later_stages.send_papers(office)
    clock.forward(days=14)
    sweep()
    undone = undone_on_the_way(office, clock, reference, 6)
    assert {"answer_panel", "check_and_send"} <= undone
    assert "panel_report" not in undone, "the report has gone out with it"
